"""Every value that a function returns, in languages whose grammars part statements alike."""

from collections.abc import Iterator
from itertools import islice

from tree_sitter import Node

from waypost.telemetry.languages import parts

MAX_RETURNS = 32
"""With more of them, a function says little of what it returns."""
MAX_NODES = 2_000
"""Nodes of a function that are looked through."""
MAX_DEPTH = 40
"""Statements within statements."""
_OTHERWISE = frozenset({"async", "*", "get", "set"})
"""Marks of a function that gives something else to who calls it than what it returns, or is no function to call."""
_BLOCKS = frozenset({"statement_block", "block", "compound_statement"})
_LEAVES = frozenset({"return_statement", "throw_statement", "raise_statement"})
_THROWS = frozenset({"throw_expression"})
_YIELDS = frozenset({"yield", "yield_expression"})
_DEFAULTS = frozenset({"switch_default", "default_statement"})
_WITHIN = frozenset(
    {
        "function_declaration",
        "function_expression",
        "generator_function_declaration",
        "generator_function",
        "arrow_function",
        "method_definition",
        "class_declaration",
        "abstract_class_declaration",
        "class",
        "function_definition",
        "lambda",
        "class_definition",
        "anonymous_function",
        "method_declaration",
    }
)
"""What has returns of its own."""


def returned(function: Node) -> tuple[Node, ...]:
    """The values that a function may return; nothing where it may end without one, or is a generator."""
    body = function.child_by_field_name("body")
    if body is None or any(child.type in _OTHERWISE for child in function.children):
        return ()
    if body.type not in _BLOCKS:
        return (body,)
    nodes = list(islice(_below(body), MAX_NODES + 1))
    given = [next(iter(parts(node)), None) for node in nodes if node.type == "return_statement"]
    values = tuple(value for value in given if value is not None)
    whole = len(values) == len(given) <= MAX_RETURNS and len(nodes) <= MAX_NODES
    return values if whole and not any(map(_turns, nodes)) and _leaves(body, MAX_DEPTH) else ()


def _below(body: Node) -> Iterator[Node]:
    """The nodes of a function in their order, without those of functions and classes within."""
    pending = [body]
    while pending:
        node = pending.pop()
        yield node
        if node.type not in _WITHIN:
            pending += reversed(node.named_children)


def _turns(node: Node) -> bool:
    """Whether what is returned elsewhere is not what a caller gets."""
    return node.type in _YIELDS or (node.type == "finally_clause" and b"return" in (node.text or b""))


def _leaves(node: Node | None, depth: int) -> bool:
    """Whether a function always ends by a statement: nothing behind it is ever done."""
    if node is None or not depth:
        return False
    if node.type == "if_statement":
        return _one_of(node, depth - 1)
    if node.type == "switch_statement":
        return _whichever(node, depth - 1)
    if node.type == "try_statement":
        return _tried(node, depth - 1)
    if node.type in _BLOCKS or node.type == "else_clause":
        return _leaves(_last(node), depth - 1)
    inner = _last(node) if node.type == "expression_statement" else None
    return node.type in _LEAVES or (inner is not None and inner.type in _THROWS)


def _last(node: Node) -> Node | None:
    return next(reversed(parts(node)), None)


def _body(node: Node) -> Node | None:
    return node.child_by_field_name("consequence") or node.child_by_field_name("body") or _last(node)


def _one_of(node: Node, depth: int) -> bool:
    """An `if` with an `else`, whose branches all leave."""
    others = node.children_by_field_name("alternative")
    whole = bool(others) and others[-1].type == "else_clause"
    return whole and all(_leaves(_body(it), depth) for it in (node, *others))


def _whichever(node: Node, depth: int) -> bool:
    """A `switch` with a default whose last case leaves, and none goes on behind it."""
    cases = parts(node.child_by_field_name("body"))
    whole = any(case.type in _DEFAULTS for case in cases)
    return whole and _leaves(_last(cases[-1]), depth) and all(it.type != "break_statement" for it in _below(node))


def _tried(node: Node, depth: int) -> bool:
    """A `try` that leaves, however it goes."""
    body, *others = parts(node)
    handlers = [it for it in others if it.type != "finally_clause"]
    alike = all(it.type in ("catch_clause", "except_clause") for it in handlers)
    return alike and all(_leaves(it, depth) for it in (body, *map(_body, handlers)))
