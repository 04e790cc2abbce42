"""What stands before a called name, read from the bytes alone: most calls need no syntax tree to be told from ours."""

import re
from collections.abc import Container

from waypost.patterns import late

MAX_BYTES = 160
"""How far back is looked; what is longer takes a parser."""
_LINK = late(rb"(\s*)(\.[?!&]{0,2}|::|>-\??)?")
"""Blanks, and what goes from a value to its member, read from right to left."""
_NAME = late(rb"[\w$]+@?(?![\w$@])")
_ARROW = late(rb"\s*>[-=]")
_HARD = frozenset([*b">/\\#`@", *range(0x80, 0x100)])
"""What may end a comment or the types of a call, or be a part of a name that is more than its letters."""
_COMMENT = late(rb"[^\n]*(?://|#)")


_MARKS = {"python": b"#", "ruby": b"#"}
"""What a comment of one line begins with, where it is not `//`."""
_CLOSES = late(rb"[\"'`]|\*/")
"""What may end a text or a comment that began on a line above."""
_DEFINES = late(rb"(?<![\w$.@])(def|func?|function|void)[ \t]+$")
"""What stands before a function's name where it is defined, and in languages that have the word nowhere else."""


def defined_at(source: bytes, start: int, words: Container[bytes]) -> bool:
    """Whether the name at `start` is that of a function which is defined there; `words` are those of the language."""
    word = _DEFINES.search(source[max(0, start - MAX_BYTES) : start])
    return word is not None and word[1] in words


def commented_at(source: bytes, start: int, family: str) -> bool:
    """Whether `start` is in a line that is nothing but a comment, and no end of a text over several lines."""
    _, newline, line = source[max(0, start - MAX_BYTES) : start].rpartition(b"\n")
    mark = _MARKS.get(family, b"//")
    before = line.lstrip()
    if _CLOSES.search(before):
        return False
    return bool(newline) and before.startswith(mark) and not before.startswith(b"#{")  # which is text of Ruby's


def receivers_at(source: bytes, start: int, arrows: bool) -> tuple[str, ...] | None:
    """The dotted texts that may stand before the name at `start`, the empty text where it may stand alone.

    None where it takes a parser to know. The end of a sentence in the line above looks like the beginning of what a
    call is of: then it may be so or not. `arrows` says that `->` goes to a member.
    """
    before = source[max(0, start - MAX_BYTES) : start][::-1]
    names: list[bytes] = []
    found: list[bytes] = []
    at = 0
    while link := _link(before, at, arrows):
        if b"\n" in link[1]:
            found.append(b".".join(reversed(names)))
        name = _NAME.match(before, link.end())
        if name is None:
            return None
        names.append(name.group()[::-1])
        at = name.end()
    if _is_hard(before, at, bool(names), start > MAX_BYTES):
        return None
    return tuple(text.decode("utf-8", "replace") for text in (*found, b".".join(reversed(names))))


def _link(before: bytes, at: int, arrows: bool) -> "re.Match[bytes] | None":
    """What goes to a member, if something does."""
    link = _LINK.match(before, at)
    return link if link and link[2] and (arrows or link[2][:1] != b">") else None


def _is_hard(before: bytes, at: int, named: bool, more: bool) -> bool:
    """Whether there may be more in front of what was read."""
    rest = before[at:].lstrip()
    if not rest:
        return more
    commented = not named and b"\n" in before[at : len(before) - len(rest)] and _COMMENT.match(rest) is not None
    return commented or (rest[0] in _HARD and _ARROW.match(rest) is None)
