"""What the callers of a JavaScript or TypeScript function see: its name, its parameters, what it is a method of."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.telemetry.languages import Parameter, Signature
from waypost.telemetry.languages.javascript.values import CLASSES
from waypost.telemetry.languages.strings import decode

_NAMED = frozenset(
    {"function_declaration", "function_expression", "generator_function_declaration", "method_definition"}
)
_HOLDERS = {
    "variable_declarator": "name",
    "pair": "key",
    "public_field_definition": "name",
    "field_definition": "property",
}
"""What gives a function its name where it has none of its own, by the field that holds it."""
_BETWEEN = frozenset({"arguments", "call_expression", "parenthesized_expression", "as_expression"})
"""What may stand between the two: `const f = useCallback((name) => …)`."""
_RETURNS = frozenset({"return_statement", "arrow_function"})
"""What gives a function to whoever calls the one around it."""
_BUILDS = frozenset({"meta", "metadata"})
"""What tRPC's and next-safe-action's builders hand to what their `use` is given, called as they are handed it."""
MAX_UP = 6


def signature(scope: Node) -> Signature | None:
    """The signature of a function, if it has a name or is given to callers of the one around it, as hooks do."""
    if scope.type not in _NAMED and scope.type != "arrow_function":
        return None
    holder = scope if scope.child_by_field_name("name") is not None else _holder(scope)
    if holder is None or holder.type == "variable_declarator":
        built = _built_with(scope)
        if built is not None:
            return built
    if holder is not None and holder.type in _RETURNS:
        return Signature("", tuple(_parameters(scope)))
    name = holder.child_by_field_name(_HOLDERS.get(holder.type, "name")) if holder is not None else None
    if holder is None or name is None:
        return None
    return Signature(decode(name.text).strip("\"'#"), tuple(_parameters(scope)), _owner(holder))


def _holder(node: Node) -> Node | None:
    around = node.parent
    for _ in range(MAX_UP):
        if around is None or around.type in _HOLDERS or around.type in _RETURNS:
            return around
        if around.type not in _BETWEEN:
            return None
        around = around.parent
    return None


def _built_with(scope: Node) -> Signature | None:
    """The method of a builder that says what a function gets which the builder uses: `client.use(({meta}) => …)`."""
    listed = scope.parent if scope.parent is not None and scope.parent.type == "arguments" else None
    call = listed.parent if listed is not None else None
    function = call.child_by_field_name("function") if call is not None else None
    used = function.child_by_field_name("property") if function is not None else None
    if used is None or used.text != b"use":
        return None
    inside = next(((name, key) for it in list(_parameters(scope))[:1] for name, key in it.keys if key in _BUILDS), None)
    owner = _variable(call) if inside is not None else None
    if inside is None or owner is None:
        return None
    return Signature(inside[1], (Parameter(inside[0]),), owner, chained=True)


def _variable(node: Node | None) -> str | None:
    """The variable that a chain of calls is kept in."""
    while node is not None and node.type in ("call_expression", "member_expression"):
        node = node.parent
    name = node.child_by_field_name("name") if node is not None and node.type == "variable_declarator" else None
    return decode(name.text) if name is not None else None


def _parameters(scope: Node) -> Iterator[Parameter]:
    alone = scope.child_by_field_name("parameter")
    listed = scope.child_by_field_name("parameters")
    for node in [alone] if alone is not None else listed.named_children if listed is not None else ():
        if node.type == "comment" or decode(node.text).startswith("this:"):
            continue
        kind = node.child_by_field_name("type")
        pattern = node.child_by_field_name("pattern") or node.child_by_field_name("left") or node
        taken = tuple(_taken(pattern)) if pattern.type == "object_pattern" else ()
        name = decode(pattern.text) if pattern.type == "identifier" else ""
        yield Parameter(name, None, decode(kind.text).lstrip(": ") if kind is not None else None, taken)


def _taken(pattern: Node) -> Iterator[tuple[str, str]]:
    """Name inside and key of each part of an object that is taken apart."""
    for child in pattern.named_children:
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        left = child.child_by_field_name("left")
        if child.type == "shorthand_property_identifier_pattern":
            yield decode(child.text), decode(child.text)
        elif key is not None and value is not None and value.type == "identifier":
            yield decode(value.text), decode(key.text)
        elif left is not None:
            yield decode(left.text), decode(left.text)


def _owner(holder: Node) -> str | None:
    """The class, or the variable of the object, that holds a method; empty for one without a name."""
    if holder.type not in ("method_definition", "pair", "public_field_definition", "field_definition"):
        return None
    around = holder.parent
    for _ in range(MAX_UP):
        if around is None or around.type in _HOLDERS or around.type in CLASSES:
            break
        around = around.parent
    name = around.child_by_field_name(_HOLDERS.get(around.type, "name")) if around is not None else None
    return decode(name.text) if name is not None and name.type != "object_pattern" else ""
