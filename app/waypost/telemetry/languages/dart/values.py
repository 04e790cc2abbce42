"""What Dart's values say."""

from collections.abc import Iterable, Iterator, Sequence

from tree_sitter import Node

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
from waypost.telemetry.languages.dart.containers import CONTAINERS, container
from waypost.telemetry.languages.records import Pair, merged, record
from waypost.telemetry.languages.strings import decode, label, unescape

MAX_DEPTH = 12
"""Values nested deeper say nothing about an event's name or its properties."""
MAX_NODES = 5_000
"""Nodes of one function that are looked at for what it returns."""
MAX_PARTS = 50
"""Selectors of one chain."""
SELECTORS = frozenset({"unconditional_assignable_selector", "conditional_assignable_selector"})
_CHAINED = SELECTORS | {"selector"}
_COMMENTS = frozenset({"comment", "documentation_comment"})
_KINDS = {
    "decimal_integer_literal": "number",
    "hex_integer_literal": "number",
    "decimal_floating_point_literal": "number",
    "true": "boolean",
    "false": "boolean",
    "null_literal": "null",
    "list_literal": "array",
    "function_expression": "function",
    "equality_expression": "boolean",
    "relational_expression": "boolean",
    "logical_and_expression": "boolean",
    "logical_or_expression": "boolean",
    "type_test_expression": "boolean",
}
_TEXTS = frozenset({"toLowerCase()", "toUpperCase()", "toString()", "trim()", "join()", "replaceAll()", "substring()"})
_BEHIND = {
    "static_final_declaration": "=",
    "initialized_identifier": "=",
    "initialized_variable_definition": "=",
    "named_argument": None,
    "switch_expression_case": "=>",
    "function_body": "=>",
    "return_statement": "return",
    "await_expression": "await",
}
"""Nodes that hold one value among other things, and the token that it stands behind."""
_WHOLE = frozenset({"argument", "parenthesized_expression", "unary_expression", "assignable_expression"})


def segments_before(node: Node) -> list[Node]:
    """The name and selectors that a selector is chained to, first to last."""
    parts: list[Node] = []
    at = node
    while at.type in _CHAINED and len(parts) < MAX_PARTS:
        before = at.prev_sibling
        if before is None or not before.is_named:
            break
        parts.append(before)
        at = before
    return parts[::-1]


def path_of_parts(parts: Sequence[Node]) -> tuple[str, ...]:
    """The dotted path of a name and its selectors; what has no name is `?`, a call ends in `()`."""
    path: list[str] = []
    for part in parts:
        if part.type == "selector" and part.named_child_count:
            part = part.named_children[0]
        if part.type in ("identifier", "this", "super", "type_identifier", "identifier_dollar_escaped"):
            path.append(decode(part.text))
        elif part.type == "argument_part":
            path[-1:] = [path[-1] + "()"] if path else ["?"]
        elif part.type in SELECTORS or part.type == "cascade_selector":
            path.append(_selected(part))
        elif part.type != "selector":  # a selector without a name is `!`
            path.append("?")
    return tuple(path) or ("?",)


def _selected(selector: Node) -> str:
    name = next((child for child in selector.named_children if child.type == "identifier"), None)
    if name is not None:
        return decode(name.text)
    index = next((child for child in selector.named_children if child.type == "index_selector"), None)
    key = of(index.named_children, 2) if index is not None else None
    return key.value if isinstance(key, Text) else "?"


def brackets(call: Node) -> Node | None:
    """What a node has its arguments in, if it has any."""
    if call.type == "selector":
        part = next((child for child in call.named_children if child.type == "argument_part"), None)
        return brackets(part) if part is not None else None
    return next((child for child in call.named_children if child.type == "arguments"), None)


def given(call: Node, depth: int = MAX_DEPTH) -> tuple[Argument, ...] | None:
    """The arguments in a node's brackets; None where it has none."""
    listed = brackets(call)
    if listed is None:
        return None
    return tuple(
        Argument(_keyword(node), expression(node, depth))
        for node in listed.named_children
        if node.type in ("argument", "named_argument")
    )


def _keyword(argument: Node) -> str | None:
    named = next((child for child in argument.named_children if child.type == "label"), None)
    return decode(named.text).rstrip(": ") if named is not None and argument.type == "named_argument" else None


