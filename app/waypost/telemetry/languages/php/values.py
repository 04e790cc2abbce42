"""What PHP's values say."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.frozen import replace
from waypost.telemetry.expression import (
    Argument,
    Choice,
    Expression,
    Joined,
    Opaque,
    Record,
    Reference,
    Text,
    constructed,
)
from waypost.telemetry.languages import first_child
from waypost.telemetry.languages.records import merged, printf, record
from waypost.telemetry.languages.strings import decode, is_name, label, unescape, unquote

MAX_DEPTH = 12
"""Values nested deeper say nothing about an event's name or its properties."""
_KINDS = {
    "integer": "number",
    "float": "number",
    "boolean": "boolean",
    "null": "null",
    "anonymous_function": "function",
    "arrow_function": "function",
    "function_definition": "function",
    "shell_command_expression": "string",
}
_CASTS = {"int": "number", "integer": "number", "float": "number", "double": "number", "bool": "boolean"}
CONTAINERS = frozenset({"class_declaration", "interface_declaration", "trait_declaration", "enum_declaration"})
_STRINGS = frozenset({"string", "encapsed_string", "heredoc", "nowdoc"})


def path_of(node: Node | None) -> tuple[str, ...]:
    """The dotted path of a callee; what has no name in it is `?`, a call in it ends in `()`; variables keep `$`."""
    segments: list[str] = []
    for _ in range(MAX_DEPTH):
        if node is None:
            break
        match node.type:
            case "member_access_expression" | "nullsafe_member_access_expression":
                segments.append(_name(node.child_by_field_name("name")))
                node = node.child_by_field_name("object")
            case "member_call_expression" | "nullsafe_member_call_expression":
                segments.append(_name(node.child_by_field_name("name")) + "()")
                node = node.child_by_field_name("object")
            case "scoped_call_expression":
                segments.append(_name(node.child_by_field_name("name")) + "()")
                node = node.child_by_field_name("scope")
            case "scoped_property_access_expression":
                segments.append(_name(node.child_by_field_name("name")).lstrip("$"))
                node = node.child_by_field_name("scope")
            case "class_constant_access_expression":
                segments.append(_name(node.named_children[-1] if node.named_children else None))
                node = first_child(node)
            case "function_call_expression":
                *before, last = path_of(node.child_by_field_name("function"))
                return (*before, f"{last}()", *reversed(segments))
            case "subscript_expression":
                segments.append(_key(node.named_children[-1]) or "?")
                node = first_child(node)
            case "parenthesized_expression":
                node = first_child(node)
            case "name" | "variable_name" | "relative_scope":
                return (_name(node), *reversed(segments))
            case "qualified_name":
                return (*decode(node.text).strip("\\").split("\\"), *reversed(segments))
            case _:
                break
    return ("?", *reversed(segments))


def _name(node: Node | None) -> str:
    """A name, or a variable with its `$`; `?` where it is computed."""
    return decode(node.text) if node is not None and node.type in ("name", "variable_name", "relative_scope") else "?"


def _key(node: Node) -> str | None:
    value = expression(node) if node.type in _STRINGS else None
    return value.value if isinstance(value, Text) else None


def argument(node: Node, depth: int = MAX_DEPTH) -> Argument:
    """What one argument of a call says."""
    name = node.child_by_field_name("name")
    value = node.named_children[-1] if node.named_children else node
    spread = value.type == "variadic_unpacking"
    inner = first_child(value) if spread else value
    said = expression(inner if inner is not None else value, depth - 1)
    return Argument(decode(name.text) if name is not None else None, said, spread)


