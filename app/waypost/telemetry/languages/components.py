"""Vue and Svelte: TypeScript in scripts, and in what the template calls; all else of a file is blank to the parser."""

import re
from collections.abc import Iterator

from waypost.frozen import replace
from waypost.patterns import late
from waypost.telemetry.languages import Language, javascript

MAX_SNIPPET = 8_192
"""Bytes of one expression in a template."""
MAX_UNCLOSED = 50
"""Braces that do not close; beyond them the file is too damaged to tell what is an expression."""

_ATTRIBUTES = rb"(?:\s+[^\s=>\"']{1,99}(?:\s*=\s*(?:\"[^\"]{0,999}\"|'[^']{0,999}'|[^\s>\"']{1,999}))?){0,20}\s*"
_BLOCK = late(
    rb"<!--.*?(?:-->|\Z)|<(script|style)(?=[\s>])" + _ATTRIBUTES + rb">(.*?)(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_DIRECTIVE = late(rb"(?:^|\s)(?:@|:|#|v-)[\w:.\[\]$-]*\s*=\s*(?:\"([^\"]{1,8192})\"|'([^']{1,8192})')")
_SIGIL = late(rb"\s*(?:[#:/@]\s*(?:else\s+if|\w+)|\.\.\.)")
_QUOTES = frozenset(b"\"'`")


def language(suffix: str) -> Language:
    """The language of single-file components."""
    return replace(javascript.language(".ts"), code=_svelte if suffix == ".svelte" else _vue)


def _vue(source: bytes) -> bytes:
    """Scripts, values of directives, and what stands between double braces."""
    kept, markup = _parted(source)
    for start, end in markup:
        for match in _DIRECTIVE.finditer(source, start, end):
            group = 1 if match[1] is not None else 2
            _keep(kept, source, *match.span(group))
        for inner in _mustaches(source, start, end):
            _keep(kept, source, *inner)
    return bytes(kept)


def _svelte(source: bytes) -> bytes:
    """Scripts, and what stands between braces."""
    kept, markup = _parted(source)
    for start, end in markup:
        for inner in _braced(source, start, end):
            sigil = _SIGIL.match(source, *inner)
            _keep(kept, source, sigil.end() if sigil else inner[0], inner[1])
    return bytes(kept)


def _parted(source: bytes) -> tuple[bytearray, list[tuple[int, int]]]:
    """As many bytes as the file has, with its scripts only; and where its markup is."""
    kept = bytearray(b" " * len(source))
    for line in re.finditer(rb"\r?\n", source):
        kept[line.start() : line.end()] = line[0]
    markup: list[tuple[int, int]] = []
    at = 0
    for block in _BLOCK.finditer(source):
        markup.append((at, block.start()))
        at = block.end()
        if block[1] and block[1].lower() == b"script":
            kept[block.start(2) : block.end(2)] = block[2]
            kept[block.start(2) - 1 : block.start(2)] = b";"
    return kept, [*markup, (at, len(source))]


def _keep(kept: bytearray, source: bytes, start: int, end: int) -> None:
    """Put an expression of the template in brackets and semicolons of its own, so that it does no harm to others."""
    if b"(" not in source[start:end]:
        return
    kept[start:end] = source[start:end]
    kept[start - 1 : start] = b";"
    kept[end : end + 1] = b";"


def _mustaches(source: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What stands between double braces."""
    while (start := source.find(b"{{", start, end)) >= 0:
        close = source.find(b"}}", start, end)
        if close < 0:
            return
        if close - start <= MAX_SNIPPET:
            yield start + 2, close
        start = close


def _braced(source: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What stands between the outermost braces, strings within left alone."""
    patience = MAX_UNCLOSED
    while patience and (start := source.find(b"{", start, end)) >= 0:
        close = _closing(source, start + 1, min(end, start + MAX_SNIPPET))
        if close > 0:
            yield start + 1, close
        else:
            patience -= 1
        start = max(start + 1, close)


def _closing(source: bytes, index: int, end: int) -> int:
    """Where the brace closes that was opened before `index`; -1 if it does not."""
    depth, quote = 1, 0
    while index < end:
        byte = source[index]
        if quote:
            index += byte == ord("\\")
            quote = 0 if byte == quote else quote
        elif byte in _QUOTES:
            quote = byte
        elif byte == ord("{"):
            depth += 1
        elif byte == ord("}"):
            depth -= 1
            if not depth:
                return index
        index += 1
    return -1
