"""What Python's values say."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from waypost.frozen import replace
from waypost.patterns import late
from waypost.telemetry.expression import (
    Among,
    Argument,
    Choice,
    Entry,
    Expression,
    Joined,
    Opaque,
    Record,
    Reference,
    Text,
    constructed,
)
from waypost.telemetry.languages import first_child
from waypost.telemetry.languages.python.automatic import named_by_itself
from waypost.telemetry.languages.python.bindings import MAX_DEPTH, bound_in
from waypost.telemetry.languages.records import placeholders, printf
from waypost.telemetry.languages.strings import decode, is_name, label, unescape

_KINDS = {
    "integer": "number",
    "float": "number",
    "true": "boolean",
    "false": "boolean",
    "none": "null",
    "list": "array",
    "tuple": "array",
    "list_comprehension": "array",
    "comparison_operator": "boolean",
    "not_operator": "boolean",
    "lambda": "function",
    "function_definition": "function",
    "dictionary_comprehension": "object",
}
_ENUM, _TEXTS = late(r"^\((?:.*[\s,.])?Enum\b"), late(r"(?i)str|text")
"""What a class is one of that is an enum, and one whose members are texts."""


def path_of(node: Node | None) -> tuple[str, ...]:
    """The dotted path of a callee; what has no name in it is `?`, a call in it ends in `()`."""
    segments: list[str] = []
    called = ""
    for _ in range(MAX_DEPTH):
        if node is None:
            break
        match node.type:
            case "parenthesized_expression" | "await":
                node = first_child(node)
            case "attribute":
                name = node.child_by_field_name("attribute")
                segments.append((decode(name.text) if name else "?") + called)
                node, called = node.child_by_field_name("object"), ""
            case "subscript":
                segments.append((_subscript(node) or "?") + called)
                node, called = node.child_by_field_name("value"), ""
            case "call":
                node, called = node.child_by_field_name("function"), "()"
            case "identifier":
                return (decode(node.text) + called, *reversed(segments))
            case _:
                break
    return ("?", *reversed(segments))


def _subscript(node: Node) -> str | None:
    key = node.child_by_field_name("subscript")
    value = expression(key) if key is not None and key.type == "string" else None
    return value.value if isinstance(value, Text) else None


def argument(node: Node, depth: int = MAX_DEPTH) -> Argument:
    """What one argument of a call says."""
    value = node.child_by_field_name("value")
    name = node.child_by_field_name("name")
    if node.type == "keyword_argument" and value is not None and name is not None:
        return Argument(decode(name.text), expression(value, depth - 1))
    spread = node.type in ("list_splat", "dictionary_splat")
    keyword = "**" if node.type == "dictionary_splat" else None
    return Argument(keyword, expression(node, depth - 1), spread)


def expression(node: Node, depth: int = MAX_DEPTH) -> Expression:
    """What a value's node says."""
    inner = first_child(node)
    if depth == 0:
        return _opaque(node)
    match node.type:
        case "string":
            return _string(node, depth)
        case "concatenated_string":
            return Joined(tuple(expression(part, depth - 1) for part in node.named_children), *node.byte_range)
        case "parenthesized_expression" | "await" if inner is not None:
            return expression(inner, depth - 1)
        case "identifier" | "attribute" | "subscript":
            return _reference(node)
        case "conditional_expression" if node.named_child_count == 3:
            kept = (node.named_children[0], node.named_children[2])
            return Choice(tuple(expression(option, depth - 1) for option in kept), *node.byte_range)
        case "boolean_operator" | "binary_operator":
            return _operator(node, depth)
        case "dictionary":
            return _dictionary(node, depth)
        case "call":
            return _of_format(node, depth) or _constructed(node, depth)
        case "class_definition":
            return _class(node, depth)
    return _opaque(node)


def _opaque(node: Node, kind: str | None = None) -> Opaque:
    return Opaque(kind or _KINDS.get(node.type), label(node.text), node.start_byte, node.end_byte)


def _string(node: Node, depth: int) -> Expression:
    first, last = node.child(0), node.child(node.child_count - 1)
    if first is None or last is None or last.type != "string_end":
        return _opaque(node)
    prefix = decode(first.text).rstrip("\"'").lower()
    if "b" in prefix:
        return _opaque(node)
    if any(child.type == "interpolation" for child in node.named_children):
        return Joined(tuple(_parts(node, prefix, depth)), *node.byte_range)
    inner = (first.end_byte, last.start_byte)
    raw = decode((node.text or b"")[inner[0] - node.start_byte : inner[1] - node.start_byte])
    return Text(_value(raw, prefix), node.start_byte, node.end_byte, inner)


def _parts(node: Node, prefix: str, depth: int) -> Iterator[Expression]:
    for child in node.named_children:
        held = child.child_by_field_name("expression") if child.type == "interpolation" else None
        if held is not None:
            yield (
                Opaque("string", label(held.text), *held.byte_range)
                if _is_changed(child)
                else expression(held, depth - 1)
            )
        elif child.type == "string_content":
            yield Text(_value(decode(child.text), prefix), child.start_byte, child.end_byte)


def _is_changed(hole: Node) -> bool:
    """Whether a value is written in another way than it is: `{name!r}`, `{name:>10}`, `{name=}`."""
    changes = any(part.type in ("type_conversion", "format_specifier") for part in hole.named_children)
    return changes or (hole.text or b"").rstrip(b"} ").endswith(b"=")


