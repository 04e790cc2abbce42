"""Objects that are made for an event, and values whose type only the function tells that they are given to."""

from collections.abc import Iterable, Iterator

from waypost.frozen import replace
from waypost.patterns import late_re2
from waypost.telemetry.due import Where, leaves_out, types_in
from waypost.telemetry.expression import Choice, Entry, Expression, Opaque, Record, Reference
from waypost.telemetry.pattern import Pattern, Place
from waypost.telemetry.resolve import Resolution, names
from waypost.telemetry.taken import typed
from waypost.telemetry.unit import Known, Unit, settled

EVENT_KEYS, PROPERTIES = ("event", "eventName", "event_name"), "properties"
"""What the SDKs call the name and the properties where they take both in one object."""
_NAMING = late_re2(
    r"(?i)_?(?:\w*event_?(?:name|type|key|id|identifier)?|track(?:ing)?_?(?:name|key|identifier)"
    r"|name|action|stat|(?:action|stat)_?name|metric|key|signal|\d+)"
)
"""What the field of an event is called that has its name, or where it stands; another's text says more of the event."""


def due(pattern: Pattern, method: str, value: Known) -> str | None:
    """The type that makes a name of a value which leaves its type out; None where several do, and not the same name."""
    if not leaves_out(value.value):
        return None
    places = [place for place in pattern.name if place.key is None]
    types = dict.fromkeys(kind for place in places for kind in due_types(value.home, method, place.argument))
    some = [kind for kind in types if _may_have(value, kind)]
    fitting = {kind: told for kind in some if (told := _texts(value, kind) or _entries(value, kind))}
    return next(iter(fitting)) if len(set(fitting.values())) == 1 else None


def _may_have(value: Known, kind: str) -> bool:
    """Whether a type may have the member that a value is: most of those that functions of one name want do not."""
    match value.value:
        case Reference(path=("", member, *_)):
            return value.home.elsewhere.may_have(value.home, tuple(kind.split(".")), member)
        case Choice(options=options):
            return all(_may_have(replace(value, value=option), kind) for option in options)
    return True


def due_types(unit: Unit, method: str, where: Where) -> Iterator[str]:
    """The types that functions called `method` want for an argument, in this file and elsewhere."""
    if (method, where) not in unit.wanted:
        unit.wanted[method, where] = tuple(types_in(unit, method, where))
    yield from unit.wanted[method, where]
    yield from unit.elsewhere.due(unit, method, where)


def _texts(value: Known, kind: str | None) -> tuple[str, ...]:
    """The names that a value is as one of a type; nothing where one of them is not known for certain."""
    found = list(names(replace(value, value=typed(value.value, kind))))
    known = all(name.resolution <= Resolution.CONSTANT for name in found)
    return tuple(name.text for name in found) if known else ()


def _entries(value: Known, kind: str) -> tuple[str, ...]:
    """The entries of an enum that a value is as one of a type, where all of them are known."""
    typed_so = typed(value.value, kind)
    options = typed_so.options if isinstance(typed_so, Choice) else (typed_so,)
    found = [settled(Known(option, value.home)) for option in options]
    all_known = all(isinstance(it.value, Entry) for it in found)
    return tuple(f"{it.home.path}:{it.value.start}" for it in found) if all_known else ()


def may_be_made(value: Known) -> bool:
    """Whether a value may be an object that is made for the event, instead of its name."""
    behind = settled(value).value
    return leaves_out(value.value) or (isinstance(behind, Choice) and all(_is_made(it) for it in behind.options))


def unseen(given: Known) -> Known | None:
    """A name in an object that is made for an event, but whose fields do not tell which one it is."""
    behind = settled(given).value
    return replace(given, value=Opaque(None, "event", given.value.start, given.value.end)) if _is_made(behind) else None


def _is_made(value: Expression) -> bool:
    return isinstance(value, Record) and value.constructor is not None


def made_for(unit: Unit, pattern: Pattern, method: str, given: Known | None) -> Pattern | None:
    """Where name and properties are in an object that a team's own function is given: the one field of each kind."""
    if given is None:
        return None
    kinds: Iterable[str | None] = (pattern.type,)
    if leaves_out(given.value) and pattern.type is None:
        kinds = due_types(unit, method, pattern.name[0].argument)
    ways = (replace(given, value=typed(given.value, kind)) for kind in dict.fromkeys(kinds))
    found = [it for way in ways if (it := _inside(unit, pattern, way))]
    return found[0] if len(found) == 1 else None


def shaped(pattern: Pattern, given: Known | None) -> Pattern | None:
    """Where name and properties are in a plain object that says which of its keys is the event: `{event: "x", …}`."""
    held = settled(given) if given is not None else None
    if given is None or held is None or not isinstance(held.value, Record) or held.value.constructor is not None:
        return None
    keys = {key for key, _ in held.value.entries}
    named = [key for key in EVENT_KEYS if key in keys]
    where = pattern.name[0].argument
    if len(named) != 1:
        return None
    kept = (*pattern.properties, Place(where, None, PROPERTIES))
    flat = PROPERTIES not in keys and len(keys) > 1  # what its other keys are is not known
    return replace(pattern, name=(Place(where, None, named[0]),), properties=kept, adds=pattern.adds or flat)


def _inside(unit: Unit, pattern: Pattern, given: Known) -> Pattern | None:
    made = settled(given)
    records = made.value.options if isinstance(made.value, Choice) else (made.value,)
    first = records[0] if records else None
    if not isinstance(first, Record) or not first.constructor:
        return None
    where, owner, home = pattern.name[0].argument, first.constructor, made.home
    fields = {key: home.elsewhere.field(home, owner, key) for key, value in first.entries if leaves_out(value)}
    told = [key for key, value in first.entries if _texts(Known(value, home), fields.get(key))]
    held = [key for key, value in first.entries if _is_plain(Known(value, home))]
    if len(told) != 1 or _NAMING.fullmatch(told[0]) is None:
        return None
    kept = (Place(where, owner, held[0]),) if len(held) == 1 else ()
    name = Place(where, owner, told[0])
    return replace(pattern, name=(name,), properties=kept or pattern.properties, type=fields.get(told[0]))


def _is_plain(value: Known) -> bool:
    said: Expression = settled(value).value
    return isinstance(said, Record) and said.constructor is None
