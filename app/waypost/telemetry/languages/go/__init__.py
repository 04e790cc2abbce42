"""Go: how it calls."""

from tree_sitter import Node

from waypost.telemetry.expression import Argument
from waypost.telemetry.languages import Language
from waypost.telemetry.languages.go.bindings import SCOPES, bindings, is_variable
from waypost.telemetry.languages.go.modules import DEFINES, beside, files, imports, signature
from waypost.telemetry.languages.go.values import STRINGS, expression, path_of
from waypost.telemetry.languages.grammars import grammar
from waypost.telemetry.languages.strings import COMMENT, SHORT_TEXT

TEXTS = rf"{COMMENT}|`[^`]*(?:`|\z)|{SHORT_TEXT}"


def language(_suffix: str) -> Language:
    """The language of Go files."""
    return Language(
        family="go",
        grammar=grammar("tree_sitter_go"),
        names=frozenset({"identifier", "field_identifier"}),
        not_code=STRINGS | {"comment", "rune_literal"},
        callee=callee,
        arguments=arguments,
        expression=expression,
        scopes=SCOPES,
        bindings=bindings,
        texts=TEXTS,
        holder=(b"const ", b""),
        definition=frozenset({b"func"}),
        interfaces=True,
        imports=imports,
        files=files,
        beside=beside,
        shares=is_variable,
        defines=DEFINES,
        signature=signature,
    )


def callee(name: Node) -> tuple[tuple[str, ...], Node] | None:
    """`a.b(…)` from the node of `b`: (("a", "b"), the call); None if `b` is not what is called."""
    node, parent = name, name.parent
    if parent is not None and parent.type == "selector_expression" and parent.child_by_field_name("field") == node:
        node, parent = parent, parent.parent
    if parent is None or parent.type != "call_expression" or parent.child_by_field_name("function") != node:
        return None
    return path_of(node), parent


def arguments(call: Node) -> tuple[Argument, ...]:
    """The arguments of a call, in order."""
    listed = call.child_by_field_name("arguments")
    return tuple(
        Argument(None, expression(node), spread=node.type == "variadic_argument")
        for node in (listed.named_children if listed is not None else ())
        if node.type != "comment"
    )
