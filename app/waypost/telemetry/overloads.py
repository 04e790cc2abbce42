"""Which of several functions of one name a call means, as far as the types of what it gives tell."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from waypost.patterns import late
from waypost.telemetry.callee import Callee
from waypost.telemetry.expression import Argument, Entry, Expression, Record, Reference, literal_type
from waypost.telemetry.getter import type_around
from waypost.telemetry.pattern import Pattern
from waypost.telemetry.places import argument_at
from waypost.telemetry.resources import are_resources
from waypost.telemetry.unit import Known, Unit, settled

_KINDS = (
    ("string", late(r"(?:ns|static)?string|charsequence", re.IGNORECASE)),
    ("number", late(r"(?:u?(?:int|long|short|byte)|float|double|decimal|c?gfloat)\d*|integer|ns?number", re.I)),
    ("boolean", late(r"bool(?:ean)?", re.IGNORECASE)),
    ("object", late(r"\w*(?:Map|Bundle|J(?:SON|son)Object|Dictionary|Properties)")),
    ("array", late(r"\w*(?:List|Array|Set|Collection|Enumerable)")),
)
"""What types of any language take a literal of a kind."""
_NAME = late(r"[\w.]+")


def suiting(unit: Unit, patterns: Sequence[Pattern], arguments: Sequence[Argument]) -> list[Pattern]:
    """Some patterns without those of functions that do not take such arguments, where others of their name do."""
    several = {callees for group in _overloads(patterns) for callees in group}
    if not several:
        return list(patterns)
    given = [_kind(unit, argument.value) for argument in arguments]
    kept = {callee for group in _overloads(patterns) for callee in _best(group, arguments, given)}
    return [it for it in patterns if it.callee not in several or it.callee in kept]


def compete(unit: Unit, patterns: Sequence[Pattern], arguments: tuple[Argument, ...]) -> bool:
    """Whether functions of one name are left that take the event from different places: the call may mean any."""
    given = {place.argument for it in patterns for place in it.name}
    given = {it for it in given if argument_at(it, arguments, unit.language) is not None}
    taking = [it for it in patterns if any(place.argument in given for place in it.name)]
    for group in _overloads(taking):
        ways = {callee: frozenset(it.way for it in taking if it.callee == callee) for callee in group}
        if len(set(ways.values())) > 1:
            return True
    return False


def _overloads(patterns: Sequence[Pattern]) -> Iterator[list[Callee]]:
    """The functions that have their name in common with others of their class."""
    groups: dict[tuple[object, ...], dict[Callee, None]] = {}
    for it in patterns if len(patterns) > 1 else ():
        if it.callee is not None and it.callee.types:
            groups.setdefault((it.callee.path, it.callee.owner, it.method), {})[it.callee] = None
    yield from (list(group) for group in groups.values() if len(group) > 1)


def _best(callees: list[Callee], arguments: Sequence[Argument], given: Sequence[str | None]) -> list[Callee]:
    """Those that take the arguments, of which most are seen to be of the type wanted, and that leave the fewest out."""
    fits = {it: (fit, -(it.most or 0)) for it in callees if (fit := _fit(it, arguments, given)) is not None}
    best = max(fits.values(), default=None)
    return [callee for callee, fit in fits.items() if fit == best]


def _fit(callee: Callee, arguments: Sequence[Argument], given: Sequence[str | None]) -> int | None:
    """How many arguments are of the type that a function wants; None where one of them cannot be."""
    count = 0
    for index, (argument, kind) in enumerate(zip(arguments, given, strict=True)):
        wanted = _wanted(callee, argument.keyword, index)
        if kind is None or wanted is None:
            continue
        if kind != wanted and (_is_plain(kind) or _is_plain(wanted)):
            return None
        count += kind == wanted
    return count


def _wanted(callee: Callee, keyword: str | None, index: int) -> str | None:
    if keyword is not None:
        return kind_of(dict(callee.types).get(keyword))
    return kind_of(callee.types[index][1]) if index < len(callee.types) else None


def _is_plain(kind: str) -> bool:
    return any(kind == name for name, _ in _KINDS)


@lru_cache(maxsize=1024)
def kind_of(written: str | None) -> str | None:
    """The kind of literal that a type takes, else the type's own name; None for one that takes anything."""
    text = (written or "").strip("?!&@ ")
    if text.startswith("["):
        return "object" if ":" in text else "array"
    if text.endswith("]"):
        return "array"
    found = _NAME.match(text)
    name = found[0].rpartition(".")[2] if found else ""
    if name in ("", "Any", "AnyObject", "Object", "object", "dynamic") or len(name) == 1:
        return None
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(name)), name)


def _kind(unit: Unit, value: Expression) -> str | None:
    """The kind of literal that an argument is, else the name of its type, as far as that shows."""
    if are_resources(value):
        return "number"
    behind = settled(Known(value, unit))
    match behind.value:
        case Reference(path=(name,)) if behind.home is unit:
            return _declared(unit, name, behind.value.start)
        case Record(constructor=str() as made) if made:
            return kind_of(made)
        case Entry():
            return type_around(behind.home, behind.value.start)
    kind = literal_type(behind.value)
    return kind if kind != "null" else None


def _declared(unit: Unit, name: str, offset: int) -> str | None:
    """The type of a parameter."""
    for scope in reversed(unit.scopes.around(offset)):
        if unit.scopes.has(scope, name):
            signature = unit.language.signature(scope)
            found = (it.type for it in (signature.parameters if signature is not None else ()) if it.name == name)
            return kind_of(next(found, None))
    return None
