"""What every object of a Python class has."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.languages import Kept, parts
from waypost.telemetry.languages.strings import decode

_TO_SELF = late(r"\bself\.(\w+)\s*(?::[^=\n]+)?[-+*/|&]?=(?!=)")


def instance(node: Node) -> Iterator[tuple[str, Node | Kept]]:
    """What every object of a class has: attributes of the class, what its constructor keeps, and what properties give.

    A dataclass without another one above it takes its fields by position, too.
    """
    written = _TO_SELF.findall(decode(node.text))
    ordered = _is_dataclass(node) and node.child_by_field_name("superclasses") is None
    position = 0
    for child in parts(node.child_by_field_name("body")):
        inner = parts(child)[0] if child.type == "expression_statement" and parts(child) else child
        name, value = inner.child_by_field_name("left"), inner.child_by_field_name("right")
        if inner.type == "assignment" and name is not None and name.type == "identifier":
            field = decode(name.text)
            yield from ((field, value),) if value is not None and field not in written else ()
            if ordered and inner.child_by_field_name("type") is not None:
                yield field, Kept(field, position)
                position += 1
        elif child.type == "decorated_definition":
            yield from _property(child)
        elif child.type == "function_definition":
            yield from ((field, it) for field, it in _kept(child) if written.count(field) == 1)


def _is_dataclass(node: Node) -> bool:
    around = node.parent
    marks = parts(around) if around is not None and around.type == "decorated_definition" else []
    return any(it.type == "decorator" and b"dataclass" in (it.text or b"") for it in marks)


def _property(node: Node) -> Iterator[tuple[str, Node]]:
    marks = [it.text for it in node.named_children if it.type == "decorator"]
    function = node.child_by_field_name("definition")
    name = function.child_by_field_name("name") if function is not None else None
    body = parts(function.child_by_field_name("body")) if function is not None else []
    given = parts(body[-1]) if len(body) == 1 and body[-1].type == "return_statement" else []
    if name is not None and given and marks and marks[0] in (b"@property", b"@cached_property"):
        yield decode(name.text), given[0]


def _kept(function: Node) -> Iterator[tuple[str, Node | Kept]]:
    """What `__init__` writes to `self`."""
    name, body = function.child_by_field_name("name"), parts(function.child_by_field_name("body"))
    if name is None or name.text != b"__init__":
        return
    listed = [_name(it) for it in parts(function.child_by_field_name("parameters"))][1:]
    kept = {each: Kept(each, at) for at, each in enumerate(listed) if each}
    for statement in body:
        inner = parts(statement)[0] if statement.type == "expression_statement" and parts(statement) else statement
        left, right = inner.child_by_field_name("left"), inner.child_by_field_name("right")
        if inner.type == "assignment" and left is not None and right is not None and left.type == "attribute":
            yield decode(left.text).removeprefix("self."), kept.get(decode(right.text), right)


def _name(parameter: Node) -> str:
    held = parameter.child_by_field_name("name") or (parts(parameter)[0] if parts(parameter) else parameter)
    return decode(held.text) if held.type == "identifier" else ""
