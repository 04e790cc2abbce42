"""Which names Dart's scopes bind."""

from collections.abc import Iterator, Mapping

from tree_sitter import Node

from waypost.telemetry.languages import Bound, Kept, Parameter, Signature
from waypost.telemetry.languages.assigned import all_values, local_values
from waypost.telemetry.languages.dart.containers import (
    CONTAINERS,
    at_and_below,
    body_of,
    declarators,
    declared,
    members,
    name_of,
)
from waypost.telemetry.languages.dart.values import is_plain_write, written_by
from waypost.telemetry.languages.strings import decode

MAX_DEPTH = 12
MAX_STATEMENTS = 300
"""Statements of one block; of longer ones, only constants are known."""
_NAMES = frozenset({"identifier", "identifier_dollar_escaped"})
_CASES = frozenset({"if_statement", "switch_statement_case", "switch_expression_case"})
_CONSTRUCTORS = frozenset({"constructor_signature", "constant_constructor_signature"})
_LISTS = frozenset({"static_final_declaration_list", "initialized_identifier_list"})
SCOPES = (
    CONTAINERS | _CASES | {"program", "function_body", "function_expression", "block", "for_statement", "try_statement"}
)


def bindings(scope: Node) -> Mapping[str, Bound]:
    """The names that a scope binds, with the node of the value where it is a constant."""
    bound: dict[str, Bound] = {}
    for name, value in _bound(scope):
        bound[name] = None if name in bound else value
    return bound


def _bound(scope: Node) -> Iterator[tuple[str, Bound]]:
    if scope.type in CONTAINERS:
        body = body_of(scope)
        yield from (members(body) if body is not None else ())
    elif scope.type == "program":
        yield from _top(scope)
    elif scope.type in ("function_body", "function_expression"):
        yield from ((name, None) for name in _parameters(scope))
    elif scope.type == "block":
        yield from _local(scope)
    else:
        yield from ((name, None) for name in _headed(scope))


def _top(root: Node) -> Iterator[tuple[str, Node | None]]:
    """Types, constants, getters and functions of a file."""
    constant = False
    pending: tuple[str, bool] | None = None
    for child in root.named_children:
        if child.type in ("const_builtin", "final_builtin"):
            constant = True
        elif child.type in _LISTS:
            yield from declarators(child, constant)
            constant = False
        elif child.type in CONTAINERS:
            name = name_of(child)
            yield from ((name, child),) if name is not None else ()
        elif child.type in ("getter_signature", "function_signature"):
            name = name_of(child)
            pending = (name, child.type == "getter_signature") if name is not None else None
        elif child.type == "function_body" and pending is not None:
            name, getter = pending
            yield name, child if getter else None
            yield from () if getter else ((f"{name}()", child),)
            pending = None


def _local(block: Node) -> Iterator[tuple[str, Bound]]:
    for statement in block.named_children:
        if statement.type == "local_variable_declaration":
            for one in statement.named_children:
                yield from _variable(one, block)
        elif statement.type == "local_function_declaration":
            yield from ((name, None) for name in _identifiers(statement, 2))


def _variable(one: Node, block: Node) -> Iterator[tuple[str, Bound]]:
    if one.type != "initialized_variable_definition":
        yield from ((name, None) for name in _identifiers(one))
        return
    constant = any(child.type in ("const_builtin", "final_builtin") for child in one.named_children)
    valued = any(child.type == "=" for child in one.children)
    name = one.child_by_field_name("name")
    if name is not None:
        yield decode(name.text), one if constant and valued else _written(one, name, block, valued)
    yield from declarators(one, constant)


def _written(one: Node, name: Node, block: Node, valued: bool) -> Bound:
    """All that a block writes to a variable, if it is not used in between."""
    small = block.child_count < MAX_STATEMENTS
    found = local_values(one, name.text or b"", block, written_by, _NAMES) if small else None
    writes: list[Node | None] = [one] if valued else []
    writes.extend(it if it is not None and is_plain_write(it) else None for it, used in found or () if not used)
    uses = [it.start_byte for it, used in found or () if used and it is not None]
    return all_values(writes, uses) if found is not None and writes else None


def _parameters(scope: Node) -> Iterator[str]:
    """What a function gets; the list stands beside the body of one with a name."""
    listed = scope.child_by_field_name("parameters")
    beside = scope.prev_named_sibling
    if listed is None and beside is not None and beside.type.endswith("signature"):
        listed = beside
    for parameter in at_and_below(listed, "formal_parameter") if listed is not None else ():
        name = parameter.child_by_field_name("name")
        if name is not None:
            yield decode(name.text)
        else:
            yield from _identifiers(parameter)


