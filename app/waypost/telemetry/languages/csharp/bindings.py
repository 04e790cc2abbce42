"""Which names C#'s scopes bind."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.telemetry.languages import parts
from waypost.telemetry.languages.assigned import matched, written_once
from waypost.telemetry.languages.csharp.containers import (
    CONTAINERS,
    NAMESPACES,
    TYPES,
    declared,
    is_constant,
    members,
    name_of,
)
from waypost.telemetry.languages.csharp.values import MAX_DEPTH
from waypost.telemetry.languages.strings import decode

_BLOCKS = frozenset({"block", "switch_section", "compilation_unit"})
_WITH_PARAMETERS = frozenset(
    {
        "method_declaration",
        "constructor_declaration",
        "local_function_statement",
        "lambda_expression",
        "anonymous_method_expression",
        "for_statement",
        "foreach_statement",
        "catch_clause",
        "using_statement",
        *TYPES,
    }
)
SCOPES = _BLOCKS | _WITH_PARAMETERS | {"declaration_list", "enum_member_declaration_list"}
_PARAMETERS = frozenset({"parameter_list", "implicit_parameter", "catch_declaration", "variable_declaration"})
_MATCHES = frozenset({"declaration_pattern", "var_pattern", "recursive_pattern", "declaration_expression"})
"""What gives a name to what it finds: `x is string name`, `f(out var name)`."""
_VARIABLES = frozenset({"local_declaration_statement"})


def bindings(scope: Node) -> dict[str, Node | None]:
    """The names that a scope binds, with the node of the value where they keep one."""
    bound: dict[str, Node | None] = {}
    for name, value in _bound(scope):
        bound[name] = None if name in bound else value
    return bound


def _bound(scope: Node) -> Iterator[tuple[str, Node | None]]:
    if scope.type in _WITH_PARAMETERS:
        yield from ((name, None) for name in _given(scope))
        if scope.type not in TYPES:
            yield from ((name, None) for name in matched(scope, _MATCHES))
    elif scope.type in _BLOCKS:
        yield from _variables(scope)
        yield from _types(scope)
    else:
        yield from _members(parts(scope))


def _types(scope: Node) -> Iterator[tuple[str, Node | None]]:
    """The types of a file; those in its namespaces, too."""
    for child in scope.named_children:
        if child.type in NAMESPACES:
            yield from _types(child.child_by_field_name("body") or child)
        elif child.type in CONTAINERS and (name := name_of(child)):
            yield name, child


def _members(statements: list[Node]) -> Iterator[tuple[str, Node | None]]:
    known = list(members(statements, static=False))
    yield from known
    names = {name for name, _ in known}
    for child in statements:
        if child.type == "field_declaration" and not is_constant(child):
            yield from ((name, None) for name in _names(child) if name not in names)
        elif child.type == "property_declaration" and (name := name_of(child)) and name not in names:
            yield name, None
        elif child.type == "method_declaration" and (name := name_of(child)):
            yield f"{name}()", child


def _variables(scope: Node) -> Iterator[tuple[str, Node | None]]:
    """The variables of a block; one that is no constant has a value if no other is written to it."""
    once: frozenset[str] | None = None
    for child in scope.named_children:
        statement = child.named_children[0] if child.type == "global_statement" and child.named_child_count else child
        if statement.type == "local_function_statement" and (function := name_of(statement)):
            yield f"{function}()", statement
        if statement.type not in _VARIABLES:
            continue
        values = dict(declared(statement))
        if values and not is_constant(statement) and once is None:
            once = written_once(scope.text or b"")
        for declarator in _declarators(statement):
            for name in _names(declarator.child_by_field_name("name") or declarator):
                kept = is_constant(statement) or (once is not None and name in once)
                yield name, values[name] if kept and name in values else _changing(declarator)


def _declarators(statement: Node) -> Iterator[Node]:
    for declaration in statement.named_children:
        for declarator in declaration.named_children if declaration.type == "variable_declaration" else ():
            if declarator.type == "variable_declarator":
                yield declarator


def _changing(declarator: Node) -> Node | None:
    """The variable itself, whose values are told by what is written to it; None if it is taken out of a tuple."""
    name = declarator.child_by_field_name("name")
    return declarator if name is not None and name.type == "identifier" else None


def _given(scope: Node) -> Iterator[str]:
    left = scope.child_by_field_name("left")
    yield from _names(left) if left is not None else ()
    for child in scope.named_children:
        if child.type in _PARAMETERS:
            yield from _names(child)


def _names(node: Node, depth: int = MAX_DEPTH) -> Iterator[str]:
    """All identifiers below a node; more than are bound only makes us say less."""
    if node.type == "identifier" or (node.type == "implicit_parameter" and not node.named_child_count):
        yield decode(node.text).lstrip("@")
    elif depth:
        for child in node.named_children:
            yield from _names(child, depth - 1)
