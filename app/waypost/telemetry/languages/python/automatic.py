"""Members of Python's `StrEnum` that get their value from their own name: `CART_OPENED = auto()` is `cart_opened`."""

import re

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.expression import Text

_AUTO = frozenset({b"auto()", b"enum.auto()"})
_IMPORTED = late(rb"^from enum import\s*(?:\([^()]*|[^\n(]*)\bStrEnum\b", re.MULTILINE)
"""Others of that name, which packages bring or teams write, do it otherwise."""


def named_by_itself(container: Node, name: str, value: Node) -> Text | None:
    """The value of a member of an enum that is made of its name; None for any other."""
    if value.text not in _AUTO or not _is_standard(container):
        return None
    return Text(name.lower(), *value.byte_range)


def _is_standard(container: Node) -> bool:
    above = container.child_by_field_name("superclasses")
    named = [child.text for child in above.named_children] if above is not None else []
    if b"_generate_next_value_" in (container.text or b"") or len(named) != 1:
        return False
    return named == [b"enum.StrEnum"] or (named == [b"StrEnum"] and _IMPORTED.search(_file(container)) is not None)


def _file(node: Node) -> bytes:
    while node.parent is not None:
        node = node.parent
    return node.text or b""