def _value(raw: str, prefix: str) -> str:
    if "f" in prefix:
        raw = raw.replace("{{", "{").replace("}}", "}")
    return raw if "r" in prefix else unescape(raw)


def _reference(node: Node) -> Expression:
    path = path_of(node)
    if any(segment == "?" or segment.endswith("()") for segment in path):
        return replace(_opaque(node), among=_among(node)) if node.type == "subscript" else _opaque(node)
    return Reference(path, node.start_byte, node.end_byte)


def _among(node: Node) -> Among | None:
    """What `EVENTS[kind]` is a member of."""
    held, key = node.child_by_field_name("value"), node.child_by_field_name("subscript")
    holder = expression(held) if held is not None else None
    known = isinstance(holder, Reference | Opaque) and key is not None and key.type != "slice"
    return Among(holder, expression(key)) if known else None  # type: ignore[arg-type]  # known says that both are there


def _operator(node: Node, depth: int) -> Expression:
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if operator is None or left is None or right is None:
        return _opaque(node)
    parts = (expression(left, depth - 1), expression(right, depth - 1))
    match operator.type:
        case "or":
            return Choice(parts, *node.byte_range)
        case "and":
            return parts[1]
        case "+" if any(isinstance(part, Text | Joined) for part in parts):
            return Joined(parts, *node.byte_range)
        case "%" if isinstance(parts[0], Text):
            return _formatted(node, parts[0], right, depth)
    return _opaque(node)


def _formatted(node: Node, template: Text, given: Node, depth: int) -> Expression:
    """`"a_%s" % b` and `"a_%s" % (b, c)`."""
    if "%(" in template.value or given.type == "dictionary":
        return _opaque(node, "string")
    values = given.named_children if given.type == "tuple" else [given]
    return replace(
        printf(template, [expression(it, depth - 1) for it in values]), start=node.start_byte, end=node.end_byte
    )


def _dictionary(node: Node, depth: int) -> Record:
    entries: list[tuple[str, Expression]] = []
    closed = True
    for child in node.named_children:
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        known = expression(key) if key is not None and key.type == "string" else None
        if isinstance(known, Text) and value is not None:
            entries.append((known.value, expression(value, depth - 1)))
        elif child.type != "comment":
            closed = False
    return Record(tuple(entries), not closed, *node.byte_range)


def _of_format(node: Node, depth: int) -> Expression | None:
    """`"a_{}".format(b)`; with names in it, or values written in another way, it says nothing."""
    function, listed = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    held = function.child_by_field_name("object") if function is not None and function.type == "attribute" else None
    name = function.child_by_field_name("attribute") if function is not None else None
    if held is None or held.type != "string" or listed is None or name is None or name.text != b"format":
        return None
    template = expression(held, depth - 1)
    given = [argument(child, depth) for child in listed.named_children if child.type != "comment"]
    plain = isinstance(template, Text) and not re.search(r"[{}]", re.sub(r"\{\{|\}\}|\{\d{0,3}\}", "", template.value))
    if not isinstance(template, Text) or not plain or any(it.keyword or it.spread for it in given):
        return _opaque(node, "string")
    return replace(placeholders(template, [it.value for it in given]), start=node.start_byte, end=node.end_byte)


def _constructed(node: Node, depth: int) -> Expression:
    """`Name(x, key=…)` is a record of its values by place and keyword; `dict(key=…)` a plain one.

    Any other call says by its name what it may return.
    """
    path = path_of(node.child_by_field_name("function"))
    listed = node.child_by_field_name("arguments")
    if listed is None or not path or path[-1] == "?" or not (path[-1] == "dict" or path[-1][:1].isupper()):
        return replace(_opaque(node), called=path if all(map(is_name, path)) else ())
    given = [argument(child, depth) for child in listed.named_children if child.type != "comment"]
    if path != ("dict",):
        return constructed(given, node.byte_range, path[-1])
    entries = tuple((arg.keyword, arg.value) for arg in given if arg.keyword and not arg.spread)
    return Record(entries, len(entries) < len(given), *node.byte_range)


def _class(node: Node, depth: int) -> Record:
    """The constants of a class or enum."""
    body = node.child_by_field_name("body")
    found: dict[str, Node | None] = {}
    for name, value in bound_in(body) if body else ():
        found[name] = None if name in found or (value is not None and value.type == "function_definition") else value
    members = [(name, value) for name, value in found.items() if value is not None]
    entries = [(name, named_by_itself(node, name, it) or expression(it, depth - 1)) for name, it in members]
    if _is_enum(node):
        entries = [(name, _member(name, value)) for name, value in entries]
    return Record(tuple(entries), True, *node.byte_range)


def _is_enum(node: Node) -> bool:
    """Whether a class is an enum whose members are no texts, as those of a `StrEnum` or of `(str, Enum)` are."""
    above = decode((node.child_by_field_name("superclasses") or node).text)
    return bool(_ENUM.search(above)) and not _TEXTS.search(above)


def _member(name: str, value: Expression) -> Expression:
    """A member of an enum, which is not the text that it has as its value."""
    return Entry(name, value, (), value.start, value.end) if isinstance(value, Text | Joined) else value
