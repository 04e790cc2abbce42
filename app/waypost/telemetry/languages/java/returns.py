"""What Java's methods give back."""

from tree_sitter import Node

from waypost.telemetry.languages import words_before
from waypost.telemetry.languages.given_back import given_back

_WITHIN = frozenset({"lambda_expression", "class_body", "method_declaration"})
_FIXED = frozenset({b"private", b"static", b"final"})
"""Marks of a method that no other class has otherwise."""


def returns(function: Node) -> tuple[Node, ...]:
    """All values that a method may return; nothing where a class below may have another one of its name."""
    fixed = bool(words_before(function) & _FIXED)
    return given_back(function.child_by_field_name("body"), "return_statement", _WITHIN) if fixed else ()
