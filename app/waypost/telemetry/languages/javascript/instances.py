"""What the one object has that a file makes of a function or class of its own: `const EVENTS = new Events()`."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.languages import Kept, parts
from waypost.telemetry.languages.strings import decode

_DECLARED = frozenset({"function_declaration", "class_declaration", "abstract_class_declaration"})
_FIELDS = frozenset({"public_field_definition", "field_definition"})
MAX_FIELDS = 2_000
_TO_THIS = late(r"\bthis\.(\w+)\s*(?:[-+*/|&?]{0,2}=(?![=>])|\+\+|--)")


def fields(made: Node) -> Iterator[tuple[str, Node]]:
    """The fields of what a `new` at the top of a file makes, with their values; those written to twice are left out."""
    maker = _maker(made)
    body = maker.child_by_field_name("body") if maker is not None else None
    found = list(_written(body)) if body is not None else []
    written = _writes(maker) if maker is not None and found else []
    for name, value, by_this in found[:MAX_FIELDS]:
        if written.count(name) == by_this and [key for key, _, _ in found].count(name) == 1:
            yield name, value


def instance(node: Node) -> Iterator[tuple[str, Node | Kept]]:
    """What every object of a class has: fields, what its constructor keeps, and what getters give."""
    body = node.child_by_field_name("body")
    kept = {name: Kept(name, at) for at, (name, _) in enumerate(_parameters(body))}
    found, written = list(_written(body)) if body is not None else [], _writes(node)
    for child in body.named_children if body is not None else ():
        if child.type == "method_definition" and any(part.type == "get" for part in child.children):
            name, value = child.child_by_field_name("name"), _returned(child.child_by_field_name("body"))
            yield from ((decode(name.text), value),) if name is not None and value is not None else ()
    yield from ((name, kept[name]) for name, is_field in _parameters(body) if is_field)
    for field, given, by_this in found[:MAX_FIELDS]:
        if written.count(field) == by_this:
            yield field, kept.get(decode(given.text), given) if by_this else given


def _parameters(body: Node | None) -> Iterator[tuple[str, bool]]:
    """The parameters of a constructor, and whether they are fields, too."""
    methods = (child for child in parts(body) if child.type == "method_definition")
    made = next((it for it in methods if _is_called(it, b"constructor")), None)
    for parameter in parts(made.child_by_field_name("parameters")) if made is not None else ():
        name = parameter.child_by_field_name("pattern") or parameter.child_by_field_name("left") or parameter
        marked = any(part.type in ("accessibility_modifier", "readonly") for part in parameter.children)
        yield decode(name.text), marked


def _is_called(method: Node, name: bytes) -> bool:
    found = method.child_by_field_name("name")
    return found is not None and found.text == name


def _returned(body: Node | None) -> Node | None:
    inside = parts(body)
    only = inside[0] if len(inside) == 1 and inside[0].type == "return_statement" else None
    return parts(only)[0] if only is not None and parts(only) else None


def _writes(node: Node) -> list[str]:
    """The fields that are written to anywhere in a function or class, as often as they are."""
    return _TO_THIS.findall(decode(node.text))


def _maker(made: Node) -> Node | None:
    """The function or class of the same file that is called."""
    name, top = made.child_by_field_name("constructor"), _top(made)
    for child in top.named_children if top is not None and name is not None and name.type == "identifier" else ():
        inner = child.child_by_field_name("declaration") if child.type == "export_statement" else child
        called = inner.child_by_field_name("name") if inner is not None and inner.type in _DECLARED else None
        if called is not None and name is not None and called.text == name.text:
            return inner
    return None


def _top(made: Node) -> Node | None:
    """The file, where an object is made at the top of it."""
    around = made.parent
    while around is not None and around.type in ("variable_declarator", "lexical_declaration", "export_statement"):
        around = around.parent
    return around if around is not None and around.type == "program" else None


def _written(body: Node) -> Iterator[tuple[str, Node, bool]]:
    """The name and value of each field that a body gives, and whether it is written to `this`."""
    for child in body.named_children:
        name = child.child_by_field_name("name")
        if child.type in _FIELDS and not any(part.type == "static" for part in child.children):
            name, value = name or child.child_by_field_name("property"), child.child_by_field_name("value")
            if name is not None and value is not None:
                yield decode(name.text), value, False
        elif child.type == "method_definition" and name is not None and name.text == b"constructor":
            yield from _written(child.child_by_field_name("body") or child)
        elif child.type == "expression_statement":
            yield from _assigned(child)


def _assigned(statement: Node) -> Iterator[tuple[str, Node, bool]]:
    inner = statement.named_children[0] if statement.named_children else statement
    left, right = inner.child_by_field_name("left"), inner.child_by_field_name("right")
    holder = left.child_by_field_name("object") if left is not None and left.type == "member_expression" else None
    if inner.type == "assignment_expression" and holder is not None and holder.type == "this" and right is not None:
        name = left.child_by_field_name("property") if left is not None else None
        yield decode(name.text if name is not None else None), right, True
