"""Java's strings, and blocks of text."""

from tree_sitter import Node

from waypost.telemetry.expression import Text
from waypost.telemetry.languages.strings import decode, unescape

_MARKS = '"""'


def text(node: Node) -> Text:
    """What a string says."""
    raw = decode(node.text)
    if raw.startswith(_MARKS) and raw.endswith(_MARKS) and len(raw) >= 2 * len(_MARKS):
        return Text(unescape(_block(raw[len(_MARKS) : -len(_MARKS)])), *node.byte_range)
    return Text(unescape(raw[1:-1]), *node.byte_range, (node.start_byte + 1, node.end_byte - 1))


def _block(raw: str) -> str:
    """Without the line of the opening marks, the indent that all lines share, and blanks at the ends of lines."""
    from textwrap import dedent  # few files have such texts

    lines = raw.replace("\r\n", "\n").split("\n")[1:]
    last = f"{lines[-1]}|" if lines else ""  # the closing marks count for the indent
    dedented = dedent("\n".join([*lines[:-1], last]))[:-1]
    return "\n".join(line.rstrip(" \t") for line in dedented.split("\n"))
