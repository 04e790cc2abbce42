"""What Java's values say."""

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from waypost.frozen import replace
from waypost.telemetry.expression import Expression, Joined, Opaque, Reference, Text
from waypost.telemetry.languages import first_child, parts
from waypost.telemetry.languages.assigned import last_written, written
from waypost.telemetry.languages.java.containers import CONTAINERS, container, got_by
from waypost.telemetry.languages.java.records import called, made
from waypost.telemetry.languages.java.texts import text
from waypost.telemetry.languages.jvm import gives_its_own
from waypost.telemetry.languages.operators import binary, choice
from waypost.telemetry.languages.records import printf, without_country
from waypost.telemetry.languages.strings import decode, is_name, is_of_type, label
from waypost.telemetry.resources import GIVES
from waypost.telemetry.resources import given as resource

MAX_DEPTH = 12
"""Values nested deeper say nothing about an event's name or its properties."""
_KINDS = {
    "decimal_integer_literal": "number",
    "hex_integer_literal": "number",
    "octal_integer_literal": "number",
    "binary_integer_literal": "number",
    "decimal_floating_point_literal": "number",
    "hex_floating_point_literal": "number",
    "true": "boolean",
    "false": "boolean",
    "null_literal": "null",
    "character_literal": "string",
    "array_creation_expression": "array",
    "array_initializer": "array",
    "lambda_expression": "function",
    "method_reference": "function",
    "method_declaration": "function",
    "instanceof_expression": "boolean",
}
_TEXTS = frozenset({"toString", "toLowerCase", "toUpperCase", "trim", "valueOf", "join", "concat", "format"})
OWN = frozenset({(), ("this",)})
"""What stands before a method of the same class."""
_LISTS = frozenset({("List", "of"), ("Arrays", "asList"), ("ImmutableList", "of"), ("Set", "of")})


def path_of(node: Node | None) -> tuple[str, ...]:
    """The dotted path of a callee; what has no name in it is `?`, a call in it ends in `()`."""
    segments: list[str] = []
    for _ in range(MAX_DEPTH):
        match node.type if node is not None else "":
            case "parenthesized_expression":
                node = first_child(node) if node is not None else None
            case "field_access" | "method_invocation" if node is not None:
                called = "()" if node.type == "method_invocation" else ""
                name = node.child_by_field_name("name" if called else "field")
                segments.append((decode(name.text) if name else "?") + called)
                node = node.child_by_field_name("object")
                if node is None:
                    return tuple(reversed(segments))
            case "identifier" | "this" | "super" | "type_identifier" | "scoped_type_identifier" if node is not None:
                return (decode(node.text), *reversed(segments))
            case "object_creation_expression" if node is not None:
                kind = node.child_by_field_name("type")
                return (f"{decode(kind.text if kind else None)}()", *reversed(segments))
            case _:
                break
    return ("?", *reversed(segments))


def expression(node: Node, depth: int = MAX_DEPTH) -> Expression:
    """What a value's node says."""
    inner = first_child(node)
    if depth == 0:
        return _opaque(node)

    def read(below: Node) -> Expression:
        return expression(below, depth - 1)

    if node.type in CONTAINERS:
        return container(node, read)
    match node.type:
        case "string_literal":
            return text(node)
        case "parenthesized_expression" if inner is not None:
            return read(inner)
        case "cast_expression" if (value := node.child_by_field_name("value")) is not None:
            return read(value)
        case "identifier" | "field_access":
            return _reference(node)
        case "ternary_expression":
            fields = (node.child_by_field_name(field) for field in ("consequence", "alternative"))
            return _choice(node, (field for field in fields if field is not None), depth)
        case "variable_declarator":
            return _variable(node, depth)
        case "switch_expression":
            return _choice(node, _arms(node), depth)
        case "binary_expression":
            return binary(node, _opaque, lambda side: expression(side, depth - 1))
        case "unary_expression":
            return _unary(node)
        case "object_creation_expression":
            return made(node, read)
        case "method_invocation":
            return _call(node, depth)
    return _opaque(node)


def _opaque(node: Node, kind: str | None = None) -> Opaque:
    return Opaque(kind or _KINDS.get(node.type), label(node.text), *node.byte_range)


def _reference(node: Node) -> Expression:
    path = path_of(node)
    if not all(is_name(step) for step in path):
        return _opaque(node)
    return Reference(path, *node.byte_range)


def _choice(node: Node, options: Iterable[Node], depth: int) -> Expression:
    """One of several; `null` is no name."""
    return choice(node, _opaque, (expression(option, depth - 1) for option in options))


def _arms(node: Node) -> Iterator[Node]:
    """What a `switch` comes to: behind an arrow, or by `yield`."""
    pending = parts(node.child_by_field_name("body"))
    while pending:
        child = pending.pop(0)
        if child.type in ("expression_statement", "yield_statement") and (value := first_child(child)) is not None:
            yield value
        elif child.type == "switch_rule":
            pending[:0] = parts(child)[-1:]
        elif child.type == "block":
            pending[:0] = [statement for statement in parts(child) if statement.type == "yield_statement"]


def _variable(node: Node, depth: int) -> Expression:
    """All that is written to a local variable, when it is made and later."""
    name, first = node.child_by_field_name("name"), node.child_by_field_name("value")
    block = node.parent.parent if node.parent is not None else None
    later = written(node, block, name)
    return (
        _opaque(node)
        if later is None
        else _choice(node, last_written([*([first] if first is not None else []), *later]), depth)
    )


def _unary(node: Node) -> Expression:
    operand = node.child_by_field_name("operand")
    if node.children and node.children[0].type == "!":
        return _opaque(node, "boolean")
    return _opaque(node, _KINDS.get(operand.type) if operand is not None else None)


def _call(node: Node, depth: int) -> Expression:
    """A map, something built step by step, an enum's own name, or text made of text; others say nothing."""
    path = path_of(node)
    path = (*path[:-1], path[-1].removesuffix("()"))
    given = parts(node.child_by_field_name("arguments"))
    found = called(path, node, lambda below: expression(below, depth - 1))
    if found is not None:
        return found
    held = resource(path, [expression(child, depth - 1) for child in given]) if path[-1] in GIVES else None
    if held is not None:
        return held if path[:-1] not in OWN or not gives_its_own(node, path[-1]) else _opaque(node)
    if path == ("String", "format"):
        return _formatted(node, given, depth)
    field = got_by(path[-1])
    of_variable = len(path) == 2 and field != path[-1] and is_name(path[0])
    of_entry = len(path) > 1 and path[-2][:1].isupper() and not any("(" in step for step in path)
    if not given and (of_entry or of_variable):
        return Reference((*path[:-1], field), *node.byte_range)
    if given and path not in _LISTS and path[-1] not in _TEXTS and is_of_type(path):
        return Reference((*path[:-1], f"{path[-1]}()"), *node.byte_range)
    if path[:-1] in OWN and path[-1] not in _TEXTS:
        return replace(_opaque(node), called=(f"{path[-1]}()",))
    return _opaque(node, "array" if path in _LISTS else "string" if path[-1] in _TEXTS else None)


def _formatted(node: Node, given: list[Node], depth: int) -> Expression:
    values = without_country([expression(child, depth - 1) for child in given])
    if values and isinstance(values[0], Reference):
        return replace(_opaque(node, "string"), items=tuple(values), fills="%")
    if not values or not isinstance(values[0], Text):
        return _opaque(node, "string")
    filled = printf(values[0], values[1:])
    return Joined(filled.parts, *node.byte_range)
