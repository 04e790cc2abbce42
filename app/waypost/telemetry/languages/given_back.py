"""What functions of typed languages give back: a compiler has seen to it that they end by a `return`, or by a throw."""

from collections.abc import Callable, Collection, Iterator
from itertools import islice

from tree_sitter import Node

from waypost.telemetry.languages import parts

MAX_RETURNS = 32
"""With more of them, a function says little of what it gives back."""
_FINALLY = frozenset({"finally_block", "finally_clause"})
_NOTHING = (b"null", b"nil")
MAX_NODES = 2_000
"""Nodes of a function that are looked through."""


def given_back(
    body: Node | None, leaving: str, within: Collection[str], own: Callable[[Node], bool] = lambda node: True
) -> tuple[Node, ...]:
    """The values of all nodes of a type by which a function leaves; nothing where one of them has none.

    What stands in something of `within` leaves that, and so does what is not the function's `own`. `null` is no name.
    """
    nodes = list(islice(_below(body, within), MAX_NODES + 1)) if body is not None else []
    given = [next(reversed(parts(node)), None) for node in nodes if node.type == leaving and own(node)]
    values = tuple(value for value in given if value is not None)
    whole = len(values) == len(given) <= MAX_RETURNS and len(nodes) <= MAX_NODES and not any(map(_turns, nodes))
    return tuple(value for value in values if value.text not in _NOTHING) if whole else ()


def _turns(node: Node) -> bool:
    """Whether what is returned elsewhere may not be what a caller gets."""
    return node.type in _FINALLY and b"return" in (node.text or b"")


def _below(body: Node, within: Collection[str]) -> Iterator[Node]:
    """The nodes of a function in their order, without those of functions and classes within."""
    pending = [body]
    while pending:
        node = pending.pop()
        yield node
        if node.type not in within:
            pending += reversed(node.named_children)
