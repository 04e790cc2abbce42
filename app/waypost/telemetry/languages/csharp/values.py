"""What C#'s values say."""

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from waypost.frozen import replace
from waypost.telemetry.expression import Argument, Expression, Joined, Opaque, Reference, Text
from waypost.telemetry.languages import first_child, parts
from waypost.telemetry.languages.assigned import last_written, written
from waypost.telemetry.languages.csharp.containers import CONTAINERS, OWN_NAME, container, value_of
from waypost.telemetry.languages.csharp.records import CREATIONS, anonymous, built, made
from waypost.telemetry.languages.csharp.texts import HOLED, STRINGS, holed, text
from waypost.telemetry.languages.operators import binary, choice
from waypost.telemetry.languages.records import placeholders, without_country
from waypost.telemetry.languages.strings import decode, is_name, is_of_type, label

MAX_DEPTH = 12
"""Values nested deeper say nothing about an event's name or its properties."""
_WRAPPERS = frozenset(
    {"parenthesized_expression", "await_expression", "postfix_unary_expression", "checked_expression"}
)
_KINDS = {
    "integer_literal": "number",
    "real_literal": "number",
    "boolean_literal": "boolean",
    "null_literal": "null",
    "character_literal": "string",
    "is_pattern_expression": "boolean",
    "is_expression": "boolean",
    "array_creation_expression": "array",
    "implicit_array_creation_expression": "array",
    "collection_expression": "array",
    "lambda_expression": "function",
    "anonymous_method_expression": "function",
    "method_declaration": "function",
    "local_function_statement": "function",
}
_MEMBERS = frozenset({"member_access_expression", "conditional_access_expression", "member_binding_expression"})
OWN = frozenset({(), ("this",)})
"""What stands before a method of the same class."""
_STRING = frozenset({"string", "String"})
_TEXTS = frozenset(
    {"ToString", "ToLower", "ToUpper", "ToLowerInvariant", "ToUpperInvariant", "Trim", "Join", "Replace"}
)
_WORDS = frozenset({"identifier", "this", "base", "predefined_type", "generic_name", "alias_qualified_name"})


def path_of(node: Node | None) -> tuple[str, ...]:
    """The dotted path of a callee; what has no name in it is `?`, a call in it ends in `()`."""
    segments: list[str] = []
    called = ""
    for _ in range(MAX_DEPTH):
        match node.type if node is not None else "":
            case kind if kind in _WRAPPERS and node is not None:
                node = first_child(node)
            case "member_access_expression" if node is not None:
                segments.append(_name(node.child_by_field_name("name")) + called)
                node, called = node.child_by_field_name("expression"), ""
            case "member_binding_expression" if node is not None:
                segments.append(_name(node.child_by_field_name("name")) + called)
                return tuple(reversed(segments))
            case "conditional_access_expression" if node is not None:
                bound = path_of(node.named_children[-1])
                segments.extend(reversed((*bound[:-1], bound[-1] + called)))
                node, called = node.child_by_field_name("condition"), ""
            case "invocation_expression" if node is not None:
                node, called = node.child_by_field_name("function"), "()"
            case "object_creation_expression" if node is not None:
                return (f"{_name(node.child_by_field_name('type'))}()", *reversed(segments))
            case kind if kind in _WORDS:
                return (_name(node) + called, *reversed(segments))
            case _:
                break
    return ("?", *reversed(segments))


def _name(node: Node | None) -> str:
    """A name without its types in `<>` and without what stands before `::`."""
    if node is not None and node.type == "generic_name":
        node = first_child(node)
    return decode(node.text).rpartition("::")[2].lstrip("@") if node is not None else "?"


