"""The names an expression can stand for, and the properties it holds; what is not known is said, never guessed."""

from collections.abc import Iterable, Iterator
from enum import IntEnum
from itertools import islice, product
from math import prod

from waypost.frozen import dataclass, replace
from waypost.telemetry.expression import (
    Choice,
    Entry,
    Expression,
    Joined,
    Opaque,
    Record,
    Reference,
    Text,
    literal_type,
)
from waypost.telemetry.languages.records import placeholders, printf
from waypost.telemetry.members import as_member, members
from waypost.telemetry.returned import returned
from waypost.telemetry.unit import MAX_STEPS, Known, Unit, settled

MAX_OPTIONS = 32
MAX_PARTS = 64
MAX_WAYS = 8
"""Names that one string with conditions in it can be; with more of them, each condition is a hole."""
LOST = "\N{REPLACEMENT CHARACTER}"
"""What stands for bytes that are no UTF-8: what is sent there is not known."""
MAX_TEXT = 2_000
CALL = 3
"""Steps that what a function returns takes: of functions that call functions, two are followed."""
MEMBER = 2
"""Steps that one of several members takes."""
MAX_KEYS = 200
"""Beyond these, the value is no event's name, or the keys are no longer told one by one."""


class Resolution(IntEnum):
    """How a name came to be known, from best to worst."""

    LITERAL = 0
    CONSTANT = 1
    PATTERN = 2
    UNRESOLVED = 3


@dataclass(frozen=True, slots=True)
class Found:
    """One name: its text, how it was found, and the literal that holds it (`inner` without its quotes) in its file."""

    text: str
    resolution: Resolution
    home: Unit
    start: int
    end: int
    inner: tuple[int, int] | None = None


def names(known: Known, steps: int = MAX_STEPS) -> Iterator[Found]:
    """All names that a value can be; an alternative that is not known is `UNRESOLVED` with an empty text."""
    value, home = known.value, known.home
    match value:
        case Text(text, start, end, inner) if LOST not in text:
            yield Found(text, Resolution.LITERAL, home, start, end, inner)
        case Choice(options=options) if steps and len(options) <= MAX_OPTIONS:
            for option in options:
                yield from names(Known(option, home), steps - 1)
        case Joined():
            for parts in _written_out(value):
                yield _joined(value, parts, home, steps)
        case Entry(value=carried, raw=True) if steps and carried is not None:
            yield from names(Known(carried, home), steps - 1)
        case Reference() if steps and (behind := home.lookup(value)) is not None:
            for name in names(behind, steps - 1):
                yield _behind(known, name)
        case Opaque(fills=marks) if marks and steps:
            yield from _formatted(known, steps - 1)
        case Opaque(called=called) if called and steps > CALL:
            yield from _one_of(known, returned(known), steps - CALL)
        case Reference() | Opaque() if steps > MEMBER and (member := as_member(known)) is not None:
            yield from _one_of(known, members(member), steps - MEMBER)
        case _:
            yield _unknown(known)


def _one_of(call: Known, ways: Iterable[Known], steps: int) -> Iterator[Found]:
    """The names that a value may be which is one of several, such as those a function returns, if all are names."""
    found: list[Found] = []
    for name in (name for way in ways for name in names(way, steps)):
        found.append(_behind(call, name))
        if not name.text or len(found) > MAX_OPTIONS:
            found = []
            break
    yield from found or (_unknown(call),)


def _formatted(known: Known, steps: int) -> Iterator[Found]:
    """The name that a format makes which is a constant: `String.format(Events.STEP, number)`."""
    value = known.value
    template = settled(replace(known, value=value.items[0])).value if isinstance(value, Opaque) else None
    if not isinstance(value, Opaque) or not isinstance(template, Text):
        yield _unknown(known)
        return
    fill = printf if value.fills == "%" else placeholders
    made = fill(replace(template, start=value.start, end=value.end, inner=None), value.items[1:])
    yield from (_behind(known, name) for name in names(replace(known, value=made), steps))


def _unknown(known: Known) -> Found:
    return Found("", Resolution.UNRESOLVED, known.home, known.value.start, known.value.end)


def _behind(reference: Known, name: Found) -> Found:
    """A name found by a reference; what stays unknown is unknown at the reference."""
    if name.resolution is Resolution.UNRESOLVED:
        return _unknown(reference)
    return replace(name, resolution=max(name.resolution, Resolution.CONSTANT))


def _written_out(value: Joined) -> list[tuple[Expression, ...]]:
    """The parts of a string that is put together, once for each way that its conditions can go."""
    parts = tuple(islice(leaves(value), MAX_PARTS + 1))
    ways = [part.options if isinstance(part, Choice) else (part,) for part in parts]
    return list(product(*ways)) if prod(map(len, ways)) <= MAX_WAYS else [parts]


def _joined(value: Joined, parts: tuple[Expression, ...], home: Unit, steps: int) -> Found:
    """Known parts together; an unknown part leaves a hole `{label}`; with holes only, nothing is known."""
    texts = [_part(Known(part, home), steps) for part in parts]
    whole = "".join(text for text, _ in texts)
    if len(parts) > MAX_PARTS or len(whole) > MAX_TEXT:
        return _unknown(Known(value, home))
    if all(known for _, known in texts):
        return Found(whole, Resolution.CONSTANT, home, value.start, value.end)
    if any(known and text.strip() for text, known in texts):
        return Found(whole, Resolution.PATTERN, home, value.start, value.end)
    return _unknown(Known(value, home))


def leaves(value: Expression) -> Iterator[Expression]:
    """The parts of strings put together, and of those put together within."""
    if not isinstance(value, Joined):
        yield value
        return
    for part in value.parts:
        yield from leaves(part)


def _part(part: Known, steps: int) -> tuple[str, bool]:
    """A part's text, and whether it is known; references within are followed two steps, or a file could make bombs."""
    found = list(islice(names(part, min(steps - 1, 2)), 2)) if steps else []
    if len(found) == 1 and found[0].resolution is not Resolution.UNRESOLVED:
        return found[0].text, found[0].resolution is not Resolution.PATTERN
    return f"{{{label_of(part.value)}}}", False


def label_of(part: Expression) -> str:
    """What stands in a pattern for a part that is not known."""
    match part:
        case Opaque(label=label):
            return label
        case Reference(path=path):
            return path[-1].partition("(")[0].strip("$") if path[-1].strip("_") else "value"
    return "value"


def _constant(key: Known) -> str | None:
    """The one text that a computed key is; None where it is not known."""
    found = list(islice(names(key, 2), 2))
    known = len(found) == 1 and found[0].resolution <= Resolution.CONSTANT
    return found[0].text if known else None


def properties(known: Known) -> tuple[tuple[tuple[str, str | None], ...], bool]:
    """The keys with their literal types, and whether there may be more of them."""
    settling = settled(known)
    behind = settling.value
    if isinstance(behind, Record) and behind.constructor is None:
        pairs = {key: literal_type(entry) for key, entry in behind.entries[:MAX_KEYS]}
        constants = {
            _constant(Known(key, settling.home)): literal_type(entry) for key, entry in behind.computed[:MAX_KEYS]
        }
        pairs |= {key: kind for key, kind in constants.items() if key is not None}
        many = max(len(behind.entries), len(behind.computed)) > MAX_KEYS
        # What a variable holds may be added to between its definition and the call.
        return tuple(pairs.items()), behind.open or behind is not known.value or many or None in constants
    return (), not (isinstance(behind, Opaque) and behind.kind == "null")
