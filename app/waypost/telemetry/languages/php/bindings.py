"""Which names PHP's scopes bind: variables with their `$`, constants and classes without."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.expression import Text
from waypost.telemetry.languages import Bound, Import, Parameter, Signature
from waypost.telemetry.languages.assigned import all_values
from waypost.telemetry.languages.php.values import CONTAINERS, MAX_DEPTH, constants, expression, path_of
from waypost.telemetry.languages.strings import decode

_FUNCTIONS = frozenset({"function_definition", "method_declaration", "anonymous_function", "arrow_function"})
SCOPES = _FUNCTIONS | CONTAINERS | {"program"}
_OVERWRITTEN = frozenset(
    {
        "augmented_assignment_expression",
        "reference_assignment_expression",
        "global_declaration",
        "static_variable_declaration",
        "catch_clause",
        "by_ref",
    }
)
"""Nodes that bind a variable among their own children to something that is not known."""
_CALLS = frozenset({"function_call_expression", "member_call_expression", "scoped_call_expression"})
_BY_REFERENCE = late(rb"\bfunction\s+&?\s*(\w+)\s*\([^(){};]*&\s*(?:\.\.\.\s*)?\$")


LATE = "static"
"""The class that a method is called of, which may be one that extends its own."""


def bindings(scope: Node) -> Mapping[str, Bound]:
    """The names that a scope binds, with the nodes of their values where all of them are known."""
    if scope.type in CONTAINERS:
        return _itself(scope)
    values: dict[str, list[Node | None]] = {}
    uses: dict[str, list[int]] = {}
    parameters = scope.child_by_field_name("parameters")
    for name in _variables(parameters) if parameters is not None else ():
        values[name] = [None]
    for node in _nodes(scope):
        if node.type == "variable_name" and not _is_target(node):
            uses.setdefault(decode(node.text), []).append(node.start_byte)
        for name, value in _bound(node):
            values.setdefault(name, []).append(value)
    return {name: all_values(each, uses.get(name, ())) for name, each in values.items()}


def _is_target(variable: Node) -> bool:
    around = variable.parent
    return around is not None and around.type == "assignment_expression" and around.children[0] == variable


def _itself(scope: Node) -> dict[str, Node | None]:
    """What `self` is in a class; `static` may be a class that extends it."""
    return {"self": scope, "static": scope}


def inherited(scope: Node, name: str) -> str | None:
    """The class that `static` is in, if another one may extend it and have a constant otherwise."""
    final = scope.type == "enum_declaration" or any(child.type == "final_modifier" for child in scope.children)
    kind = scope.child_by_field_name("name")
    return decode(kind.text) if name == LATE and not final and kind is not None else None


def _nodes(scope: Node) -> Iterator[Node]:
    """The nodes of a scope, without those of functions and classes within."""
    pending = list(scope.named_children)
    while pending:
        node = pending.pop()
        yield node
        if node.type not in SCOPES:
            pending.extend(node.named_children)
        elif node.type == "anonymous_function":
            pending.extend(child for child in node.named_children if child.type == "anonymous_function_use_clause")


def _bound(node: Node) -> Iterator[tuple[str, Node | None]]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    name = node.child_by_field_name("name")
    if node.type == "assignment_expression" and left is not None:
        if left.type == "variable_name":
            yield decode(left.text), right
        elif left.type == "list_literal":
            yield from ((variable, None) for variable in _variables(left))
    elif node.type in _OVERWRITTEN:
        children = (child for child in node.named_children if child.type == "variable_name")
        yield from ((decode(child.text), None) for child in children)
    elif node.type == "foreach_statement":
        body = node.child_by_field_name("body")
        targets = [child for child in node.named_children[1:] if child != body]
        yield from ((variable, None) for target in targets for variable in _variables(target))
    elif name is not None and node.type in (*CONTAINERS, "function_definition"):
        yield decode(name.text), node
    elif node.type in _CALLS:
        yield from ((variable, None) for variable in _given_by_reference(node))
        yield from _defined(node)
    else:
        yield from constants(node)


def _given_by_reference(call: Node) -> Iterator[str]:
    """The variables that a call gives to a function of the file that may write to what it is given."""
    called = call.child_by_field_name("function") or call.child_by_field_name("name")
    listed = call.child_by_field_name("arguments")
    if called is None or listed is None or (called.text or b"") not in _writing(_root(call)):
        return
    for given in listed.named_children:
        value = given.named_children[-1] if given.type == "argument" and given.named_child_count else given
        if value.type == "variable_name":
            yield decode(value.text)


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


@lru_cache(maxsize=4)
def _writing(root: Node) -> frozenset[bytes]:
    """The functions and methods of a file that have a parameter by reference."""
    code = root.text or b""
    return frozenset(_BY_REFERENCE.findall(code)) if b"&" in code else frozenset()


def _defined(node: Node) -> Iterator[tuple[str, Node | None]]:
    """`define("A", …)`."""
    if node.type != "function_call_expression" or path_of(node)[-1].lower() != "define()":
        return
    listed = node.child_by_field_name("arguments")
    given = [child for child in (listed.named_children if listed else ()) if child.type == "argument"]
    if len(given) == 2 and given[0].named_children and given[1].named_children:
        name = expression(given[0].named_children[-1])
        if isinstance(name, Text):
            yield name.value, given[1].named_children[-1]


def _variables(node: Node, depth: int = MAX_DEPTH) -> Iterator[str]:
    """All variables at and below a node; those of default values too, which only makes us say less."""
    if node.type == "variable_name":
        yield decode(node.text)
    elif depth:
        for child in node.named_children:
            yield from _variables(child, depth - 1)


def imports(root: Node) -> tuple[Import, ...]:
    """What `use A\\B as C;` and `use A\\{B, C};` bring."""
    return tuple(
        found
        for node in _nodes(root)
        if node.type == "namespace_use_declaration"
        for clause in _clauses(node)
        if (found := _imported(node, clause)) is not None
    )


def _clauses(node: Node) -> Iterator[Node]:
    body = node.child_by_field_name("body") or node
    yield from (child for child in body.named_children if child.type == "namespace_use_clause")


def _imported(use: Node, clause: Node) -> Import | None:
    alias = clause.child_by_field_name("alias")
    named = next((child for child in clause.named_children if child.type in ("qualified_name", "name")), None)
    if named is None:
        return None
    before = next((decode(child.text) for child in use.named_children if child.type == "namespace_name"), "")
    *module, name = "\\".join(part for part in (before, decode(named.text)) if part).strip("\\").split("\\")
    return Import(decode(alias.text) if alias is not None else name, "\\".join(module), name)


def signature(scope: Node) -> Signature | None:
    """A function or method as its callers see it."""
    name = scope.child_by_field_name("name") if scope.type in _FUNCTIONS else None
    if name is None:
        return None
    listed = scope.child_by_field_name("parameters")
    parameters = tuple(
        Parameter(decode(found.text), decode(found.text).lstrip("$"), decode(typed.text) if typed is not None else None)
        for node in (listed.named_children if listed is not None else ())
        if node.type in ("simple_parameter", "property_promotion_parameter")
        and (found := node.child_by_field_name("name")) is not None
        for typed in (node.child_by_field_name("type"),)
    )
    return Signature(decode(name.text), parameters, _owner(scope))


def _owner(node: Node) -> str | None:
    """The name of the class around a method."""
    around = node.parent.parent if node.parent is not None else None
    name = around.child_by_field_name("name") if around is not None and around.type in CONTAINERS else None
    return decode(name.text) if name is not None else None
