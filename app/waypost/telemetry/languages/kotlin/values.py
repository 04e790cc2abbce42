"""What Kotlin's values say."""

from collections.abc import Iterable

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
from waypost.telemetry.languages import first_child, parts
from waypost.telemetry.languages.assigned import last_written, written
from waypost.telemetry.languages.jvm import gives_its_own
from waypost.telemetry.languages.kotlin.containers import CONTAINERS, container, value_of
from waypost.telemetry.languages.kotlin.records import block, called, lambda_of, together
from waypost.telemetry.languages.kotlin.texts import STRINGS, text
from waypost.telemetry.languages.records import printf, without_country
from waypost.telemetry.languages.strings import decode, is_name, is_of_type, label
from waypost.telemetry.resources import GIVES, given

MAX_DEPTH = 12
"""Values nested deeper say nothing about an event's name or its properties."""
_KINDS = {
    "number_literal": "number",
    "float_literal": "number",
    "character_literal": "string",
    "lambda_literal": "function",
    "annotated_lambda": "function",
    "anonymous_function": "function",
    "function_declaration": "function",
    "callable_reference": "function",
    "is_expression": "boolean",
    "in_expression": "boolean",
}
_WORDS = {"true": "boolean", "false": "boolean", "null": "null"}
_JUMPS = frozenset({"return_expression", "throw_expression", "break_expression", "continue_expression"})
_COMPARISONS = frozenset({"==", "!=", "===", "!==", "<", ">", "<=", ">=", "&&", "||"})
_ARRAYS = frozenset({"listOf", "arrayOf", "setOf", "emptyList", "mutableListOf", "listOfNotNull", "arrayListOf"})
OWN = frozenset({(), ("this",)})
"""What stands before a function of the same class, or of the same file."""
_TEXTS = frozenset({"toString", "lowercase", "uppercase", "trim", "joinToString", "toLowerCase", "toUpperCase"})


def path_of(node: Node | None) -> tuple[str, ...]:
    """The dotted path of a callee; what has no name is `?`, a call ends in `()`, and what is under a key in `[]`."""
    segments: list[str] = []
    called_on = ""
    for _ in range(MAX_DEPTH):
        if node is None or not node.named_child_count:
            break
        match node.type:
            case "parenthesized_expression" | "unary_expression":
                node = first_child(node)
            case "navigation_expression":
                last = node.named_children[-1]
                segments.append((_name(last) if last.type == "identifier" else "?") + called_on)
                node, called_on = node.named_children[0], ""
            case "call_expression":
                node, called_on = first_child(node), "()"
            case "index_expression":
                node, called_on = first_child(node), "[]"
            case _:
                break
    if node is not None and node.type in ("identifier", "this_expression", "super_expression"):
        return (_name(node) + called_on, *reversed(segments))
    return ("?", *reversed(segments))


def _name(node: Node) -> str:
    return decode(node.text).partition("@")[0].strip("`")


def expression(node: Node, depth: int = MAX_DEPTH) -> Expression:
    """What a value's node says."""
    inner = first_child(node)
    if depth == 0:
        return _opaque(node)

    def read(below: Node) -> Expression:
        return expression(below, depth - 1)

    if node.type in STRINGS:
        return text(node, read)
    if node.type in CONTAINERS:
        return container(node, read)
    match node.type:
        case "parenthesized_expression" | "as_expression" if inner is not None:
            return read(inner)
        case "identifier" | "navigation_expression":
            return _reference(node)
        case "if_expression":
            return _choice(node, _branches(node), depth)
        case "when_expression":
            entries = (child for child in node.named_children if child.type == "when_entry")
            return _choice(node, (parts(entry)[-1] for entry in entries), depth)
        case "getter" | "property_delegate":
            return _computed(node, depth)
        case "property_declaration":
            return _variable(node, depth)
        case "binary_expression" | "unary_expression":
            return _operator(node, depth)
        case "call_expression":
            return _call(node, depth)
    return _opaque(node)


def _opaque(node: Node, kind: str | None = None) -> Opaque:
    return Opaque(kind or _KINDS.get(node.type), label(node.text), *node.byte_range)


def _reference(node: Node) -> Expression:
    path = path_of(node)
    if len(path) == 1 and path[0] in _WORDS:
        return _opaque(node, _WORDS[path[0]])
    if "::" in {child.type for child in node.children} or not all(is_name(step) for step in path):
        return _opaque(node)
    return Reference(path, *node.byte_range)


def _branches(node: Node) -> list[Node]:
    return [child for child in parts(node) if child != node.child_by_field_name("condition")]


def _choice(node: Node, options: Iterable[Node], depth: int) -> Expression:
    """One of several; a branch that leaves, and `null`, is none of them."""
    found = [_last(option) for option in options]
    values = [expression(option, depth - 1) for option in found if option is not None and option.type not in _JUMPS]
    kept = [value for value in values if not (isinstance(value, Opaque) and value.kind == "null")]
    if len(kept) == 1:
        return kept[0]
    return Choice(tuple(kept), *node.byte_range) if kept else _opaque(node)


def _last(node: Node) -> Node | None:
    """What a branch in braces comes to."""
    inside = parts(node) if node.type == "block" else [node]
    return inside[-1] if inside else None


