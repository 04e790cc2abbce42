"""Whether a bare call means the method of its name that stands around it: what stands between them may have another."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.telemetry.expression import Opaque
from waypost.telemetry.languages import Signature
from waypost.telemetry.unit import Unit

_ABOVE = frozenset({"delegation_specifiers", "superclass", "super_interfaces", "extends_interfaces", "base_list"})
"""What a class has that is of another one, whose methods it has, too."""
_CLASSES = frozenset(
    {
        "class_declaration",
        "object_declaration",
        "companion_object",
        "object_literal",
        "enum_declaration",
        "interface_declaration",
        "record_declaration",
        "struct_declaration",
        "record_struct_declaration",
    }
)
_RECEIVING = frozenset({b"apply", b"run", b"with"})
"""What Kotlin gives a block to in which the methods of something else are called by their bare names."""
_NAMES_APART = frozenset({"java"})
"""Families in which a variable is never called as a function."""


def is_meant(home: Unit, call: Opaque, function: Node, signature: Signature, given: int) -> bool:
    """Whether a call that gives so many arguments can mean nothing but a function around it of the name that it has."""
    if not _takes(function, signature, given):
        return False
    node = home.tree.root_node.descendant_for_byte_range(call.start, call.end)
    between = _between(node, function)
    return not any(map(_may_have_another, between)) and not _is_hidden(home, call, signature.name)


def _takes(function: Node, signature: Signature, given: int) -> bool:
    """Whether a function takes so many arguments; where some may be left out, it may."""
    most = len(signature.parameters)
    body = function.child_by_field_name("body") or next(reversed(function.named_children), None)
    head = (function.text or b"")[: body.start_byte - function.start_byte] if body is not None else b""
    return given == most or (given < most and b"=" in head)


def _between(node: Node | None, function: Node) -> Iterator[Node]:
    """What stands around a call, up to what the function stands in."""
    while node is not None and node != function.parent:
        yield node
        node = node.parent


def _may_have_another(around: Node) -> bool:
    """Whether something around a call may have a method of any name."""
    if around.type == "lambda_literal":
        return _taking(around) in _RECEIVING
    if around.type == "object_creation_expression":
        return any(child.type == "class_body" for child in around.children)
    return around.type in _CLASSES and any(child.type in _ABOVE for child in around.children)


def _taking(block: Node) -> bytes | None:
    """What a block behind a call is given to: `apply` of `it.apply { … }`."""
    call = block.parent.parent if block.parent is not None else None
    called = call.named_children[0] if call is not None and call.type == "call_expression" else None
    while called is not None and called.type == "call_expression":
        called = called.named_children[0]
    if called is not None and called.type == "navigation_expression":
        called = called.named_children[-1]
    return called.text if called is not None else None


def _is_hidden(home: Unit, call: Opaque, name: str) -> bool:
    """Whether a variable within the class may be a function of that name."""
    if home.language.family in _NAMES_APART:
        return False
    for scope in reversed(home.scopes.around(call.start)):
        if home.scopes.has(scope, f"{name}()"):
            return False
        if home.scopes.has(scope, name):
            _, held = home.scopes.at(call.start, name)
            return not isinstance(held, Opaque) or held.called != call.called
    return False
