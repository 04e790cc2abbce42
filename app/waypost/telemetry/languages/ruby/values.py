"""What Ruby's values say."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.patterns import late
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
from waypost.telemetry.languages.records import Pair, merged, printf, record
from waypost.telemetry.languages.strings import decode, label, unescape, unquote

MAX_DEPTH = 12
"""Values nested deeper say nothing about an event's name or its properties."""
_KINDS = {
    "integer": "number",
    "float": "number",
    "true": "boolean",
    "false": "boolean",
    "nil": "null",
    "array": "array",
    "string_array": "array",
    "symbol_array": "array",
    "lambda": "function",
    "heredoc_beginning": "string",
    "subshell": "string",
}
_NO_ARGUMENTS = frozenset({"comment", "block_argument"})
_SAME = frozenset({"freeze", "to_s", "to_str", "to_sym", "dup", "itself", "compact", "to_h", "with_indifferent_access"})
"""Methods whose result says what their receiver says."""
_BRANCHES = frozenset({"elsif", "else", "then", "when", "in_clause"})
_NAMED = late(r"%[<{]")
CONTAINERS = frozenset({"class", "module"})


def path_of(node: Node | None) -> tuple[str, ...]:
    """The dotted path of a callee; what has no name in it is `?`, a call with arguments in it ends in `()`."""
    segments: list[str] = []
    for _ in range(MAX_DEPTH):
        if node is None:
            return tuple(reversed(segments)) or ("?",)
        match node.type:
            case "call":
                segments.append(_called(node))
                node = node.child_by_field_name("receiver")
            case "scope_resolution":
                segments.append(decode((node.child_by_field_name("name") or node).text))
                node = node.child_by_field_name("scope")
            case "element_reference":
                segments.append(_index(node) or "?")
                node = node.child_by_field_name("object")
            case "parenthesized_statements":
                node = first_child(node)
            case "identifier" | "constant" | "self" | "instance_variable" | "class_variable" | "global_variable":
                return (decode(node.text), *reversed(segments))
            case _:
                break
    return ("?", *reversed(segments))


def _called(call: Node) -> str:
    """A method's name; `E.fetch(:key)` is the key."""
    method, listed = call.child_by_field_name("method"), call.child_by_field_name("arguments")
    if method is None:
        return "?"
    name = decode(method.text)
    key = first_child(listed) if name == "fetch" and listed is not None else None
    return (key and _key(key)) or name + ("()" if listed is not None else "")


def _index(node: Node) -> str | None:
    """The key of `E[:key]` or `E["key"]`."""
    key = node.named_children[1] if node.named_child_count == 2 else None
    return _key(key) if key is not None else None


def _key(node: Node) -> str | None:
    """A key as written in a hash; None when it is computed."""
    if node.type == "hash_key_symbol":
        return decode(node.text)
    value = expression(node) if node.type in ("string", "simple_symbol", "delimited_symbol") else None
    return value.value if isinstance(value, Text) else None


def expression(node: Node, depth: int = MAX_DEPTH) -> Expression:
    """What a value's node says."""
    inner = first_child(node)
    if depth == 0:
        return _opaque(node)
    match node.type:
        case "string" | "delimited_symbol":
            return _string(node, depth)
        case "simple_symbol":
            return Text(decode(node.text)[1:], *node.byte_range)
        case "chained_string":
            return Joined(tuple(expression(part, depth - 1) for part in node.named_children), *node.byte_range)
        case "parenthesized_statements" | "hash_splat_argument" | "splat_argument" if inner is not None:
            return expression(inner, depth - 1)
        case "assignment":
            right = node.child_by_field_name("right")
            return expression(right, depth - 1) if right is not None else _opaque(node)
        case "identifier" | "constant" | "scope_resolution" | "element_reference":
            return _reference(node)
        case "conditional" | "if" | "unless" | "case" | "case_match":
            return _choice(node, depth)
        case "binary":
            return _binary(node, depth)
        case "hash":
            return _hash(node, depth)
        case "call":
            return _call(node, depth)
    return _container(node, depth) if node.type in CONTAINERS else _opaque(node)


def _opaque(node: Node, kind: str | None = None) -> Opaque:
    return Opaque(kind or _KINDS.get(node.type), label(node.text), *node.byte_range)


def _string(node: Node, depth: int) -> Expression:
    first, last = node.child(0), node.child(node.child_count - 1)
    if first is None or last is None or last.is_missing or last.start_byte < first.end_byte:
        return _opaque(node, "string")
    double = decode(first.text) not in ("'", ":'") and not decode(first.text).startswith("%q")
    if any(child.type == "interpolation" for child in node.named_children):
        return Joined(tuple(_parts(node, depth)), *node.byte_range)
    inner = (first.end_byte, last.start_byte)
    raw = decode((node.text or b"")[inner[0] - node.start_byte : inner[1] - node.start_byte])
    value = unescape(raw) if double else unquote(raw)
    # A symbol's colon and quotes belong to it, so that no edit is offered that fits strings only.
    return Text(value, *node.byte_range, inner if node.type == "string" else None)


def _parts(node: Node, depth: int) -> Iterator[Expression]:
    for child in node.named_children:
        inner = first_child(child) if child.type == "interpolation" else None
        if inner is not None:
            yield expression(inner, depth - 1)
        elif child.type in ("string_content", "escape_sequence"):
            yield Text(unescape(decode(child.text)), *child.byte_range)