def expression(node: Node, depth: int = MAX_DEPTH) -> Expression:
    """What a value's node says."""
    inner = first_child(node)
    if depth == 0:
        return _opaque(node)
    match node.type:
        case "string" | "encapsed_string" | "heredoc" | "nowdoc":
            return _string(node, depth)
        case "parenthesized_expression" | "error_suppression_expression" if inner is not None:
            return expression(inner, depth - 1)
        case "name" | "qualified_name" | "variable_name" | "class_constant_access_expression" | "subscript_expression":
            return _reference(node)
        case "member_access_expression" | "nullsafe_member_access_expression":
            return _member(node)
        case "conditional_expression" | "match_expression":
            return _choice(node, depth)
        case "binary_expression":
            return _binary(node, depth)
        case "array_creation_expression":
            return _array(node, depth)
        case "assignment_expression" | "cast_expression":
            return _passed(node, depth)
        case "function_call_expression" | "object_creation_expression":
            return _call(node, depth)
        case "unary_op_expression":
            return _opaque(node, "boolean" if node.children[0].type == "!" else None)
    return _container(node, depth) if node.type in CONTAINERS else _opaque(node)


def _opaque(node: Node, kind: str | None = None) -> Opaque:
    return Opaque(kind or _KINDS.get(node.type), label(node.text), *node.byte_range)


def _string(node: Node, depth: int) -> Expression:
    if node.type in ("heredoc", "nowdoc"):
        return _opaque(node, "string")
    first, last = node.child(0), node.child(node.child_count - 1)
    if first is None or last is None or last.is_missing or last.start_byte < first.end_byte:
        return _opaque(node, "string")
    if any(child.type not in ("string_content", "escape_sequence") for child in node.named_children):
        return Joined(tuple(_parts(node, depth)), *node.byte_range)
    inner = (first.end_byte, last.start_byte)
    raw = decode((node.text or b"")[inner[0] - node.start_byte : inner[1] - node.start_byte])
    return Text(unescape(raw) if node.type == "encapsed_string" else unquote(raw), *node.byte_range, inner)


def _parts(node: Node, depth: int) -> Iterator[Expression]:
    for child in node.named_children:
        if child.type in ("string_content", "escape_sequence"):
            yield Text(unescape(decode(child.text)), *child.byte_range)
        else:
            yield expression(child, depth - 1)


def _reference(node: Node) -> Expression:
    """A constant or variable; of a class with its namespace the class alone, since files are not told by namespaces."""
    path = path_of(node)
    if any(segment == "?" or segment.endswith("()") for segment in path) or path[-1] == "class":
        return _opaque(node)
    kept = {"class_constant_access_expression": 2, "qualified_name": 1}.get(node.type, len(path))
    return Reference(path[-kept:], *node.byte_range)


def _member(node: Node) -> Expression:
    """A property says nothing, except of a variable, or for what an enum's case stands for: `Foo::Bar->value`."""
    holder, name = node.child_by_field_name("object"), _name(node.child_by_field_name("name"))
    if holder is not None and holder.type == "variable_name" and holder.text != b"$this" and name != "?":
        return Reference((_name(holder), name), *node.byte_range)
    if holder is None or holder.type != "class_constant_access_expression" or name != "value":
        return _opaque(node)
    return _reference(holder)


def _choice(node: Node, depth: int) -> Expression:
    if node.type == "match_expression":
        arms = node.child_by_field_name("body")
        kept = [arm.child_by_field_name("return_expression") for arm in (arms.named_children if arms else ())]
    else:
        first = node.child_by_field_name("body") or node.child_by_field_name("condition")
        kept = [first, node.child_by_field_name("alternative")]
    options = tuple(expression(option, depth - 1) for option in kept if option is not None and not _throws(option))
    return Choice(options, *node.byte_range) if options else _opaque(node)


def _throws(node: Node) -> bool:
    return node.type == "throw_expression"


def _binary(node: Node, depth: int) -> Expression:
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if operator is None or left is None or right is None:
        return _opaque(node)
    match operator.type:
        case "??" if not _throws(right):
            return Choice((expression(left, depth - 1), expression(right, depth - 1)), *node.byte_range)
        case "??":
            return expression(left, depth - 1)
        case ".":
            return Joined((expression(left, depth - 1), expression(right, depth - 1)), *node.byte_range)
        case "+" if "array_creation_expression" in (left.type, right.type):
            return merged((expression(right, depth - 1), expression(left, depth - 1)), *node.byte_range)
        case "==" | "===" | "!=" | "!==" | "<" | ">" | "<=" | ">=" | "&&" | "||" | "and" | "or" | "xor" | "instanceof":
            return _opaque(node, "boolean")
    return _opaque(node)


