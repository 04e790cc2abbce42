"""Functions that a function is handed to send events with: `(dispatch, getState, {track}) => track("Opened", {…})`."""

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from waypost.patterns import late, late_re2
from waypost.telemetry.expression import Argument, Expression, Opaque
from waypost.telemetry.unit import Unit

MAX_BELOW = 2_000
"""Nodes of a list of parameters."""
_TYPED = late_re2(r"(?i)track|telemetry|analytics|captur")
"""What the type of a function says that is there to send events."""
_MAKES = late(rb"(?:async\s*)?\(\s*\)\s*=>\s*\(\{")
_OTHER = frozenset({"function", "array", "number", "boolean", "string"})
"""What stands behind the name of no event."""


def is_handed_in(unit: Unit, name: str, call: Node, arguments: Sequence[Argument]) -> bool:
    """Whether a call by a bare name is one of what the function around it takes out of its parameters.

    A parameter that is no more than its name needs a type that tells. Where the file imports another one by that name,
    either may do something else.
    """
    if any(it.local == name for it in unit.imports):
        return False
    if any(_is_no_more_of_it(unit, it.value) for it in arguments[1:2]):
        return False
    scopes = unit.scopes.around(call.start_byte)[1:]
    holder = next((it for it in reversed(scopes) if unit.scopes.has(it, name)), None)
    listed = holder.child_by_field_name("parameters") if holder is not None else None
    return listed is not None and any(_takes(node, name.encode()) for node in _below(listed))


def _is_no_more_of_it(unit: Unit, value: Expression) -> bool:
    """Whether something is neither properties nor what makes them."""
    other = isinstance(value, Opaque) and value.kind in _OTHER
    return other and _MAKES.match(unit.source, value.start) is None


def _below(listed: Node) -> Iterator[Node]:
    pending = list(listed.named_children)
    for _ in range(MAX_BELOW):
        if not pending:
            return
        node = pending.pop()
        yield node
        pending += node.named_children


def _takes(node: Node, name: bytes) -> bool:
    if node.type == "shorthand_property_identifier_pattern":
        return node.text == name
    pattern, kind = node.child_by_field_name("pattern"), node.child_by_field_name("type")
    told = kind is not None and _TYPED.search((kind.text or b"").decode("utf-8", "replace")) is not None
    return told and pattern is not None and pattern.text == name
