"""C#'s strings: plain, verbatim, raw, and those with holes."""

from collections.abc import Callable, Iterator

from tree_sitter import Node

from waypost.telemetry.expression import Expression, Joined, Opaque, Text
from waypost.telemetry.languages import first_child
from waypost.telemetry.languages.strings import decode, label, unescape

STRINGS = frozenset({"string_literal", "verbatim_string_literal", "raw_string_literal"})
HOLED = "interpolated_string_expression"


def text(node: Node) -> Text:
    """What a string without holes says."""
    raw = decode(node.text)
    if node.type == "verbatim_string_literal":
        return Text(raw[2:-1].replace('""', '"'), *node.byte_range, (node.start_byte + 2, node.end_byte - 1))
    if node.type == "raw_string_literal":
        quotes = len(raw) - len(raw.lstrip('"'))
        inner = (node.start_byte + quotes, max(node.start_byte, node.end_byte - quotes))
        return Text(raw[quotes:-quotes], *node.byte_range, inner)
    end = raw.rfind('"')
    after = len(raw.encode("utf-8", "replace")) - len(raw[:end].encode("utf-8", "replace"))
    return Text(unescape(raw[1:end]), *node.byte_range, (node.start_byte + 1, node.end_byte - after))


def holed(node: Node, read: Callable[[Node], Expression]) -> Joined:
    """What `$"…"` says; `read` tells what stands in its holes."""
    return Joined(tuple(_parts(node, read)), *node.byte_range)


def _parts(node: Node, read: Callable[[Node], Expression]) -> Iterator[Expression]:
    start = next((decode(child.text) for child in node.named_children if child.type == "interpolation_start"), "$")
    verbatim = "@" in start
    for child in node.named_children:
        if child.type == "interpolation":
            held = next((each for each in child.named_children if each.type != "interpolation_brace"), None)
            if held is not None:
                changed = any("clause" in each.type for each in child.named_children)
                yield Opaque("string", label(held.text), *held.byte_range) if changed else read(held)
        elif child.type == "string_content":
            raw = decode(child.text).replace("{{", "{").replace("}}", "}")
            yield Text(raw.replace('""', '"') if verbatim else raw, *child.byte_range)
        elif child.type == "escape_sequence":
            yield Text(unescape(decode(child.text)), *child.byte_range)


def quoted(node: Node) -> Text | None:
    """The text of an argument that is a plain string."""
    inner = first_child(node) if node.type == "argument" else node
    return text(inner) if inner is not None and inner.type in STRINGS else None
