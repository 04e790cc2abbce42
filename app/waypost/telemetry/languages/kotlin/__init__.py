"""Kotlin: how it calls."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.patterns import late_re2
from waypost.telemetry.languages import Language
from waypost.telemetry.languages.grammars import grammar
from waypost.telemetry.languages.jvm import beside, files
from waypost.telemetry.languages.kotlin.bindings import SCOPES, bindings
from waypost.telemetry.languages.kotlin.containers import instance
from waypost.telemetry.languages.kotlin.modules import extended, imports, signature
from waypost.telemetry.languages.kotlin.returns import returns
from waypost.telemetry.languages.kotlin.texts import STRINGS
from waypost.telemetry.languages.kotlin.values import arguments, expression, path_of
from waypost.telemetry.languages.strings import COMMENT, LONG_TEXT, SHORT_TEXT

_ONE_LINE = late_re2(rb"(?m)^([^\n\"]*\b(?:object|class|interface)\b[^\n{]*\{[^\n{}]*)[ \t](\}[ \t)]*\r?)$")
_TYPED = late_re2(rb"\b([a-z]\w*)(<[\w.<>?, *]{1,80}>)([ \t]*\()")

TEXTS = f"{COMMENT}|{LONG_TEXT}|{SHORT_TEXT}"


def language(_suffix: str) -> Language:
    """The language of Kotlin files and scripts."""
    return Language(
        family="kotlin",
        grammar=grammar("tree_sitter_kotlin"),
        names=frozenset({"identifier"}),
        not_code=STRINGS | {"line_comment", "block_comment", "string_content", "character_literal"},
        callee=callee,
        arguments=arguments,
        expression=expression,
        scopes=SCOPES,
        bindings=bindings,
        texts=TEXTS,
        definition=frozenset({b"fun"}),
        code=code,
        names_positions=True,
        bare_methods=True,
        imports=imports,
        files=files,
        beside=beside,
        everywhere=True,
        overloads=True,
        signature=signature,
        extended=extended,
        instance=instance,
        returns=returns,
    )


def code(source: bytes) -> bytes:
    """What the grammar can read: a line's end before the brace that closes a class of one line, calls without types.

    `track<Event>(…)` is a comparison for it; text in quotes stays as it is.
    """
    lines = bytes(_ONE_LINE.sub(rb"\1\n\2", source))
    return b"".join(_untyped(lines)) if b">(" in lines else lines


def _untyped(source: bytes) -> Iterator[bytes]:
    """The source with blanks for the types that calls name."""
    at = 0
    for match in _TYPED.finditer(source):
        line = source.rfind(b"\n", 0, match.start()) + 1
        if source.count(b'"', line, match.start()) % 2 == 0:
            start, end = match.span(2)
            yield source[at:start] + b" " * (end - start)
            at = end
    yield source[at:]


def callee(name: Node) -> tuple[tuple[str, ...], Node] | None:
    """`a.b(…)` from the node of `b`: (("a", "b"), the call); None if `b` is not what is called."""
    node, parent = name, name.parent
    if parent is not None and parent.type == "navigation_expression" and parent.named_children[-1] == node:
        node, parent = parent, parent.parent
    while parent is not None and parent.type == "unary_expression":
        node, parent = parent, parent.parent
    if parent is None or parent.type != "call_expression" or parent.named_children[0] != node:
        return None
    return path_of(node), parent
