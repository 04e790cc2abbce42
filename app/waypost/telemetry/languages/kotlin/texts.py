"""Kotlin's strings: the grammar has no node for `$name` in most of them."""

from collections.abc import Callable, Iterator

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.expression import Expression, Joined, Reference, Text
from waypost.telemetry.languages import first_child
from waypost.telemetry.languages.strings import decode, unescape

STRINGS = frozenset({"string_literal", "multiline_string_literal"})
_TEMPLATE = late(rb"\$(`[^`\n]+`|[^\W\d]\w*)")


def text(node: Node, read: Callable[[Node], Expression]) -> Expression:
    """What a string says; `read` tells what stands in its holes."""
    quotes = 3 if node.type == "multiline_string_literal" else 1
    parts = list(_merged(_parts(node, read)))
    if all(isinstance(part, Text) for part in parts):
        value = "".join(part.value for part in parts if isinstance(part, Text))
        return Text(value, *node.byte_range, (node.start_byte + quotes, max(node.start_byte, node.end_byte - quotes)))
    return Joined(tuple(parts), *node.byte_range)


def _parts(node: Node, read: Callable[[Node], Expression]) -> Iterator[Expression]:
    run, start = b"", node.start_byte
    raw = node.type == "multiline_string_literal"
    for child in node.named_children:
        if child.type == "string_content":
            start = start if run else child.start_byte
            run += child.text or b""
            continue
        yield from _run(run, start, raw)
        run = b""
        if child.type == "escape_sequence":
            yield Text(unescape(decode(child.text)), *child.byte_range)
        elif child.type == "interpolation" and (held := first_child(child)) is not None:
            yield read(held)
    yield from _run(run, start, raw)


def _run(run: bytes, start: int, raw: bool) -> Iterator[Expression]:
    """Plain text, with `$name` in it; for some escapes the grammar has no node."""
    value = str if raw else unescape
    at = 0
    for hole in _TEMPLATE.finditer(run):
        yield Text(value(decode(run[at : hole.start()])), start + at, start + hole.start())
        yield Reference((decode(hole[1]).strip("`"),), start + hole.start(1), start + hole.end())
        at = hole.end()
    yield Text(value(decode(run[at:])), start + at, start + len(run))


def _merged(parts: Iterator[Expression]) -> Iterator[Expression]:
    """Without empty texts."""
    yield from (part for part in parts if not isinstance(part, Text) or part.value)
