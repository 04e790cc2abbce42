"""Parse source code within bounds: hostile text makes a parser slow, or has it write beyond its own memory."""

from tree_sitter import Parser, Point, Tree

from waypost.telemetry.languages import Language
from waypost.telemetry.minified import is_minified
from waypost.telemetry.scopes import Scopes

FILE_STEPS = 20_000
"""What one file may take, in hundreds of parser steps: a minified megabyte takes 18,500, other code a tenth of it.

Steps instead of seconds, so that every machine comes to the same result.
"""
CHANGE_STEPS = 100_000
"""What all files of a change may take together."""
TOO_LONG = "its code takes too long to be read: it is generated, or badly damaged"
MIN_READS, READS, MAX_READS = 1_000, 100, 20_000
"""How often the parser may read a piece: the worst of many thousand files needs 60 times their number, most twice.

Without a bound, Kotlin's grammar takes a minute for half a megabyte of comments that are never closed.
"""
_CHUNK = 4_096
"""Bytes handed out to a parser at once."""
_WORD = 64
"""Bytes that are handed out first of a node's text, each of which is looked at: most texts are a name."""


Memory = dict[tuple[int, bytes], tuple[Tree, int, Scopes]]
"""Syntax trees with the steps they took and what their scopes bind, by language and source."""


class Unparsed(Exception):
    """A file's code cannot be looked at within bounds; the message says why in a few words."""


class Work:
    """How much parsing is left for the files of one change."""

    def __init__(self, steps: int = CHANGE_STEPS, memory: Memory | None = None) -> None:
        """`steps` are hundreds of parser steps; `memory` has what an earlier look at the same files has parsed."""
        self.left = steps
        self._memory = memory

    def parse(self, source: bytes, language: Language) -> Tree:
        """The syntax tree of one file. Raises Unparsed where it would take too much."""
        return self.read(source, language)[0]

    def read(self, source: bytes, language: Language) -> tuple[Tree, Scopes]:
        """The same, with what its scopes bind."""
        if self.left <= 0:
            raise Unparsed("the change holds more code than is looked at in one go")
        if language.family == "javascript" and is_minified(source):
            raise Unparsed("it is minified: what it was made from counts")
        if language.too_deep(source):
            raise Unparsed("its code is nested too deep")
        key = (id(language), source)
        if self._memory is not None and key in self._memory:
            return self._remembered(*self._memory[key])
        before = self.left
        last = max(0, self.left - FILE_STEPS)

        def spent(_offset: int, _damaged: bool) -> bool:
            self.left -= 1
            return self.left < last

        pieces = _Pieces(source)
        try:
            tree = Parser(language.grammar).parse(pieces, progress_callback=spent)
        except ValueError:  # what a parser that was stopped raises
            raise Unparsed(TOO_LONG) from None
        if pieces.finished():
            raise Unparsed(TOO_LONG)
        scopes = Scopes(tree, language, source)
        if self._memory is not None:
            self._memory[key] = tree, before - self.left, scopes
        return tree, scopes

    def _remembered(self, tree: Tree, steps: int, scopes: Scopes) -> tuple[Tree, Scopes]:
        """As if it were parsed again: what is left out must not depend on who has looked before."""
        self.left -= steps
        if self.left < 0:
            raise Unparsed(TOO_LONG)
        return tree, scopes


class _Pieces:
    """Hands a file's bytes to a parser, and none any more to one that reads it over and over again.

    Some grammars look ahead as far as they like, which the parser's steps do not tell. Once it has finished, it is the
    texts of nodes that are read here, each from its start on, and without saying how long it is.
    """

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._left: float = min(MIN_READS + READS * (len(source) // _CHUNK), MAX_READS)
        self._parsed = False
        self._size, self._next = _WORD, -1

    def __call__(self, offset: int, _point: Point) -> bytes:
        if self._parsed:
            self._size = 2 * self._size if offset == self._next else _WORD
            self._next = offset + self._size
            return self._source[offset : self._next]
        self._left -= 1
        return self._source[offset : offset + _CHUNK] if self._left > 0 else b""

    def finished(self) -> bool:
        """Whether there is nothing left; if there is, there always will be."""
        self._parsed = self._left > 0
        return not self._parsed
