"""The naming convention: whether a name fits it, what does not fit, and which name would."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.document.quoting import code, listed
from waypost.telemetry.casing import GROUPS, Case, pattern, separator, words, write

MAX_WORDS = 12
MIN_NAMES = 8
MIN_SHARE = 0.9
_SLOT = re.compile(r"\{(\w+)\}")
_BREAK = re.compile(GROUPS)


@dataclass(frozen=True)
class Slot:
    """One part of a name: its own casing, the values it may have, and other words for those."""

    case: Case | None = None
    one_of: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def value(self, given: tuple[str, ...]) -> str | None:
        """The allowed value that these words mean; None if there is none."""
        spoken = _spoken(given)
        for allowed in self.one_of:
            known = (allowed, *self.synonyms.get(allowed, ()))
            if any(_spoken(words(word)) == spoken for word in known):
                return allowed
        return None


def _spoken(parts: Iterable[str]) -> str:
    return " ".join(part.lower() for part in parts)


@dataclass(frozen=True)
class Convention:
    """How events are named: a template such as `{category}:{object}_{action}`, a casing, or both."""

    template: str | None = None
    case: Case | None = None
    slots: Mapping[str, Slot] = field(default_factory=dict)

    @cached_property
    def _parts(self) -> tuple[str, ...]:
        """Text and slot names by turns: "", "category", ":", "object", "_", "action", ""."""
        return tuple(_SLOT.split(self.template or ""))

    @property
    def slot_names(self) -> tuple[str, ...]:
        """The slots of the template, in order."""
        return self._parts[1::2]

    @cached_property
    def _strict(self) -> Any:
        return _compiled(self._pattern(lists=True))

    @cached_property
    def _loose(self) -> Any:
        """The same without regard to the lists of allowed values."""
        return _compiled(self._pattern(lists=False))

    def fits(self, name: str) -> bool:
        """Whether a name follows the convention."""
        return self._strict.fullmatch(name) is not None

    def problem(self, name: str) -> str | None:
        """Half a sentence on what does not fit, None if the name fits."""
        if self.fits(name):
            return None
        one_case = not any(slot.case for slot in self.slots.values())
        if self.case is not None and one_case and not _CASED[self.case].fits(name):
            known = recognise(name)
            return f"it is {known}, the convention is {self.case}" if known else f"the convention is {self.case}"
        if (match := self._loose.fullmatch(name)) is not None:
            return self._unlisted(match.groups())
        return f"the convention is {code(self.template or '')}"

    def _unlisted(self, values: tuple[str, ...]) -> str:
        """Which slot has a value that is not on its list."""
        for index, (slot_name, value) in enumerate(zip(self.slot_names, values, strict=True)):
            allowed = self._allowed(index)
            if allowed and value not in allowed:
                return f"{code(value)} is none of the values for {code(slot_name)}: {listed(allowed)}"
        return f"the convention is {code(self.template or '')}"

    def suggest(self, name: str) -> str | None:
        """The name that fits and says the same; None if there is none, or more than one."""
        candidates = {candidate for candidate in self._candidates(name) if self.fits(candidate)}
        return candidates.pop() if len(candidates) == 1 else None

    def _candidates(self, name: str) -> Iterator[str]:
        given = words(name)
        if not name.isascii() or not 0 < len(given) <= MAX_WORDS:
            return
        if self.template is None:
            yield self._recased(name)
            return
        for cuts in combinations(range(1, len(given)), len(self.slot_names) - 1):
            bounds = (0, *cuts, len(given))
            groups = [given[start:end] for start, end in pairwise(bounds)]
            if self._keeps_groups(name, groups):
                yield self._filled(groups)

    def _recased(self, name: str) -> str:
        """The name in the convention's casing, group by group."""
        if self.case is None:
            return name
        if self.case is Case.DOTTED:
            parts = name.split(".")
            return (
                ".".join(write(Case.SNAKE, words(part)) for part in parts)
                if parts[1:]
                else write(self.case, words(name))
            )
        parts = re.split(f"({GROUPS})", name)
        return "".join(part if index % 2 else write(self.case, words(part)) for index, part in enumerate(parts))

    def _keeps_groups(self, name: str, groups: list[tuple[str, ...]]) -> bool:
        """Where the name itself has a group separator, words on its two sides stay in different slots."""
        ends = {sum(map(len, groups[: index + 1])) for index in range(len(groups))}
        seen = 0
        for part in _BREAK.split(name)[:-1]:
            seen += len(words(part))
            if seen not in ends:
                return False
        return True

    def _filled(self, groups: list[tuple[str, ...]]) -> str:
        out = [self._parts[0]]
        for index, (slot_name, group) in enumerate(zip(self.slot_names, groups, strict=True)):
            value = self.slots.get(slot_name, Slot()).value(group)
            out += [self._written(index, group if value is None else words(value)), self._parts[2 * index + 2]]
        return "".join(out)

    def _written(self, index: int, parts: tuple[str, ...]) -> str:
        """Words as they are written in a slot; without a casing they are kept, and only one can be."""
        case, first = self._slot_case(index)
        return write(case, parts, first) if case else " ".join(parts)

    def _allowed(self, index: int) -> tuple[str, ...]:
        """The values on a slot's list as they are written in names."""
        slot = self.slots.get(self.slot_names[index], Slot())
        return tuple(self._written(index, words(value)) or value for value in slot.one_of)

    def _slot_case(self, index: int) -> tuple[Case | None, bool]:
        """A slot's casing, and whether it is written as the first of its group (in camelCase the others are not)."""
        own = self.slots.get(self.slot_names[index], Slot()).case
        before = self._parts[2 * index]
        continues = index > 0 and own is None and self.case is not None and before == separator(self.case)
        return own or self.case, not continues

    def _pattern(self, lists: bool) -> str:
        if self.template is None:
            return _groups_pattern(self.case)
        out = [re2.escape(self._parts[0])]
        for index in range(len(self.slot_names)):
            allowed = self._allowed(index) if lists else ()
            case, first = self._slot_case(index)
            free = pattern(case, first) if case else _ANY_WORDS
            out.append(f"({'|'.join(map(re2.escape, allowed)) or free})")
            out.append(re2.escape(self._parts[2 * index + 2]))
        return "".join(out)


