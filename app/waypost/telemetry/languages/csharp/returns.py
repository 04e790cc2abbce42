"""What C#'s methods give back."""

from tree_sitter import Node

from waypost.telemetry.languages import first_child, words_before
from waypost.telemetry.languages.given_back import given_back

_WITHIN = frozenset(
    {"lambda_expression", "anonymous_method_expression", "local_function_statement", "method_declaration"}
)
_OPEN = frozenset({b"virtual", b"abstract", b"override", b"extern"})
"""Marks of a method that another class may have otherwise."""


def returns(function: Node) -> tuple[Node, ...]:
    """All values that a method may return; nothing where a class below may have another one of its name."""
    listed = function.parent
    around = listed.parent if listed is not None else None
    promised = around is not None and around.type == "interface_declaration"
    body = function.child_by_field_name("body")
    if body is None or promised or words_before(function) & _OPEN:
        return ()
    if body.type == "arrow_expression_clause":
        value = first_child(body)
        return (value,) if value is not None else ()
    return given_back(body, "return_statement", _WITHIN)
