"""What Go's values say."""

from tree_sitter import Node

from waypost.telemetry.expression import Choice, Expression, Joined, Opaque, Record, Reference, Text
from waypost.telemetry.languages import first_child
from waypost.telemetry.languages.assigned import last_written, written
from waypost.telemetry.languages.operators import binary
from waypost.telemetry.languages.records import Pair, printf, record
from waypost.telemetry.languages.strings import decode, is_name, label, unescape

MAX_DEPTH = 12
"""Values nested deeper say nothing about an event's name or its properties."""
MAX_CHAIN = 200
"""Calls chained to one value."""
STRINGS = frozenset(
    {
        "interpreted_string_literal",
        "interpreted_string_literal_content",
        "raw_string_literal",
        "raw_string_literal_content",
        "escape_sequence",
    }
)
_KINDS = {
    "int_literal": "number",
    "float_literal": "number",
    "rune_literal": "number",
    "true": "boolean",
    "false": "boolean",
    "nil": "null",
    "func_literal": "function",
}
_LISTS = frozenset({"slice_type", "array_type", "implicit_length_array_type"})
_MAPS = frozenset({"Properties", "Traits", "H", "M"})
"""Names that clients give to `map[string]interface{}`."""
_SETTERS = frozenset({"Set", "Put", "Add"})


def path_of(node: Node | None) -> tuple[str, ...]:
    """The dotted path of a callee; what has no name in it is `?`, a call in it ends in `()`."""
    segments: list[str] = []
    called = ""
    for _ in range(MAX_DEPTH):
        if node is None:
            break
        match node.type:
            case "parenthesized_expression":
                node = first_child(node)
            case "selector_expression":
                name = node.child_by_field_name("field")
                segments.append((decode(name.text) if name else "?") + called)
                node, called = node.child_by_field_name("operand"), ""
            case "call_expression":
                node, called = node.child_by_field_name("function"), "()"
            case "identifier" | "field_identifier":
                return (decode(node.text) + called, *reversed(segments))
            case _:
                break
    return ("?", *reversed(segments))


def expression(node: Node, depth: int = MAX_DEPTH) -> Expression:
    """What a value's node says."""
    inner = first_child(node)
    if depth == 0:
        return _opaque(node)
    match node.type:
        case "interpreted_string_literal" | "raw_string_literal":
            return _string(node)
        case "parenthesized_expression" | "literal_element" | "variadic_argument" if inner is not None:
            return expression(inner, depth - 1)
        case "identifier" | "selector_expression":
            return _reference(node)
        case "short_var_declaration" | "var_spec":
            return _variable(node, depth)
        case "unary_expression":
            return _unary(node, depth)
        case "binary_expression":
            return binary(node, _opaque, lambda side: expression(side, depth - 1))
        case "composite_literal":
            return _composite(node, depth)
        case "call_expression":
            return _call(node, depth)
    return _opaque(node)


def _opaque(node: Node, kind: str | None = None) -> Opaque:
    return Opaque(kind or _KINDS.get(node.type), label(node.text), *node.byte_range)


def _string(node: Node) -> Text:
    raw = decode(node.text)[1:-1]
    value = unescape(raw) if node.type == "interpreted_string_literal" else raw.replace("\r", "")
    return Text(value, *node.byte_range, (node.start_byte + 1, node.end_byte - 1))


def _reference(node: Node) -> Expression:
    path = path_of(node)
    if any(segment == "?" or segment.endswith("()") for segment in path):
        return _opaque(node)
    return Reference(path, *node.byte_range)


def _variable(node: Node, depth: int) -> Expression:
    """All that is written to a local variable, when it is made and later."""
    name = node.child_by_field_name("name") or first_child(node.child_by_field_name("left") or node)
    made = first_child(node.child_by_field_name("value") or node.child_by_field_name("right") or node)
    first = [made] if made is not None and made.parent != node and made != name else []
    around = node.parent
    while around is not None and around.type in ("var_declaration", "var_spec_list"):
        around = around.parent
    later = written(node, around, name)
    values = [expression(value, depth - 1) for value in last_written([*first, *(later or [])])]
    kept = [value for value in values if not (isinstance(value, Text) and not value.value)]  # `event := ""`
    return Choice(tuple(kept), *node.byte_range) if later is not None and kept else _opaque(node)


