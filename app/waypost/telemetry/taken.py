"""Names that code itself has: of a method, a constant, an enum's member, a class; and what a wrapper adds to a name."""

from collections.abc import Iterator, Sequence

from waypost.frozen import replace
from waypost.patterns import late
from waypost.telemetry.casing import Case, write
from waypost.telemetry.casing import words as words_of
from waypost.telemetry.expression import Choice, Entry, Expression, Record, Reference
from waypost.telemetry.pattern import Pattern
from waypost.telemetry.resolve import MAX_OPTIONS, Found, Resolution
from waypost.telemetry.unit import MAX_STEPS, Known, Unit

_CONSTANT = late(r"[A-Z][A-Z0-9_]*")


def of_call(pattern: Pattern, path: tuple[str, ...], home: Unit, start: int, end: int) -> Found | None:
    """The name that stands where the pattern has its `*`; parts of several are put together with dots."""
    steps = path if pattern.method == "*" else path[:-1]
    ways = (pattern.receiver.fullmatch(".".join(way)) for way in (home.own_path(steps), steps))
    match = next(filter(None, ways), None)
    parts = [_cased(part, pattern.case) for part in (match.groups() if match else ()) if part]
    return Found(".".join(parts), Resolution.CONSTANT, home, start, end) if parts else None


def of_value(pattern: Pattern, known: Known) -> Iterator[Found]:
    """The names of constants or classes that a value can be."""
    ways = _constants(known, MAX_STEPS) if pattern.take == "constant" else _classes(known, MAX_STEPS)
    for found in ways:
        yield replace(found, text=_cased(found.text, pattern.case))


def affixed(found: Found, affixes: tuple[str, str]) -> Found:
    """A name as a wrapper completes it; no literal holds the whole of it any more."""
    if affixes == ("", "") or found.resolution is Resolution.UNRESOLVED:
        return found
    text = affixes[0] + found.text + affixes[1]
    return replace(found, text=text, resolution=max(found.resolution, Resolution.CONSTANT), inner=None)


def typed(value: Expression, owner: str | None) -> Expression:
    """The value with the type in front of members that leave it out, as in `.signedIn`."""
    match value:
        case Reference(path=("", *rest)) if owner:
            return replace(value, path=(*owner.split("."), *rest))
        case Record(constructor="") if owner:  # `.init(…)`
            return replace(value, constructor=owner.rpartition(".")[2])
        case Choice(options=options) if owner and len(options) <= MAX_OPTIONS:
            return replace(value, options=tuple(typed(option, owner) for option in options))
    return value


def made_with(pattern: Pattern, known: Known) -> Known | None:
    """What a class is made with, where its name is the event's: its properties."""
    made = known.value
    if pattern.take != "class":
        return None
    if not isinstance(made, Record):
        return known
    named = tuple(entry for entry in made.entries if not entry[0].isdecimal())  # what is given by position has no key
    return replace(known, value=replace(made, entries=named, constructor=None))


def _cased(text: str, case: Case | None) -> str:
    return write(case, words_of(text)) if case and text else text


def _constants(known: Known, steps: int) -> Iterator[Found]:
    value, home = known.value, known.home
    match value:
        case Choice(options=options) if steps and len(options) <= MAX_OPTIONS:
            for option in options:
                yield from _constants(Known(option, home), steps - 1)
        case Entry(name=name):
            yield Found(name, Resolution.CONSTANT, home, value.start, value.end)
        case Reference(path=path) if _names_constant(path):
            yield Found(home.own_path(path)[-1], Resolution.CONSTANT, home, value.start, value.end)
        case Reference() if steps and (behind := home.lookup(value)) is not None:
            yield from _at(known, _constants(behind, steps - 1))
        case _:
            yield _unknown(known)


def _names_constant(path: Sequence[str]) -> bool:
    """Whether a dotted name is one of a constant, as far as that shows: a member of a type, or all capitals."""
    if path[-1].endswith("()"):  # what gives the name of whatever stands before it
        return False
    return path[-2][:1].isupper() if len(path) > 1 else bool(_CONSTANT.fullmatch(path[0]))


def _classes(known: Known, steps: int) -> Iterator[Found]:
    value, home = known.value, known.home
    match value:
        case Choice(options=options) if steps and len(options) <= MAX_OPTIONS:
            for option in options:
                yield from _classes(Known(option, home), steps - 1)
        case Record(constructor=str() as name):
            yield Found(name.rpartition(".")[2], Resolution.CONSTANT, home, value.start, value.end)
        case Reference(path=path) if len(path) > 1 and path[-1][:1].isupper() and path[-2][:1].isupper():
            yield Found(path[-1], Resolution.CONSTANT, home, value.start, value.end)  # an object is its own class
        case Reference() if steps and (behind := home.lookup(value)) is not None:
            yield from _at(known, _classes(behind, steps - 1))
        case _:
            yield _unknown(known)


def _at(reference: Known, found: Iterator[Found]) -> Iterator[Found]:
    """What a reference leads to; what stays unknown is unknown at the reference."""
    for name in found:
        yield _unknown(reference) if name.resolution is Resolution.UNRESOLVED else name


def _unknown(known: Known) -> Found:
    return Found("", Resolution.UNRESOLVED, known.home, known.value.start, known.value.end)
