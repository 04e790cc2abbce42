"""From byte offsets to lines and columns as people count them."""

from bisect import bisect_left, bisect_right
from itertools import accumulate, count
from operator import add

from waypost.finding import Span

_CHUNK = 1024


def text_of(source: bytes) -> str:
    """A file's bytes as text without loss: a byte that is no UTF-8 becomes one (surrogate) code point."""
    return source.decode("utf-8", "surrogateescape")


class Positions:
    """The places of one file: lines end at LF, columns count Unicode code points, both from 1."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._lines = [0, *map(add, accumulate(map(len, source.split(b"\n")[:-1])), count(1))]
        self._ends = [] if source.isascii() else _chunk_ends(source)

    def span(self, start: int, end: int) -> Span:
        """The stretch between two byte offsets, end exclusive."""
        lines = self._lines
        first, last = bisect_right(lines, start), bisect_right(lines, end)
        if not self._ends:  # as in nearly all code, of which every place of a call is asked
            return Span(first, start - lines[first - 1] + 1, last, end - lines[last - 1] + 1)
        return Span(first, self._column(first, start), last, self._column(last, end))

    def _column(self, line: int, offset: int) -> int:
        return self._points(offset) - self._points(self._lines[line - 1]) + 1

    def _points(self, offset: int) -> int:
        """The number of code points before a byte offset."""
        chunk = bisect_left(self._ends, offset)
        start = self._ends[chunk - 1] if chunk else 0
        return chunk * _CHUNK + len(text_of(self._source[start:offset]))


def _chunk_ends(source: bytes) -> list[int]:
    """The byte offset after every full chunk of code points, so that no look-up reads more than one chunk."""
    text = text_of(source)
    chunks = (text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK))
    return list(accumulate(len(chunk.encode("utf-8", "surrogateescape")) for chunk in chunks))
