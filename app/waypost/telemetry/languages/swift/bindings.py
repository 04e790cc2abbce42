"""Which names Swift's scopes bind."""

from collections.abc import Iterator, Mapping

from tree_sitter import Node

from waypost.telemetry.languages import PRIVATE, Bound, Parameter, Signature, words_before
from waypost.telemetry.languages.assigned import all_values, local_values
from waypost.telemetry.languages.strings import decode
from waypost.telemetry.languages.swift.syntax import (
    CONTAINER,
    declared_names,
    is_plain_write,
    is_static,
    is_variable,
    name_of,
    written_by,
)
from waypost.telemetry.languages.swift.types import type_of

_FUNCTIONS = frozenset({"function_declaration", "init_declaration", "lambda_literal", "subscript_declaration"})
_CONDITIONS = frozenset({"if_statement", "for_statement", "while_statement", "switch_entry", "catch_block"})
"""Statements that bind names for their own blocks only."""
SCOPES = (
    _FUNCTIONS | _CONDITIONS | {CONTAINER, "protocol_declaration", "source_file", "statements", "computed_property"}
)
MAX_STATEMENTS = 300
"""Statements of one block; of longer ones, only constants are known."""
_NAMES = frozenset({"simple_identifier"})


def bindings(scope: Node) -> Mapping[str, Bound]:
    """The names that a scope binds, with the node of the value where it is a constant."""
    bound: dict[str, Bound] = {}
    for name, value in _bound(scope):
        bound[name] = None if name in bound and bound[name] != value else value
    return bound


def _bound(scope: Node) -> Iterator[tuple[str, Bound]]:
    if scope.type == CONTAINER:
        yield from (("self", scope), ("Self", scope))
    if scope.type in _FUNCTIONS:
        yield from ((name, None) for name in _parameters(scope))
    if scope.type in _CONDITIONS:
        yield from ((name, None) for name in _conditions(scope))
    body = scope.child_by_field_name("body") if scope.type in (CONTAINER, "protocol_declaration") else scope
    types = set[str]()
    for child in body.named_children if body is not None else ():
        if child.type == CONTAINER:
            first = name_of(child)[:1]
            yield from ((name, child) for name in first if name not in types)
            types.update(first)
        elif child.type == "property_declaration" and scope.type == "statements" and scope.child_count < MAX_STATEMENTS:
            yield from _local(child, scope)
        else:
            yield from _declared(child)


def _local(node: Node, block: Node) -> Iterator[tuple[str, Bound]]:
    """A variable of a block: all that is written to it, if it is not used in between."""
    names = list(declared_names(node))
    if len(names) != 1 or names[0][0].startswith("(") or not (is_variable(node) or names[0][1] is None):
        yield from _property(node)
        return
    name, value = names[0]
    found = local_values(node, name.encode(), block, written_by, _NAMES)
    writes: list[Node | None] = [node] if value is not None else []
    writes.extend(it if it is not None and is_plain_write(it) else None for it, used in found or () if not used)
    uses = [it.start_byte for it, used in found or () if used and it is not None]
    changed = any(_is_changed(name.encode(), block.text or b"") for _ in uses[:1])
    yield name, None if changed or found is None or not writes else all_values(writes, uses)


def _is_changed(name: bytes, code: bytes) -> bool:
    """Whether a variable is lent to what may write to it, or is added to where it is."""
    return any(way in code for way in (b"&" + name, name + b".append(", name + b".insert(", name + b".remove"))


def _declared(node: Node) -> Iterator[tuple[str, Node | None]]:
    if node.type == "property_declaration":
        yield from _property(node)
    elif node.type == "typealias_declaration":
        yield from ((name, node) for name in name_of(node)[:1])
    elif node.type == "guard_statement":
        yield from ((name, None) for name in _conditions(node))
    elif node.type == "function_declaration":
        name = node.child_by_field_name("name")
        if name is not None:
            yield decode(name.text), None
            yield f"{decode(name.text)}()", node


