"""What JavaScript's functions return that are always the same."""

import re
from functools import lru_cache

from tree_sitter import Node

from waypost.telemetry.languages.returns import returned

_FUNCTIONS = frozenset({"function_declaration", "function_expression", "arrow_function", "method_definition"})


def returns(function: Node) -> tuple[Node, ...]:
    """The values that a function may return; nothing for one that is written over, as one by itself can be."""
    return returned(function) if function.type in _FUNCTIONS and not _is_written_over(function) else ()


def _is_written_over(function: Node) -> bool:
    name = function.child_by_field_name("name") if function.type == "function_declaration" else None
    around = function
    while around.parent is not None:
        around = around.parent
    return name is not None and _writing(name.text or b"").search(around.text or b"") is not None


@lru_cache(maxsize=256)
def _writing(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?<![\w$.])" + re.escape(name) + rb"\s*(?:\|\||&&|\?\?)?=(?![=>])")
