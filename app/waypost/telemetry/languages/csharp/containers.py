"""C#'s classes, structs and enums as holders of constants."""

from collections.abc import Callable, Iterator

from tree_sitter import Node

from waypost.telemetry.expression import Entry, Expression, Record
from waypost.telemetry.languages import Kept, first_child, parts
from waypost.telemetry.languages.strings import decode

Read = Callable[[Node], Expression]
TYPES = frozenset(
    {
        "class_declaration",
        "struct_declaration",
        "record_declaration",
        "record_struct_declaration",
        "interface_declaration",
        "enum_declaration",
    }
)
NAMESPACES = frozenset({"namespace_declaration", "file_scoped_namespace_declaration"})
OWN_NAME = "ToString()"
"""What gives the name of an enum's member."""
CONTAINERS = TYPES | {"enum_member_declaration"}


def container(node: Node, read: Read) -> Expression:
    """What can be named with a dot behind a class or enum, as a record."""
    if node.type == "enum_member_declaration":
        return Entry(name_of(node) or "", None, (), *node.byte_range, own=OWN_NAME)
    body = parts(node.child_by_field_name("body"))
    found = tuple((name, read(value)) for name, value in (*members(body, static=True), *_makers(body)))
    return Record(found, node.type != "enum_declaration", *node.byte_range)


def name_of(node: Node) -> str | None:
    """The name of a type, a member or a variable."""
    name = node.child_by_field_name("name")
    return decode(name.text).lstrip("@") if name is not None else None


def members(statements: list[Node], static: bool) -> Iterator[tuple[str, Node]]:
    """The constants and types of a body; `static` leaves out what only an instance has."""
    for child in statements:
        if child.type == "field_declaration" and is_constant(child) and (not static or _belongs_to_type(child)):
            yield from declared(child)
        elif child.type == "property_declaration" and (not static or _belongs_to_type(child)):
            yield from _property(child)
        elif child.type in CONTAINERS and (name := name_of(child)):
            yield name, child


def _makers(statements: list[Node]) -> Iterator[tuple[str, Node]]:
    """Static methods that give one value, under `Name()`."""
    for child in statements:
        if child.type == "method_declaration" and "static" in modifiers(child):
            value, name = _only_value(child.child_by_field_name("body")), name_of(child)
            if value is not None and name:
                yield f"{name}()", value


def _only_value(body: Node | None) -> Node | None:
    """What a body gives that is `=> x;` or `{ return x; }`."""
    inside = parts(body)
    only = inside[0] if len(inside) == 1 else None
    if body is None or only is None or body.type == "arrow_expression_clause":
        return only
    return first_child(only) if only.type == "return_statement" else None


def modifiers(node: Node) -> set[str]:
    """The words before a declaration."""
    return {decode(child.text) for child in node.named_children if child.type == "modifier"}


def is_constant(node: Node) -> bool:
    """Whether a field or variable never changes."""
    return bool(modifiers(node) & {"const", "readonly"})


def _belongs_to_type(node: Node) -> bool:
    return bool(modifiers(node) & {"const", "static"})


def declared(node: Node) -> Iterator[tuple[str, Node]]:
    """The names that a declaration gives a value."""
    for declaration in node.named_children:
        for declarator in declaration.named_children if declaration.type == "variable_declaration" else ():
            name, value = name_of(declarator), value_of(declarator)
            if name and value is not None:
                yield name, value


def value_of(declarator: Node) -> Node | None:
    """What stands behind `=`."""
    sides = iter(declarator.children)
    for child in sides:
        if child.type == "=":
            return next((side for side in sides if side.is_named), None)
    return None


def _property(node: Node) -> Iterator[tuple[str, Node]]:
    """A property that is only read: `=> "x"`, `{ get; } = "x"`, `{ get { return "x"; } }`."""
    name, value = name_of(node), node.child_by_field_name("value")
    accessors = parts(node.child_by_field_name("accessors"))
    names = [child.child_by_field_name("name") for child in accessors]
    if name is None or "virtual" in modifiers(node) or any(each is not None and each.type != "get" for each in names):
        return
    if value is None and len(accessors) == 1:
        body = accessors[0].child_by_field_name("body")
        inside = parts(body)
        value = first_child(inside[0]) if len(inside) == 1 and inside[0].type == "return_statement" else None
    if value is not None:
        yield name, value


def instance(node: Node) -> Iterator[tuple[str, Node | Kept]]:
    """What every object of a class has: what its constructor keeps, constants, and properties that are only read."""
    body = parts(node.child_by_field_name("body"))
    primary = next((child for child in node.named_children if child.type == "parameter_list"), None)
    yield from _kept(primary).items()
    constructors = [child for child in body if child.type == "constructor_declaration"]
    if len(constructors) == 1 and primary is None:
        kept = _kept(constructors[0].child_by_field_name("parameters"))
        written = list(_assigned(constructors[0]))
        names = [name for name, _ in written]
        yield from ((name, kept.get(decode(right.text), right)) for name, right in written if names.count(name) == 1)
    yield from members(body, static=False)


def _kept(listed: Node | None) -> dict[str, Kept]:
    names = [name_of(child) or "" for child in parts(listed)]
    return {name: Kept(name, at) for at, name in enumerate(names) if name}


def _assigned(constructor: Node) -> Iterator[tuple[str, Node]]:
    """What a constructor writes to the members of its object."""
    pending = parts(constructor.child_by_field_name("body"))
    while pending:
        node = pending.pop()
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if node.type == "assignment_expression" and left is not None and right is not None:
            yield decode(left.text).removeprefix("this."), right
        pending += node.named_children
