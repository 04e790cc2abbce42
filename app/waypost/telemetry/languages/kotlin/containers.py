"""Kotlin's classes, objects and enums as holders of constants."""

import re
from collections.abc import Callable, Iterator

from tree_sitter import Node

from waypost.telemetry.expression import Entry, Expression, Joined, Record, Text
from waypost.telemetry.languages import Kept, parts
from waypost.telemetry.languages.records import kept_in
from waypost.telemetry.languages.strings import decode

Read = Callable[[Node], Expression]
MAX_ABOVE = 3
"""Classes above one that may complete what it is given."""
_BODIES = frozenset({"class_body", "enum_class_body"})
CONTAINERS = frozenset({"class_declaration", "object_declaration", "companion_object", "enum_entry"})


def container(node: Node, read: Read) -> Expression:
    """What can be named with a dot behind a class, object or enum, as a record."""
    if node.type == "enum_entry":
        return entry(node, read)
    if node.type == "object_declaration" and _superclass(node) is not None:
        return _member_object(node, read)
    found = tuple((name, read(value)) for name, value in members(node, node.type != "class_declaration"))
    return Record(found, node.type != "class_declaration" or not _is_enum(node), *node.byte_range)


def members(node: Node, properties: bool) -> Iterator[tuple[str, Node]]:
    """The constants of a body, and those of its companion; `properties` says that its own are among them."""
    for child in _inside(node):
        if child.type == "property_declaration" and properties:
            yield from property_of(child)
        elif child.type == "function_declaration" and properties:
            yield from _maker(child)
        elif child.type == "companion_object":
            yield name_of(child) or "Companion", child
            yield from members(child, True)
        elif child.type in CONTAINERS and (name := name_of(child)):
            yield name, child


def _maker(node: Node) -> Iterator[tuple[str, Node]]:
    """A function that gives one value, under `name()`."""
    body = next((child for child in node.named_children if child.type == "function_body"), None)
    held = parts(body)[0] if parts(body) else None
    inside = parts(held) if held is not None and held.type == "block" else [held]
    only = inside[0] if len(inside) == 1 else None
    if held is not None and held.type == "block":
        only = parts(only)[0] if only is not None and only.type == "return_expression" and parts(only) else None
    name = name_of(node)
    if only is not None and name:
        yield f"{name}()", only


def _inside(node: Node) -> list[Node]:
    return parts(next((child for child in node.named_children if child.type in _BODIES), None))


def name_of(node: Node) -> str | None:
    """The name of a class, object or entry of an enum."""
    named = node.child_by_field_name("name")
    if named is None and node.type == "enum_entry":
        named = next((child for child in node.named_children if child.type == "identifier"), None)
    return decode(named.text).strip("`") if named is not None else None


def property_of(node: Node) -> Iterator[tuple[str, Node]]:
    """The name and value of a property that is set once: its value, or its getter or delegate."""
    if not any(child.type == "val" for child in node.children) or _is_open(node):
        return
    declared = next((child for child in node.named_children if child.type == "variable_declaration"), None)
    named = parts(declared)[0] if declared is not None and parts(declared) else None
    value = value_of(node)
    if named is not None and value is not None:
        yield decode(named.text).strip("`"), value


def _is_open(node: Node) -> bool:
    """Whether a class below may have another value instead."""
    listed = next((child for child in node.named_children if child.type == "modifiers"), None)
    return any(child.text == b"open" for child in parts(listed))


def value_of(node: Node) -> Node | None:
    """What stands behind `=`; or the getter, or the delegate."""
    sides = iter(node.children)
    for child in sides:
        if child.type == "=":
            return next((side for side in sides if side.is_named), None)
    return next((child for child in node.named_children if child.type in ("getter", "property_delegate")), None)


def instance(node: Node) -> Iterator[tuple[str, Node | Kept]]:
    """What every object of a class has: what its constructor gets, and properties that are set once."""
    kept = {name: Kept(name, at) for at, name in enumerate(_parameters(node)) if name}
    changed = _changed(node)
    yield from (it for it in kept.items() if it[0] not in changed)
    for child in _inside(node):
        if child.type == "property_declaration":
            for name, value in property_of(child):
                yield name, kept.get(decode(value.text), value) if value.type == "identifier" else value


def _changed(node: Node | None, steps: int = MAX_ABOVE) -> frozenset[str]:
    """The parameters of a class that one above it gets otherwise than they are: it has another one by the name.

    As of `class Notice(event: String) : Event(event = "Notice - $event")`, and of what is above in the same file.
    """
    some = [it for it in _constructed(node) if not any(child.type in ("val", "var") for child in it.children)]
    made = _superclass(node) if node is not None and some and steps else None
    if made is None:
        return frozenset()
    above = _declared(made)
    names, lost = _parameters(above), _changed(above, steps - 1)
    given = [(_name_of(one, at, names), one.named_children[-1].text or b"") for at, one in enumerate(_given(made))]
    own = filter(None, map(_parameter, some))
    return frozenset(name for name in own if _is_changed(name.encode(), given, lost))


