"""The slots of a convention: what may stand in each, and how the words of a name are spread over them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, groupby, pairwise
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.document.quoting import code, listed
from waypost.telemetry.casing import BREAK, Case, pattern, separator, words, write
from waypost.telemetry.template import Variant
from waypost.telemetry.tense import PARTICLES, Tense, acts, base, tense, written


@dataclass(frozen=True)
class Slot:
    """One part of a name: its own casing, the values it may have with other words for those, or how they look."""

    case: Case | None = None
    one_of: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tense: Tense | None = None
    pattern: str | None = None
    max_length: int | None = None

    def value(self, given: tuple[str, ...]) -> str | None:
        """The allowed value that these words mean, also in another tense; None if there is none."""
        spoken = _spoken(given)
        for allowed in self.one_of:
            known = (allowed, *self.synonyms.get(allowed, ()))
            if any(_spoken(words(word)) == spoken for word in known):
                return allowed
        plain = _plain_verb(given)
        meanings = {allowed: (allowed, *self.synonyms.get(allowed, ())) for allowed in self.one_of if plain}
        alike = [it for it, known in meanings.items() if any(_plain_verb(words(word)) == plain for word in known)]
        return alike[0] if len(alike) == 1 else None


def _spoken(parts: Iterable[str]) -> str:
    return " ".join(part.lower() for part in parts)


def _plain_verb(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Words with the verb in front in its plain form; nothing where there is none."""
    plain = base(parts[0]) if parts else None
    return (plain, *(part.lower() for part in parts[1:])) if plain else ()


@dataclass(frozen=True)
class Word:
    """A word of a name, and which of the name's groups it stands in."""

    text: str
    group: int


def spelled(name: str) -> tuple[Word, ...]:
    """The words of a name with their groups."""
    return tuple(Word(word, group) for group, part in enumerate(BREAK.split(name)) for word in words(part))


