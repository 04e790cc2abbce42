"""What stands at a place of a call: an argument, or something in the object or list that it is."""

import re

from waypost.frozen import replace
from waypost.patterns import late
from waypost.telemetry.due import leaves_out
from waypost.telemetry.expression import Argument, Choice, Entry, Expression, Opaque, Record, Reference, Text
from waypost.telemetry.instance import of_class
from waypost.telemetry.languages import Language
from waypost.telemetry.members import EACH, each_of, field_of
from waypost.telemetry.pattern import Pattern, Place
from waypost.telemetry.resolve import MAX_OPTIONS
from waypost.telemetry.returned import made_by_call
from waypost.telemetry.taken import typed
from waypost.telemetry.unit import MAX_STEPS, VALUES, Known, Unit, settled

_TELLING = late(r"event|name|stat(?!us)|prop|param|extra|attributes|payload", re.IGNORECASE)


def at_place(place: Place, arguments: tuple[Argument, ...], home: Unit, pattern: Pattern | None = None) -> Known | None:
    """The value at `place` of a call, None if there is none; behind a spread it is something unknown.

    For a `pattern` of a team's own, that is a field of whatever the function is given.
    """
    value = argument_at(place.argument, arguments, home.language)
    if value is None or place.key is None:
        return Known(value, home) if value is not None else None
    own = pattern is not None and pattern.own and place.constructor is None
    kind = pattern.type if pattern is not None and own else place.constructor
    return _entry(place, Known(typed(value, kind), home), own, MAX_STEPS)


def _entry(place: Place, known: Known, own: bool, steps: int) -> Known | None:
    """What a record has under the key of `place`; of several records that one file may make, what each has."""
    record = made_by_call(known) or settled(known)
    keys = keys_of(place)
    if own and keys[0] == EACH:
        return each_of(record, keys[1:]) if isinstance(record.value, Record | Opaque) else None
    if isinstance(record.value, Choice) and steps:
        options = record.value.options[:MAX_OPTIONS]
        entries = [_entry(place, Known(option, record.home), own, steps - 1) for option in options]
        kept = [entry for entry in entries if entry is not None]
        if len(kept) < len(record.value.options) or len({id(entry.home) for entry in kept}) != 1:
            return None
        return Known(replace(record.value, options=tuple(entry.value for entry in kept)), kept[0].home)
    if own and isinstance(record.value, Reference | Opaque):
        return field_of(record, keys)
    if not own and getattr(record.value, "constructor", None) != (place.constructor or None):
        return None
    if isinstance(record.value, Entry | Text):  # a member of an enum, as opposed to text that is given as it is
        return record.home.member(record.value, keys) if own and record != known else None
    found: Known | None = record
    for key in keys:
        found = _held(settled(found), key) if found is not None else None
    return found


def keys_of(place: Place) -> tuple[str, ...]:
    """The keys to a value, one within the other."""
    return tuple((place.key or "").split("/"))


def passed_on(place: Place, arguments: tuple[Argument, ...], home: Unit) -> Known | None:
    """The field of a variable that nothing is known of, such as a parameter: who calls it may know.

    The variable may be what an object holds that is written out in the call: `{user: {id}, data}`.
    """
    value = argument_at(place.argument, arguments, home.language)
    if value is None or place.constructor is not None:
        return None
    held, keys = _written_out(Known(value, home), keys_of(place))
    known = settled(held) if held is not None and isinstance(held.value, Reference) else None
    if known is None or not isinstance(known.value, Reference):
        return None
    behind = known.value.path[1:] and known.value.path[-1] in VALUES  # what it is read from has no more fields
    keys = tuple(key for key in keys if not behind or key not in VALUES)
    return replace(known, value=replace(known.value, path=(*known.value.path, *keys)))


def _written_out(known: Known | None, keys: tuple[str, ...]) -> tuple[Known | None, tuple[str, ...]]:
    """What objects that are written one within the other hold at the end, and the keys that are left in that."""
    while keys and known is not None and isinstance(known.value, Record) and known.value.constructor is None:
        known, keys = _held(known, keys[0]), keys[1:]
    return known, keys


