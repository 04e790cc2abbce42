"""Which names Kotlin's scopes bind."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.telemetry.languages import parts
from waypost.telemetry.languages.kotlin.containers import CONTAINERS, members, name_of, property_of
from waypost.telemetry.languages.kotlin.values import MAX_DEPTH, handed_on
from waypost.telemetry.languages.strings import decode

_BODIES = frozenset({"source_file", "block", "class_body", "enum_class_body"})
SCOPES = _BODIES | {
    "function_declaration",
    "anonymous_function",
    "secondary_constructor",
    "class_declaration",
    "lambda_literal",
    "for_statement",
    "catch_block",
    "when_expression",
    "setter",
}
_PARAMETERS = frozenset({"function_value_parameters", "lambda_parameters", "when_subject"})


def bindings(scope: Node) -> dict[str, Node | None]:
    """The names that a scope binds, with the node of the value where it is set once."""
    bound: dict[str, Node | None] = {}
    for name, value in _bound(scope):
        bound[name] = None if name in bound else value
    return bound


def _bound(scope: Node) -> Iterator[tuple[str, Node | None]]:
    if scope.type == "lambda_literal":
        yield "it", handed_on(scope)
    elif scope.type == "class_declaration":
        yield from _constructed(scope)
    elif scope.type in ("for_statement", "catch_block", "setter"):
        yield from ((name, None) for child in scope.named_children[:1] for name in _names(child))
    for child in scope.named_children:
        if child.type in _PARAMETERS:
            yield from ((name, None) for name in _names(child))
        elif scope.type in _BODIES or scope.type == "lambda_literal":
            yield from _declared(child)


def _constructed(scope: Node) -> Iterator[tuple[str, Node | None]]:
    constructor = next((child for child in scope.named_children if child.type == "primary_constructor"), None)
    for listed in parts(constructor):
        yield from ((name, None) for parameter in parts(listed) for name in _names(parameter))


def _declared(node: Node) -> Iterator[tuple[str, Node | None]]:
    if node.type == "property_declaration":
        constant = dict[str, Node | None](property_of(node))
        yield from constant.items()
        local = node.parent is not None and node.parent.type in ("block", "lambda_literal")
        for child in parts(node):
            if child.type == "variable_declaration" and not constant:
                yield from ((name, node if local else None) for name in list(_names(child))[:1])
            elif child.type == "multi_variable_declaration":
                yield from ((name, None) for name in _names(child))
    elif node.type == "companion_object":
        yield name_of(node) or "Companion", node
        yield from members(node, True)
    elif node.type in CONTAINERS and (name := name_of(node)):
        yield name, node
    elif node.type == "function_declaration" and (name := name_of(node)) and not _is_extension(node):
        yield f"{name}()", node


def _is_extension(function: Node) -> bool:
    """Whether a function is called of something else: `fun Screen.title()`."""
    return any(child.type == "." for child in function.children)


def _names(node: Node, depth: int = MAX_DEPTH) -> Iterator[str]:
    """The names of parameters and variables below a node; more than are bound only makes us say less."""
    if node.type == "identifier":
        yield decode(node.text).strip("`")
    elif depth and node.type != "user_type":
        for child in node.named_children:
            yield from _names(child, depth - 1)