def of(nodes: Iterable[Node], depth: int = MAX_DEPTH) -> Expression:
    """What nodes side by side say: one value, or a name and what is selected of it."""
    parts = [node for node in nodes if node.is_named and node.type not in _COMMENTS][:MAX_PARTS]
    if len(parts) == 1:
        return expression(parts[0], depth)
    if not parts or depth == 0 or not all(part.type in _CHAINED for part in parts[1:]):
        return _opaque(parts) if parts else Opaque(None, "value", 0, 0)
    path = path_of_parts(parts)
    if path[-1].endswith("()"):
        return _call(parts, path, depth)
    start, end = parts[0].start_byte, parts[-1].end_byte
    return Reference(path, start, end) if _plain(path) else _opaque(parts)


def _plain(path: Sequence[str]) -> bool:
    return not any(segment == "?" or segment.endswith("()") for segment in path)


def _opaque(parts: Sequence[Node], kind: str | None = None) -> Opaque:
    return Opaque(kind or _KINDS.get(parts[0].type), label(parts[-1].text), parts[0].start_byte, parts[-1].end_byte)


def _call(parts: Sequence[Node], path: tuple[str, ...], depth: int) -> Expression:
    """A constructor, or a function that may make a name or an event; others say nothing."""
    arguments = given(parts[-1], depth - 1) or ()
    start, end = parts[0].start_byte, parts[-1].end_byte
    name = path[-1].removesuffix("()")
    if path[-1] in _TEXTS:
        return _opaque(parts, "string")
    if name.lstrip("_")[:1].isupper():  # a class of one file begins with `_`
        return constructed(arguments, (start, end), name)
    return Reference(path, start, end) if _plain((*path[:-1], name)) else _opaque(parts)


def expression(node: Node, depth: int = MAX_DEPTH) -> Expression:
    """What a value's node says."""
    if depth == 0:
        return _opaque([node])
    if node.type in _WHOLE:
        return _negated(node) or of(node.named_children, depth - 1)
    if node.type in _BEHIND:
        return _behind(node, _BEHIND[node.type], depth)
    match node.type:
        case "string_literal":
            return _string(node, depth)
        case "identifier" | "identifier_dollar_escaped":
            return Reference((decode(node.text),), *node.byte_range)
        case "conditional_expression" | "if_null_expression":
            return _choice(node, depth)
        case "switch_expression":
            cases = [child for child in node.named_children if child.type == "switch_expression_case"]
            return Choice(tuple(expression(case, depth - 1) for case in cases), *node.byte_range)
        case "assignment_expression":
            right = list(_split(node, frozenset({"=", "??="})))
            return of(right[-1], depth - 1) if len(right) == 2 else _opaque([node])
        case "additive_expression":
            return _sum(node, depth)
        case "type_cast_expression":
            return of((child for child in node.named_children if child.type != "type_cast"), depth - 1)
        case "set_or_map_literal":
            return _map(node, depth)
        case "const_object_expression" | "new_expression":
            return _object(node, depth)
    if node.type not in CONTAINERS:
        return _opaque([node])
    return container(node, lambda it: expression(it, depth - 1), lambda it: given(it, depth - 1) or ())


def written_by(node: Node) -> Node | None:
    """What an assignment writes to."""
    left = node.child_by_field_name("left") if node.type == "assignment_expression" else None
    return left.named_children[0] if left is not None and left.named_child_count == 1 else None


def is_plain_write(node: Node) -> bool:
    """Whether an assignment writes its value and nothing else."""
    return any(child.type in ("=", "??=") for child in node.children)


def _negated(node: Node) -> Expression | None:
    """`!a` and `-1`."""
    operator = next((child for child in node.named_children if child.type == "prefix_operator"), None)
    if operator is None:
        return None
    return _opaque([node], {"!": "boolean", "-": "number"}.get(decode(operator.text)))


def _behind(node: Node, token: str | None, depth: int) -> Expression:
    """The value behind a token, up to a comma or semicolon; of a named argument the one behind its label."""
    if node.type == "function_body" and not any(child.type == "=>" for child in node.children):
        return _returned(node, depth)
    found = token is None
    nodes: list[Node] = []
    for child in node.children:
        if found and child.type in (",", ";"):
            break
        if found and child.type != "label":
            nodes.append(child)
        found = found or child.type == token
    return of(nodes, depth - 1) if nodes else _opaque([node])


