"""What Kotlin's functions give back."""

from functools import partial

from tree_sitter import Node

from waypost.telemetry.languages import words_before
from waypost.telemetry.languages.given_back import given_back
from waypost.telemetry.languages.kotlin.containers import CONTAINERS

_WITHIN = frozenset({"function_declaration", "anonymous_function", "getter", "setter", *CONTAINERS})
"""What has returns of its own; those of a lambda are the function's around it, unless they have a label."""
_OPEN = frozenset({b"open", b"abstract", b"expect"})
_MAY_BE_BELOW = frozenset({b"open", b"abstract", b"sealed", b"enum"})


def returns(function: Node) -> tuple[Node, ...]:
    """All values that a function may return; nothing where one below its class may give back others."""
    body = next((child for child in function.named_children if child.type == "function_body"), None)
    held = body.named_children[0] if body is not None and body.named_child_count else None
    if held is None or _is_open(function):
        return ()
    name = function.child_by_field_name("name")
    given = given_back(held, "return_expression", _WITHIN, partial(_is_own, name.text if name is not None else None))
    return given if held.type == "block" else (held, *given)


def _is_own(name: bytes | None, leaving: Node) -> bool:
    """Whether the function leaves there, and no block within it that has a label."""
    label = leaving.child_by_field_name("label")
    return label is None or label.text == name


def _is_open(function: Node) -> bool:
    """Whether another class may have a function of that name instead."""
    words = words_before(function)
    body = function.parent
    around = body.parent if body is not None and body.type in ("class_body", "enum_class_body") else None
    if words & _OPEN or (around is not None and any(child.type == "interface" for child in around.children)):
        return True
    return b"override" in words and around is not None and bool(words_before(around) & _MAY_BE_BELOW)