def _array(node: Node, depth: int) -> Expression:
    """An array with keys is a record; one with values only is a list, and an empty one can be either."""
    elements = [child for child in node.named_children if child.type == "array_element_initializer"]
    if elements and not any(_keyed(element) for element in elements):
        return _opaque(node, "array")
    pairs = [
        (expression(element.named_children[0]), expression(element.named_children[1], depth - 1))
        for element in elements
        if element.named_child_count == 2
    ]
    return record(pairs, len(pairs) < len(elements), *node.byte_range)


def _keyed(element: Node) -> bool:
    """Whether an element has a key, or may bring some."""
    return element.named_child_count == 2 or any(part.type == "variadic_unpacking" for part in element.named_children)


def _passed(node: Node, depth: int) -> Expression:
    """What an assignment assigns, and a cast casts: `(object) […]`, `(string) $name`."""
    cast = node.child_by_field_name("type")
    kind = _CASTS.get(decode(cast.text).lower()) if cast is not None else None
    value = node.child_by_field_name("value") or node.child_by_field_name("right")
    return _opaque(node, kind) if value is None or kind is not None else expression(value, depth - 1)


def _call(node: Node, depth: int) -> Expression:
    """Calls that say something: `new Event(name: …)`, `sprintf`, `array_merge`, `compact`."""
    listed = next((child for child in node.named_children if child.type == "arguments"), None)
    given = [argument(child, depth) for child in (listed.named_children if listed else ()) if child.type == "argument"]
    named = node.child_by_field_name("function") or first_child(node)
    name = path_of(named)[-1]
    if node.type == "object_creation_expression":
        return constructed(given, node.byte_range, name)
    values = tuple(arg.value for arg in given)
    match name.lower():
        case "sprintf" if values and isinstance(values[0], Text):
            return printf(values[0], values[1:])
        case "array_merge" | "array_filter" | "wp_parse_args" if values:
            return merged(values if name.lower() != "array_filter" else values[:1], *node.byte_range)
        case "compact" if values and all(isinstance(value, Text) for value in values):
            return _compact(node, values)
        case "__" | "esc_html__" | "strtolower" | "strtoupper" | "trim" | "implode" | "sprintf" | "ucfirst":
            return _opaque(node, "string")
        case "count" | "time" | "intval" | "strlen":
            return _opaque(node, "number")
    return replace(_opaque(node), called=(name,) if is_name(name) else ())


def _compact(node: Node, values: tuple[Expression, ...]) -> Record:
    """`compact("a")` is the variable `$a` under its name."""
    names = [value for value in values if isinstance(value, Text)]
    entries = tuple((name.value, Reference((f"${name.value}",), name.start, name.end)) for name in names)
    return Record(entries, False, *node.byte_range)


def _container(node: Node, depth: int) -> Record:
    """The constants of a class, interface or trait, and the cases of an enum."""
    body = node.child_by_field_name("body")
    entries = [
        (name, expression(value, depth - 1))
        for child in (body.named_children if body is not None else ())
        for name, value in constants(child)
    ]
    return Record(tuple(entries), node.type != "enum_declaration", *node.byte_range)


def constants(node: Node) -> Iterator[tuple[str, Node]]:
    """What `const A = …, B = …;` or `case A = …;` defines."""
    if node.type == "const_declaration":
        for element in node.named_children:
            if element.type == "const_element" and element.named_child_count == 2:
                yield decode(element.named_children[0].text), element.named_children[1]
    elif node.type == "enum_case":
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is not None and value is not None:
            yield decode(name.text), value
