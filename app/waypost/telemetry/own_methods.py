"""Whether a bare call means a function that its file has: a class between the two may have another one from above."""

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.unit import Unit

MAX_UP = 400
"""Nodes above a call."""
_TYPES = frozenset(
    {
        "class_declaration",
        "object_declaration",
        "companion_object",
        "enum_declaration",
        "record_declaration",
        "interface_declaration",
        "struct_declaration",
    }
)
_BODIES = frozenset({"class_body"})
_UNNAMED = frozenset({"object_literal", "object_creation_expression"})
"""Types without a name, which are always of another one."""
_ABOVE = frozenset({"superclass", "super_interfaces", "base_list", "delegation_specifiers", "inheritance_specifier"})
"""What says that a type is of another one."""
_LAMBDAS = frozenset({"lambda_literal"})
_RECEIVING = late(rb"(?:^|\.)(?:with|apply|run)\s*(?:<[^<>]*>\s*)?(?:\(|\{|$)")
"""Functions of Kotlin's that hand a value to a lambda as what is called there."""


def is_own(home: Unit, offset: int, function: Node) -> bool:
    """Whether what is called at an offset of a file with nothing before it is its function, and no other one."""
    node = home.tree.root_node.descendant_for_byte_range(offset, offset + 1)
    if node is None or home.language.extended(node) is not None:
        return False
    holder = function.parent
    for _ in range(MAX_UP):
        if node is None or node == holder:
            return True
        if _is_of_another(node) or (node.type in _LAMBDAS and _is_handed(node)):
            return False
        node = node.parent
    return False


def _is_of_another(node: Node) -> bool:
    """Whether a node is a class that may have functions from another one."""
    if node.type in _UNNAMED:
        return any(child.type in _BODIES for child in node.named_children)
    return node.type in _TYPES and any(child.type in _ABOVE for child in node.named_children)


def _is_handed(body: Node) -> bool:
    """Whether a lambda is called with a value as what is called in it."""
    call = body.parent
    while call is not None and call.type != "call_expression":
        call = call.parent if call.type in ("annotated_lambda", "value_argument", "value_arguments") else None
    text = (call.text or b"")[: body.start_byte - call.start_byte] if call is not None else b""
    return _RECEIVING.search(text.rstrip()) is not None
