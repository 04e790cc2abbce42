"""Parameters that a function passes on: where its callers write them, and of which type they are."""

from collections.abc import Iterable, Sequence

from tree_sitter import Node

from waypost.telemetry.constructs import kept_by_constructor
from waypost.telemetry.expression import Reference
from waypost.telemetry.languages import Parameter, Signature
from waypost.telemetry.pattern import Place
from waypost.telemetry.resources import GIVEN
from waypost.telemetry.rewritten import rewritten
from waypost.telemetry.unit import MAX_STEPS, Unit

TEXTS = frozenset({"String", "string", "str", "Any", "any", "object", "Object", "NSString"})
"""Types that say nothing of a value which leaves its type out."""
MAX_FIELDS = 2
"""How deep in what a function is given the name may be, as in `event.stat.rawValue`."""
OWN_NAMES = frozenset({"name()", "ToString()"})
"""What gives the name of an enum's entry in Java and C#, which has no field for it."""
TOLD_BY_METHODS = frozenset({"swift", "go"})
"""Families in which what a function is given tells the name by a method: `event.name(for: .firebase)`."""
NUMBERS = frozenset({"int", "Int", "Integer", "int64", "long", "Long", "number", "Double", "double", "Float", "float"})
"""Types that no event's name has."""
_PLAIN = TEXTS | NUMBERS | {""}
Passed = tuple[Signature, tuple[Place, ...], list[Node]]
"""A parameter that is passed on: its function, its places in the calls of that, the scope behind those around it."""


def parameter_of(unit: Unit, reference: Reference) -> Passed | None:
    """The function whose parameter a reference means, the parameter's places in its calls, and its scope behind those
    around it.
    """
    for _ in range(MAX_STEPS):
        known = unit.lookup(reference)
        if known is None or known.home is not unit or not isinstance(known.value, Reference):
            break
        reference = known.value
    kept = kept_by_constructor(unit, reference)
    if kept is not None:
        return _kept(unit, *kept)
    own = OWN_NAMES if unit.language.family not in TOLD_BY_METHODS else frozenset[str]()
    name, *fields = (step for step in reference.path if step not in own and step != GIVEN)
    told = [field for field in fields if field.endswith(")")]
    if len(fields) > MAX_FIELDS or (told and unit.language.family not in TOLD_BY_METHODS):
        return None
    scopes = unit.scopes.around(reference.start)
    for number in range(len(scopes) - 1, 0, -1):
        if unit.scopes.has(scopes[number], name):
            signature = unit.language.signature(scopes[number])
            if signature is None or rewritten(unit, scopes[number], (name, *fields)):
                return None
            places = places_of(signature, name, fields)
            if told and type_of(signature, places) in _PLAIN:
                return None  # a text that is put into another one
            places = given_by(unit, places)
            return (signature, places, scopes[1 : number + 1]) if places else None
    return None


def _kept(unit: Unit, reference: Reference, maker: Node) -> Passed | None:
    """The same for what a constructor keeps."""
    signature, (name, *fields) = unit.language.signature(maker), reference.path
    if signature is None or len(fields) > MAX_FIELDS or rewritten(unit, maker, (name, *fields)):
        return None
    places = places_of(signature, name, fields)
    return (signature, places, [maker]) if places else None


def places_of(signature: Signature, name: str, fields: Sequence[str] = ()) -> tuple[Place, ...]:
    """Where a caller writes the value of a parameter, or of a field of it: by its keyword, else by its position."""
    for index, parameter in enumerate(signature.parameters):
        taken = dict(parameter.keys).get(name)
        if parameter.name == name or taken is not None:
            key = "/".join([*([taken] if taken is not None else []), *fields]) or None
            position = index if parameter.keyword else _bare_before(signature.parameters[:index])
            by_keyword = (Place(parameter.keyword, None, key),) if parameter.keyword else ()
            return (*by_keyword, Place(position, None, key))
    return ()


def _bare_before(parameters: Iterable[Parameter]) -> int:
    """Where some parameters must be given by keyword, the others are counted without them."""
    return sum(parameter.keyword is None for parameter in parameters)


def type_of(signature: Signature, places: tuple[Place, ...]) -> str:
    """The type of the parameter at some places, without its marks; empty where it says none."""
    where = places[0].argument
    wanted = next((it for it in signature.parameters if where in _arguments_for(signature, it)), None)
    return ((wanted.type if wanted is not None else None) or "").strip("?!& ")


def type_at(signature: Signature, places: tuple[Place, ...]) -> str | None:
    """The same, of a type that an event may be an object or a member of."""
    plain = type_of(signature, places)
    return plain if plain[:1].isupper() and plain.replace(".", "").isidentifier() and plain not in TEXTS else None


def _arguments_for(signature: Signature, parameter: Parameter) -> tuple[int | str, ...]:
    return tuple(place.argument for place in places_of(signature, parameter.name))


def given_by(unit: Unit, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places that a call can have: behind a label that it needs, there is no position."""
    return places[:1] if unit.language.labels and places and isinstance(places[0].argument, str) else places