def _unary(node: Node, depth: int) -> Expression:
    operator, operand = node.child_by_field_name("operator"), node.child_by_field_name("operand")
    if operator is None or operand is None:
        return _opaque(node)
    match operator.type:
        case "&":
            return expression(operand, depth - 1)
        case "!":
            return _opaque(node, "boolean")
        case "-" | "+":
            return _opaque(node, _KINDS.get(operand.type))
    return _opaque(node)


def _composite(node: Node, depth: int) -> Expression:
    """`posthog.Capture{Event: "x"}` is a record made by `Capture`; what has strings as keys is a plain one."""
    kind, body = node.child_by_field_name("type"), node.child_by_field_name("body")
    if kind is None or body is None:
        return _opaque(node)
    if kind.type in _LISTS:
        return _opaque(node, "array")
    elements = [child for child in body.named_children if child.type != "comment"]
    pairs = [(child.child_by_field_name("key"), child.child_by_field_name("value")) for child in elements]
    name = _type_name(kind)
    is_map = kind.type == "map_type" or name in _MAPS or any(key and _is_text(key) for key, _ in pairs)
    read = [
        (_key(key, is_map, depth) if key is not None else None, expression(value, depth - 1))
        for key, value in pairs
        if value is not None
    ]
    return record(read, len(read) < len(elements), *node.byte_range, None if is_map else name)


def _is_text(key: Node) -> bool:
    inner = first_child(key)
    return inner is not None and inner.type in STRINGS


def _key(key: Node, is_map: bool, depth: int) -> Expression | str:
    return expression(key, depth - 1) if is_map else decode(key.text)


def _type_name(kind: Node) -> str:
    name = kind.child_by_field_name("name") if kind.type == "qualified_type" else kind
    return decode(name.text if name else None)


def _call(node: Node, depth: int) -> Expression:
    """`NewProperties().Set("k", v)` is a record; conversions, like calls in constants, say what their value says."""
    path, given = path_of(node.child_by_field_name("function")), _given(node)
    if len(given) == 1 and (path == ("string",) or path[-1].endswith("FromMap") or _in_constant(node)):
        return expression(given[0], depth - 1)
    if path in (("fmt", "Sprintf"), ("fmt", "Sprint")):
        return _formatted(node, given, depth)
    made = _chained(node, depth)
    if made is None and all(is_name(step) for step in path) and len(path) <= 2:
        return Reference((*path[:-1], f"{path[-1]}()"), *node.byte_range)
    return made or _opaque(node)


def _given(call: Node) -> list[Node]:
    listed = call.child_by_field_name("arguments")
    return [child for child in listed.named_children if child.type != "comment"] if listed is not None else []


def _in_constant(node: Node) -> bool:
    listed = node.parent
    holder = listed.parent if listed is not None and listed.type == "expression_list" else None
    return holder is not None and holder.type == "const_spec"


def _formatted(node: Node, given: list[Node], depth: int) -> Expression:
    template = expression(given[0], depth - 1) if given else None
    if not isinstance(template, Text):
        return _opaque(node, "string")
    filled = printf(template, [expression(child, depth - 1) for child in given[1:]])
    return Joined(filled.parts, *node.byte_range)


def _chained(node: Node, depth: int) -> Record | None:
    """What a chain of setters sets, on top of what it starts from; None if it is no such chain."""
    links: list[Pair] = []
    inner: Node | None = node
    while inner is not None and len(links) < MAX_CHAIN and (link := _link(inner, depth)) is not None:
        key, value, inner = link
        links.append((key, value))
    if not links or inner is None:
        return None
    base = _start(inner, depth)
    entries = base.entries if base is not None else ()
    return record([*entries, *reversed(links)], base is None or base.open, *node.byte_range)


def _link(node: Node, depth: int) -> tuple[Expression, Expression, Node | None] | None:
    function = node.child_by_field_name("function") if node.type == "call_expression" else None
    name = function.child_by_field_name("field") if function is not None else None
    given = _given(node) if function is not None and name is not None and decode(name.text) in _SETTERS else []
    if function is None or len(given) != 2:
        return None
    key, value = (expression(child, depth - 1) for child in given)
    return key, value, function.child_by_field_name("operand")


def _start(node: Node, depth: int) -> Record | None:
    """What a chain starts from: nothing yet, as in `NewProperties()`, or a map with keys."""
    if node.type == "call_expression" and not _given(node):
        name = path_of(node.child_by_field_name("function"))[-1]
        return Record((), False, *node.byte_range) if name.startswith("New") else None
    value = expression(node, depth - 1)
    return value if isinstance(value, Record) and value.constructor in (None, "Properties") else None