def _is_changed(name: bytes, given: list[tuple[str, bytes]], lost: frozenset[str]) -> bool:
    as_it_is = [key for key, value in given if value == name]
    if as_it_is:
        return any(key in lost for key in as_it_is)
    return any(re.search(rb"\b" + re.escape(name) + rb"\b", value) for _, value in given)


def _given(made: Node) -> list[Node]:
    """What something is made with."""
    listed = next((child for child in made.named_children if child.type == "value_arguments"), None)
    return [given for given in parts(listed) if given.named_children]


def _name_of(given: Node, index: int, names: list[str]) -> str:
    """The parameter that an argument is for; one whose name is not known has its position."""
    named = any(child.type == "=" for child in given.children) and len(given.named_children) > 1
    return decode(given.named_children[0].text) if named else names[index] if index < len(names) else str(index)


def _is_enum(node: Node) -> bool:
    return any(child.type == "enum_class_body" for child in node.named_children)


def entry(node: Node, read: Read) -> Entry:
    """An entry of an enum: what it is made with has the names of the enum's parameters."""
    body = node.parent
    owner = body.parent if body is not None else None
    own = [(name, read(value)) for name, value in _own(node)]
    named = {name for name, _ in own}
    made = kept_in(list(_fields(node, owner, read)), _kept(owner), read)
    fields = [*(it for it in made if it[0] not in named), *own]
    return Entry(name_of(node) or "", _only_text(fields), tuple(fields), *node.byte_range)


def _kept(owner: Node | None) -> Iterator[tuple[str, Node]]:
    """The properties that an enum makes of its parameters: those with a getter make their value anew."""
    for child in _inside(owner) if owner is not None else ():
        if child.type == "property_declaration":
            yield from (it for it in property_of(child) if it[1].type not in ("getter", "property_delegate"))


def _own(node: Node) -> Iterator[tuple[str, Node]]:
    for child in _inside(node):
        if child.type == "property_declaration":
            yield from property_of(child)


def _member_object(node: Node, read: Read) -> Expression:
    """`object Opened : Event("opened")`: made like an entry of an enum, with constants of its own."""
    made = _superclass(node)
    owner = _declared(made) if made is not None else None
    changed = _changed(owner)
    fields = [it for it in _fields(made, owner, read) if it[0] not in changed] if made is not None else []
    own = [(name, read(value)) for name, value in members(node, True)]
    if not fields and not any(name == "name" for name, _ in own):
        return Record(tuple(own), True, *node.byte_range)
    return Entry(name_of(node) or "", _only_text(fields or own), (*fields, *own), *node.byte_range)


def _declared(made: Node) -> Node | None:
    """The class that an object is made of, where it stands around the object or beside it."""
    kind = next((child for child in made.named_children if child.type == "user_type"), None)
    name = decode(kind.text).rpartition(".")[2].partition("<")[0] if kind is not None else None
    around = made.parent
    while around is not None:
        for node in (around, *around.named_children):
            if node.type == "class_declaration" and name_of(node) == name:
                return node
        around = around.parent
    return None


def _superclass(node: Node) -> Node | None:
    listed = next((child for child in node.named_children if child.type == "delegation_specifiers"), None)
    first = parts(listed)[0] if parts(listed) else None
    made = parts(first)[0] if parts(first) else None
    return made if made is not None and made.type == "constructor_invocation" else None


def _fields(node: Node, owner: Node | None, read: Read) -> Iterator[tuple[str, Expression]]:
    """Names and values of what something is made with; a parameter whose name is not known has its position."""
    names = _parameters(owner)
    for index, given in enumerate(_given(node)):
        yield _name_of(given, index, names), read(given.named_children[-1])


def _parameters(owner: Node | None) -> list[str]:
    return list(map(_parameter, _constructed(owner)))


def _constructed(owner: Node | None) -> list[Node]:
    """The parameters of a class's constructor."""
    constructor = next(
        (child for child in (owner.named_children if owner else ()) if child.type == "primary_constructor"), None
    )
    return parts(parts(constructor)[-1]) if parts(constructor) else []


def _parameter(node: Node) -> str:
    return next((decode(child.text) for child in node.named_children if child.type == "identifier"), "")


def _only_text(fields: list[tuple[str, Expression]]) -> Expression | None:
    texts = [value for _, value in fields if isinstance(value, Text | Joined)]
    return texts[0] if len(texts) == 1 else None
