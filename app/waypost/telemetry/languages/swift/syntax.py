"""Where Swift's syntax has names and bodies, whatever they say."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.telemetry.languages import first_child
from waypost.telemetry.languages.strings import decode

MAX_DEPTH = 12
"""Values nested deeper say nothing about an event's name or its properties."""
MAX_NODES = 5_000
"""Nodes of one function that are looked at for what it returns."""
PASSED = {
    "try_expression": "expr",
    "await_expression": "expr",
    "as_expression": "expr",
    "postfix_expression": "target",
}
"""What a value stands in that is no more than it."""
_NESTED = frozenset({"function_declaration", "lambda_literal", "class_declaration", "init_declaration"})
CONTAINER = "class_declaration"


def path_of(node: Node | None) -> tuple[str, ...]:
    """The dotted path of a callee; a call ends in `()`, what is under a key in `[]`.

    What has no name is `?`, a type that is left out is empty.
    """
    segments: list[str] = []
    for _ in range(MAX_DEPTH):
        if node is None:
            break
        match node.type:
            case "navigation_expression":
                suffix = node.child_by_field_name("suffix")
                named = suffix.child_by_field_name("suffix") if suffix is not None else None
                segments.append(decode(named.text) if named is not None else "?")
                node = first_child(node)
            case "call_expression":
                *before, last = path_of(first_child(node))
                return (*before, last + _suffix(node), *reversed(segments))
            case "prefix_expression" if decode(node.children[0].text) == ".":
                return ("", *path_of(node.child_by_field_name("target")), *reversed(segments))
            case "simple_identifier" | "self_expression" | "super_expression" | "type_identifier":
                return (decode(node.text), *reversed(segments))
            case "tuple_expression" if node.named_child_count == 1:
                node = first_child(node)
            case _ if node.type in PASSED:
                node = node.child_by_field_name(PASSED[node.type])
            case _:
                break
    return ("?", *reversed(segments))


def _suffix(call: Node) -> str:
    return "()" if brackets(call) is not None else "[]"


def brackets(call: Node) -> Node | None:
    """What a call has its arguments in; None where it has none, such as a subscript."""
    suffix = next((child for child in call.named_children if child.type == "call_suffix"), None)
    if suffix is None:
        return None
    listed = next((child for child in suffix.named_children if child.type == "value_arguments"), None)
    return listed if listed is not None and listed.child_count and listed.children[0].type == "(" else None


def name_of(node: Node) -> tuple[str, ...]:
    """The name of a declared or extended type: `extension Event.Cart` is two."""
    name = node.child_by_field_name("name")
    return tuple(decode(name.text).split(".")) if name is not None else ()


def is_static(node: Node) -> bool:
    """Whether a member belongs to the type itself."""
    modifiers = next((child for child in node.named_children if child.type == "modifiers"), None)
    return modifiers is not None and bool({"static", "class"} & set(decode(modifiers.text).split()))


def is_variable(node: Node) -> bool:
    """Whether a declaration is a `var`."""
    pattern = next((child for child in node.named_children if child.type == "value_binding_pattern"), None)
    return pattern is None or decode(pattern.text) != "let"


def declared_names(node: Node) -> Iterator[tuple[str, Node | None]]:
    """The names that `let a = 1, b = 2` declares, each with its value."""
    name: str | None = None
    for index, child in enumerate(node.children):
        field = node.field_name_for_child(index)
        if field == "name" and child.type == "pattern":
            if name is not None:
                yield name, None
            name = decode(child.text)
        elif field == "value" and name is not None:
            yield name, child
            name = None
    if name is not None:
        yield name, None


def types_around(node: Node) -> tuple[str, ...]:
    """The type that a member is one of, behind those around it."""
    names: tuple[str, ...] = ()
    around = node.parent
    for _ in range(MAX_DEPTH):
        if around is None:
            break
        names = (*name_of(around), *names) if around.type == CONTAINER else names
        around = around.parent
    return names


def written_by(node: Node) -> Node | None:
    """What an assignment writes to."""
    target = node.child_by_field_name("target") if node.type == "assignment" else None
    return target.named_children[0] if target is not None and target.named_children else None


def is_plain_write(node: Node) -> bool:
    """Whether an assignment writes its value and nothing else, or a declaration."""
    operator = node.child_by_field_name("operator")
    return operator is None or decode(operator.text) == "="


def results(statements: Node) -> Iterator[Node]:
    """What the `return`s of a function give, in their order."""
    pending = [statements]
    for _ in range(MAX_NODES):
        if not pending:
            return
        node = pending.pop()
        result = node.child_by_field_name("result") if node.type == "control_transfer_statement" else None
        if result is not None:
            yield result
        elif node.type not in _NESTED:
            pending.extend(reversed(node.named_children))
