"""Which of the patterns that fit one call is asked first."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from waypost.frozen import dataclass, replace
from waypost.telemetry.pattern import Pattern


def in_order(known: Iterable[Pattern], found: Sequence[Pattern]) -> Iterator[Pattern]:
    """What a team declared, what was found before and now, and the SDKs; each behind what knows its argument better."""
    kinds: dict[tuple[bool, bool], list[Pattern]] = {(own, new): [] for own in (True, False) for new in (True, False)}
    for pattern in known:
        kinds[pattern.own, pattern.files is not None].append(pattern)
    declared, before = kinds[True, False], kinds[True, True]
    sdks = {it.sdk for it in declared}
    for these in (declared, [*before, *found]):
        coarse = _coarse(these)
        finer = [it for it in found if not it.by_type or these is not declared]
        yield from (it for pattern in finer for it in _more_precise(pattern, coarse.get(pattern.method, ())))
        yield from (it for it in before if it.refines and (it.sdk in sdks) == (these is declared))
        yield from (it for it in these if not it.refines)
    yield from (*kinds[False, False], *kinds[False, True])


def _coarse(patterns: Iterable[Pattern]) -> dict[str, list[Pattern]]:
    """Those of which no more than the argument is known, by the name of what is called."""
    found: dict[str, list[Pattern]] = {}
    for it in patterns:
        if it.take == "value" and it.name[0].key is None and not it.starred:
            found.setdefault(it.method, []).append(it)
    return found


def _more_precise(found: Pattern, coarse: Iterable[Pattern]) -> Iterator[Pattern]:
    """For what is known by its argument alone, which field of it is sent."""
    made = set[tuple[object, ...]]()
    if found.name[0].key is not None or found.take == "constant":
        for it in coarse:
            name = tuple(place for place in found.name if place.argument == it.name[0].argument)
            kept = it.properties or found.properties
            what = it.sdk, id(it.receiver), name, kept, it.adds
            if name and what not in made:
                made.add(what)
                both = _Both(it.receiver, found.receiver)
                yield replace(found, sdk=it.sdk, receiver=both, name=name, properties=kept, adds=it.adds, refines=True)


def finest(patterns: Iterable[Pattern]) -> list[Pattern]:
    """Some patterns without those of functions of which others say which field of the same argument is sent."""
    every = list(patterns)
    alike: dict[tuple[object, ...], list[Pattern]] = {}
    for it in every:
        if it.callee is not None and not it.refines:
            alike.setdefault((it.callee, it.method, it.makes, it.name[0].argument), []).append(it)
    several = (some for some in alike.values() if len({it.name[0].key for it in some}) > 1)
    coarse = {id(it) for some in several for it in some if any(_tells_more(other, it) for other in some)}
    return [it for it in every if id(it) not in coarse]


def _tells_more(pattern: Pattern, coarse: Pattern) -> bool:
    """Whether a pattern is for all files of another one, and knows which field is sent."""
    return coarse.name[0].holds(pattern.name[0]) and (coarse.files or frozenset()) <= (pattern.files or frozenset())


@dataclass(frozen=True, slots=True)
class _Both:
    """What two patterns match."""

    one: Any
    other: Any

    def fullmatch(self, text: str) -> Any:
        """As RE2 has it."""
        return self.one.fullmatch(text) and self.other.fullmatch(text)
