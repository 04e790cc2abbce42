"""Swift's types as holders of constants, of cases, and of functions that make events."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.frozen import replace
from waypost.telemetry.expression import Choice, Entry, Expression, Opaque, Record, Reference, Text
from waypost.telemetry.languages import first_child
from waypost.telemetry.languages.strings import decode
from waypost.telemetry.languages.swift.by_case import DEFAULT, Read, told_by_case
from waypost.telemetry.languages.swift.syntax import (
    CONTAINER,
    declared_names,
    is_static,
    is_variable,
    name_of,
    path_of,
    types_around,
)
from waypost.telemetry.languages.swift.types import type_name, type_of, typed


def container(node: Node, read: Read, returned: Read) -> Record:
    """The members of a type, with those of its extensions beside it."""
    name = name_of(node)[:1]
    around = node.parent.named_children if node.parent is not None else [node]
    parts = [part for part in around if part.type == CONTAINER and name_of(part)[:1] == name]
    entries: list[tuple[str, Expression]] = []
    for part in parts:
        found = tuple(_members(part, read, returned))
        for outer in reversed(name_of(part)[1:]):
            found = ((outer, Record(found, True, *part.byte_range)),)
        entries.extend(found)
    return Record(_together(entries), True, *node.byte_range)


def _together(entries: list[tuple[str, Expression]]) -> tuple[tuple[str, Expression], ...]:
    """Members, with those of one type that stand in several extensions put together."""
    kept: list[tuple[str, Expression]] = []
    types: dict[str, Record] = {}
    for name, value in entries:
        if isinstance(value, Record) and value.constructor is None:
            before = types[name].entries if name in types else ()
            types[name] = replace(value, entries=_together([*before, *value.entries]))
        else:
            kept.append((name, value))
    return (*kept, *types.items())


def _members(node: Node, read: Read, returned: Read) -> Iterator[tuple[str, Expression]]:
    body = node.child_by_field_name("body")
    nested = set[str]()
    cases = list(_cases(node, body, read)) if body is not None else []
    yield from ((case.name, case) for case in cases)
    yield from ((f"{case.name}()", case) for case in cases)  # `.opened(count: 2)`, with values of its own
    for child in body.named_children if body is not None else ():
        if child.type == "property_declaration":
            yield from _constant(child, read)
        elif child.type == "function_declaration" and is_static(child):
            yield from _function(child, returned)
        elif child.type == "typealias_declaration" and name_of(child):
            yield name_of(child)[0], read(child)
        elif child.type == CONTAINER and name_of(child) and name_of(child)[0] not in nested:
            nested.add(name_of(child)[0])
            yield name_of(child)[0], read(child)


def _constant(node: Node, read: Read) -> Iterator[tuple[str, Expression]]:
    """What can never change: `let a = …`, and a static `var a: T { … }`."""
    names = list(declared_names(node))
    if node.child_by_field_name("computed_value") is not None and is_static(node) and names:
        yield names[0][0], read(node)
    elif not is_variable(node):
        yield from ((name, typed(read(value), type_of(node))) for name, value in names if value)


def _function(node: Node, returned: Read) -> Iterator[tuple[str, Expression]]:
    """A static function that makes an event, under `name()`."""
    names = node.children_by_field_name("name")
    body = node.child_by_field_name("body")
    if names and body is not None:
        result = type_name(names[-1]) if len(names) > 1 else None
        made = _by_its_own(returned(body), body, types_around(node))
        yield f"{decode(names[0].text)}()", typed(made, result)


def _by_its_own(made: Expression, body: Node, kind: tuple[str, ...]) -> Expression:
    """What a type's function makes by another one of that type, which is called with nothing before it."""
    if isinstance(made, Choice):
        return replace(made, options=tuple(_by_its_own(it, body, kind) for it in made.options))
    call = body.descendant_for_byte_range(made.start, made.end) if isinstance(made, Opaque) else None
    path = path_of(first_child(call)) if call is not None and call.type == "call_expression" else ()
    bare = len(path) == 1 and path[0].isidentifier() and path[0][:1].islower()
    return Reference((*kind, f"{path[0]}()"), made.start, made.end) if bare and kind else made


def _cases(node: Node, body: Node, read: Read) -> Iterator[Entry]:
    """The cases of an enum: what `rawValue` says, or the one text that a `switch self` gives for it."""
    inherited = {decode(child.text) for child in node.named_children if child.type == "inheritance_specifier"}
    told = told_by_case([body, *_extended(node)], read)
    for entry in body.named_children:
        for name, value in _case_names(entry) if entry.type == "enum_entry" else ():
            case = decode(name.text)
            texts = ((field, by_case.get(case, by_case.get(DEFAULT))) for field, by_case in told.items())
            fields = tuple((field, text) for field, text in texts if text is not None)
            own: Expression | None = read(value) if value is not None else None
            if own is None and "String" in inherited:
                own = Text(case, *name.byte_range)
            if own is not None and "rawValue" not in told:
                yield Entry(case, own, (*fields, ("rawValue", own)), *name.byte_range, raw=not told, own=None)
            else:
                yield Entry(case, None, fields, *name.byte_range, own=None)


def _case_names(entry: Node) -> Iterator[tuple[Node, Node | None]]:
    name: Node | None = None
    for index, child in enumerate(entry.children):
        field = entry.field_name_for_child(index)
        if field == "name":
            if name is not None:
                yield name, None
            name = child
        elif field == "raw_value" and name is not None:
            yield name, child
            name = None
    if name is not None:
        yield name, None


def _extended(node: Node) -> Iterator[Node]:
    """The bodies of what extends a type in its file: `extension Pixel.Event` for an enum in `extension Pixel`."""
    qualified: tuple[str, ...] = ()
    root = node
    while True:
        qualified = (*name_of(root), *qualified) if root.type == CONTAINER else qualified
        if root.parent is None:
            break
        root = root.parent
    for child in root.named_children:
        if child.type == CONTAINER and child != node and name_of(child) == qualified:
            body = child.child_by_field_name("body")
            yield from (body,) if body is not None else ()
