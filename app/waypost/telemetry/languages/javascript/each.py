"""Variables of JavaScript's that are each member of a list or an object, and what `map` makes a list of."""

from tree_sitter import Node

from waypost.telemetry.expression import Among, Opaque, Reference
from waypost.telemetry.languages import parts
from waypost.telemetry.languages.javascript.returns import returns
from waypost.telemetry.languages.javascript.values import expression, path_of
from waypost.telemetry.languages.strings import decode

_GOES_THROUGH = frozenset({"map", "forEach", "flatMap", "filter", "some", "every", "find"})
_ALIKE = frozenset({"filter", "slice", "sort", "reverse", "toSorted", "toReversed"})
"""What gives a list of nothing but what is in the one that it is called of."""
_FUNCTIONS = frozenset({"arrow_function", "function_expression"})
MAX_CALLS = 4


def each(scope: Node, name: str) -> Among | None:
    """What a name that a scope binds is each member of."""
    if scope.type == "for_in_statement":
        over = scope.child_by_field_name("right") if any(child.type == "of" for child in scope.children) else None
        return _bound(scope.child_by_field_name("left"), over, name)
    listed = scope.parent if scope.type in _FUNCTIONS else None
    call = listed.parent if listed is not None and listed.type == "arguments" and parts(listed)[0] == scope else None
    function = call.child_by_field_name("function") if call is not None else None
    if function is None or path_of(function)[-1] not in _GOES_THROUGH:
        return None
    return _bound(_first_parameter(scope), function.child_by_field_name("object"), name)


def listed(call: Node) -> tuple[Node, ...]:
    """All that `map` may make a list of: what the function returns that it is given, of `flatMap` what is in that."""
    function = call.child_by_field_name("function") if call.type == "call_expression" else None
    given = parts(call.child_by_field_name("arguments")) if function is not None else []
    method = path_of(function)[-1] if given and function is not None else ""
    several = returns(given[0]) if method in ("map", "flatMap") else ()
    if method != "flatMap":
        return several
    items = [it for way in several for it in parts(way)]
    plain = all(way.type == "array" for way in several) and all(it.type != "spread_element" for it in items)
    return tuple(items) if plain else ()


def _first_parameter(function: Node) -> Node | None:
    alone = function.child_by_field_name("parameter")
    first = next(iter(parts(function.child_by_field_name("parameters"))), None)
    pattern = first.child_by_field_name("pattern") if first is not None else None
    return alone or pattern or first


def _bound(pattern: Node | None, over: Node | None, name: str) -> Among | None:
    """The same for a pattern that is bound to each of what is gone through."""
    if pattern is None or over is None:
        return None
    entries = _all_of(over, "entries")
    if entries is not None:
        named = parts(pattern) if pattern.type == "array_pattern" else []
        return _held(entries, _keys(named[1], name)) if len(named) == 2 else None
    return _held(_all_of(over, "values") or over, _keys(pattern, name))


def _all_of(over: Node, what: str) -> Node | None:
    """The object that all entries or values are of: `Object.values(EVENTS)`."""
    called = path_of(over.child_by_field_name("function")) if over.type == "call_expression" else ()
    given = parts(over.child_by_field_name("arguments")) if called == ("Object", what) else []
    return given[0] if len(given) == 1 else None


def _keys(pattern: Node, name: str) -> tuple[str, ...] | None:
    """The keys by which a pattern binds a name; None where it does not, or has something for it if there is none."""
    if pattern.type == "identifier":
        return () if decode(pattern.text) == name else None
    for child in parts(pattern) if pattern.type == "object_pattern" else ():
        key, value = child.child_by_field_name("key") or child, child.child_by_field_name("value") or child
        plain = child.type in ("shorthand_property_identifier_pattern", "pair_pattern")
        if plain and decode(value.text) == name:
            return (decode(key.text),)
    return None


def _held(over: Node, keys: tuple[str, ...] | None) -> Among | None:
    for _ in range(MAX_CALLS):
        function = over.child_by_field_name("function") if over.type == "call_expression" else None
        held = function.child_by_field_name("object") if function is not None else None
        if held is None or path_of(function)[-1] not in _ALIKE:
            break
        over = held
    found = expression(over) if keys is not None else None
    return Among(found, None, keys) if isinstance(found, Reference | Opaque) and keys is not None else None
