"""What a class hands to the constructor of the class above it, in languages whose grammars part that alike."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.frozen import dataclass
from waypost.telemetry.languages import parts
from waypost.telemetry.languages.strings import decode

MAX_NODES = 2_000
"""Nodes of a class that are looked through."""
_HEADS = frozenset({"superclass", "class_heritage", "base_list", "delegation_specifiers"})
_NAMES = frozenset(
    {"type_identifier", "identifier", "user_type", "member_expression", "scoped_type_identifier", "attribute"}
)
_LISTS = frozenset({"argument_list", "arguments", "value_arguments"})
_CALLS = frozenset(
    {
        "explicit_constructor_invocation",
        "constructor_initializer",
        "initializer_list_entry",
        "call_expression",
        "call",
    }
)
_BY_HEAD = frozenset({"primary_constructor_base_type", "constructor_invocation"})
_MAKERS = frozenset({"constructor_declaration", "method_definition", "function_definition", "constructor_signature"})
_TYPES = frozenset(
    {
        "class_declaration",
        "class_definition",
        "abstract_class_declaration",
        "record_declaration",
        "class",
        "object_declaration",
        "object_literal",
        "companion_object",
    }
)
_PARAMETERS = frozenset(
    {"parameter_list", "formal_parameters", "parameters", "class_parameters", "formal_parameter_list"}
)


@dataclass(frozen=True, slots=True)
class Above:
    """The class above one, by its dotted name; what its constructor gets, by keyword or position; and the parameters
    of the class's own constructor. None of what it gets says that it gets what the class itself does.
    """

    path: tuple[str, ...]
    given: tuple[tuple[str, Node], ...] | None
    parameters: tuple[str, ...]


def above(node: Node) -> Above | None:
    """The class above one, where there is one constructor at most."""
    heads = (it for it in node.named_children if it.type in _HEADS)
    head = node.child_by_field_name("superclasses") or next(heads, None)
    name = next((it for it in _below(head) if it.type in _NAMES), None) if head is not None else None
    if name is None:
        return None
    calls = [it for it in _below(head) if it.type in _BY_HEAD] if head is not None else []
    calls = calls or [it for it in _inside(node) if _is_made(it)]
    makers = [it for it in _inside(node) if _is_maker(it)]
    if len(calls) > 1 or len(makers) > 1 or (makers and not calls):
        return None
    holder = makers[0] if makers else node
    listed = next((it for it in _below(holder) if it.type in _PARAMETERS), None)
    given = tuple(_given(calls[0])) if calls else None
    path = tuple(decode(name.text).partition("<")[0].split("."))
    return Above(path, given, tuple(_named(it) for it in parts(listed)))


def _below(node: Node) -> Iterator[Node]:
    """A node and what is in it, first things first, without classes within."""
    pending = [node]
    for _ in range(MAX_NODES):
        if not pending:
            return
        one = pending.pop(0)
        yield one
        pending[:0] = [child for child in one.named_children if child.type not in _TYPES]


def _inside(node: Node) -> Iterator[Node]:
    yield from (it for it in _below(node) if it is not node)


def _is_made(node: Node) -> bool:
    """Whether the class above is made there."""
    if node.type not in _CALLS:
        return False
    called = node.children[0] if node.children else node
    before = decode(called.text) if node.type != "constructor_initializer" else decode(node.text).lstrip(": ")
    wanted = "super().__init__" if node.type == "call" else "super"
    return before == wanted or before.startswith(("base(", "base ("))


def _is_maker(node: Node) -> bool:
    name = node.child_by_field_name("name")
    if node.type in ("method_definition", "function_definition"):
        return name is not None and name.text in (b"constructor", b"__init__")
    return node.type in _MAKERS


def _given(call: Node) -> Iterator[tuple[str, Node]]:
    """The values of a call by keyword or position."""
    position = 0
    listed = next((it for it in call.named_children if it.type in _LISTS), None)
    for one in parts(listed):
        wrapped = one.type in ("argument", "value_argument", "named_argument", "keyword_argument")
        held = parts(one) if wrapped else [one]
        if len(held) > 1:
            yield decode(held[0].text).strip(" :="), held[-1]
        elif held:
            yield str(position), held[0]
            position += 1


def _named(parameter: Node) -> str:
    name = parameter.child_by_field_name("name") or parameter.child_by_field_name("pattern")
    found = name if name is not None else next((it for it in _below(parameter) if it.type == "identifier"), None)
    return decode(found.text) if found is not None else ""
