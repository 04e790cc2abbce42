"""Python: how it calls."""

import re

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.expression import Argument
from waypost.telemetry.languages import Language
from waypost.telemetry.languages.grammars import grammar
from waypost.telemetry.languages.python.bindings import SCOPES, bindings, shares
from waypost.telemetry.languages.python.instances import instance
from waypost.telemetry.languages.python.modules import files, imports
from waypost.telemetry.languages.python.signatures import signature
from waypost.telemetry.languages.python.skimmed import skimmed
from waypost.telemetry.languages.python.values import argument, expression, path_of
from waypost.telemetry.languages.returns import returned

MAX_INDENTS = 200
"""Python itself refuses more than 100; from 383 on the grammar writes beyond the 1,024 bytes it has to keep them."""
_INDENT = late(rb"^[ \t\r\f]*(?:\\\r?\n[ \t\r\f]*)*", re.MULTILINE)
_CONTINUED = late(rb"\\\r?\n")


def language(_suffix: str) -> Language:
    """The language of Python files."""
    return Language(
        family="python",
        grammar=grammar("tree_sitter_python"),
        names=frozenset({"identifier"}),
        not_code=frozenset({"comment", "string", "string_content", "string_start", "string_end"}),
        callee=callee,
        arguments=arguments,
        expression=expression,
        scopes=SCOPES,
        bindings=bindings,
        shares=shares,
        definition=frozenset({b"def", b"class", b"import"}),
        too_deep=too_deep,
        imports=imports,
        skimmed=skimmed,
        files=files,
        signature=signature,
        instance=instance,
        returns=returns,
    )


def returns(function: Node) -> tuple[Node, ...]:
    """The values that a function may return."""
    return returned(function) if function.type in ("function_definition", "lambda") else ()


def too_deep(source: bytes) -> bool:
    """Whether a file has more different indents than the grammar can keep; levels within levels are never more."""
    return len({_width(indent) for indent in set(_INDENT.findall(source))}) > MAX_INDENTS


def _width(indent: bytes) -> int:
    """Columns, as the grammar counts: a tab is eight, a form feed or carriage return starts anew."""
    line = re.split(rb"[\r\f]", _CONTINUED.sub(b"", indent))[-1]
    return line.count(b" ") + 8 * line.count(b"\t")


def callee(name: Node) -> tuple[tuple[str, ...], Node] | None:
    """`a.b(…)` from the node of `b`: (("a", "b"), the call); None if `b` is not what is called."""
    node, parent = name, name.parent
    if parent is not None and parent.type == "attribute" and parent.child_by_field_name("attribute") == node:
        node, parent = parent, parent.parent
    if parent is None or parent.type != "call" or parent.child_by_field_name("function") != node:
        return None
    return path_of(node), parent


def arguments(call: Node) -> tuple[Argument, ...]:
    """The arguments of a call, in order."""
    listed = call.child_by_field_name("arguments")
    if listed is None or listed.type != "argument_list":
        return ()
    return tuple(argument(node) for node in listed.named_children if node.type != "comment")
