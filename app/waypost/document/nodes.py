"""YAML text to nodes that know where they stand, within bounds on size, depth and number.

The reader in C is thirty times faster and a little stricter than the YAML of today (it takes no `{a: b:c}`), so what it
refuses is read again by the one in Python, whose messages are better, too.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

from _ruamel_yaml import CParser  # type: ignore[import-not-found]
from msgspec import Struct
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from waypost.patterns import late

MAX_NODES = 1_000_000
"""Values and keys as written; a million takes some seconds."""
MAX_DEPTH = 40
MAX_SLOW_BYTES = 1_000_000
MAX_SLOW_NODES = 50_000
"""What the reader in Python is given: each node takes it 0.1 ms."""
MENDS = {
    "character '\\t'": "Indent with spaces, not with tabs.",
    "that cannot start any token": "Put the text in quotes.",
    "mapping values are not allowed here": "Indent this as its neighbours, or put text that holds `: ` in quotes.",
    "unexpected end of stream": "Close the quote.",
    "<stream end>": "Close what was opened: `[` or `{`.",
    "could not find expected ':'": "Write `key: value`.",
    "expected <block end>": "Indent this as its neighbours.",
    "expected ',' or '}'": "Put text that holds `:` or `,` in quotes, or close the `{`.",
    "expected ',' or ']'": "Put text that holds `:` or `,` in quotes, or close the `[`.",
}
"""What the parser says, in parts, and how it is mended; the first that fits counts."""
CONFLICT = "Resolve the merge conflict that begins here, and take its marks out."
_CONFLICT = late(r"(?m)^<{7}(?: .*)?$")


class Scalar(Struct, eq=False, gc=False):
    """Text; `plain` is without quotes and tag, so that it may mean a number. Places are offsets of characters."""

    text: str
    plain: bool
    tag: str | None
    style: str | None
    start: int
    end: int


class Sequence(Struct, eq=False):
    """A list, `flow` if in brackets."""

    flow: bool
    start: int
    end: int = 0
    items: "list[Node]" = []


class Mapping(Struct, eq=False):
    """Keys with values, `flow` if in braces."""

    flow: bool
    start: int
    end: int = 0
    pairs: "list[tuple[Node, Node]]" = []


class Alias(Struct, eq=False):
    """`*name`, which stands for an earlier node."""

    target: "Scalar | Sequence | Mapping"
    start: int
    end: int


Node: TypeAlias = Scalar | Sequence | Mapping | Alias


class Unreadable(Exception):
    """The text is no YAML that can be taken: why, and the offset of the character at fault."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


def compose(text: str) -> Node | None:
    """The root of a YAML text with one document, None for one without any. Raises Unreadable."""
    try:
        return _Composer(MAX_NODES).root(_fast(text))
    except (YAMLError, ValueError) as error:
        if conflict := _CONFLICT.search(text):
            raise Unreadable(CONFLICT, conflict.start()) from error
        if len(text) > MAX_SLOW_BYTES:
            raise _told(error) from error
        first = error
    try:
        return _Composer(MAX_SLOW_NODES).root(YAML(typ="safe", pure=True).parse(text))
    except (YAMLError, ValueError) as error:
        raise _told(error) from error
    except _TooManyError as error:
        raise _told(first) from error


def _fast(text: str) -> Iterator[Any]:
    return iter(CParser(text).get_event, None)


def _told(error: Exception) -> Unreadable:
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        words = (error.problem or error.context or "it cannot be read").strip()
        return Unreadable(f"This is not valid YAML: {words}.{_mend(words)}", mark.index if mark else 0)
    if isinstance(error, ReaderError):
        return Unreadable("This is not valid YAML: special characters are not allowed.", int(error.position))
    return Unreadable(f"This is not valid YAML: {str(error).splitlines()[0]}.")


def _mend(words: str) -> str:
    """What to write instead, for the faults that people make most; the parser's words are for who wrote parsers."""
    return next((f" {mend}" for said, mend in MENDS.items() if said in words), "")


class _TooManyError(Unreadable):
    """More nodes than there may be."""


class _Composer:
    """Puts events together, counting as it goes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.left = most
        self.anchors: dict[str, Scalar | Sequence | Mapping] = {}
        self.open: list[tuple[Sequence | Mapping, list[Node]]] = []
        """The collections around what comes next, each with what stands beside it."""
        self.tops: list[Node] = []
        self.inside = self.tops

    def root(self, events: Iterator[Any]) -> Node | None:
        for event in events:
            kind = type(event)
            if kind is ScalarEvent and event.anchor is None:
                self.inside.append(_scalar(event))  # nine of ten: each step is half a million steps of a large file
                self._count()
            elif kind is ScalarEvent:
                self._put(_scalar(event), event.anchor)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._begin(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._finish(event)
            elif kind is AliasEvent:
                self._put(self._alias(event), None)
            elif kind is DocumentStartEvent and self.tops:
                raise Unreadable("Only one document fits in here. Take out what follows.", event.start_mark.index)
        return self.tops[0] if self.tops else None

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _TooManyError(f"The file holds more than {self.most:,} values. Split it.")

    def _put(self, node: Node, anchor: str | None) -> None:
        self._count()
        if anchor and not isinstance(node, Alias):
            self.anchors[anchor] = node
        self.inside.append(node)

    def _begin(self, event: Any) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise Unreadable(f"Nested more than {MAX_DEPTH} levels deep. Make it flatter.", event.start_mark.index)
        shape = Mapping if type(event) is MappingStartEvent else Sequence
        node = shape(bool(event.flow_style), event.start_mark.index)
        self._put(node, event.anchor)
        self.open.append((node, self.inside))
        self.inside = []

    def _finish(self, event: Any) -> None:
        inside = self.inside
        node, self.inside = self.open.pop()
        node.end = event.end_mark.index
        if isinstance(node, Mapping):
            node.pairs = list(zip(inside[::2], inside[1::2], strict=True))
        else:
            node.items = inside

    def _alias(self, event: Any) -> Alias:
        start, end = event.start_mark.index, event.end_mark.index
        target = self.anchors.get(event.anchor)
        if target is None:
            raise Unreadable(f"There is no `&{event.anchor}` before this `*{event.anchor}`. Add it.", start)
        if any(target is node for node, _ in self.open):
            raise Unreadable(f"`*{event.anchor}` stands within what it means. Write it out.", start)
        return Alias(target, start, end)


def _scalar(event: Any) -> Scalar:
    tag = None if event.ctag is None or event.tag == "!" else event.tag
    style = event.style or None  # the two readers differ in how they call none
    return Scalar(event.value, style is None and tag is None, tag, style, event.start_mark.index, event.end_mark.index)