def _computed(node: Node, depth: int) -> Expression:
    """`get() = "x"`, `get() { return "x" }` and `by lazy { "x" }`."""
    if node.type == "getter":
        body = next((child for child in node.named_children if child.type == "function_body"), None)
        held = first_child(body) if body is not None else None
    else:
        call = first_child(node)
        lazy = call is not None and path_of(first_child(call)) == ("lazy",)
        held = lambda_of(call) if call is not None and lazy else None
    inside = parts(held) if held is not None and held.type in ("block", "lambda_literal") else [held]
    only = inside[0] if len(inside) == 1 else None
    if only is not None and only.type == "return_expression":
        only = first_child(only)
    return expression(only, depth - 1) if only is not None else _opaque(node)


def _variable(node: Node, depth: int) -> Expression:
    """All that is written to a local variable, when it is made and later."""
    declared = next((child for child in node.named_children if child.type == "variable_declaration"), None)
    name = first_child(declared) if declared is not None else None
    later = written(node, node.parent, name)
    first = value_of(node)
    if later is None or (first is not None and first.type in ("getter", "property_delegate")):
        return _opaque(node)
    return _choice(node, last_written([*([first] if first is not None else []), *later]), depth)


def handed_on(body: Node) -> Node | None:
    """What `it` means in a lambda: `x` in `x?.let { … }` and `x.also { … }`."""
    call = body.parent.parent if body.parent is not None and body.parent.type == "annotated_lambda" else None
    function = first_child(call) if call is not None else None
    named = any(child.type == "lambda_parameters" for child in body.named_children)
    if function is None or function.type != "navigation_expression" or named:
        return None
    return function.named_children[0] if function.named_children[-1].text in (b"let", b"also") else None


def _operator(node: Node, depth: int) -> Expression:
    operator = node.child_by_field_name("operator")
    kind = decode(operator.text) if operator is not None else ""
    operands = parts(node)
    if node.type == "unary_expression":
        if kind == "!!" and operands:
            return expression(operands[0], depth - 1)
        number = _KINDS.get(operands[0].type) if operands and kind in ("-", "+") else None
        return _opaque(node, "boolean" if kind == "!" else number)
    if kind == "?:":
        return _choice(node, operands, depth)
    if kind == "+":
        return _sum(node, [expression(operand, depth - 1) for operand in operands])
    return _opaque(node, "boolean" if kind in _COMPARISONS else None)


def _sum(node: Node, values: list[Expression]) -> Expression:
    if any(isinstance(value, Text | Joined) for value in values):
        return Joined(tuple(values), *node.byte_range)
    return together(values, *node.byte_range) or _opaque(node)


def _call(node: Node, depth: int) -> Expression:
    """A map, a constructor with its values, or text made from text; any other call says nothing."""
    path = path_of(first_child(node))
    found = called(path, node, lambda below: expression(below, depth - 1))
    if found is not None:
        return found
    held = given(path, [it.value for it in arguments(node, depth)]) if path[-1] in GIVES else None
    if held is not None:
        return held if path[:-1] not in OWN or not gives_its_own(node, path[-1]) else _opaque(node)
    if path[-1][:1].isupper():
        return constructed(arguments(node, depth), node.byte_range, path[-1])
    if path[-1] == "format" and (made := _formatted(node, depth)) is not None:
        return made
    if path[-1] in _TEXTS:
        return _opaque(node, "string")
    if path[-1] not in _ARRAYS and is_of_type(path):
        return Reference((*path[:-1], f"{path[-1]}()"), *node.byte_range)
    own = path[-1] not in _ARRAYS and path[:-1] in OWN
    return replace(_opaque(node, "array" if path[-1] in _ARRAYS else None), called=(f"{path[-1]}()",) if own else ())


def _formatted(node: Node, depth: int) -> Expression | None:
    """`"a_%s".format(x)` and `String.format("a_%s", x)`, with a text or a constant."""
    function = first_child(node)
    found = without_country([arg.value for arg in arguments(node, depth)])
    start = function.named_children[0] if function is not None and function.named_child_count else None
    if start is None:
        return None
    if path_of(start) != ("String",):
        found.insert(0, expression(start, depth - 1))
    if found and isinstance(found[0], Reference):
        return replace(_opaque(node, "string"), items=tuple(found), fills="%")
    if not found or not isinstance(found[0], Text):
        return None
    return Joined(printf(found[0], found[1:]).parts, *node.byte_range)


def arguments(call: Node, depth: int = MAX_DEPTH) -> tuple[Argument, ...]:
    """The arguments of a call in order, with the lambda behind it."""
    listed = next((child for child in call.named_children if child.type == "value_arguments"), None)
    found = [_argument(node, depth) for node in parts(listed) if node.named_child_count]
    around = call.parent
    outer = around if around is not None and around.type == "call_expression" and around.child(0) == call else call
    body = lambda_of(outer)
    if body is not None:
        put = block(body, lambda below: expression(below, depth - 1))
        found.append(Argument(None, put if put is not None else _opaque(body)))
    return tuple(found)


def _argument(node: Node, depth: int) -> Argument:
    value = node.named_children[-1]
    if value.type == "spread_expression":
        return Argument(None, expression(first_child(value) or value, depth - 1), spread=True)
    named = any(child.type == "=" for child in node.children)
    keyword = _name(node.named_children[0]) if named else None
    return Argument(keyword, expression(value, depth - 1))