def expression(node: Node, depth: int = MAX_DEPTH) -> Expression:
    """What a value's node says."""
    inner = first_child(node)
    if depth == 0:
        return _opaque(node)

    def read(below: Node) -> Expression:
        return expression(below, depth - 1)

    if node.type in STRINGS:
        return text(node)
    if node.type in CONTAINERS:
        return container(node, read)
    if node.type in CREATIONS:
        return made(node, read)
    if node.type in _WRAPPERS and inner is not None:
        return read(inner)
    match node.type:
        case kind if kind == HOLED:
            return holed(node, read)
        case "argument" | "arrow_expression_clause" if inner is not None:
            return read(node.named_children[-1])
        case "cast_expression" if (value := node.child_by_field_name("value")) is not None:
            return read(value)
        case "as_expression" if (value := node.child_by_field_name("left")) is not None:
            return read(value)
        case "identifier" | "member_access_expression" | "conditional_access_expression":
            return _reference(node)
        case "conditional_expression":
            fields = (node.child_by_field_name(field) for field in ("consequence", "alternative"))
            return _choice(node, (field for field in fields if field is not None), depth)
        case "variable_declarator":
            return _variable(node, depth)
        case "switch_expression":
            return _choice(node, _arms(node), depth)
        case "binary_expression":
            return _binary(node, depth)
        case "prefix_unary_expression":
            kinds = {"!": "boolean"}
            return _opaque(node, kinds.get(node.children[0].type) or (_KINDS.get(inner.type) if inner else None))
        case "anonymous_object_creation_expression":
            return anonymous(node, read, path_of)
        case "invocation_expression":
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
    """One of several; `null` and what throws is no name."""
    kept = (option for option in options if option.type != "throw_expression")
    return choice(node, _opaque, (expression(option, depth - 1) for option in kept))


def _variable(node: Node, depth: int) -> Expression:
    """All that is written to a local variable, when it is made and later."""
    name, first = node.child_by_field_name("name"), value_of(node)
    statement = node.parent.parent if node.parent is not None else None
    block = statement.parent if statement is not None else None
    later = written(node, block, name)
    return (
        _opaque(node)
        if later is None
        else _choice(node, last_written([*([first] if first is not None else []), *later]), depth)
    )


def _arms(node: Node) -> Iterator[Node]:
    for child in node.named_children:
        if child.type == "switch_expression_arm" and (held := parts(child)):
            yield held[-1]


def _binary(node: Node, depth: int) -> Expression:
    operator = node.child_by_field_name("operator")
    sides = [side for name in ("left", "right") if (side := node.child_by_field_name(name)) is not None]
    if operator is not None and operator.type == "??" and len(sides) == 2:
        return _choice(node, sides, depth)
    return binary(node, _opaque, lambda side: expression(side, depth - 1))


def _call(node: Node, depth: int) -> Expression:
    """Text made of text, an enum's own name, something built step by step; any other call says nothing."""
    path = path_of(node.child_by_field_name("function"))
    given = parts(node.child_by_field_name("arguments"))
    values = [expression(child, depth - 1) for child in given]
    match path:
        case ("nameof",) if given:
            return Text(path_of(first_child(given[0]))[-1], *node.byte_range)
        case (holder, "Format") if holder in _STRING:
            return _formatted(node, without_country(values))
        case (holder, "Concat") if holder in _STRING:
            return Joined(tuple(values), *node.byte_range)
        case (*_, owner, entry, "ToString") if not given and owner[:1].isupper() and "(" not in owner + entry:
            return Reference((*path[:-1], OWN_NAME), *node.byte_range)
        case (variable, "ToString") if not given and is_name(variable):
            return Reference((variable, OWN_NAME), *node.byte_range)
    found = built(node, lambda below: expression(below, depth - 1))
    if found is None and path[-1] not in _TEXTS and is_of_type(path):
        return Reference((*path[:-1], f"{path[-1]}()"), *node.byte_range)
    if found is None and path[:-1] in OWN and is_name(path[-1]) and path[-1] not in _TEXTS:
        return replace(_opaque(node), called=(f"{path[-1]}()",))
    return found or _opaque(node, "string" if path[-1] in _TEXTS else None)


def _formatted(node: Node, given: list[Expression]) -> Expression:
    """`string.Format("a_{0}", x)`."""
    match given:
        case [Text() as template, *rest]:
            return Joined(placeholders(template, rest).parts, *node.byte_range)
        case [Reference(), *_]:
            return replace(_opaque(node, "string"), items=tuple(given), fills="{}")
    return _opaque(node, "string")


def arguments(call: Node) -> tuple[Argument, ...]:
    """The arguments of a call, in order."""
    return tuple(_argument(node) for node in parts(call.child_by_field_name("arguments")) if node.named_child_count)


def _argument(node: Node) -> Argument:
    name = node.child_by_field_name("name")
    value = node.named_children[-1]
    changed = any(child.type in ("ref", "out") for child in node.children)
    return Argument(_name(name) if name is not None else None, _opaque(value) if changed else expression(value))
