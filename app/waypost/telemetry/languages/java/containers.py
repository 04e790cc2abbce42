"""Java's classes, interfaces and enums as holders of constants."""

from collections.abc import Callable, Iterable, Iterator

from tree_sitter import Node

from waypost.frozen import dataclass
from waypost.patterns import late
from waypost.telemetry.expression import Entry, Expression, Joined, Opaque, Record, Reference, Text
from waypost.telemetry.languages import Kept, first_child, parts
from waypost.telemetry.languages.records import kept_in
from waypost.telemetry.languages.strings import decode

Read = Callable[[Node], Expression]
_TYPES = frozenset({"class_declaration", "interface_declaration", "enum_declaration", "record_declaration"})
CONTAINERS = _TYPES | {"enum_constant"}
OWN_NAME = "name()"
"""What gives the name of an enum's entry; `getName()` gives the field `name`."""
FIELDS = frozenset({"field_declaration", "constant_declaration"})
_WRITES = late(rb"[^=!<>]=[^=]")


def container(node: Node, read: Read) -> Expression:
    """What can be named with a dot behind a class, interface or enum, as a record."""
    if node.type == "enum_constant":
        return _entry(node, read, _kind(node.parent))
    body = inside(node)
    kind = _kind(node.child_by_field_name("body")) if node.type == "enum_declaration" else _Kind()

    def held(value: Node) -> Expression:
        return _entry(value, read, kind) if value.type == "enum_constant" else read(value)

    found = tuple((name, held(value)) for name, value in (*members(body, static=True), *_makers(body)))
    return Record(found, node.type != "enum_declaration", *node.byte_range)


def inside(node: Node) -> list[Node]:
    """What stands in the body of a type."""
    body = parts(node.child_by_field_name("body"))
    return [each for child in body for each in (parts(child) if child.type == "enum_body_declarations" else [child])]


def members(statements: list[Node], static: bool) -> Iterator[tuple[str, Node]]:
    """The constants, entries and types; `static` leaves out what only an instance has."""
    for child in statements:
        if child.type in FIELDS and is_final(child) and (not static or is_static(child)):
            yield from declared(child)
        elif child.type in CONTAINERS and (name := name_of(child)):
            yield name, child


def _makers(statements: list[Node]) -> Iterator[tuple[str, Node]]:
    """Static methods that give one value, under `name()`; what needs no argument is read as a field, too."""
    for child in statements:
        if child.type == "method_declaration" and "static" in _modifiers(child):
            body, name = parts(child.child_by_field_name("body")), name_of(child) or ""
            value = first_child(body[0]) if len(body) == 1 and body[0].type == "return_statement" else None
            if value is not None:
                yield f"{name}()", value
                yield from () if parts(child.child_by_field_name("parameters")) else ((name, value),)


def declared(node: Node) -> Iterator[tuple[str, Node]]:
    """The names that a declaration gives a value."""
    for declarator in node.children_by_field_name("declarator"):
        name, value = declarator.child_by_field_name("name"), declarator.child_by_field_name("value")
        if name is not None and value is not None:
            yield decode(name.text), value


def name_of(node: Node) -> str | None:
    """The name of a type or of an enum's entry."""
    name = node.child_by_field_name("name")
    return decode(name.text) if name is not None else None


def is_final(node: Node) -> bool:
    """Whether a field or variable never changes; in an interface none does."""
    return node.type == "constant_declaration" or "final" in _modifiers(node)


def is_static(node: Node) -> bool:
    """Whether a field belongs to the class."""
    return node.type == "constant_declaration" or "static" in _modifiers(node)


def _modifiers(node: Node) -> set[str]:
    return {word.type for child in node.children if child.type == "modifiers" for word in child.children}


@dataclass(frozen=True, slots=True)
class _Kind:
    """What an enum does with what its entries are made with: the names that its constructor gives them, what that
    writes, what its methods without arguments give, the fields that only these can read, and those that any may write.
    """

    names: tuple[str, ...] = ()
    assigned: tuple[tuple[str, Node], ...] = ()
    getters: tuple[tuple[str, Node | None], ...] = ()
    hidden: frozenset[str] = frozenset()
    changing: frozenset[str] = frozenset()


def _kind(body: Node | None) -> _Kind:
    owner = body.parent if body is not None else None
    statements = inside(owner) if owner is not None else []
    constructor = _constructor(statements)
    names = tuple(name_of(each) or "" for each in _parameters(constructor))
    private = [child for child in statements if child.type in FIELDS and "private" in _modifiers(child)]
    hidden = {name_of(each) or "" for child in private for each in child.children_by_field_name("declarator")}
    changing = frozenset(_changing(statements))
    return _Kind(names, tuple(_assigned(constructor)), tuple(_getters(statements)), frozenset(hidden), changing)


def _changing(statements: Iterable[Node]) -> Iterator[str]:
    """The fields that methods write to."""
    for child in statements:
        if child.type == "method_declaration" and _WRITES.search(child.text or b""):
            yield from (left.removeprefix("this.") for left, _ in _assigned(child))


def _getters(statements: Iterable[Node]) -> Iterator[tuple[str, Node | None]]:
    """What methods without arguments are for, and their only value."""
    for child in statements:
        if child.type == "method_declaration" and not parts(child.child_by_field_name("parameters")):
            yield got_by(name_of(child) or ""), _value_of(child)