def _returned(body: Node, depth: int) -> Expression:
    """What the `return`s of a function give back."""
    pending = [body]
    found: list[Expression] = []
    for _ in range(MAX_NODES):
        if not pending:
            break
        node = pending.pop()
        if node.type == "return_statement":
            found.append(expression(node, depth - 1))
        elif node is body or node.type not in ("function_body", "function_expression"):
            pending.extend(reversed(node.named_children))
    return found[0] if len(found) == 1 else Choice(tuple(found), *body.byte_range) if found else _opaque([body])


def _split(node: Node, tokens: frozenset[str]) -> Iterator[list[Node]]:
    """The children of a node between tokens."""
    part: list[Node] = []
    for child in node.children:
        if child.type in tokens:
            yield part
            part = []
        else:
            part.append(child)
    yield part


def _choice(node: Node, depth: int) -> Expression:
    kept = list(_split(node, frozenset({"?", ":", "??"})))
    if node.type == "conditional_expression":
        kept = kept[1:]
    return Choice(tuple(of(part, depth - 1) for part in kept), *node.byte_range)


def _sum(node: Node, depth: int) -> Expression:
    parts = tuple(of(part, depth - 1) for part in _split(node, frozenset({"additive_operator"})))
    joined = any(isinstance(part, Text | Joined) for part in parts)
    return Joined(parts, *node.byte_range) if joined else _opaque([node])


def _map(node: Node, depth: int) -> Expression:
    """A map; entries that a condition adds are among its keys, and what is spread or repeated is not known."""
    elements = [child for child in node.named_children if child.type not in (*_COMMENTS, "type_arguments")]
    kept = [_pair_of(element, depth) for element in elements]
    pairs = [pair for pair in kept if pair is not None]
    spread = [
        of(child for child in element.named_children)
        for element in elements
        if element.type == "spread_element" and element.named_child_count
    ]
    if elements and not pairs and not spread:
        return _opaque([node], "array")
    whole = record(pairs, len(pairs) + len(spread) < len(elements), *node.byte_range)
    return merged((*spread, whole), *node.byte_range) if spread else whole


def _pair_of(element: Node, depth: int) -> Pair | None:
    if element.type == "if_element" and depth:
        consequence = element.child_by_field_name("consequence")
        alternative = element.child_by_field_name("alternative")
        return _pair_of(consequence, depth - 1) if consequence is not None and alternative is None else None
    if element.type != "pair":
        return None
    key, *values = _split(element, frozenset({":"}))
    return (of(key), of(values[0], depth - 1)) if values else None


def _object(node: Node, depth: int) -> Expression:
    name = next((child for child in reversed(node.named_children) if child.type == "type_identifier"), None)
    return constructed(given(node, depth - 1) or (), node.byte_range, decode(name.text) if name is not None else "?")


def _string(node: Node, depth: int) -> Expression:
    """One literal, or several side by side; their text has no nodes of its own."""
    parts: list[Expression] = []
    inner: list[tuple[int, int]] = []
    opened: Node | None = None
    at = node.start_byte
    for child in node.children:
        if opened is None:
            opened, at, first = child, child.end_byte, child.end_byte
            continue
        if child.type == "escape_sequence":
            continue
        parts.append(_piece(node, at, child.start_byte, raw=decode(opened.text).startswith("r")))
        if child.type == "template_substitution":
            parts.append(of((part for part in child.named_children), depth - 1))
            at = child.end_byte
        else:
            inner.append((first, child.start_byte))
            opened = None
    if opened is not None or not inner:
        return _opaque([node], "string")
    if len(parts) == 1 and isinstance(parts[0], Text):
        return Text(parts[0].value, *node.byte_range, inner[0])
    return Joined(tuple(parts), *node.byte_range)


def _piece(node: Node, start: int, end: int, raw: bool) -> Text:
    text = decode((node.text or b"")[start - node.start_byte : end - node.start_byte])
    return Text(text if raw else unescape(text), start, end)
