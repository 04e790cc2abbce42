"""Keys and values as Kotlin writes them: `mapOf("k" to v)`, `bundleOf(…)`, `JSONObject().put(…)`, `apply { … }`."""

from collections.abc import Callable

from tree_sitter import Node

from waypost.telemetry.expression import Expression, Record
from waypost.telemetry.languages import first_child, parts
from waypost.telemetry.languages.jvm import EMPTY, PUTS
from waypost.telemetry.languages.records import Pair, in_turn, record
from waypost.telemetry.languages.strings import decode

Read = Callable[[Node], Expression]
_OF_PAIRS = frozenset(
    {
        "mapOf",
        "mutableMapOf",
        "hashMapOf",
        "linkedMapOf",
        "sortedMapOf",
        "arrayMapOf",
        "bundleOf",
        "persistentMapOf",
        "jsonObjectOf",
        "emptyMap",
        "mapOfNotNull",
    }
)
_OF_TURNS = frozenset({("Map", "of"), ("ImmutableMap", "of")})
_BUILDERS = frozenset({"buildMap", "buildJsonObject", "buildBundle"})
_WITH = frozenset({"apply", "also"})
_STARTS = frozenset({"builder", "newBuilder"})
"""What gives a builder."""
MAX_CHAIN = 200
"""Calls chained to one value."""


def values_of(call: Node) -> list[Node]:
    """The values given in a call's parentheses; a name before them is not told."""
    listed = next((child for child in call.named_children if child.type == "value_arguments"), None)
    return [child.named_children[-1] for child in parts(listed) if child.named_children]


def lambda_of(call: Node) -> Node | None:
    """The lambda behind a call's parentheses."""
    held = next((child for child in call.named_children if child.type == "annotated_lambda"), None)
    return first_child(held) if held is not None else None


def called(path: tuple[str, ...], call: Node, read: Read) -> Record | None:
    """The record that a call makes; None if it makes none."""
    if path[-1] in _OF_PAIRS:
        return record((pair(node, read) for node in values_of(call)), False, *call.byte_range)
    if path in _OF_TURNS:
        return record(in_turn([read(node) for node in values_of(call)]), False, *call.byte_range)
    if path[-1] in _BUILDERS:
        return block(lambda_of(call), read)
    return _built(call, read) or _chained(call, read)


def pair(node: Node, read: Read) -> Pair:
    """`"k" to v`, or `Pair("k", v)`."""
    if node.type == "infix_expression" and node.named_child_count == 3:
        key, word, value = node.named_children
        if word.text == b"to":
            return read(key), read(value)
    given = values_of(node) if node.type == "call_expression" else []
    named = first_child(node)
    if len(given) == 2 and named is not None and named.text == b"Pair":
        return read(given[0]), read(given[1])
    return None, read(node)


def block(body: Node | None, read: Read) -> Record | None:
    """What a lambda puts into the thing it is about; None if it puts nothing."""
    statements = parts(body)
    if statements and statements[0].type == "lambda_parameters":
        statements = statements[1:]
    pairs = [_statement(statement, read) for statement in statements]
    known = [found for found in pairs if found is not None]
    if body is None or not known:
        return None
    return record(known, len(known) < len(pairs), *body.byte_range)


def _statement(node: Node, read: Read) -> Pair | None:
    """`put("k", v)`, `it.put("k", v)` or `this["k"] = v`."""
    if node.type == "assignment":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None or left.type != "index_expression":
            return None
        return read(left.named_children[-1]), read(right)
    return _put(node, read) if node.type == "call_expression" else None


def _put(call: Node, read: Read) -> Pair | None:
    given = values_of(call)
    name = _method(call)
    if len(given) != 2 or name not in PUTS:
        return None
    return read(given[0]), read(given[1])


def _method(call: Node) -> str:
    function = first_child(call)
    if function is not None and function.type == "navigation_expression":
        function = function.named_children[-1]
    return decode(function.text) if function is not None and function.type == "identifier" else ""


def _chained(call: Node, read: Read) -> Record | None:
    """`JSONObject().put("a", 1).put("b", 2)`, and what `apply { … }` puts into a thing that is new."""
    pairs: list[Pair] = []
    more = False
    node: Node | None = call
    for _ in range(MAX_CHAIN):
        if node is None or node.type != "call_expression" or not (found := _link(node, read)):
            break
        pairs[:0], opened, node = found
        more = more or opened
    if node is None or node is call:
        return None
    base = _start(node, read)
    start = base.entries if base is not None else ()
    return record([*start, *pairs], more or base is None or base.open, *call.byte_range) if pairs or base else None


def _link(call: Node, read: Read) -> tuple[list[Pair], bool, Node | None] | None:
    function = first_child(call)
    if function is None or function.type != "navigation_expression":
        return None
    put = _put(call, read)
    if put is not None:
        return [put], False, function.named_children[0]
    held = block(lambda_of(call), read) if _method(call) in _WITH else None
    if held is None:
        return None
    return [*held.entries, *held.computed], held.open, function.named_children[0]


def _start(node: Node, read: Read) -> Record | None:
    """What a chain starts from: a new thing without anything in it, or a map."""
    if node.type == "call_expression" and _method(node) in EMPTY and not values_of(node):
        return Record((), False, *node.byte_range)
    value = read(node)
    return value if isinstance(value, Record) and value.constructor is None else None


def _built(call: Node, read: Read) -> Record | None:
    """`TrackMessage.builder("x").properties(map).build()`: a record of its steps, made by `TrackMessage`."""
    steps: list[Node] = []
    node: Node | None = call
    while node is not None and node.type == "call_expression" and len(steps) < MAX_CHAIN:
        steps.insert(0, node)
        function = first_child(node)
        node = first_child(function) if function is not None and function.type == "navigation_expression" else None
    if node is None or _method(steps[0]) not in _STARTS:
        return None
    given = [(_method(step), values_of(step)) for step in steps]
    entries = tuple((name, read(values[0])) for name, values in given if len(values) == 1)
    return Record(entries, False, *call.byte_range, decode(node.text).rpartition(".")[2])


def together(values: list[Expression], start: int, end: int) -> Record | None:
    """`map + map`: all keys; what is no map may add any. None if none is a map."""
    maps = [value for value in values if isinstance(value, Record) and value.constructor is None]
    pairs: list[Pair] = [found for each in maps for found in (*each.entries, *each.computed)]
    more = len(maps) < len(values) or any(each.open for each in maps)
    return record(pairs, more, start, end) if maps else None
