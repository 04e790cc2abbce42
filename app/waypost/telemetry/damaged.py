"""Calls in code that does not parse: cut out one call, close what is open, and parse it alone at its own offset.

The marks of a merge conflict are taken out before all else: then both sides of it are code.
"""

import re
from bisect import bisect_right
from functools import cache
from itertools import islice
from typing import Any

import re2  # type: ignore[import-untyped]
from tree_sitter import Node, Parser, Point, Range

from waypost.patterns import late
from waypost.telemetry.languages import Language

MAX_CALL_BYTES = 4_096
MAX_RECEIVER_BYTES = 256
MAX_RUN_ON = 20_000
"""Bytes of a string that was never closed; further on its other half makes sense again."""
MAX_DEFINITION_BYTES = 200_000
MAX_DEFINED = 3
MAX_SCOPES = 500
MAX_UNCLOSED = 20
"""Comments and strings without an end that are looked behind."""

_RECEIVER = late(rb"(?:[\w$#@\\]+(?:\(\))?(?:[!?]?\s*\.\.?|&\.|\s*\??->|::)\s*)*$")
_WORD_BEFORE = late(rb"([\w$]+)\s+$")
_CLOSERS = {ord("("): b")", ord("["): b"]", ord("{"): b"}"}
_MARK = late(rb"^(?:<{7}|\|{7}|>{7})(?: [^\r\n]*)?$|^={7}$", re.MULTILINE)
_CONFLICT = late(
    rb"(^<{7} [^\n]*\n(?:(?![<=|>]{7})[^\n]*\n){0,2000}+)"
    rb"((?:^\|{7}|^={7}\r?$)[^\n]*\n(?:(?![<>]{7})[^\n]*\n){0,4000}+)(?=^>{7})",
    re.MULTILINE,
)
"""A conflict: its first side, and the rest of it."""
_ANYTHING = late(rb"[^\r\n]+")
_BRACKETS = late(rb"[()\[\]{}\n]")
_OPENS_NEXT = late(rb"[ \t]*\{")
_QUOTES = frozenset(b"\"'`")
_LONG_QUOTES = (b'"""', b"'''")
_CONTINUES = frozenset(bytes([byte]) for byte in b",([{+?:=&|.")


def unmarked(source: bytes) -> bytes:
    """The source with blanks for the lines that mark a conflict, at the same offsets.

    A side that begins or ends a long string or comment would turn all that follows inside out if it stood there twice:
    then the first side alone is kept.
    """
    if b"<<<<<<< " not in source:
        return source
    one = _CONFLICT.sub(lambda found: found[1] + _blank(found[2]) if _turns(found[2]) else found[0], source)
    return _MARK.sub(lambda mark: b" " * len(mark[0]), one)


def _turns(side: bytes) -> bool:
    odd = any(side.count(quote) % 2 for quote in (*_LONG_QUOTES, b"`"))
    return odd or side.count(b"/*") != side.count(b"*/")


def _blank(text: bytes) -> bytes:
    return _ANYTHING.sub(lambda found: b" " * len(found[0]), text)


def runs_on(source: bytes, node: Node, offset: int) -> bool:
    """Whether `offset` lies in a string that began on an earlier line with one quote: one that was never closed."""
    around: Node | None = node
    while around is not None and source[around.start_byte] not in b"\"'":
        around = around.parent
        if around is None or around.end_byte - around.start_byte > MAX_RUN_ON:
            return False
    start = around.start_byte if around is not None else offset
    return b"\n" in source[start:offset] and source[start : start + 3] not in _LONG_QUOTES


class Texts:
    """The comments and strings of a file, told without its tree."""

    def __init__(self, source: bytes, language: Language) -> None:
        """Reads the whole file, once; what is never closed is taken for code."""
        self._spans: list[tuple[int, int]] = []
        pattern, start, left = _texts(language.texts), 0, MAX_UNCLOSED
        while match := pattern.search(source, start):
            if left and match.end() == len(source) and _unclosed(match.group()):
                start, left = match.start() + 1, left - 1
                continue
            self._spans.append(match.span())
            start = max(match.end(), match.start() + 1)

    def holds(self, offset: int) -> bool:
        """Whether an offset is within one of them."""
        index = bisect_right(self._spans, (offset, offset)) - 1
        return index >= 0 and self._spans[index][0] < offset < self._spans[index][1]


def _unclosed(text: bytes) -> bool:
    return b"\n" in text and not text.endswith((b"*/", b'"', b"`"))


@cache
def _texts(pattern: str) -> Any:
    return re2.compile(pattern.encode())


