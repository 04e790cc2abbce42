"""One file of a spec as text and as nodes: where things stand in it, worked out once for all that ask."""

from collections.abc import Mapping as Values
from functools import cached_property, lru_cache

from waypost import document
from waypost.document.nodes import Alias, Mapping, Node, Scalar, Sequence
from waypost.document.tree import Lines, Tree, composed, outline
from waypost.finding import Span
from waypost.patterns import late

KEPT = 32
"""Files whose places are kept while one change is looked at: every new event and property asks for them."""

MAX_END = 200
"""Characters at the end of a file in which such a mark is looked for."""
_END = late(r"(?m)^\.\.\.[ \t\r]*\n?\Z")
BOM = "\ufeff"
Pair = tuple[Node, Node]


class SpecText:
    """The text of a file, its nodes (None where it cannot be read, which `read_specs` tells), and its places."""

    def __init__(self, text: bytes) -> None:
        """Any bytes will do."""
        whole = decoded(text) or ""
        self.content = whole.removeprefix(BOM)
        self._marked = self.content != whole
        self.root = composed(self.content)
        self.newline = "\r\n" if "\r\n" in self.content else "\n"
        self._lines = Lines(self.content)
        self._pairs: dict[int, dict[str, Pair]] = {}

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of an offset; a byte order mark is a character of the first line."""
        line, column = self._lines.place(offset)
        return line, column + (self._marked and line == 1)

    def span(self, start: int, end: int) -> Span:
        """The stretch from one offset to another."""
        return Span(*self.place(start), *self.place(end))

    @cached_property
    def end(self) -> int:
        """The offset behind the last character of the document, in front of a mark `...` that ends it."""
        mark = _END.search(self.content, max(0, len(self.content) - MAX_END))
        return mark.start() if mark is not None else len(self.content)

    @property
    def ends_a_line(self) -> bool:
        """Whether the end is the beginning of a line."""
        return self.content[self.end - 1 : self.end] in ("", "\n")

    def held(self, node: Node) -> Values[str, Pair]:
        """The pairs of a mapping by key, the first of those that are there twice; none of anything else."""
        if id(node) not in self._pairs:
            pairs = node.pairs if isinstance(node, Mapping) else []
            self._pairs[id(node)] = {pair[0].text: pair for pair in reversed(pairs) if isinstance(pair[0], Scalar)}
        return self._pairs[id(node)]

    def find(self, where: tuple[str, ...]) -> tuple[Node | None, Node] | None:
        """The key and value at `where`; the root has no key."""
        found: tuple[Node | None, Node] | None = (None, self.root) if self.root is not None else None
        for name in where:
            found = self.held(found[1]).get(name) if found else None
        return found

    def lent(self, where: tuple[str, ...]) -> bool:
        """Whether what is at `where`, or around it, stands elsewhere, too, by an alias: an edit would change both."""
        on_the_way = (self.find(where[:length]) for length in range(len(where) + 1))
        return bool(self._lent) and any(found is not None and id(found[1]) in self._lent for found in on_the_way)

    @cached_property
    def _lent(self) -> frozenset[int]:
        """The nodes that aliases stand for."""
        if not {"&", "*"} <= set(self.content) or self.root is None:
            return frozenset()
        found, pending = set[int](), [self.root]
        while pending:
            match pending.pop():
                case Alias(target=target):
                    found.add(id(target))
                case Mapping(pairs=pairs):
                    pending += [node for pair in pairs for node in pair]
                case Sequence(items=items):
                    pending += items
        return frozenset(found)


@lru_cache(maxsize=KEPT)
def spec_text(text: bytes) -> SpecText:
    """A file's text with its places, kept until `forget`."""
    return SpecText(text)


@lru_cache(maxsize=KEPT)
def outlined(text: bytes) -> tuple[Tree | None, frozenset[str]]:
    """Where things stand in a file (None where it cannot be read), and the names of its events; kept until `forget`."""
    tree = outline(text)
    return tree, frozenset() if tree is None else tree.keys("events")


def forget() -> None:
    """Give the memory back: the nodes of a large spec take many times its size."""
    spec_text.cache_clear()
    outlined.cache_clear()
    document.forget()


def decoded(text: bytes | None) -> str | None:
    """A file's text; None if it is no UTF-8."""
    try:
        return (text or b"").decode("utf-8")
    except UnicodeDecodeError:
        return None