class Way:
    """One way to fill a convention's template."""

    def __init__(self, variant: Variant, case: Case | None, slots: Mapping[str, Slot]) -> None:
        """`case` is the convention's, for slots without their own."""
        self.variant = variant
        self.case = case
        self.slots = [slots.get(name, Slot()) for name in variant.slots]

    @cached_property
    def _strict(self) -> Any:
        return compiled(self._pattern(lists=True))

    @cached_property
    def _loose(self) -> Any:
        """The same without regard to the lists of allowed values."""
        return compiled(self._pattern(lists=False))

    def fits(self, name: str) -> bool:
        """Whether a name is this way of filling the template."""
        match = self._strict.fullmatch(name)
        return match is not None and self._detail(name, self._values(match)) is None

    def problem(self, name: str) -> str | None:
        """What does not fit in a name that has the template's shape; None for another shape."""
        match = self._loose.fullmatch(name)
        if match is None:
            return None
        values = self._values(match)
        for index, value in enumerate(values):
            allowed = self._allowed(index)
            if allowed and value not in allowed:
                return f"{code(value)} is none of the values for {code(self.variant.slots[index])}: {listed(allowed)}"
        return self._detail(name, values)

    def _values(self, match: Any) -> tuple[str, ...]:
        return tuple(match.group(f"slot{index}") for index in range(len(self.slots)))

    def _detail(self, name: str, values: tuple[str, ...]) -> str | None:
        """What a pattern cannot tell: a slot's length and tense."""
        for index, (slot, value) in enumerate(zip(self.slots, values, strict=True)):
            shown = code(self.variant.slots[index])
            if slot.max_length is not None and len(value) > slot.max_length:
                return f"{shown} has {len(value)} characters, the convention allows {slot.max_length}"
            if slot.tense is not None and not slot.one_of and (reason := self._tense(index, name, value)):
                return reason
        return None

    def _tense(self, index: int, name: str, value: str) -> str | None:
        wanted, shown = self.slots[index].tense, code(self.variant.slots[index])
        first, last = index == 0 and len(self.slots) > 1, index == len(self.slots) - 1
        parts = words(name if first or last else value)
        verb, other = verb_of(parts, first), parts[-1 if first else 0] if parts else ""
        if (is_now := tense(verb)) and is_now is not wanted:
            return f"{code(verb)} is {is_now} tense, {shown} is {wanted} tense"
        if base(verb) is None and is_now is None and len(parts) > 1 and acts(other):
            return f"{code(other)} is {shown}, which comes {'first' if first else 'last'}"
        return None

    def candidates(self, given: tuple[Word, ...]) -> Iterator[str]:
        """What the words of a name make, however they are spread over the slots."""
        fixed = words(self.variant.parts[0])
        if fixed and tuple(word.text.lower() for word in given[: len(fixed)]) == tuple(map(str.lower, fixed)):
            given = given[len(fixed) :]
        spreads = [spread for spread in self._spreads(given) if self._keeps_groups(spread)]
        for spread in [spread for spread in spreads if self._at_breaks(spread)] or spreads:
            yield self._filled(spread)

    def _spreads(self, given: tuple[Word, ...]) -> Iterator[list[tuple[Word, ...]]]:
        for cuts in combinations(range(1, len(given)), len(self.slots) - 1):
            bounds = (0, *cuts, len(given))
            yield [given[start:end] for start, end in pairwise(bounds)]

    def _keeps_groups(self, spread: list[tuple[Word, ...]]) -> bool:
        """Where the name itself has a group separator, words on its two sides stay in different slots."""
        return all(
            slot.case is Case.DOTTED or part[0].group == part[-1].group
            for slot, part in zip(self.slots, spread, strict=True)
        )

    def _at_breaks(self, spread: list[tuple[Word, ...]]) -> bool:
        """Whether slots with a group separator between them part the words where the name parts them."""
        return all(
            left[-1].group != right[0].group
            for index, (left, right) in enumerate(pairwise(spread))
            if BREAK.fullmatch(self.variant.after(index))
        )

    def _filled(self, spread: list[tuple[Word, ...]]) -> str:
        return self.variant.parts[0] + "".join(
            self._meant(index, part) + self.variant.after(index) for index, part in enumerate(spread)
        )

    def _meant(self, index: int, part: tuple[Word, ...]) -> str:
        """Words of a name as they are written in a slot: the listed value they mean, in the slot's tense."""
        slot, given = self.slots[index], tuple(word.text for word in part)
        if (value := slot.value(given)) is not None:
            return self._written(index, words(value))
        if slot.case is Case.DOTTED:
            groups = [tuple(word.text for word in group) for _, group in groupby(part, key=lambda word: word.group)]
            return ".".join(write(Case.SNAKE, group) for group in groups)
        if slot.tense is not None and not slot.one_of:
            given = _in_tense(given, slot.tense, first=index == 0 and len(self.slots) > 1)
        return self._written(index, given)

    def _written(self, index: int, parts: tuple[str, ...]) -> str:
        """Words as they are written in a slot; without a casing they are kept, and only one can be."""
        case, first = self._slot_case(index)
        return write(case, parts, first) if case else " ".join(parts)

    def _allowed(self, index: int) -> tuple[str, ...]:
        """The values on a slot's list as they are written in names."""
        return tuple(self._written(index, words(value)) or value for value in self.slots[index].one_of)

    def _slot_case(self, index: int) -> tuple[Case | None, bool]:
        """A slot's casing, and whether it is written as the first of its group (in camelCase the others are not)."""
        own = self.slots[index].case
        before = self.variant.before(index)
        continues = index > 0 and own is None and self.case is not None and before == separator(self.case)
        return own or self.case, not continues

    def _pattern(self, lists: bool) -> str:
        out = [re2.escape(self.variant.parts[0])]
        for index, slot in enumerate(self.slots):
            allowed = self._allowed(index) if lists else ()
            case, first = self._slot_case(index)
            free = slot.pattern or (pattern(case, first) if case else _ANY_WORDS)
            out.append(f"(?P<slot{index}>{'|'.join(map(re2.escape, allowed)) or free})")
            out.append(re2.escape(self.variant.after(index)))
        return "".join(out)


def verb_of(parts: tuple[str, ...], first: bool) -> str:
    """The word that names the action: the first, or the last that is no particle (`signed_up`)."""
    ordered = parts if first else tuple(reversed(parts))
    return next((part for part in ordered if part.lower() not in PARTICLES), ordered[0] if ordered else "")


def _in_tense(given: tuple[str, ...], wanted: Tense, first: bool) -> tuple[str, ...]:
    """The words of an action with its verb in the wanted tense, where that form is known."""
    verb = verb_of(given, first)
    if tense(verb) in (None, wanted):
        return given
    at = given.index(verb)
    return (*given[:at], written(verb, wanted) or verb, *given[at + 1 :])


_PATTERN_BYTES = 256 << 20
MAX_PATTERN_PROGRAM = 1 << 20
"""Bytes that the program of a pattern out of a repository may take: `(x{1000}){1000}` asks for far more."""
_ANY_WORDS = r"[^\s:/.|>]+"


def compiled(pattern: str) -> Any:
    """A pattern made from a spec: RE2, so that no spec can make matching slow, with room for long lists."""
    options = re2.Options()
    options.max_mem = _PATTERN_BYTES
    options.log_errors = False
    return re2.compile(pattern, options)
