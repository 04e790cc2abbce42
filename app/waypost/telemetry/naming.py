"""The naming convention: whether a name fits it, what does not fit, and which name would."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.document.globs import lines, matching
from waypost.document.quoting import code
from waypost.telemetry.casing import BREAK, GROUPS, Case, pattern, words, write
from waypost.telemetry.slots import Slot, Way, Word, compiled, spelled
from waypost.telemetry.template import variants
from waypost.telemetry.tense import PARTICLES, acts, base
from waypost.telemetry.vendors import Vendor, event_problem

MAX_WORDS = 12
MIN_NAMES = 8
MIN_SHARE = 0.9
MIN_HOLD = 0.8
"""Of all names, new ones too, so many must share what was inferred; real changes with fewer had meant what they did."""
MIN_FAMILY = 4
"""New names that are off, and are most of those whose casing shows, are a family."""


@dataclass(frozen=True)
class Convention:
    """How events are named: a template such as `{category}:{object}_{action}`, a casing, or both, and limits.

    `exempt` are patterns of names that are let be, such as `*_exposed`; `vendors` are services that get the events.
    """

    template: str | None = None
    case: Case | None = None
    slots: Mapping[str, Slot] = field(default_factory=dict)
    max_length: int | None = None
    vendors: tuple[Vendor, ...] = ()
    exempt: tuple[str, ...] = ()

    @cached_property
    def _ways(self) -> tuple[Way, ...]:
        """The ways to fill the template, each as a matcher."""
        return (
            tuple(Way(variant, self.case, self.slots) for variant in variants(self.template)) if self.template else ()
        )

    @cached_property
    def _grouped(self) -> Any:
        return compiled(_groups_pattern(self.case))

    def fits(self, name: str) -> bool:
        """Whether a name follows the convention."""
        if self.exempt and matching(self.exempt, lines([name])):
            return True
        if self._limit(name):
            return False
        if not self._ways:
            return self._grouped.fullmatch(name) is not None
        return any(way.fits(name) for way in self._ways)

    def problem(self, name: str) -> str | None:
        """Half a sentence on what does not fit, None if the name fits."""
        if self.fits(name):
            return None
        one_case = not any(slot.case for slot in self.slots.values())
        if self.case is not None and one_case and not _CASED[self.case].fits(name):
            known = recognise(name)
            return f"it is {known}, the convention is {self.case}" if known else f"the convention is {self.case}"
        reasons = (way.problem(name) for way in self._ways)
        reason = next(filter(None, reasons), None) or self._limit(name)
        return reason or f"the convention is {code(self.template or '')}"

    def _limit(self, name: str) -> str | None:
        if self.max_length is not None and len(name) > self.max_length:
            return f"it has {len(name)} characters, the convention allows {self.max_length}"
        return event_problem(name, self.vendors)

    def suggest(self, name: str) -> str | None:
        """The name that fits and says the same; None if there is none, or more than one."""
        name = _spoken(name)
        given = spelled(name)
        if not name.isascii() or not 0 < len(given) <= MAX_WORDS:
            return None
        if not self._ways:
            candidate = self._recased(name)
            return candidate if self.fits(candidate) else None
        for order in filter(self._reads_well, (given, *_turned(given))):
            for way in self._ways:
                found = {candidate for candidate in way.candidates(order) if self.fits(candidate)}
                if found:
                    return found.pop() if len(found) == 1 else None
        return None

    def _reads_well(self, order: tuple[Word, ...]) -> bool:
        """Whether the word in the place of the action is its verb: no thing such as `request`, beside a word that acts.

        `removed_merge_request` is about a request that was removed, not about one that requested.
        """
        slots = self._ways[0].variant.slots
        first, last = (self.slots.get(name, Slot()).tense for name in (slots[0], slots[-1]))
        if first is None and last is None:
            return True
        verb, *rest = [word.text for word in (order if first else reversed(order))]
        return base(verb) is None or acts(verb) or not any(map(acts, rest))

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


def _spoken(name: str) -> str:
    """A name that shouts in its everyday writing: in `CART_VIEWED` no word is an acronym for being in capitals."""
    return name.lower() if name.isupper() and len(words(name)) > 1 else name


def _turned(given: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    """The words with a verb taken to the other end of the last or the first group: `click_card` to `card_click`."""
    last = [word for word in given if word.group == given[-1].group]
    if acts(last[0].text) and not acts(last[-1].text):
        verb = 1 + (last[1:2] != [] and last[1].text.lower() in PARTICLES)  # `signed_up_user`
        yield (*given[: -len(last)], *last[verb:], *last[:verb])
    first = [word for word in given if word.group == given[0].group]
    if acts(first[-1].text) and not acts(first[0].text):
        yield (first[-1], *first[:-1], *given[len(first) :])


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
    return min(_fitting(name), key=_CASES.index, default=None)


def _tells(name: str) -> bool:
    """Whether a name has a group of several words, so that its casing shows."""
    return any(len(words(group)) > 1 for group in BREAK.split(name))


@dataclass(frozen=True)
class Inference:
    """A convention read from names, and its evidence: `fitting` of `total` distinct names follow it."""

    convention: Convention
    fitting: int
    total: int

    def holds(self, new: Collection[str]) -> bool:
        """Whether it still holds with the new names: a whole family of others is a decision, no slip."""
        off = [name for name in new if not self.convention.fits(name)]
        family = len(off) >= MIN_FAMILY and 2 * len(off) > sum(map(_tells, new))
        return not family and self.fitting + len(new) - len(off) >= MIN_HOLD * (self.total + len(new))


def infer(names: Iterable[str]) -> Inference | None:
    """The casing that at least 90 % of at least 8 distinct names share, at least half of them with several words.

    None where the evidence is thinner: single words alone fit many casings.
    """
    distinct = {name for name in names if name and not reserved(name)}
    if len(distinct) < MIN_NAMES:
        return None
    shown: dict[Case, list[str]] = {case: [] for case in Case}
    for name in distinct:
        for case in _shown(name):
            shown[case].append(name)
    for cases in ([Case.DOTTED], [case for case in Case if case is not Case.DOTTED]):
        best = max(cases, key=lambda case: len(shown[case]))
        telling = sum(_tells(name) or best is Case.DOTTED for name in shown[best])
        if len(shown[best]) >= MIN_SHARE * len(distinct) and telling * 2 >= len(shown[best]):
            return Inference(_CASED[best], len(shown[best]), len(distinct))
    return None


def _shown(name: str) -> Iterator[Case]:
    """The casings that a name speaks for: it fits, and dots are needed for dotted names only."""
    return (case for case in _fitting(name) if case is not Case.DOTTED or "." in name)


def _fitting(name: str) -> list[Case]:
    """The casings that a name fits: all in one look, since an inference asks for thousands of names."""
    return [_CASES[index] for index in _casings().Match(name) or ()]


_CASES = tuple(Case)


@cache
def _casings() -> Any:
    found = re2.Set.FullMatchSet()
    for case in _CASES:
        found.Add(_groups_pattern(case))
    found.Compile()
    return found
