"""What operators make of their operands, in languages whose grammars name them alike."""

from collections.abc import Callable, Iterable

from tree_sitter import Node

from waypost.telemetry.expression import Choice, Expression, Joined, Opaque, Text

COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">=", "&&", "||"})


def binary(node: Node, opaque: Callable[[Node, str | None], Opaque], value: Callable[[Node], Expression]) -> Expression:
    """A comparison is true or false; a sum is text where one side is; all else says nothing.

    `opaque` and `value` are the language's own: what says nothing, and what an operand says.
    """
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if operator is None or left is None or right is None:
        return opaque(node, None)
    if operator.type in COMPARISONS:
        return opaque(node, "boolean")
    values = (value(left), value(right)) if operator.type == "+" else ()
    joined = any(isinstance(side, Text | Joined) for side in values)
    return Joined(values, *node.byte_range) if joined else opaque(node, None)


def choice(node: Node, opaque: Callable[[Node, str | None], Opaque], values: Iterable[Expression]) -> Expression:
    """One of several values; `null` is no name."""
    kept = tuple(value for value in values if not (isinstance(value, Opaque) and value.kind == "null"))
    if len(kept) == 1:
        return kept[0]
    return Choice(kept, *node.byte_range) if kept else opaque(node, None)
