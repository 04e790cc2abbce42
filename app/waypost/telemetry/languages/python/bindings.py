"""Which names Python's scopes bind."""

import re
from collections.abc import Iterator, Mapping

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.languages import Bound
from waypost.telemetry.languages.assigned import all_values
from waypost.telemetry.languages.strings import decode

MAX_DEPTH = 12
"""Values nested deeper say nothing about an event's name or its properties."""
MAX_BODY = 50_000
"""Bytes of a function beyond which nothing is told of its variables."""
_NESTED = frozenset({"function_definition", "class_definition", "decorated_definition"})
_BLOCKS = frozenset(
    {
        "block",
        "if_statement",
        "elif_clause",
        "else_clause",
        "try_statement",
        "except_clause",
        "finally_clause",
        "with_statement",
        "for_statement",
        "while_statement",
        "match_statement",
        "case_clause",
    }
)
COMPREHENSIONS = frozenset(
    {"list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"}
)
SCOPES = COMPREHENSIONS | {"module", "function_definition", "lambda"}
_IN_PASSING = late(rb"\b([^\W\d]\w*)\s*:=")
_FROM_WITHIN = late(rb"\b(?:global|nonlocal)\s+([\w, \t]+)")
"""What makes a function write to names of the scopes around it."""
_AT_TOP = late(rb"(?m)^([^\W\d]\w*)[ \t]*(?::[^=\n]+)?=(?!=)")


def bindings(scope: Node) -> dict[str, Bound]:
    """The names that a scope binds, with the node of the value where it is bound once, or of all a function's."""
    if scope.type in COMPREHENSIONS:
        loops = (child.child_by_field_name("left") for child in scope.named_children if child.type == "for_in_clause")
        return {name: None for left in loops if left is not None for name in _names(left)}
    bound = _bound(scope)
    code = scope.text or b""
    passing = {decode(name) for name in (_IN_PASSING.findall(code) if b":=" in code else ())}
    within = {decode(name.strip()) for names in _FROM_WITHIN.findall(code) for name in names.split(b",")}
    # What a function binds in passing may be bound in one of those within it: then less is said.
    written = passing | within if scope.type != "module" else (passing | within) & bound.keys()
    written |= _imported_too(scope, bound) if b"import" in code else set()
    return bound | dict.fromkeys(written)


def _imported_too(scope: Node, bound: Mapping[str, Bound]) -> set[str]:
    """The names of a scope that may be what an import brings or something else."""
    body = scope.child_by_field_name("body") if scope.type != "module" else scope
    modules: dict[str, set[bytes]] = {}
    for statement in _imports_in(body) if body is not None else ():
        source = statement.child_by_field_name("module_name")
        for name in statement.children_by_field_name("name"):
            local = decode((name.child_by_field_name("alias") or name).text)
            modules.setdefault(local, set()).add((source.text if source is not None else None) or b"")
    around = _assigned_at_top(scope) if modules and scope.type != "module" else frozenset[str]()
    return {name for name, several in modules.items() if name in bound or name in around or len(several) > 1}


def _imports_in(block: Node) -> Iterator[Node]:
    pending = [block]
    while pending:
        node = pending.pop()
        if node.type == "import_from_statement":
            yield node
        elif node is block or node.type in _BLOCKS:
            pending += node.named_children


def _assigned_at_top(scope: Node) -> frozenset[str]:
    around = scope
    while around.parent is not None:
        around = around.parent
    return frozenset(decode(name) for name in _AT_TOP.findall(around.text or b""))


def _bound(scope: Node) -> dict[str, Bound]:
    parameters = scope.child_by_field_name("parameters")
    values: dict[str, list[Node | None]] = {name: [None] for name in (_names(parameters) if parameters else ())}
    body = scope.child_by_field_name("body") if scope.type != "module" else scope
    for name, value in bound_in(body) if body else ():
        values.setdefault(name, []).append(value)
    local = body if scope.type == "function_definition" else None
    return {name: each[0] if len(each) == 1 else _several(name, each, local) for name, each in values.items()}


def _several(name: str, values: list[Node | None], body: Node | None) -> Bound:
    """All that a function writes to a variable, if it is not used in between; one of a whole file stays unknown."""
    if body is None or None in values or len(body.text or b"") > MAX_BODY:
        return None
    used = re.compile(rb"(?<![\w.])" + re.escape(name.encode()) + rb"\b(?![ \t]*(?::[^=\n]+)?=(?!=))")
    return all_values(values, [body.start_byte + match.start() for match in used.finditer(body.text or b"")])


def bound_in(block: Node) -> Iterator[tuple[str, Node | None]]:
    """What the statements of a block bind, in the blocks within too, but not in functions and classes within."""
    pending = list(block.named_children)
    while pending:
        node = pending.pop()
        if node.type == "expression_statement":
            for child in node.named_children:
                yield from _assigned(child)
        elif node.type in _NESTED:
            yield from _defined(node)
        elif node.type in ("global_statement", "nonlocal_statement", "delete_statement", "with_clause"):
            yield from ((name, None) for name in _names(node))
        elif node.type in ("as_pattern", "case_pattern"):
            yield from ((name, None) for name in _captured(node))
        elif node.type in _BLOCKS:
            left = node.child_by_field_name("left")
            yield from ((name, None) for name in (_names(left) if left else ()))
            pending.extend(node.named_children)


def _assigned(node: Node) -> Iterator[tuple[str, Node | None]]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or node.type not in ("assignment", "augmented_assignment"):
        return
    if left.type != "identifier":
        yield from ((name, None) for name in _names(left) if left.type in ("pattern_list", "tuple_pattern"))
    elif node.type == "assignment" and right is not None:
        yield decode(left.text), right
    elif node.type == "augmented_assignment":
        yield decode(left.text), None


def _defined(node: Node) -> Iterator[tuple[str, Node | None]]:
    inner = node.child_by_field_name("definition") if node.type == "decorated_definition" else node
    name = inner.child_by_field_name("name") if inner is not None else None
    if inner is not None and name is not None:
        yield decode(name.text), inner if inner.type == "class_definition" or inner is node else None


def _captured(node: Node) -> Iterator[str]:
    """What `except … as name` and the pattern of a `case` bind: no name with a dot, and no class."""
    pending = [node]
    while pending:
        child = pending.pop()
        plain = child.type == "dotted_name" and child.named_child_count == 1
        if plain and child.parent is not None and child.parent.type == "case_pattern":
            yield decode(child.text)
        elif child.type in ("splat_pattern", "as_pattern_target"):
            yield from _names(child)
        elif child.type == "as_pattern":
            yield from _names(child.named_children[-1])
            pending += child.named_children[:-1] if child.named_children[0].type == "case_pattern" else []
        else:
            pending += child.named_children


def _names(node: Node, depth: int = MAX_DEPTH) -> Iterator[str]:
    """All identifiers below a node; more than are bound only makes us say less."""
    if node.type == "identifier":
        yield decode(node.text)
    elif depth:
        for child in node.named_children:
            yield from _names(child, depth - 1)


_ENUM = late(rb"\b\w*Enum\b|\bFlag\b")


def shares(value: Node) -> bool:
    """Whether other files may write to what a module has: to its variables, and to those of its classes but enums."""
    if value.type == "function_definition":
        return False
    above = value.child_by_field_name("superclasses") if value.type == "class_definition" else None
    return above is None or _ENUM.search(above.text or b"") is None
