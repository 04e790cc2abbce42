"""What JavaScript's and TypeScript's values say."""

from itertools import islice

from tree_sitter import Node

from waypost.frozen import replace
from waypost.telemetry.expression import Among, Choice, Expression, Joined, Opaque, Record, Reference, Text
from waypost.telemetry.languages import first_child
from waypost.telemetry.languages.javascript.instances import fields
from waypost.telemetry.languages.returns import returned
from waypost.telemetry.languages.strings import decode, is_name, label, unescape

MAX_DEPTH = 12
"""Values nested deeper say nothing about an event's name or its properties."""
MAX_ITEMS = 8
"""Of a list so many values are looked at: it stands for the arguments of a call."""
_WRAPPERS = frozenset(
    {"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "await_expression"}
)
_KINDS = {
    "number": "number",
    "true": "boolean",
    "false": "boolean",
    "null": "null",
    "array": "array",
    "arrow_function": "function",
    "function_expression": "function",
    "function_declaration": "function",
    "method_definition": "function",
}
_MEMBERS = frozenset({"member_expression", "subscript_expression"})
ELEMENTS = frozenset({"jsx_opening_element", "jsx_self_closing_element"})
CLASSES = frozenset({"class_declaration", "class", "abstract_class_declaration"})


def path_of(node: Node | None) -> tuple[str, ...]:
    """The dotted path of a callee; what has no name in it is `?`, a call in it ends in `()`."""
    segments: list[str] = []
    called = ""
    for _ in range(MAX_DEPTH):
        if node is None:
            break
        if node.type in _WRAPPERS or node.type == "instantiation_expression":
            node = first_child(node)
        elif node.type in _MEMBERS:
            segments.append((_member(node) or "?") + called)
            node, called = node.child_by_field_name("object"), ""
        elif node.type in ("call_expression", "new_expression"):
            node, called = node.child_by_field_name("function") or node.child_by_field_name("constructor"), "()"
        elif node.type in ("identifier", "this", "super", "property_identifier"):
            return (decode(node.text) + called, *reversed(segments))
        else:
            break
    return ("?", *reversed(segments))


def quoted(node: Node | None) -> str | None:
    """The text of a string literal; None for anything else."""
    return unescape(decode(node.text)[1:-1]) if node is not None and node.type == "string" else None


def _member(node: Node) -> str | None:
    """The key of `a.key` or `a["key"]`; None when it is computed."""
    if node.type == "member_expression":
        key = node.child_by_field_name("property")
        return decode(key.text).lstrip("#") if key else None
    return quoted(node.child_by_field_name("index"))


def expression(node: Node, depth: int = MAX_DEPTH) -> Expression:
    """What a value's node says."""
    if depth == 0:
        return _opaque(node)
    if node.type in _WRAPPERS and (inner := first_child(node)) is not None:
        return expression(inner, depth - 1)
    match node.type:
        case "string":
            return _text(node)
        case "template_string":
            return _template(node, depth)
        case "identifier" | "member_expression" | "subscript_expression":
            return _reference(node, depth)
        case "ternary_expression":
            return _choice(node, ("consequence", "alternative"), depth)
        case "binary_expression":
            return _binary(node, depth)
        case "object":
            return _object(node, depth)
        case "enum_declaration" | "enum_body":
            return _enum(node)
        case "internal_module":
            return _namespace(node, depth)
        case "shorthand_property_identifier_pattern" | "pair_pattern":
            return _taken_out(node)
        case "call_expression":
            return _call(node, depth)
        case "array":
            items = (child for child in node.named_children if child.type != "comment")
            held = tuple(expression(child, depth - 1) for child in islice(items, MAX_ITEMS))
            return replace(_opaque(node), items=held)
        case "new_expression":
            return _made(node, depth)
    return _class(node, depth) if node.type in CLASSES else _opaque(node)


def _opaque(node: Node, called: tuple[str, ...] = ()) -> Opaque:
    return Opaque(_KINDS.get(node.type), label(node.text), node.start_byte, node.end_byte, (), called)


def _text(node: Node) -> Expression:
    written = node.text or b""
    if len(written) < 2 or written[:1] != written[-1:]:
        return _opaque(node)  # never closed, in a damaged file: where it ends is not known
    inner = (node.start_byte + 1, node.end_byte - 1)
    return Text(unescape(decode(written)[1:-1]), node.start_byte, node.end_byte, inner)


def _template(node: Node, depth: int) -> Expression:
    holes = [child for child in node.named_children if child.type == "template_substitution"]
    if not holes:
        return _text(node)
    parts: list[Expression] = []
    for child in node.named_children:
        inner = first_child(child) if child.type == "template_substitution" else None
        if inner is not None:
            parts.append(expression(inner, depth - 1))
        elif child.type in ("string_fragment", "escape_sequence"):
            parts.append(Text(unescape(decode(child.text)), child.start_byte, child.end_byte))
    return Joined(tuple(parts), node.start_byte, node.end_byte)


def _reference(node: Node, depth: int = MAX_DEPTH) -> Expression:
    path = path_of(node)
    if not any(segment == "?" or segment.endswith("()") for segment in path):
        return Reference(path, node.start_byte, node.end_byte)
    return (
        replace(_opaque(node), among=_among(node, depth)) if path[-1] != "?" or node.type in _MEMBERS else _opaque(node)
    )


def _among(node: Node, depth: int) -> Among | None:
    """What has the member that a node means, where its key is computed: `EVENTS[kind].name`."""
    fields: list[str] = []
    for _ in range(depth):
        held = node.child_by_field_name("object") if node.type in _MEMBERS else None
        if held is None:
            break
        name, index = _member(node), node.child_by_field_name("index")
        if name is None and index is not None:
            holder = expression(held, depth - 1)
            known = isinstance(holder, Reference | Opaque)
            return Among(holder, expression(index, depth - 1), tuple(reversed(fields))) if known else None
        fields.append(name or "?")
        node = held
    return None


def _choice(node: Node, fields: tuple[str, ...], depth: int) -> Expression:
    found = (node.child_by_field_name(field) for field in fields)
    options = tuple(expression(option, depth - 1) for option in found if option is not None)
    return Choice(options, node.start_byte, node.end_byte)


def _binary(node: Node, depth: int) -> Expression:
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if operator is None or left is None or right is None:
        return _opaque(node)
    match operator.type:
        case "||" | "??":
            return _choice(node, ("left", "right"), depth)
        case "&&":
            return expression(right, depth - 1)
        case "+":
            parts = (expression(left, depth - 1), expression(right, depth - 1))
            joined = any(isinstance(part, Text | Joined) for part in parts)
            return Joined(parts, node.start_byte, node.end_byte) if joined else _opaque(node)
        case "==" | "===" | "!=" | "!==" | "<" | ">" | "<=" | ">=" | "in" | "instanceof":
            return Opaque("boolean", label(node.text), node.start_byte, node.end_byte)
    return _opaque(node)


def _object(node: Node, depth: int) -> Record:
    entries: list[tuple[str, Expression]] = []
    computed: list[tuple[Expression, Expression]] = []
    spread: list[Expression] = []
    closed = True
    for child in node.named_children:
        entry = _entry(child, depth)
        if entry is not None:
            entries.append(entry)
        elif (pair := _computed(child, depth)) is not None:
            computed.append(pair)
        elif child.type != "comment":
            closed = False
            inner = first_child(child) if child.type == "spread_element" else None
            spread.extend([expression(inner, depth - 1)] if inner is not None else [])
    found = tuple(entries), not closed, node.start_byte, node.end_byte
    return Record(*found, computed=tuple(computed), spread=tuple(spread))


def attributes(element: Node) -> Record:
    """What an element gives its component."""
    given = element.children_by_field_name("attribute")
    pairs = [_attribute(node) if node.type == "jsx_attribute" else None for node in given]
    return Record(tuple(filter(None, pairs)), None in pairs, element.start_byte, element.end_byte)


def _attribute(node: Node) -> tuple[str, Expression] | None:
    key, value = [*(it for it in node.named_children if it.type != "comment"), None, None][:2]
    if key is None or key.type != "property_identifier":
        return None
    if value is None:
        return decode(key.text), Opaque("boolean", "", key.start_byte, key.end_byte)
    inner = first_child(value) if value.type == "jsx_expression" else value
    return (decode(key.text), expression(inner)) if inner is not None else None


def _computed(node: Node, depth: int) -> tuple[Expression, Expression] | None:
    """`[NAMES.opened]: …`, whose key is a constant's value."""
    key, value = (node.child_by_field_name(field) if node.type == "pair" else None for field in ("key", "value"))
    inner = first_child(key) if key is not None and key.type == "computed_property_name" else None
    found = expression(inner, depth - 1) if inner is not None else None
    if value is None or not isinstance(found, Reference | Joined):
        return None
    return found, expression(value, depth - 1)


def _entry(node: Node, depth: int) -> tuple[str, Expression] | None:
    if node.type == "shorthand_property_identifier":
        return decode(node.text), Reference((decode(node.text),), node.start_byte, node.end_byte)
    field = {"pair": "key", "method_definition": "name"}.get(node.type)
    key = _key(node.child_by_field_name(field)) if field else None
    if key is None:
        return None
    value = node.child_by_field_name("value")
    return key, expression(value, depth - 1) if value is not None else _opaque(node)


def _key(node: Node | None) -> str | None:
    """A key as written in an object, class or enum; None when it is computed."""
    if node is not None and node.type == "computed_property_name":
        node = first_child(node)
        return _key(node) if node is not None and node.type == "string" else None
    if node is None:
        return None
    if node.type == "string":
        return unescape(decode(node.text)[1:-1])
    return decode(node.text) if node.type in ("property_identifier", "number", "identifier") else None


def _enum(node: Node) -> Record:
    body = node.child_by_field_name("body") or node
    entries = [
        (key, expression(value))
        for child in body.named_children
        if child.type == "enum_assignment"
        and (key := _key(child.child_by_field_name("name"))) is not None
        and (value := child.child_by_field_name("value")) is not None
    ]
    return Record(tuple(entries), False, node.start_byte, node.end_byte)


def _class(node: Node, depth: int) -> Record:
    """The `static` fields of a class, as constants."""
    body = node.child_by_field_name("body")
    entries = [
        (key, expression(value, depth - 1))
        for child in (body.named_children if body else ())
        if child.type in ("public_field_definition", "field_definition")
        and any(part.type == "static" for part in child.children)
        and (key := _key(child.child_by_field_name("name") or child.child_by_field_name("property"))) is not None
        and (value := child.child_by_field_name("value")) is not None
    ]
    return Record(tuple(entries), True, node.start_byte, node.end_byte)


def _made(node: Node, depth: int) -> Expression:
    """`new Name({key: …})` is a record of the keys it is made with; other arguments go by their position.

    One that is made of nothing has the fields of its class, where that is in the file.
    """
    name = path_of(node.child_by_field_name("constructor"))[-1]
    given = node.child_by_field_name("arguments")
    first = first_child(given) if given is not None else None
    if name == "?" or name.endswith("()"):
        return _opaque(node)
    held = expression(first, depth - 1) if first is not None else None
    own = tuple((key, expression(value, depth - 1)) for key, value in fields(node)) if first is None else ()
    others = (it for it in given.named_children if it.type != "comment") if given is not None else ()
    placed = tuple((str(index), expression(it, depth - 1)) for index, it in enumerate(others))
    entries = held.entries if isinstance(held, Record) else (*own, *placed)
    closed = (held is None and not own) or (isinstance(held, Record) and not held.open)
    return Record(entries, not closed, node.start_byte, node.end_byte, name)


def _namespace(node: Node, depth: int) -> Record:
    """The constants, enums and classes that a `namespace` exports."""
    body = node.child_by_field_name("body")
    entries: list[tuple[str, Expression]] = []
    for statement in body.named_children if body else ():
        inner = statement.child_by_field_name("declaration") if statement.type == "export_statement" else None
        for holder in inner.named_children if inner and inner.type == "lexical_declaration" else [inner]:
            name = holder.child_by_field_name("name") if holder else None
            value = holder.child_by_field_name("value") or holder if holder else None
            if name is not None and value is not None:
                entries.append((decode(name.text), expression(value, depth - 1)))
    return Record(tuple(entries), True, node.start_byte, node.end_byte)


def _taken_out(node: Node) -> Expression:
    """`const {key} = CONSTANTS` and `const {key: other} = CONSTANTS` say what `CONSTANTS.key` says."""
    pattern = node.parent
    declarator = pattern.parent if pattern is not None else None
    value = declarator.child_by_field_name("value") if declarator is not None else None
    path = path_of(value)
    key = decode(node.text) if node.type != "pair_pattern" else _key(node.child_by_field_name("key"))
    if value is None or key is None or any(segment == "?" or segment.endswith("()") for segment in path):
        found = _among(value, MAX_DEPTH) if value is not None and key is not None else None
        return (
            replace(_opaque(node), among=replace(found, fields=(*found.fields, key)))
            if found and key
            else _opaque(node)
        )
    return Reference((*path, key), value.start_byte, node.end_byte)


def _call(node: Node, depth: int) -> Expression:
    """`Object.freeze({…})` says what its argument says, `useMemo(() => …)` what that returns.

    Any other call says by its name what it may return.
    """
    given = node.child_by_field_name("arguments")
    first = first_child(given) if given is not None else None
    path = path_of(node.child_by_field_name("function"))
    if first is not None and path == ("Object", "freeze"):
        return expression(first, depth - 1)
    if first is not None and path[-1] == "useMemo" and first.type == "arrow_function":
        values = returned(first)
        return expression(values[0], depth - 1) if len(values) == 1 else _opaque(node)
    return _opaque(node, path if all(map(is_name, path)) else ())