def _reference(node: Node) -> Expression:
    path = path_of(node)
    if any(segment == "?" or segment.endswith("()") for segment in path) or path[0][0] in "@$":
        return _opaque(node)
    return Reference(path, *node.byte_range)


def _choice(node: Node, depth: int) -> Expression:
    """The last value of each branch; without an `else` nothing may be sent, which is no name."""
    if node.type == "conditional":
        kept = [node.child_by_field_name(field) for field in ("consequence", "alternative")]
    else:
        kept = list(_last_values(node, MAX_DEPTH))
    options = tuple(expression(option, depth - 1) for option in kept if option is not None)
    return Choice(options, *node.byte_range) if options else _opaque(node)


def _last_values(node: Node, depth: int) -> Iterator[Node]:
    if node.type in ("then", "else"):
        yield from node.named_children[-1:]
    elif depth:
        for branch in node.named_children:
            if branch.type in _BRANCHES:
                yield from _last_values(branch, depth - 1)


def _binary(node: Node, depth: int) -> Expression:
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if operator is None or left is None or right is None:
        return _opaque(node)
    match operator.type:
        case "||" | "or":
            return Choice((expression(left, depth - 1), expression(right, depth - 1)), *node.byte_range)
        case "&&" | "and":
            return expression(right, depth - 1)
        case "+":
            parts = (expression(left, depth - 1), expression(right, depth - 1))
            joined = any(isinstance(part, Text | Joined) for part in parts)
            return Joined(parts, *node.byte_range) if joined else _opaque(node)
        case "==" | "!=" | "<" | ">" | "<=" | ">=" | "===" | "=~" | "!~":
            return _opaque(node, "boolean")
        case "%":
            return _opaque(node, "string" if left.type == "string" else None)
    return _opaque(node)


def _hash(node: Node, depth: int) -> Record:
    children = [child for child in node.named_children if child.type != "comment"]
    pairs = [pair for child in children if (pair := _pair(child, depth)) is not None]
    return record(pairs, len(pairs) < len(children), *node.byte_range)


def _pair(node: Node, depth: int) -> Pair | None:
    """One pair of a hash; `key:` alone stands for the variable or method of that name."""
    key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
    if node.type != "pair" or key is None:
        return None
    name = _key(key)
    if value is not None:
        return name if name is not None else expression(key), expression(value, depth - 1)
    return (name, Reference((name,), *node.byte_range)) if name is not None else None


def _call(node: Node, depth: int) -> Expression:
    """A call that says something: `x.freeze`, `Event.new(…)`, `{…}.merge(…)`, or a member; others say nothing."""
    method, receiver = node.child_by_field_name("method"), node.child_by_field_name("receiver")
    listed = node.child_by_field_name("arguments")
    name = decode(method.text) if method is not None else ""
    if receiver is None:
        return _formatted(node, listed, depth) if name in ("format", "sprintf") else _opaque(node)
    if name in _SAME and listed is None:
        return expression(receiver, depth - 1)
    if name == "new" and receiver.type in ("constant", "scope_resolution"):
        return constructed(arguments(listed, depth), node.byte_range, path_of(receiver)[-1])
    if name == "merge":
        added = (argument.value for argument in arguments(listed, depth) if argument.keyword is None)
        return merged((expression(receiver, depth - 1), *added), *node.byte_range)
    return _reference(node)


def _formatted(node: Node, listed: Node | None, depth: int) -> Expression:
    values = tuple(expression(child, depth - 1) for child in (listed.named_children if listed else ()))
    if not values or not isinstance(values[0], Text) or _NAMED.search(values[0].value):
        return _opaque(node, "string")
    return printf(values[0], values[1:])


def arguments(listed: Node | None, depth: int = MAX_DEPTH) -> tuple[Argument, ...]:
    """The arguments of a call, in order; keyword arguments are also one positional hash, as methods may take them."""
    nodes = [node for node in (listed.named_children if listed else ()) if node.type not in _NO_ARGUMENTS]
    loose = [node for node in nodes if node.type in ("pair", "hash_splat_argument")]
    positional = [
        Argument(None, expression(node, depth - 1), spread=node.type == "splat_argument")
        for node in nodes
        if node not in loose
    ]
    if not loose:
        return tuple(positional)
    pairs = [pair for node in loose if (pair := _pair(node, depth)) is not None]
    together = record(pairs, len(pairs) < len(loose), loose[0].start_byte, loose[-1].end_byte)
    keywords = [Argument(key, value) for key, value in together.entries]
    splats = [expression(node, depth - 1) for node in loose if node.type == "hash_splat_argument"]
    return (*positional, Argument(None, together), *keywords, *(Argument("**", splat, spread=True) for splat in splats))


def _container(node: Node, depth: int) -> Record:
    """The constants of a class or module, and the classes and modules within."""
    body = node.child_by_field_name("body")
    found: dict[str, Node | None] = {}
    for name, value in constants(body) if body is not None else ():
        found[name] = None if name in found else value
    entries = tuple((name, expression(value, depth - 1)) for name, value in found.items() if value is not None)
    return Record(entries, True, *node.byte_range)


def constants(body: Node) -> Iterator[tuple[str, Node | None]]:
    """The constants that the statements of a body define."""
    for child in body.named_children:
        left, right = child.child_by_field_name("left"), child.child_by_field_name("right")
        name = child.child_by_field_name("name") if child.type in CONTAINERS else left
        if name is not None and name.type == "constant" and child.type in (*CONTAINERS, "assignment"):
            yield decode(name.text), right if child.type == "assignment" else child
