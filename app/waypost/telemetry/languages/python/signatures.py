"""What the callers of a Python function see: its name, its parameters, the class it is a method of."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.telemetry.languages import Parameter, Signature
from waypost.telemetry.languages.strings import decode


def signature(scope: Node) -> Signature | None:
    """The signature of a function."""
    name = scope.child_by_field_name("name")
    listed = scope.child_by_field_name("parameters")
    if scope.type != "function_definition" or name is None or listed is None:
        return None
    owner = _owner(scope)
    parameters = list(_parameters(listed))
    if owner is not None and parameters and parameters[0].name in ("self", "cls"):
        parameters = parameters[1:]
    return Signature(decode(name.text), tuple(parameters), owner)


def _parameters(listed: Node) -> Iterator[Parameter]:
    """By keyword or position; those behind `*` by keyword, and since they come last, no position is wrong for them."""
    for node in listed.named_children:
        held = node.child_by_field_name("name") or (node.named_children[0] if node.type == "typed_parameter" else node)
        kind = node.child_by_field_name("type")
        if held.type == "identifier":
            yield Parameter(decode(held.text), decode(held.text), decode(kind.text) if kind is not None else None)


def _owner(scope: Node) -> str | None:
    around = scope.parent
    while around is not None and around.type in ("block", "decorated_definition"):
        around = around.parent
    name = around.child_by_field_name("name") if around is not None and around.type == "class_definition" else None
    return decode(name.text) if name is not None else None