def _headed(scope: Node) -> Iterator[str]:
    """The names that the head of a loop, a case, or the `catch` of a `try` brings for what follows."""
    for child in scope.named_children:
        if child.type == "for_loop_parts":
            yield from (decode(name.text) for name in child.children_by_field_name("name"))
            yield from (
                name
                for part in at_and_below(child, "initialized_variable_definition")
                for name in _identifiers(part, 1)
            )
        elif child.type == "catch_clause":
            yield from (name for part in at_and_below(child, "catch_parameters") for name in _identifiers(part))
        elif child.type.endswith("_pattern"):
            yield from (name for part in at_and_below(child, "variable_pattern") for name in _identifiers(part))


def _identifiers(node: Node, depth: int = MAX_DEPTH) -> Iterator[str]:
    if node.type == "identifier":
        yield decode(node.text)
    elif depth:
        for child in node.named_children:
            yield from _identifiers(child, depth - 1)


def signature(scope: Node) -> Signature | None:
    """A function as its callers see it."""
    beside = scope.prev_named_sibling if scope.type == "function_body" else None
    if beside is None or not beside.type.endswith("signature"):
        return None
    inner = beside.named_children[-1] if beside.type == "method_signature" and beside.named_children else beside
    name = name_of(inner) if inner.type == "function_signature" else None
    if name is None:
        return None
    owner = scope.parent.parent if scope.parent is not None else None
    parameters = tuple(filter(None, map(_parameter, at_and_below(inner, "formal_parameter"))))
    return Signature(name, parameters, _owner(owner) if owner is not None and owner.type in CONTAINERS else None)


def _owner(node: Node) -> str | None:
    """The type that a method is of; an extension's methods are of the type that it extends."""
    extended = node.child_by_field_name("class") if node.type == "extension_declaration" else None
    return decode(extended.text) if extended is not None else name_of(node)


def _is_labelled(parameter: Node) -> bool:
    around = parameter.parent
    return around is not None and around.type == "optional_formal_parameters" and around.children[0].type == "{"


def _parameter(node: Node) -> Parameter | None:
    name = node.child_by_field_name("name")
    labelled = _is_labelled(node)
    typed = next((child for child in node.named_children if child.type == "type_identifier"), None)
    if name is None:
        return None
    inside = decode(name.text)
    return Parameter(inside, inside if labelled else None, decode(typed.text) if typed is not None else None)


def instance(node: Node) -> Iterator[tuple[str, Node | Kept]]:
    """What every object of a class has: what its constructor keeps, final fields, and what getters give."""
    body = body_of(node)
    for child in body.named_children if body is not None else ():
        if child.type == "declaration":
            yield from _kept(child)
            yield from ((name, value) for name, value in declared(child) if value is not None)
    getter: str | None = None
    for child in body.named_children if body is not None else ():
        if child.type == "function_body" and getter is not None:
            yield getter, child
        getter = _got(child) if child.type == "method_signature" else None


def _kept(declaration: Node) -> Iterator[tuple[str, Kept]]:
    """The fields that a class's constructor fills without a name of its own."""
    made = next((child for child in declaration.named_children if child.type in _CONSTRUCTORS), None)
    if made is None or len(made.children_by_field_name("name")) > 1:
        return
    position = 0
    for parameter in at_and_below(made, "formal_parameter"):
        name = next((decode(part.named_children[-1].text) for part in at_and_below(parameter, "constructor_param")), "")
        yield from ((name, Kept(name, position)),) if name else ()
        position += not _is_labelled(parameter)


def _got(signature: Node) -> str | None:
    """The name of a getter."""
    inner = next((child for child in signature.named_children if child.type == "getter_signature"), None)
    return name_of(inner) if inner is not None else None


def inherited(scope: Node, name: str) -> str | None:
    """The class that a scope is, if those that extend it may have a field of a name otherwise."""
    body = body_of(scope) if scope.type in CONTAINERS and not name.startswith("_") else None
    for child in body.named_children if body is not None else ():
        static = any(part.type == "static" for part in child.children)
        if child.type == "declaration" and not static and any(each == name for each, _ in declared(child)):
            return name_of(scope)
    return None
