"""What Swift's functions give back."""

from tree_sitter import Node

from waypost.telemetry.languages import PRIVATE, words_before
from waypost.telemetry.languages.given_back import given_back

_WITHIN = frozenset({"function_declaration", "lambda_literal", "class_declaration", "init_declaration"})
_FIXED = frozenset({PRIVATE, b"fileprivate", b"final", b"static"})
_ALONE = frozenset({"struct", "enum", "actor"})
"""Types that nothing is below."""
_LEAVING = "control_transfer_statement"


def returns(function: Node) -> tuple[Node, ...]:
    """All values that a function may return; nothing where another type may give back others."""
    body = function.child_by_field_name("body")
    statements = next((it for it in body.named_children if it.type == "statements"), None) if body is not None else None
    if statements is None or not _is_fixed(function):
        return ()
    given = given_back(statements, _LEAVING, _WITHIN, _is_return)
    only = statements.named_children[0] if statements.named_child_count == 1 else None
    if given or only is None or only.type == _LEAVING:
        return given
    return (only,)


def _is_return(leaving: Node) -> bool:
    return (leaving.text or b"").startswith(b"return")


def _is_fixed(function: Node) -> bool:
    """Whether no other type may have a function of that name instead."""
    body = function.parent
    around = body.parent if body is not None and body.type in ("class_body", "enum_class_body") else None
    if around is None or words_before(function) & _FIXED:
        return body is None or body.type != "protocol_body"
    alone = any(child.type in _ALONE for child in around.children)
    return alone or b"final" in words_before(around)
