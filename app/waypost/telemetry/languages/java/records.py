"""Keys and values as Java writes them: `Map.of("k", v)`, `new JSONObject().put("k", v)`, builders, constructors."""

from collections.abc import Callable

from tree_sitter import Node

from waypost.telemetry.expression import Expression, Record
from waypost.telemetry.languages import first_child, parts
from waypost.telemetry.languages.jvm import EMPTY, PUTS
from waypost.telemetry.languages.records import Pair, in_turn, record
from waypost.telemetry.languages.strings import decode

Read = Callable[[Node], Expression]
_OF_TURNS = frozenset({("Map", "of"), ("ImmutableMap", "of"), ("Collections", "singletonMap"), ("Map", "entry")})
_OF_ENTRIES = ("Map", "ofEntries")
_EMPTY_MAPS = frozenset({("Collections", "emptyMap"), ("ImmutableMap", "builder")})
_MAPS = frozenset({"Map", "ImmutableMap"})
MAX_CHAIN = 200
"""Calls chained to one value."""
MAX_FOLLOWING = 200
"""Statements behind a variable's declaration that are looked at for what they put into it."""


def called(path: tuple[str, ...], call: Node, read: Read) -> Record | None:
    """The record that a call makes; None if it makes none."""
    given = parts(call.child_by_field_name("arguments"))
    if path in _EMPTY_MAPS:
        return Record((), False, *call.byte_range)
    if path in _OF_TURNS:
        return record(in_turn([read(node) for node in given]), False, *call.byte_range)
    if path == _OF_ENTRIES:
        return record([_of_entry(node, read) for node in given], False, *call.byte_range)
    return _chained(call, read)


def _of_entry(node: Node, read: Read) -> Pair:
    given = parts(node.child_by_field_name("arguments")) if node.type == "method_invocation" else []
    return (read(given[0]), read(given[1])) if len(given) == 2 else (None, read(node))


def made(node: Node, read: Read) -> Record:
    """`new Event("x")` is a record made by `Event`, its values by position; a new map is a plain one."""
    kind, given = node.child_by_field_name("type"), parts(node.child_by_field_name("arguments"))
    name = _simple(kind)
    if name in EMPTY:
        body = next((child for child in node.named_children if child.type == "class_body"), None)
        pairs = [*_of_double_braces(body, read), *_put_later(node, read)]
        return record(pairs, bool(given), *node.byte_range)
    entries = tuple((str(index), read(value)) for index, value in enumerate(given))
    return Record(entries, True, *node.byte_range, name)


def _simple(kind: Node | None) -> str:
    """A class's name without its package and what stands in `<>`."""
    return decode(kind.text if kind is not None else None).partition("<")[0].rpartition(".")[2].strip()


def _of_double_braces(body: Node | None, read: Read) -> list[Pair]:
    """`new HashMap<>() {{ put("k", v); }}`"""
    statements = [each for block in parts(body) if block.type == "block" for each in parts(block)]
    return _statements(statements, read, None)


def _put_later(node: Node, read: Read) -> list[Pair]:
    """What the statements behind `Map m = new HashMap<>();` put into it."""
    declarator = node.parent
    statement = declarator.parent if declarator is not None and declarator.type == "variable_declarator" else None
    name = declarator.child_by_field_name("name") if declarator is not None and statement is not None else None
    if statement is None or name is None or statement.type != "local_variable_declaration":
        return []
    following: list[Node] = []
    sibling = statement.next_named_sibling
    while sibling is not None and len(following) < MAX_FOLLOWING:
        following.append(sibling)
        sibling = sibling.next_named_sibling
    return _statements(following, read, name.text)


def _statements(statements: list[Node], read: Read, owner: bytes | None) -> list[Pair]:
    found: list[Pair] = []
    for statement in statements:
        call = first_child(statement) if statement.type == "expression_statement" else None
        if call is None or call.type != "method_invocation":
            continue
        on, put = call.child_by_field_name("object"), _put(call, read)
        if put is not None and (on.text if on is not None else None) == owner:
            found.append(put)
    return found


def _put(call: Node, read: Read) -> Pair | None:
    name, given = call.child_by_field_name("name"), parts(call.child_by_field_name("arguments"))
    if name is None or decode(name.text) not in PUTS or len(given) != 2:
        return None
    return read(given[0]), read(given[1])


def _chained(call: Node, read: Read) -> Record | None:
    """`new JSONObject().put("a", 1)` and `ImmutableMap.builder().put("a", 1).build()`; else a builder's steps."""
    steps: list[Node] = []
    node: Node | None = call
    while node is not None and node.type == "method_invocation" and len(steps) < MAX_CHAIN:
        steps.insert(0, node)
        node = node.child_by_field_name("object")
    if node is None:
        return None
    if node.type == "object_creation_expression" or decode(node.text) in _MAPS:
        return _put_together(node, steps, read)
    names = [decode(name.text) if (name := step.child_by_field_name("name")) is not None else "" for step in steps]
    return _built(node, steps, names, read) if names[:1] in (["builder"], ["newBuilder"]) else None


def _put_together(start: Node, steps: list[Node], read: Read) -> Record | None:
    puts = [_put(step, read) for step in steps]
    pairs = [put for put in puts if put is not None]
    if not pairs:
        return None
    new = start.type == "object_creation_expression" and _simple(start.child_by_field_name("type")) in EMPTY
    first = decode(start.text) in _MAPS or (new and not parts(start.child_by_field_name("arguments")))
    return record(pairs, not first, *steps[-1].byte_range)


def _built(start: Node, steps: list[Node], names: list[str], read: Read) -> Record:
    """`TrackMessage.builder("x").properties(map).build()`: a record of its steps, made by `TrackMessage`."""
    given = [parts(step.child_by_field_name("arguments")) for step in steps]
    entries = tuple((name, read(values[0])) for name, values in zip(names, given, strict=False) if len(values) == 1)
    return Record(entries, False, *steps[-1].byte_range, decode(start.text).rpartition(".")[2])