def _property(node: Node) -> Iterator[tuple[str, Node | None]]:
    """A constant's value, or the whole declaration where it names the type that the value leaves out."""
    names = list(declared_names(node))
    for name, value in names:
        whole = node if len(names) == 1 and type_of(node) is not None else value
        constant = value is not None and not is_variable(node)
        computed = node.child_by_field_name("computed_value") is not None
        if name.startswith("("):
            yield from ((part.strip(), None) for part in name.strip("()").split(","))
        else:
            yield name, whole if constant or (computed and whole is node) else None


def _parameters(scope: Node) -> Iterator[str]:
    """What a function or closure gets."""
    pending = [child for child in scope.named_children if child.type in ("parameter", "lambda_function_type")]
    captured = [child for child in scope.named_children if child.type == "capture_list"]
    while pending:
        node = pending.pop()
        if node.type in ("parameter", "lambda_parameter"):
            yield from (decode(name.text) for name in node.children_by_field_name("name") if name.type in _NAMES)
        else:
            pending.extend(node.named_children)
    yield from (name for node in captured for name in _all(node) if name != "self")


def _conditions(node: Node) -> Iterator[str]:
    """The names in the head of a statement; those only used there too, which only makes us say less."""
    for child in node.named_children:
        if child.type in ("value_binding_pattern", "pattern", "switch_pattern", "simple_identifier"):
            yield from _bound_in(node, child)


def _bound_in(statement: Node, child: Node) -> Iterator[str]:
    index = statement.children.index(child)
    bound = statement.field_name_for_child(index) in ("bound_identifier", "item", "error")
    if child.type != "simple_identifier" or bound:
        yield from _all(child)


def _all(node: Node, depth: int = 12) -> Iterator[str]:
    if node.type in _NAMES:
        yield decode(node.text)
    elif depth:
        for child in node.named_children:
            yield from _all(child, depth - 1)


FUNCTIONS = frozenset({"function_declaration", "protocol_function_declaration"})


def signature(scope: Node) -> Signature | None:
    """A function as its callers see it."""
    name = scope.child_by_field_name("name") if scope.type in FUNCTIONS else None
    if name is None:
        return None
    parameters = tuple(
        found for node in scope.named_children if node.type == "parameter" and (found := _parameter(node)) is not None
    )
    private = bool(words_before(scope) & {PRIVATE, b"fileprivate"})
    return Signature(decode(name.text), parameters, _owner(scope), private)


def _parameter(node: Node) -> Parameter | None:
    names = node.children_by_field_name("name")
    if not names:
        return None
    external = node.child_by_field_name("external_name")
    inside = decode(names[0].text)
    outside = decode(external.text) if external is not None else inside
    return Parameter(inside, outside if outside != "_" else None, decode(names[1].text) if len(names) > 1 else None)


def _owner(node: Node) -> str | None:
    """The name of the type around a method."""
    around = node.parent.parent if node.parent is not None else None
    names = name_of(around) if around is not None and around.type == CONTAINER else ()
    return names[-1] if names else None


def instance(node: Node) -> Iterator[tuple[str, Node]]:
    """What every object of a type has: its constants, and what properties compute."""
    body = node.child_by_field_name("body")
    for child in body.named_children if body is not None else ():
        if child.type == "property_declaration" and not is_static(child):
            computed = child.child_by_field_name("computed_value") is not None
            names = [name for name, value in declared_names(child) if computed or (not is_variable(child) and value)]
            yield from ((name, child) for name in names[:1])


_CLOSED = frozenset({PRIVATE, b"fileprivate", b"final", b"static"})


def inherited(scope: Node, name: str) -> str | None:
    """The class that a scope is, if its own classes may have a property of a name otherwise."""
    classes = scope.type == CONTAINER and any(child.type == "class" for child in scope.children)
    if not classes or b"final" in words_before(scope):
        return None
    body = scope.child_by_field_name("body")
    members = body.named_children if body is not None else ()
    found = (child for child in members if child.type == "property_declaration")
    named = [it for it in found if any(each == name for each, _ in declared_names(it))]
    some = [it for it in named if is_variable(it) and words_before(it).isdisjoint(_CLOSED)]
    return name_of(scope)[-1] if some and name_of(scope) else None
