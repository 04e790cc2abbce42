"""The call site that a call is, once it is known what it sends: with its places, its properties and its spans."""

from tree_sitter import Node

from waypost.finding import Span
from waypost.frozen import dataclass
from waypost.telemetry.call_site import CallSite, Name, Traced
from waypost.telemetry.expression import Argument, Expression, Opaque, Record, Reference
from waypost.telemetry.handed import NOTHING, Handed, handed
from waypost.telemetry.pattern import Pattern, Place
from waypost.telemetry.places import argument_at, at_place, hidden, name_keys, passed_on
from waypost.telemetry.resolve import Found, Resolution, properties
from waypost.telemetry.taken import made_with
from waypost.telemetry.unit import Known, Unit, settled


@dataclass(frozen=True, slots=True)
class Called:
    """A call: the dotted path of what is called, its node, the offset at which its text ends at the latest, and where
    the called name is. `cut` says that it was read alone, since its file is damaged, and `inside` that it is called in
    the class that it is of, with nothing before it. `given` is what the function is given before its own arguments.
    """

    path: tuple[str, ...]
    call: Node
    limit: int
    name: tuple[int, int]
    cut: bool = False
    inside: bool = False
    given: tuple[Argument, ...] = ()


class Describing:
    """Describes calls of one file; `whole` says that what is handed over is wanted, too."""

    def __init__(self, unit: Unit, whole: bool = True) -> None:
        self.unit = unit
        self.whole = whole
        self.language = unit.language

    def described(
        self,
        pattern: Pattern,
        called: Called,
        found: list[Found],
        value: Known | None,
        arguments: tuple[Argument, ...],
    ) -> Traced:
        """What `pattern` has read of a call: the names `found`, and the value and the arguments that say them."""
        held = (at_place(place, arguments, self.unit, pattern) for place in pattern.properties)
        holder = next((value for value in held if value is not None), hidden(arguments, self.unit))
        if holder is None and pattern.own:
            ways = (passed_on(place, arguments, self.unit) for place in pattern.properties if place.key is not None)
            holder = next(filter(None, ways), None)
        if not pattern.properties and value is not None:
            holder = made_with(pattern, value) or holder
        if holder is None and value is not None and isinstance(value.value, Opaque) and _made(pattern):
            holder = value  # an event made elsewhere has properties that are not seen here, either
        keys, more = properties(holder) if holder is not None else ((), False)
        names = name_keys(pattern) if keys else ()
        keys = tuple(pair for pair in keys if pair[0] not in names)
        known = tuple(self._name(name) for name in found if name.resolution is not Resolution.UNRESOLVED)
        site = CallSite(
            path=self.unit.path,
            span=self._place(found[0], value if self._is_here(value) else self._given(pattern, arguments), called),
            at=self._span(min(called.name[0], called.call.start_byte), called.call.end_byte, called.limit),
            sdk=pattern.sdk,
            names=tuple(dict.fromkeys(known)),
            resolution=max(name.resolution for name in found),
            properties=keys,
            open=more or pattern.adds or (holder is None and self._gives_more(pattern, arguments)),
            handed=self._handed(holder),
            said=self._said(value, called),
            own=pattern.own,
            foreign=self._foreign(value) if not known else None,
        )
        return Traced(site, pattern, value, holder)

    def _gives_more(self, pattern: Pattern, arguments: tuple[Argument, ...]) -> bool:
        """Whether a call without properties at their place may give some in another way: an overload has its own."""
        if any(self._is_made(place, arguments) for place in pattern.properties if pattern.own and place.key):
            return True
        if not pattern.properties:
            return pattern.starred and bool(arguments)
        known = {place.argument for place in (*pattern.name, *pattern.properties)}
        last = max((where for where in known if isinstance(where, int)), default=len(arguments))
        others = ((index, it) for index, it in enumerate(arguments) if it.keyword not in known and index not in known)
        more = any(it.keyword is not None or index > last for index, it in others)
        return more and pattern.own and self.language.overloads

    def _is_made(self, place: Place, arguments: tuple[Argument, ...]) -> bool:
        """Whether an object made for the event is given, whose class may have properties that it does not show."""
        value = argument_at(place.argument, arguments, self.language)
        behind = settled(Known(value, self.unit)).value if value is not None else None
        return isinstance(behind, Record) and behind.constructor is not None and place.constructor is None

    def _said(self, value: Known | None, called: Called) -> Span | None:
        """What stands in the call for the name."""
        if value is None or value.home is not self.unit:
            return None
        inside = (
            called.call.start_byte <= value.value.start < value.value.end <= min(called.call.end_byte, called.limit)
        )
        return self.unit.positions.span(value.value.start, value.value.end) if inside else None

    def _foreign(self, value: Known | None) -> str | None:
        """The module of others that a name comes from which is not known."""
        behind = settled(value) if value is not None else None
        if behind is None or not isinstance(behind.value, Reference):
            return None
        return behind.home.elsewhere.foreign(behind.home, behind.value.path[0])

    def _handed(self, holder: Known | None) -> Handed:
        """What stands in this file of the properties: places in another one are no places of this call."""
        if not self.whole or holder is None or holder.home is not self.unit:
            return NOTHING
        behind = settled(holder)
        value = behind.value if behind.home is self.unit else holder.value
        return handed(holder.value, value, self.unit.source, self.unit.positions)

    def _name(self, found: Found) -> Name:
        positions = found.home.positions
        inner = positions.span(*found.inner) if found.inner else None
        return Name(found.text, found.resolution, found.home.path, positions.span(found.start, found.end), inner)

    def _is_here(self, value: Known | None) -> bool:
        return value is not None and value.home is self.unit

    def _given(self, pattern: Pattern, arguments: tuple[Argument, ...]) -> Known | None:
        """The argument that leads to a name in another file, or what does so in an object that is made there."""
        held = ((argument_at(place.argument, arguments, self.language), place) for place in pattern.name)
        return next((Known(_part(value, place), self.unit) for value, place in held if value is not None), None)

    def _place(self, found: Found, value: Known | None, called: Called) -> Span:
        """Where the name is in this file: its literal, else the expression that leads to it."""
        if found.home is self.unit:
            return self._span(found.start, found.end, called.limit)
        at = value.value if value is not None and value.home is self.unit else None
        return self._span(*((at.start, at.end) if at else called.call.byte_range), called.limit)

    def _span(self, start: int, end: int, limit: int) -> Span:
        """A span of nodes, without the brackets that a second reading added at `limit`."""
        size = len(self.unit.source)
        return self.unit.positions.span(min(start, size), limit if start <= limit < end else min(end, size))


def _made(pattern: Pattern) -> bool:
    """Whether a pattern's name and properties stand in an object that is made for the event."""
    return any(place.constructor is not None for place in pattern.properties)


def _part(value: Expression, place: Place) -> Expression:
    """What is written at a place of an argument, as far as that shows."""
    for key in (place.key or "").split("/"):
        held = dict(value.entries).get(key) if isinstance(value, Record) else None
        if held is None:
            break
        value = held
    return value