def _held(known: Known, key: str, steps: int = MAX_STEPS) -> Known | None:
    """What an object holds under a key, or a list at a position."""
    if isinstance(known.value, Record):
        entry = next((entry for name, entry in known.value.entries if name == key), None)
        if entry is not None and not known.home.overridden(known.value, key, entry):
            return Known(_of_field(known, key, entry), known.home)
        held = known.home.computed(known.value, key)
        if held:
            return Known(held[0], known.home) if entry is None and len(held) == 1 else None
        return of_class(known, key) or _spread(known.value, known.home, key, steps)
    if isinstance(known.value, Opaque) and key.isdecimal() and int(key) < len(known.value.items):
        return Known(known.value.items[int(key)], known.home)
    return known.home.member(known.value, (key,)) if isinstance(known.value, Entry) else None


def _of_field(known: Known, key: str, entry: Expression) -> Expression:
    """What stands in an object for a field: where it leaves its type out, of the type that its class declares."""
    owner = known.value.constructor if isinstance(known.value, Record) else None
    return typed(entry, known.home.elsewhere.field(known.home, owner, key)) if owner and leaves_out(entry) else entry


def _spread(record: Record, home: Unit, key: str, steps: int) -> Known | None:
    """What an object has under a key from those that it takes all keys of; nothing where one of them is not known."""
    for spread in reversed(record.spread) if steps else ():
        behind = settled(Known(spread, home))
        found = _held(behind, key, steps - 1)
        if found is not None or not isinstance(behind.value, Record) or behind.value.open:
            return found
    return None


def may_hold(value: Expression, made: bool = False) -> bool:
    """Whether a value may be an object that has more keys than the code shows here; `made` for one made of a class."""
    if isinstance(value, Record):
        return value.open if value.constructor is None else made
    return isinstance(value, Reference | Choice) or (isinstance(value, Opaque) and value.kind is None)


def argument_at(where: int | str, arguments: tuple[Argument, ...], language: Language) -> Expression | None:
    """The argument at a position, or with a keyword; behind a spread it is something unknown."""
    if isinstance(where, str):
        return next((argument.value for argument in arguments if argument.keyword == where), None)
    positional = [argument for argument in arguments if argument.keyword is None]
    for index, argument in enumerate(positional):
        if argument.spread:
            return Opaque(None, "value", argument.value.start, argument.value.end)
        if index == where:
            return argument.value
    return _named_in_place(where, arguments) if language.names_positions else None


def _named_in_place(where: int, arguments: tuple[Argument, ...]) -> Expression | None:
    """An argument that has its place and a name, too: `track(stat = OPENED, properties = map)`.

    Names may stand in any order, so its own must tell that it holds an event or properties.
    """
    found = arguments[where] if where < len(arguments) else None
    telling = found is not None and found.keyword is not None and _TELLING.search(found.keyword)
    return found.value if found is not None and telling else None


def name_keys(pattern: Pattern) -> frozenset[str | None]:
    """The keys that hold the name in an object that also holds the properties."""
    beside = {(place.argument, place.key or "") for place in pattern.properties if place.constructor is None}
    kept = ((place.argument, *(place.key or "").rpartition("/")) for place in pattern.name if place.key is not None)
    return frozenset(key for argument, around, _, key in kept if (argument, around) in beside)


def hidden(arguments: tuple[Argument, ...], home: Unit) -> Known | None:
    """What may hold a value that stands at none of its places: a spread, whose content is not written here."""
    spread = next((argument.value for argument in arguments if argument.spread), None)
    return Known(Opaque(None, "value", spread.start, spread.end), home) if spread is not None else None


def can_be_name(known: Known) -> bool:
    """Whether a value can be text: objects, numbers, functions and their like cannot."""
    behind = settled(known).value
    if isinstance(behind, Reference) or not isinstance(behind, Record | Opaque):
        return True
    return isinstance(behind, Opaque) and behind.kind in (None, "string") and made_by_call(known) is None