def _entry(node: Node, read: Read, kind: _Kind) -> Entry:
    """An entry of an enum: what it is made with has the names of the fields that its constructor keeps it in.

    What a getter gives has the name of the field that it is for; that it is the enum's own says `key()`.
    """
    names = kind.names
    given = [read(value) for value in parts(node.child_by_field_name("arguments"))]
    values = [(names[index] if index < len(names) else str(index), value) for index, value in enumerate(given)]
    written = {name for name, _ in kind.assigned if name in names}
    values = [(name, _unknown(name, value) if name in written else value) for name, value in values]
    fields = kept_in(values, ((name.removeprefix("this."), right) for name, right in kind.assigned), read)
    fields = [(name, _unknown(name, value) if name in kind.changing else value) for name, value in fields]
    texts = [value for _, value in fields if isinstance(value, Text | Joined)]
    only = texts[0] if len(texts) == 1 else None
    got = _got((*kind.getters, *_getters(inside(node))), dict(fields), read)
    got = {
        name: it if _is_told(name, it, dict(fields), kind.hidden) else _unknown(name, it) for name, it in got.items()
    }
    kept = (*((name, value) for name, value in fields if name not in got), *got.items())
    return Entry(name_of(node) or "", only, kept, *node.byte_range, own=OWN_NAME)


def _got(
    getters: Iterable[tuple[str, Node | None]], fields: dict[str, Expression], read: Read
) -> dict[str, Expression]:
    """What getters give of an entry; where there are two for a field, nothing is known."""
    found: dict[str, Expression] = {}
    for field, value in getters:
        kept = fields.get(decode(value.text).removeprefix("this.")) if value is not None else None
        told = kept if kept is not None or value is None else _filled(read(value), fields)
        nowhere = (value.start_byte, value.end_byte) if value is not None else (0, 0)
        told = told if told is not None and field not in found else Opaque(None, field, *nowhere)
        found |= {field: told, f"{field}()": told}
    return found


def _is_told(name: str, got: Expression, fields: dict[str, Expression], hidden: frozenset[str]) -> bool:
    """Whether a field's name means what its getter gives: the field itself may be something else, and be read, too."""
    return name not in fields or fields[name] is got or name in hidden


def _filled(value: Expression, fields: dict[str, Expression]) -> Expression | None:
    """A getter's value with what is kept in the fields that it names; None where it makes anything but text of them."""
    match value:
        case Text():
            return value
        case Reference(path=(name,)) if name in fields:
            return fields[name]
        case Joined(parts=held):
            filled = [_filled(part, fields) for part in held]
            return Joined(
                tuple(it if it is not None else part for it, part in zip(filled, held, strict=True)),
                value.start,
                value.end,
            )
    return None


def got_by(getter: str) -> str:
    """What a getter gives: `getKey` and `key` say `key`; `name()` is the entry's own name, whatever it is made with."""
    bare = getter.removeprefix("get")
    if getter == OWN_NAME.removesuffix("()"):
        return OWN_NAME
    return bare[:1].lower() + bare[1:] if bare != getter and bare[:1].isupper() else getter


def _value_of(method: Node) -> Node | None:
    """The only value that a method gives."""
    body = parts(method.child_by_field_name("body"))
    return first_child(body[0]) if len(body) == 1 and body[0].type == "return_statement" else None


def _unknown(name: str, value: Expression) -> Expression:
    return Opaque(None, name, value.start, value.end)


def _constructor(statements: Iterable[Node]) -> Node | None:
    """The one constructor among what stands in a type."""
    found = [child for child in statements if child.type == "constructor_declaration"]
    return found[0] if len(found) == 1 else None


def _parameters(constructor: Node | None) -> list[Node]:
    return parts(constructor.child_by_field_name("parameters")) if constructor is not None else []


def _assigned(constructor: Node | None) -> Iterator[tuple[str, Node]]:
    """What a constructor or a method writes to fields, and to its parameters."""
    pending = parts(constructor.child_by_field_name("body")) if constructor is not None else []
    while pending:
        node = pending.pop()
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if node.type == "assignment_expression" and left is not None and right is not None:
            yield decode(left.text), right
        pending += node.named_children


def instance(node: Node) -> Iterator[tuple[str, Node | Kept]]:
    """What every object of a class has: what its one constructor keeps, final fields, and what getters give."""
    record = node.child_by_field_name("parameters")  # of a record
    constructor = _constructor(inside(node))
    names = [name_of(each) or "" for each in (parts(record) if record is not None else _parameters(constructor))]
    kept = {name: Kept(name, at) for at, name in enumerate(names) if name}
    yield from kept.items() if record is not None else ()
    written = list(_assigned(constructor))
    fields = [left.removeprefix("this.") for left, _ in written]
    for field, (_, right) in zip(fields, written, strict=True):
        if fields.count(field) == 1:
            yield field, kept.get(decode(right.text), right)
    for child in inside(node):
        if child.type in FIELDS and is_final(child):
            yield from declared(child)
        elif child.type == "method_declaration" and (given := _given_back(child)) is not None:
            yield given


def _given_back(method: Node) -> tuple[str, Node] | None:
    """The field that a getter is for, and its only value."""
    name, value = name_of(method) or "", _value_of(method)
    bare = name.removeprefix("get")
    if value is None or parts(method.child_by_field_name("parameters")) or bare == name or not bare[:1].isupper():
        return None
    return bare[:1].lower() + bare[1:], value