def read_again(source: bytes, start: int, end: int, language: Language) -> tuple[tuple[str, ...], Node, int] | None:
    """The call of the name at `start` to `end`, parsed alone: its dotted path, its node, and where its text ends.

    None if it is no call. Nodes may reach beyond the text's end, by the brackets that were closed for them.
    """
    before = source[max(0, start - MAX_RECEIVER_BYTES) : start]
    receiver = _RECEIVER.search(before)
    begin = start - (len(receiver[0]) if receiver else 0)
    word = _WORD_BEFORE.search(source[max(0, begin - 16) : begin])
    if word is not None and word[1] in language.definition:
        return None
    for stop, closers in _ends(source, end):
        node = _parse(source[:stop] + closers, begin, language).descendant_for_byte_range(start, end)
        called = language.callee(node) if node is not None and node.type in language.names else None
        if called is not None:
            return *called, stop
    return None


def define_again(source: bytes, name: str, language: Language) -> Node | None:
    """The value of a constant, or the container, that is defined once and by itself, read alone; else None.

    For names with a capital only: others may be a variable whose own definition is what the damage took.
    """
    if not language.texts or not name[:1].isupper():
        return None
    texts = Texts(source, language)
    hits = _texts(rf"(?:{language.defines})({re2.escape(name)})\b").finditer(source)
    places = [start for start in islice((hit.start(1) for hit in hits), MAX_DEFINED) if not texts.holds(start)]
    if len(places) != 1:
        return None
    begin, stop = source.rfind(b"\n", 0, places[0]) + 1, _statement_end(source, places[0], texts)
    for before, after in ((b"", b""), language.holder):
        if stop is not None and begin >= len(before):
            held = source[: begin - len(before)] + before + source[begin:stop] + after
            root = _parse(held, begin - len(before), language)
            found = _bound_in(root, name, language)
            if found is not None:
                return found
    return None


def _statement_end(source: bytes, start: int, texts: Texts) -> int | None:
    """Where a definition ends: at the end of a line on which all that was opened is closed; None if it never is."""
    opened = 0
    for match in _BRACKETS.finditer(source, start, start + MAX_DEFINITION_BYTES):
        if texts.holds(match.start()):
            continue
        if match[0] == b"\n":
            if opened <= 0 and not _OPENS_NEXT.match(source, match.end()):
                return match.start()
        else:
            opened += 1 if match[0] in b"([{" else -1
    return len(source) if opened == 0 and start + MAX_DEFINITION_BYTES >= len(source) else None


def _bound_in(root: Node, name: str, language: Language) -> Node | None:
    """What the outermost scope that has a name binds it to."""
    pending = [root]
    for node in pending:
        if node.type in language.scopes or node == root:
            value = language.bindings(node).get(name)
            if isinstance(value, Node):
                return value
        if len(pending) < MAX_SCOPES:
            pending.extend(node.named_children)
    return None


def _parse(source: bytes, begin: int, language: Language) -> Node:
    before, after = language.around
    start = max(0, begin - len(before))
    whole = Range(Point(0, 0), Point(0, 0), start, len(source) + len(after))
    parser = Parser(language.fragment or language.grammar, included_ranges=[whole])
    return parser.parse(source[:start] + before[len(before) - (begin - start) :] + source[begin:] + after).root_node


def _ends(source: bytes, start: int) -> list[tuple[int, bytes]]:
    """Where the call may end, best guess first, each with the brackets that are then still open."""
    open_brackets: list[int] = []
    quote = 0
    lines: list[tuple[int, bytes]] = []
    last = (start, b"")
    limit = min(len(source), start + MAX_CALL_BYTES)
    index = start
    while index < limit:
        byte = source[index]
        if quote:
            index += byte == ord("\\")
            quote = 0 if byte == quote or (byte == 10 and quote != ord("`")) else quote
        elif byte in _QUOTES:
            quote = byte
        elif byte in _CLOSERS:
            open_brackets.append(byte)
        elif byte in b")]}":
            if not open_brackets or _CLOSERS[open_brackets.pop()][0] != byte:
                break
            if not open_brackets:
                return [(index + 1, b""), *lines[:1]]
        elif byte == 10:
            last = (index, _closing(open_brackets))
            if source[start:index].rstrip()[-1:] not in _CONTINUES:
                lines.append(last)
        index += 1
    if index >= limit and limit < len(source):  # a long call: up to its last whole line
        return [*lines[:1], last]
    return [*lines[:1], (min(index, limit), _closing(open_brackets))] if open_brackets or lines else []


def _closing(open_brackets: list[int]) -> bytes:
    return b"".join(_CLOSERS[bracket] for bracket in reversed(open_brackets))