_PATTERN_BYTES = 256 << 20
_ANY_WORDS = r"[^\s:/.|>]+"


def _compiled(pattern: str) -> Any:
    """A pattern made from a spec: RE2, so that no spec can make matching slow, with room for long lists."""
    options = re2.Options()
    options.max_mem = _PATTERN_BYTES
    options.log_errors = False
    return re2.compile(pattern, options)


def _groups_pattern(case: Case | None) -> str:
    if case is None:
        return "(?s).*"
    if case is Case.DOTTED:
        return pattern(case)
    group = pattern(case, alone=True)
    return rf"{group}(?:(?:{GROUPS}){group})*"


def reserved(name: str) -> bool:
    """Whether a name is the vendor's own, such as PostHog's `$pageview`: nobody here chose it."""
    return name.startswith("$")


_CASED = {case: Convention(case=case) for case in Case}


def recognise(name: str) -> Case | None:
    """The casing a name is written in; None for one word, which has many, for a mixture, and beyond ASCII."""
    if not name.isascii() or not _tells(name):
        return None
    return next((case for case, convention in _CASED.items() if convention.fits(name)), None)


def _tells(name: str) -> bool:
    """Whether a name has a group of several words, so that its casing shows."""
    return any(len(words(group)) > 1 for group in _BREAK.split(name))


@dataclass(frozen=True)
class Inference:
    """A convention read from names, and its evidence: `fitting` of `total` distinct names follow it."""

    convention: Convention
    fitting: int
    total: int


def infer(names: Iterable[str]) -> Inference | None:
    """The casing that at least 90 % of at least 8 distinct names share, at least half of them with several words.

    None where the evidence is thinner: single words alone fit many casings.
    """
    distinct = {name for name in names if name and not reserved(name)}
    if len(distinct) < MIN_NAMES:
        return None
    for cases in ([Case.DOTTED], [case for case in Case if case is not Case.DOTTED]):
        shown = {case: [name for name in distinct if _shows(case, name)] for case in cases}
        best = max(cases, key=lambda case: len(shown[case]))
        telling = sum(_tells(name) or best is Case.DOTTED for name in shown[best])
        if len(shown[best]) >= MIN_SHARE * len(distinct) and telling * 2 >= len(shown[best]):
            return Inference(_CASED[best], len(shown[best]), len(distinct))
    return None


def _shows(case: Case, name: str) -> bool:
    """Whether a name speaks for a casing: it fits, and dots are needed for dotted names only."""
    return _CASED[case].fits(name) and (case is not Case.DOTTED or "." in name)
