"""What Swift's values say."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.frozen import replace
from waypost.telemetry.expression import (
    Argument,
    Choice,
    Expression,
    Joined,
    Opaque,
    Reference,
    Text,
    constructed,
)
from waypost.telemetry.languages import first_child
from waypost.telemetry.languages.records import Pair, merged, printf, record
from waypost.telemetry.languages.strings import decode, label, unescape
from waypost.telemetry.languages.swift.containers import container
from waypost.telemetry.languages.swift.syntax import (
    MAX_DEPTH,
    PASSED,
    brackets,
    declared_names,
    path_of,
    results,
    written_by,
)
from waypost.telemetry.languages.swift.types import type_name, type_of, typed

_KINDS = {
    "integer_literal": "number",
    "real_literal": "number",
    "boolean_literal": "boolean",
    "nil_literal": "null",
    "nil": "null",
    "array_literal": "array",
    "lambda_literal": "function",
    "equality_expression": "boolean",
    "comparison_expression": "boolean",
    "conjunction_expression": "boolean",
    "disjunction_expression": "boolean",
}
_STRINGS = frozenset({"line_string_literal", "multi_line_string_literal", "raw_string_literal"})
_REFERENCES = frozenset({"simple_identifier", "navigation_expression", "self_expression"})
OWN = frozenset({(), ("self",)})
"""What stands before a function of the same type, or of the same file."""


def given(call: Node, depth: int = MAX_DEPTH) -> tuple[Argument, ...] | None:
    """The arguments in the brackets of a call, if it has any."""
    listed = brackets(call)
    if listed is None:
        return None
    return tuple(
        Argument(_label_of(node), expression(value, depth - 1))
        for node in listed.named_children
        if node.type == "value_argument" and (value := node.child_by_field_name("value")) is not None
    )


def _label_of(argument: Node) -> str | None:
    name = argument.child_by_field_name("name")
    return decode(name.text) if name is not None else None


def expression(node: Node, depth: int = MAX_DEPTH) -> Expression:
    """What a value's node says."""
    if depth == 0:
        return _opaque(node)
    if node.type in _STRINGS:
        return _string(node, depth)
    if node.type in _REFERENCES:
        return _reference(node)
    if node.type in PASSED:
        inner = node.child_by_field_name(PASSED[node.type])
        return expression(inner, depth - 1) if inner is not None else _opaque(node)
    match node.type:
        case "prefix_expression":
            return _reference(node) if decode(node.children[0].text) == "." else _negated(node)
        case "tuple_expression" if node.named_child_count == 1:
            return expression(node.named_children[0], depth - 1)
        case "ternary_expression" | "nil_coalescing_expression" | "if_statement" | "switch_statement":
            return _choice(node, depth)
        case "additive_expression":
            return _sum(node, depth)
        case "dictionary_literal":
            return record(_pairs(node, depth), False, *node.byte_range)
        case "call_expression":
            return _call(node, depth)
        case "property_declaration":
            return _declared(node, depth)
        case "assignment":
            return _assigned(node, depth)
        case "typealias_declaration":
            name = type_name(node.child_by_field_name("value") or node.named_children[-1])
            return Reference(tuple(name.split(".")), *node.byte_range) if name is not None else _opaque(node)
        case "class_declaration":
            return container(node, lambda it: expression(it, depth - 1), lambda body: returned(body, depth - 1))
        case "function_declaration":
            return _opaque(node, "function")
    return _opaque(node)


def _opaque(node: Node, kind: str | None = None) -> Opaque:
    return Opaque(kind or _KINDS.get(node.type), label(node.text), *node.byte_range)


def _negated(node: Node) -> Opaque:
    return _opaque(node, {"!": "boolean", "-": "number"}.get(decode(node.children[0].text)))


def _string(node: Node, depth: int) -> Expression:
    text = decode(node.text)
    hashes = len(text) - len(text.lstrip("#"))
    quote = '"""' if text[hashes:].startswith('"""') else '"'
    size = hashes + len(quote)
    if len(text) < 2 * size or not text.endswith(quote + "#" * hashes):
        return _opaque(node, "string")
    if any("interpol" in child.type for child in node.named_children):
        return Joined(tuple(_parts(node, depth)), *node.byte_range) if not hashes else _opaque(node, "string")
    if len(quote) > 1:
        return _opaque(node, "string")
    value = text[size:-size]
    inner = (node.start_byte + size, node.end_byte - size)
    return Text(value if hashes else unescape(value), *node.byte_range, inner)


def _parts(node: Node, depth: int) -> Iterator[Expression]:
    """Text and interpolations; text is told by where it stands, since its escapes have several nodes."""
    at = node.start_byte + 1
    raw = node.text or b""
    for child in node.named_children:
        if child.type == "interpolated_expression":
            before = raw[at - node.start_byte : child.start_byte - node.start_byte].removesuffix(b"\\(")
            yield Text(unescape(decode(before)), at, at + len(before))
            value = child.child_by_field_name("value")
            yield expression(value, depth - 1) if value is not None else _opaque(child)
            at = child.end_byte + 1
    rest = raw[at - node.start_byte : -1]
    yield Text(unescape(decode(rest)), at, at + len(rest))


def _reference(node: Node) -> Expression:
    path = path_of(node)
    return Reference(path, *node.byte_range) if _plain(path) else _opaque(node)


