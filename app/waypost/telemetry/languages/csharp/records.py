"""Keys and values as C# writes them: dictionaries, anonymous objects, constructors with named members, builders."""

from collections.abc import Callable

from tree_sitter import Node

from waypost.telemetry.expression import Expression, Record
from waypost.telemetry.languages import first_child, parts
from waypost.telemetry.languages.records import Pair, record
from waypost.telemetry.languages.strings import decode

Read = Callable[[Node], Expression]
CREATIONS = frozenset({"object_creation_expression", "implicit_object_creation_expression"})
_MAPS = frozenset({"Properties", "Traits", "JsonObject", "JObject", "Value", "Bundle", "PropertyBag", "Hashtable"})
"""Classes whose things have keys, besides those with `Dictionary` in their name."""
_ADDS = frozenset({"Add", "TryAdd", "Put"})
MAX_FOLLOWING = 200
"""Statements behind a variable's declaration that are looked at for what they put into it."""
MAX_CHAIN = 200
"""Calls chained to one value."""


def made(node: Node, read: Read) -> Record:
    """`new Event("x") { Name = "y" }` is a record made by `Event`, its values by position and name."""
    given = parts(next((child for child in node.named_children if child.type == "argument_list"), None))
    inside = parts(next((child for child in node.named_children if child.type == "initializer_expression"), None))
    pairs = [_element(child, read) for child in inside]
    name = _simple(node.child_by_field_name("type"))
    keyed = any(not isinstance(key, str) for key, _ in pairs)
    if keyed or "Dictionary" in name or name in _MAPS:
        return record([*pairs, *_put_later(node, read)], bool(given), *node.byte_range)
    values: list[Pair] = [(_label(value) or str(index), read(value)) for index, value in enumerate(given)]
    return record([*values, *pairs], bool(values), *node.byte_range, name)


def _label(argument: Node) -> str | None:
    """What an argument is named by: `tags: x`."""
    name = argument.child_by_field_name("name")
    return decode(name.text) if name is not None else None


def _simple(kind: Node | None) -> str:
    """A class's name without its namespace and what stands in `<>`; `?` where it is left out."""
    return decode(kind.text).partition("<")[0].rpartition(".")[2].strip() if kind is not None else "?"


def _element(node: Node, read: Read) -> Pair:
    """`Name = v`, `["k"] = v` or `{ "k", v }`."""
    held = parts(node)
    if node.type == "initializer_expression" and len(held) == 2:
        return read(held[0]), read(held[1])
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if node.type != "assignment_expression" or left is None or right is None:
        return None, read(node)
    if left.type == "element_binding_expression":
        return _index(left, read), read(right)
    return decode(left.text), read(right)


def _index(node: Node, read: Read) -> Expression | None:
    held = [each for child in parts(node) for each in (parts(child) if child.type != "argument" else [child])]
    return read(held[-1]) if held else None


def anonymous(node: Node, read: Read, path_of: Callable[[Node], tuple[str, ...]]) -> Record:
    """`new { Plan = "x", user.Id }`"""
    pairs: list[Pair] = []
    name: Node | None = None
    named = False
    for child in [each for each in node.children if each.is_named or each.type in ("=", ",", "}")]:
        if child.type == "=":
            named = True
        elif child.is_named and not named:
            name = child
        elif child.is_named and name is not None:
            pairs.append((decode(name.text), read(child)))
            name, named = None, False
        elif name is not None:
            pairs.append((path_of(name)[-1], read(name)))
            name = None
    return record(pairs, False, *node.byte_range)


def _put_later(node: Node, read: Read) -> list[Pair]:
    """What the statements behind `var m = new Dictionary<…>();` put into it."""
    declarator = node.parent
    declaration = declarator.parent if declarator is not None and declarator.type == "variable_declarator" else None
    statement = declaration.parent if declaration is not None else None
    name = declarator.child_by_field_name("name") if declarator is not None and statement is not None else None
    if statement is None or name is None or statement.type != "local_declaration_statement":
        return []
    found: list[Pair] = []
    sibling = statement.next_named_sibling
    for _ in range(MAX_FOLLOWING):
        if sibling is None:
            break
        put = _put(sibling, name.text, read)
        if put is not None:
            found.append(put)
        sibling = sibling.next_named_sibling
    return found


def _put(statement: Node, owner: bytes | None, read: Read) -> Pair | None:
    """`m["k"] = v;` or `m.Add("k", v);`"""
    does = first_child(statement) if statement.type == "expression_statement" else None
    if does is None:
        return None
    if does.type == "invocation_expression":
        return _added(does, owner, read)
    left, right = does.child_by_field_name("left"), does.child_by_field_name("right")
    if left is None or right is None or left.type != "element_access_expression":
        return None
    on, index = left.child_by_field_name("expression"), left.child_by_field_name("subscript")
    return (_index(index, read), read(right)) if on is not None and on.text == owner and index is not None else None


def _added(call: Node, owner: bytes | None, read: Read) -> Pair | None:
    function, given = call.child_by_field_name("function"), parts(call.child_by_field_name("arguments"))
    on = function.child_by_field_name("expression") if function is not None else None
    name = function.child_by_field_name("name") if function is not None else None
    if on is None or name is None or on.text != owner or decode(name.text) not in _ADDS or len(given) != 2:
        return None
    return read(given[0]), read(given[1])


def built(call: Node, read: Read) -> Record | None:
    """`new Structured().SetAction("x").Build()`: a record of its steps, made by `Structured`."""
    steps: list[Pair] = []
    node: Node | None = call
    while node is not None and node.type == "invocation_expression" and len(steps) < MAX_CHAIN:
        function, given = node.child_by_field_name("function"), parts(node.child_by_field_name("arguments"))
        name = function.child_by_field_name("name") if function is not None else None
        if function is None or name is None or len(given) > 1:
            return None
        steps[:0] = [(decode(name.text), read(value)) for value in given]
        node = function.child_by_field_name("expression")
    if node is None or node.type != "object_creation_expression":
        return None
    return record(steps, True, *call.byte_range, _simple(node.child_by_field_name("type")))
