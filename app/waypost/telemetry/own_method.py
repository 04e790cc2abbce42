"""Whether a bare call means the method of its name that stands around it: what stands between them may have another."""

from collections.abc import Sequence

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.expression import Argument, Opaque
from waypost.telemetry.languages import Signature
from waypost.telemetry.unit import Unit

MAX_UP = 400
"""Nodes above a call."""
_ABOVE = frozenset(
    {
        "delegation_specifiers",
        "superclass",
        "super_interfaces",
        "extends_interfaces",
        "base_list",
        "inheritance_specifier",
    }
)
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
    }
)
_RECEIVING = late(rb"(?:^|\.)(?:with|apply|run)\s*(?:<[^<>]*>\s*)?(?:\(|\{|$)")
"""What Kotlin gives a block to in which the methods of something else are called by their bare names."""
_HANDED = frozenset({"annotated_lambda", "value_argument", "value_arguments"})
_NAMES_APART = frozenset({"java"})
"""Families in which a variable is never called as a function."""


def is_meant(home: Unit, call: Opaque, function: Node, signature: Signature, given: Sequence[Argument]) -> bool:
    """Whether a call that gives such arguments can mean nothing but a function around it of the name that it has."""
    return (
        _takes(function, signature, given)
        and _is_nearest(home, call, function)
        and not _is_hidden(home, call, signature.name)
    )


def _takes(function: Node, signature: Signature, given: Sequence[Argument]) -> bool:
    """Whether a function takes as many arguments, by such keywords; where some may be left out, it may."""
    keywords = {it.keyword for it in signature.parameters}
    if any(it.spread or it.keyword not in {None, *keywords} for it in given):
        return False
    most = len(signature.parameters)
    body = function.child_by_field_name("body") or next(reversed(function.named_children), None)
    head = (function.text or b"")[: body.start_byte - function.start_byte] if body is not None else b""
    return len(given) == most or (len(given) < most and b"=" in head)


def _is_nearest(home: Unit, call: Opaque, function: Node) -> bool:
    """Whether nothing between a call and what the function stands in may have a method of any name."""
    node = home.tree.root_node.descendant_for_byte_range(call.start, call.start + 1)
    if node is None or home.language.extended(node) is not None:
        return False
    holder = function.parent
    for _ in range(MAX_UP):
        if node is None or node == holder:
            return True
        if _may_have_another(node):
            return False
        node = node.parent
    return False


def _may_have_another(around: Node) -> bool:
    if around.type == "lambda_literal":
        return _is_handed(around)
    if around.type == "object_creation_expression":
        return any(child.type == "class_body" for child in around.children)
    return around.type in _CLASSES and any(child.type in _ABOVE for child in around.children)


def _is_handed(block: Node) -> bool:
    """Whether a block is given a value whose methods are called in it: `it.apply { … }`."""
    call = block.parent
    while call is not None and call.type in _HANDED:
        call = call.parent
    known = call is not None and call.type == "call_expression"
    text = (call.text or b"")[: block.start_byte - call.start_byte] if known and call is not None else b""
    return _RECEIVING.search(text.rstrip()) is not None


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