def _plain(path: tuple[str, ...]) -> bool:
    return not any(segment == "?" or segment.endswith(("()", "[]")) for segment in path)


def _choice(node: Node, depth: int) -> Expression:
    fields = {"ternary_expression": ("if_true", "if_false"), "nil_coalescing_expression": ("value", "if_nil")}
    if node.type in fields:
        kept = [node.child_by_field_name(field) for field in fields[node.type]]
    else:
        kept = list(_last_values(node, depth))
    options = tuple(expression(option, depth - 1) for option in kept if option is not None)
    return Choice(options, *node.byte_range) if options else _opaque(node)


def _last_values(node: Node, depth: int) -> Iterator[Node]:
    """The last value of each branch of an `if` or `switch` that is used as a value."""
    for child in node.named_children:
        if child.type == "statements":
            last = child.named_children[-1:]
            yield from last if not last or last[0].type != "control_transfer_statement" else ()
        elif child.type in ("switch_entry", "if_statement", "else") and depth:
            yield from _last_values(child, depth - 1)


def _sum(node: Node, depth: int) -> Expression:
    left, right = node.child_by_field_name("lhs"), node.child_by_field_name("rhs")
    if left is None or right is None:
        return _opaque(node)
    parts = (expression(left, depth - 1), expression(right, depth - 1))
    joined = any(isinstance(part, Text | Joined) for part in parts)
    return Joined(parts, *node.byte_range) if joined else _opaque(node)


def _pairs(node: Node, depth: int) -> Iterator[Pair]:
    keys = node.children_by_field_name("key")
    values = node.children_by_field_name("value")
    for key, value in zip(keys, values, strict=False):
        yield expression(key), expression(value, depth - 1)


def _call(node: Node, depth: int) -> Expression:
    """Constructors and what fills a format; a member of a type may be a function that makes an event."""
    arguments = given(node, depth)
    path = path_of(first_child(node))
    if path[-1] in ("compactMapValues", "mapValues"):  # the same keys at most
        receiver = first_child(first_child(node) or node)
        return expression(receiver, depth - 1) if receiver is not None else _opaque(node)
    if arguments is None or path[-1] == "?":
        return _opaque(node)
    values = [argument.value for argument in arguments]
    match path:
        case ("String",) if arguments and arguments[0].keyword == "format" and isinstance(values[0], Text):
            return printf(values[0], values[1:])
        case ("String",) | ("String", "localizedStringWithFormat"):
            return _opaque(node, "string")
        case (*_, "merging") if values:
            receiver = first_child(first_child(node) or node)
            base = expression(receiver, depth - 1) if receiver is not None else _opaque(node)
            return merged((base, values[0]), *node.byte_range)
        case (*_, "init"):
            return constructed(arguments, node.byte_range, path[-2] if len(path) > 1 else "")
        case (*_, name) if name[:1].isupper():
            return constructed(arguments, node.byte_range, name)
    if not _plain(path):
        return _opaque(node)
    made = path[0] == "" or path[0] == "Self" or path[0][:1].isupper()
    if made or (len(path) == 2 and not arguments and path[:-1] not in OWN):
        return Reference((*path[:-1], f"{path[-1]}()"), *node.byte_range)
    if path[:-1] in OWN:
        return replace(_opaque(node), called=(f"{path[-1]}()",))
    label = arguments[0].keyword if len(path) == 2 and len(arguments) == 1 else None
    return Reference((path[0], f"{path[1]}({label}:)"), *node.byte_range) if label else _opaque(node)


def _declared(node: Node, depth: int) -> Expression:
    """The value of `let event: Stat = .opened` and `var event: Stat { .opened }`, with the type that it leaves out."""
    value = node.child_by_field_name("value")
    computed = node.child_by_field_name("computed_value")
    if value is not None:
        said = expression(value, depth)
    else:
        said = returned(computed, depth) if computed is not None else _opaque(node)
    return typed(said, type_of(node))


def _assigned(node: Node, depth: int) -> Expression:
    """What is written to a variable, with the type that its declaration gives."""
    result, target = node.child_by_field_name("result"), written_by(node)
    if result is None or target is None:
        return _opaque(node)
    name, around = decode(target.text), node.parent
    for _ in range(MAX_DEPTH):
        for child in around.named_children if around is not None and around.type == "statements" else ():
            if child.type == "property_declaration" and name in dict(declared_names(child)):
                return typed(expression(result, depth - 1), type_of(child))
        around = around.parent if around is not None else None
    return expression(result, depth - 1)


def returned(body: Node, depth: int) -> Expression:
    """What a function or computed property gives back: its only value, or those of its `return`s."""
    statements = next((child for child in body.named_children if child.type == "statements"), None)
    if statements is None or depth == 0:
        return _opaque(body)
    if statements.named_child_count == 1 and statements.named_children[0].type != "control_transfer_statement":
        only = statements.named_children[0]
        if only.type not in ("switch_statement", "if_statement"):
            return expression(only, depth - 1)
        if not any(True for _ in results(statements)):
            return _choice(only, depth)
    options = tuple(expression(result, depth - 1) for result in results(statements))
    return options[0] if len(options) == 1 else Choice(options, *body.byte_range) if options else _opaque(body)
