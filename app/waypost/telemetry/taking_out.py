"""Take one entry out of a list of entries in source code, with its comma, so that what is left still parses."""

import re

from waypost.finding import Span
from waypost.patterns import late

_OPENS, _CLOSES = "{[(", "}])"
_PAIRS = tuple(zip(_OPENS, _CLOSES, strict=True))
_BARE = late(r"[^\S\n]*")


def entry(text: str, at: Span) -> Span | None:
    """The stretch to take out with the entry that stands at a span; None where it is not plainly one of a list."""
    starts = _starts(text)
    start, end = _opened(text, starts[at.line - 1] + at.column - 1), starts[at.end_line - 1] + at.end_column - 1
    inside = text[start:end]
    if any(inside.count(opening) != inside.count(closing) for opening, closing in _PAIRS):
        return None
    before, behind = len(text[:start].rstrip()) - 1, len(text) - len(text[end:].lstrip())
    left, right = text[before : before + 1], text[behind : behind + 1]
    if not left or not right or left not in f",{_OPENS}" or right not in f",{_CLOSES}":
        return None
    if right == ",":
        start, end = _with_comma(text, start, behind + 1)
    elif left == ",":
        start = before
    elif (left, right) in _PAIRS and left != "(":
        start, end = before + 1, behind
    else:
        return None
    return Span(*_place(text, start), *_place(text, end))


def _opened(text: str, start: int) -> int:
    """Where an entry begins, what is in front of its key included: a quote, a spread, the colon of a symbol."""
    for ahead in ("...", "**", '"', "'", "`", ":"):
        if text[:start].endswith(ahead):
            return start - len(ahead)
    return start


def _with_comma(text: str, start: int, end: int) -> tuple[int, int]:
    """From an entry to behind its comma: the whole lines where nothing else is on them, else the blanks behind it."""
    row = text.rfind("\n", 0, start) + 1
    blank = _BARE.match(text, end)
    behind = blank.end() if blank else end
    if not text[row:start].strip() and text[behind : behind + 1] == "\n":
        return row, behind + 1
    return start, behind


def _starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
