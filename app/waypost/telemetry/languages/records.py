"""Keys and values as languages write them, put together to a record."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.expression import Expression, Joined, Opaque, Record, Reference, Text

_VERB = late(r"%(?:(?P<one>\d{1,3})\$|\[\d{1,3}\])?[-+# 0,(]*\d*(?:\.\d+)?[a-zA-Z%@](?P<zero>)")
_PLACEHOLDER = late(r"\{\{|\}\}|\{(?P<zero>\d{0,3})(?:[,:][^{}]*)?\}(?P<one>)")
_AS_IT_IS = late(r"%(?:\d{1,3}\$|\[\d{1,3}\])?[svd@i]|\{\d{0,3}\}")
"""What puts a text in as it is."""
_COUNTRIES = frozenset({"CultureInfo", "Locale"})
"""What says in which country's way numbers are written: a format may be given one of them first."""

Pair = tuple[Expression | str | None, Expression]


def record(pairs: Iterable[Pair], more: bool, start: int, end: int, constructor: str | None = None) -> Record:
    """A record of pairs: a key that is a constant is looked up later; any other that is no text may be anything."""
    entries: list[tuple[str, Expression]] = []
    computed: list[tuple[Expression, Expression]] = []
    for key, value in pairs:
        match key:
            case str():
                entries.append((key, value))
            case Text(value=text):
                entries.append((text, value))
            case Reference() | Joined():
                computed.append((key, value))
            case _:
                more = True
    return Record(tuple(entries), more, start, end, constructor, tuple(computed))


def merged(values: Sequence[Expression], start: int, end: int) -> Record:
    """Records together, the later ones on top; what is no record with all its keys written may bring more."""
    records = [value for value in values if isinstance(value, Record) and value.constructor is None]
    entries: dict[str, Expression] = {}
    for one in records:
        entries |= dict(one.entries)
    more = len(records) < len(values) or any(one.open for one in records)
    return Record(tuple(entries.items()), more, start, end, None, tuple(key for one in records for key in one.computed))


def in_turn(given: Sequence[Expression]) -> Iterator[Pair]:
    """`of(k, v, k, v)`: keys and values in turn."""
    yield from zip(given[::2], given[1::2], strict=False)
    if len(given) % 2:
        yield None, given[-1]


def kept_in(
    given: Sequence[tuple[str, Expression]], assigned: Iterable[tuple[str, Node]], read: Callable[[Node], Expression]
) -> list[tuple[str, Expression]]:
    """The fields of something that is made with values: what is written to them, else the values by their names."""
    values = dict(given)
    fields: dict[str, Expression] = {}
    for name, node in assigned:
        value = read(node)
        if isinstance(value, Reference) and len(value.path) == 1 and value.path[0] in values:
            value = values[value.path[0]]
        plain = isinstance(value, Text) or value in values.values()
        once = plain and name not in fields
        fields[name] = value if once else Opaque(None, name, value.start, value.end)
    moved = {id(value) for value in fields.values()}
    return [*((name, value) for name, value in given if name not in fields and id(value) not in moved), *fields.items()]


def without_country(given: Sequence[Expression]) -> list[Expression]:
    """What a format is given, without the country that it writes numbers for: no text is another one there."""
    first = given[0] if given else None
    is_one = isinstance(first, Reference) and len(first.path) > 1 and first.path[-2] in _COUNTRIES
    return list(given[1:] if is_one else given)


def printf(template: Text, given: Sequence[Expression]) -> Joined:
    """`"a_%s"` with its values."""
    return _filled(template, given, _VERB)


def placeholders(template: Text, given: Sequence[Expression]) -> Joined:
    """`"a_{0}"` with its values."""
    return _filled(template, given, _PLACEHOLDER)


def _filled(template: Text, given: Sequence[Expression], holes: re.Pattern[str]) -> Joined:
    parts: list[Expression] = []
    span = (template.start, template.end)
    at, index = 0, 0
    for hole in holes.finditer(template.value):
        parts.append(Text(template.value[at : hole.start()], *span))
        at = hole.end()
        if hole[0] in ("%%", "{{", "}}"):
            parts.append(Text(hole[0][0], *span))
            continue
        position = int(hole["zero"]) if hole["zero"] else int(hole["one"]) - 1 if hole["one"] else index
        value = given[position] if 0 <= position < len(given) else Opaque("string", "value", *span)
        parts.append(value if _AS_IT_IS.fullmatch(hole[0]) else _changed(value))
        index += 1
    return Joined((*parts, Text(template.value[at:], *span)), *span)


def _changed(value: Expression) -> Opaque:
    """A value that is written in another way than it is: in quotes, with other digits, filled up."""
    label = value.path[-1].strip("$()") if isinstance(value, Reference) else "value"
    return Opaque("string", value.label if isinstance(value, Opaque) else label, value.start, value.end)
