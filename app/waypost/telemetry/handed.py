"""What a call hands over as an event's properties: each key's place and value, and what is passed on as a whole."""

import re
from collections.abc import Iterator
from itertools import islice

from waypost.finding import Span
from waypost.frozen import dataclass
from waypost.patterns import late
from waypost.telemetry.expression import Expression, Opaque, Record, Reference, Text, literal_type
from waypost.telemetry.languages.strings import decode
from waypost.telemetry.positions import Positions

MAX_KEYS = 200
MAX_VALUE = 200
"""Bytes of a value's source that are kept: enough to see where it comes from."""
MAX_LEVELS = 2
"""Records within records that are looked into."""
MAX_GAP = 2_000
"""Bytes before a value in which its key is looked for."""
MAX_RECORD = 20_000
"""Bytes of a record in which spreads are looked for."""
MAX_SPREADS = 20

_BEHIND_KEY = late(rb"[\"'`]?\s*[\])]?\s*(?:=>|:=?|=|,|\bto\b)[\s(]*")
_SPREAD = late(rb"[{(,\n]\s*(?:\.\.\.|\*\*)\s*([\w$@]+(?:(?:\?\.|\.|->)[\w$]+)*(?:\(\))?)(?=\s*[,})\]]|\s*$)")
_STRING = late(rb"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`")


@dataclass(frozen=True, slots=True)
class Key:
    """One property as the code writes it.

    `name` has dots for keys of records within. `span` is the key without its quotes, None where it is not written in
    front of its value; in `{plan}` (`shorthand`) it is the value, too. `value` is the value's source, cut when long,
    `at` its place, and `kind` the JSON type that a literal shows.
    """

    name: str
    kind: str | None
    value: str
    span: Span | None
    shorthand: bool = False
    constant: bool = False
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """The keys, the source of what is passed on as a whole (a variable, a spread), and the record's own place."""

    keys: tuple[Key, ...] = ()
    whole: tuple[tuple[str, Span], ...] = ()
    record: Span | None = None


NOTHING = Handed()


def handed(value: Expression | None, behind: Expression | None, source: bytes, positions: Positions) -> Handed:
    """What `value`, the argument for the properties, hands over; `behind` is what it stands for in the same file."""
    if isinstance(behind, Record) and behind.constructor is None:
        keys = islice(_keys(behind, source, positions, "", MAX_LEVELS), MAX_KEYS)
        whole = [(text, positions.span(*place)) for text, place in _spreads(behind, source)] if behind.open else []
        at = positions.span(behind.start, behind.end) if behind is value else None
        return Handed(tuple(keys), tuple(whole), at)
    if value is None or (isinstance(value, Opaque) and value.kind is not None):
        return NOTHING
    return Handed(whole=((_source(value, source), positions.span(value.start, value.end)),))


def _keys(record: Record, source: bytes, positions: Positions, prefix: str, levels: int) -> Iterator[Key]:
    before = record.start
    for name, value in record.entries:
        place, shorthand = _place(name, before, value, source)
        yield Key(
            name=prefix + name,
            kind=literal_type(value),
            value=_source(value, source),
            span=positions.span(*place) if place else None,
            shorthand=shorthand,
            constant=isinstance(value, Text),
            at=positions.span(value.start, value.end),
        )
        if isinstance(value, Record) and value.constructor is None and levels > 1:
            yield from _keys(value, source, positions, f"{prefix}{name}.", levels - 1)
        before = value.end


def _place(name: str, before: int, value: Expression, source: bytes) -> tuple[tuple[int, int] | None, bool]:
    """Where the key of `value` is written, and whether it is the value itself, as in `{plan}`."""
    key = name.encode()
    gap = source[max(before, value.start - MAX_GAP) : value.start]
    at = gap.rfind(key)
    alone = at == 0 or not re.match(rb"[\w$]", gap[at - 1 : at])
    if at >= 0 and alone and _BEHIND_KEY.fullmatch(gap, at + len(key)):
        start = value.start - len(gap) + at
        return (start, start + len(key)), False
    if isinstance(value, Reference) and source[value.start : value.end] == key:
        return (value.start, value.end), True
    return None, False


def _spreads(record: Record, source: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """`...user` and `**user` directly in a record."""
    text = source[record.start : min(record.end, record.start + MAX_RECORD)]
    blank = _STRING.sub(lambda match: b" " * len(match[0]), text)
    for match in islice(_SPREAD.finditer(blank), MAX_SPREADS):
        if _depth(blank[: match.start(1)]) == 1:
            yield decode(match[1]), (record.start + match.start(1), record.start + match.end(1))


def _depth(text: bytes) -> int:
    return sum(map(text.count, (b"{", b"(", b"["))) - sum(map(text.count, (b"}", b")", b"]")))


def _source(value: Expression, source: bytes) -> str:
    return " ".join(decode(source[value.start : min(value.end, value.start + MAX_VALUE)]).split())
