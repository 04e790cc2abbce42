"""Which names Java's scopes bind."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.telemetry.languages import parts
from waypost.telemetry.languages.assigned import matched, written_once
from waypost.telemetry.languages.java.containers import CONTAINERS, FIELDS, declared, is_final, members, name_of
from waypost.telemetry.languages.java.values import MAX_DEPTH
from waypost.telemetry.languages.strings import decode

_BODIES = frozenset({"class_body", "interface_body", "enum_body", "enum_body_declarations"})
_BLOCKS = frozenset({"block", "constructor_body", "switch_block_statement_group"})
_WITH_PARAMETERS = frozenset(
    {
        "method_declaration",
        "constructor_declaration",
        "lambda_expression",
        "record_declaration",
        "catch_clause",
        "enhanced_for_statement",
        "for_statement",
        "try_with_resources_statement",
    }
)
SCOPES = _BODIES | _BLOCKS | _WITH_PARAMETERS | {"program"}
_MATCHES = frozenset({"instanceof_expression", "type_pattern", "record_pattern_component"})
"""What gives a name to what it finds: `x instanceof String name`."""
_PARAMETERS = frozenset(
    {
        "formal_parameters",
        "inferred_parameters",
        "catch_formal_parameter",
        "resource_specification",
        "local_variable_declaration",
    }
)


def bindings(scope: Node) -> dict[str, Node | None]:
    """The names that a scope binds, with the node of the value where they keep one."""
    bound: dict[str, Node | None] = {}
    for name, value in _bound(scope):
        bound[name] = None if name in bound else value
    return bound


def _bound(scope: Node) -> Iterator[tuple[str, Node | None]]:
    if scope.type in _BLOCKS:
        yield from _variables(scope)
    elif scope.type in _WITH_PARAMETERS:
        yield from ((name, None) for name in (*_given(scope), *matched(scope, _MATCHES)))
    else:
        yield from _fields(parts(scope))


def _fields(statements: list[Node]) -> Iterator[tuple[str, Node | None]]:
    yield from members(statements, static=False)
    methods = (child for child in statements if child.type == "method_declaration")
    yield from ((f"{name_of(child)}()", child) for child in methods)
    changing = (child for child in statements if child.type in FIELDS and not is_final(child))
    for child in changing:
        yield from ((name_of(each) or "", None) for each in child.children_by_field_name("declarator"))


def _variables(scope: Node) -> Iterator[tuple[str, Node | None]]:
    """The variables of a block; one that is no constant has a value if no other is written to it."""
    once: frozenset[str] | None = None
    for child in scope.named_children:
        if child.type in CONTAINERS and (name := name_of(child)):
            yield name, child
        if child.type != "local_variable_declaration":
            continue
        values = dict(declared(child))
        if values and not is_final(child) and once is None:
            once = written_once(scope.text or b"")
        for declarator in child.children_by_field_name("declarator"):
            name = name_of(declarator) or ""
            kept = is_final(child) or (once is not None and name in once)
            yield name, values[name] if kept and name in values else declarator


def _given(scope: Node) -> Iterator[str]:
    if scope.type == "enhanced_for_statement":
        yield name_of(scope) or ""
    listed = scope.child_by_field_name("parameters")
    for child in [*scope.named_children, *([listed] if listed is not None else [])]:
        if child.type in _PARAMETERS or child == listed:
            yield from _names(child)


def _names(node: Node, depth: int = MAX_DEPTH) -> Iterator[str]:
    """All identifiers below a node; more than are bound only makes us say less."""
    if node.type == "identifier":
        yield decode(node.text)
    elif depth:
        for child in node.named_children:
            yield from _names(child, depth - 1)
