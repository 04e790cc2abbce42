"""Names that a function puts together of several things that it is given: `track("cart", "opened")`."""

from collections.abc import Iterator
from itertools import islice

from waypost.telemetry.expression import Argument, Expression, Joined, Opaque, Text
from waypost.telemetry.pattern import Hole, Part, Pattern, Place
from waypost.telemetry.places import at_place
from waypost.telemetry.resolve import Resolution, label_of, names
from waypost.telemetry.unit import Known, Unit


def put_together(pattern: Pattern, arguments: tuple[Argument, ...], unit: Unit) -> Known | None:
    """What a call gives, put together as the function does; None where it does not give the first part of it."""
    given = [_given(pattern, part, arguments, unit) for part in pattern.parts if isinstance(part, tuple)]
    here = [it.value for it in given if it is not None and it.home is unit]
    if given[0] is None or not here:
        return None
    start, end = min(it.start for it in here), max(it.end for it in here)
    values = iter(Opaque("string", "value", start, end) if it is None else _here(it, unit) for it in given)
    return Known(Joined(tuple(_parts(pattern.parts, values, start, end)), start, end), unit)


def _given(pattern: Pattern, places: tuple[Place, ...], arguments: tuple[Argument, ...], unit: Unit) -> Known | None:
    ways = (at_place(place, arguments, unit, pattern) for place in places)
    return next((way for way in ways if way is not None), None)


def _here(known: Known, unit: Unit) -> Expression:
    """A value as it can stand in this file: what stands in another one, by the text that it is."""
    if known.home is unit:
        return known.value
    found = list(islice(names(known), 2))
    if len(found) == 1 and found[0].resolution <= Resolution.CONSTANT:
        return Text(found[0].text, 0, 0)
    return Opaque("string", label_of(known.value), 0, 0)


def _parts(parts: tuple[Part, ...], values: Iterator[Expression], start: int, end: int) -> Iterator[Expression]:
    for part in parts:
        if isinstance(part, str):
            yield Text(part, start, end)
        else:
            yield Opaque("string", part.label, start, end) if isinstance(part, Hole) else next(values)
