"""Which names Go's scopes bind."""

from collections.abc import Iterator
from itertools import zip_longest

from tree_sitter import Node

from waypost.telemetry.languages.assigned import written_once
from waypost.telemetry.languages.go.values import MAX_DEPTH
from waypost.telemetry.languages.strings import decode

MAX_NODES = 2_000
"""Nodes of one function that are looked at for what it returns."""
_FUNCTIONS = frozenset({"function_declaration", "method_declaration", "func_literal"})
_CASES = frozenset({"expression_case", "default_case", "type_case", "communication_case"})
_HEADS = frozenset({"if_statement", "for_statement", "expression_switch_statement", "type_switch_statement"})
SCOPES = _FUNCTIONS | _CASES | _HEADS | {"source_file", "block"}
_GROUPS = frozenset({"statement_list", "var_spec_list", "const_declaration", "var_declaration"})


def bindings(scope: Node) -> dict[str, Node | None]:
    """The names that a scope binds, with the node of the value where they keep one."""
    bound: dict[str, Node | None] = {}
    variables: set[str] = set()
    for name, value, constant in _bound(scope):
        bound[name] = None if name in bound else value
        if value is not None and not constant:
            variables.add(name)
    changing = variables - written_once(scope.text or b"") if variables else set[str]()
    return {name: _holder(value) if name in changing else value for name, value in bound.items() if name != "_"}


def _holder(value: Node | None) -> Node | None:
    """The declaration of a local variable that is alone in it: what else is written to it is told from there."""
    listed = value.parent if value is not None else None
    holder = listed.parent if listed is not None else None
    alone = listed is not None and listed.named_child_count == 1 and not _is_global(holder)
    return holder if alone else None


def _is_global(spec: Node | None) -> bool:
    around = spec
    while around is not None and around.type in _GROUPS | {"var_spec", "short_var_declaration"}:
        around = around.parent
    return around is None or around.type == "source_file"


def is_variable(value: Node) -> bool:
    """Whether the value at the top of a file is that of a variable, as opposed to a constant's."""
    listed = value.parent
    spec = listed.parent if listed is not None and listed.type == "expression_list" else None
    return spec is not None and spec.type == "var_spec"


def _bound(scope: Node) -> Iterator[tuple[str, Node | None, bool]]:
    if scope.type in _FUNCTIONS:
        for field in ("receiver", "parameters", "result"):
            yield from ((name, None, False) for name in _parameters(scope.child_by_field_name(field)))
    elif scope.type in _HEADS:
        alias = scope.child_by_field_name("alias")
        yield from ((name, None, False) for name in (_names(alias) if alias is not None else ()))
    for child in scope.named_children:
        yield from _declared(child)


def _parameters(listed: Node | None) -> Iterator[str]:
    for parameter in listed.named_children if listed is not None else ():
        yield from (decode(name.text) for name in parameter.children_by_field_name("name"))


def _declared(node: Node) -> Iterator[tuple[str, Node | None, bool]]:
    if node.type in _GROUPS:
        for child in node.named_children:
            yield from _declared(child)
    elif node.type in ("const_spec", "var_spec"):
        names = [child for child in node.children_by_field_name("name") if child.is_named]
        yield from _paired(names, node.child_by_field_name("value"), node.type == "const_spec")
    elif node.type == "short_var_declaration":
        left = node.child_by_field_name("left")
        yield from _paired(left.named_children if left else [], node.child_by_field_name("right"), False)
    elif node.type in ("range_clause", "receive_statement", "for_clause"):
        yield from ((name, None, False) for name in _names(node.child_by_field_name("left") or node))
    elif node.type == "function_declaration":
        name = decode(named.text if (named := node.child_by_field_name("name")) else None)
        yield name, None, False
        yield f"{name}()", _returned(node.child_by_field_name("body")), True


def _returned(body: Node | None) -> Node | None:
    """What a function gives back that has one `return`, and one value in it."""
    pending, found = [body] if body is not None else [], list[Node]()
    for node in pending:
        if node.type == "return_statement":
            found.append(node)
        elif node.type != "func_literal" and len(pending) < MAX_NODES:
            pending.extend(node.named_children)
    listed = found[0].named_children[0] if len(found) == 1 and found[0].named_child_count else None
    whole = listed is not None and listed.named_child_count == 1 and len(pending) < MAX_NODES
    return listed.named_children[0] if listed is not None and whole else None


def _paired(names: list[Node], listed: Node | None, constant: bool) -> Iterator[tuple[str, Node | None, bool]]:
    """Names with their values; `a, b := f()` gives neither of them one."""
    values = listed.named_children if listed is not None else []
    matching = values if len(values) == len(names) else []
    declared = names[0].parent if len(names) == 1 and listed is None else None  # `var event string`
    for name, value in zip_longest(names, matching):
        yield decode(name.text), value or (declared if not _is_global(declared) else None), constant or value is None


def _names(node: Node, depth: int = MAX_DEPTH) -> Iterator[str]:
    """All identifiers below a node; more than are bound only makes us say less."""
    if node.type == "identifier":
        yield decode(node.text)
    elif depth:
        for child in node.named_children:
            yield from _names(child, depth - 1)
