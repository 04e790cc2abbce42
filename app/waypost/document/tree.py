"""YAML text to plain values that know their place, within bounds on size, depth and aliases."""

import gc
import re
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Sequential
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from waypost.document.nodes import MAX_DEPTH, Alias, Mapping, Node, Scalar, Sequence, Unreadable, compose
from waypost.document.problem import Problem
from waypost.document.quoting import code
from waypost.finding import Span
from waypost.patterns import late

MAX_BYTES = 8_000_000
MAX_VALUES = 2_000_000
"""Values after aliases are expanded; a document of nested aliases (an "alias bomb") reaches it in kilobytes."""
MAX_KEPT = MAX_BYTES
"""Characters of texts whose nodes are kept until `forget`: what was read is soon asked where something stands in it."""
MIN_KEPT = 20_000
"""Shorter texts are composed again in no time."""
MAX_NUMBER = 10**18
"""What is larger stays text, which no number's place accepts: JSON and 64 bits could not hold it."""

Place: TypeAlias = tuple[str | int, ...]

_DIGITS = re.compile(r"\+?[0-9]{1,20}")
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = frozenset({"true", "True", "TRUE", "false", "False", "FALSE"})
_INT = late(r"[-+]?(?:0b[01_]+|0o?[0-7_]+|[0-9][0-9_]*|0x[0-9a-fA-F_]+)")
_FLOAT = late(
    r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+|\.[0-9]+(?:[eE][-+][0-9]+)?)"
)
"""What plain text means in YAML 1.2."""


class Lines:
    """Lines and columns of a text's characters."""

    def __init__(self, text: str, start_line: int = 1) -> None:
        self.start_line = start_line
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at `offset`."""
        line = bisect_right(self.starts, offset) - 1
        return line + self.start_line, offset - self.starts[line] + 1

    def span(self, start: int, end: int) -> Span:
        """The stretch from one character to another."""
        return Span(*self.place(start), *self.place(end))


@dataclass(slots=True)
class Tree:
    """Plain values (dict, list, str, int, float, bool, None), and the nodes that know where each of them stands."""

    value: object
    root: Node | None
    lines: Lines
    _indexes: dict[int, dict[str, tuple[Node, Node]]] = field(default_factory=dict)

    def span(self, place: Place) -> Span:
        """Where `place` stands: its key if it has one, else the value, else what is around it."""
        node, found = self.root, self.root
        for step in place:
            node = _target(node)
            if isinstance(node, Mapping) and step in (index := self._index(node)):
                found, node = index[str(step)]
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                found = node = node.items[step]
            else:
                break
        return self._span(found)

    def keys(self, *place: str) -> frozenset[str]:
        """The keys of the mapping at `place`; none where there is no mapping."""
        node = self.root
        for step in place:
            node = self._held(node).get(step, (None, None))[1]
        return frozenset(self._held(node))

    def _held(self, node: Node | None) -> dict[str, tuple[Node, Node]]:
        node = _target(node)
        return self._index(node) if isinstance(node, Mapping) else {}

    def located(self, path: Sequential[str | int], instance: object) -> Place:
        """The place that a validator calls `path`, for whom the keys `1`, `01` and `+1` are all the number 1."""
        place: list[str | int] = []
        value = self.value
        for index, step in enumerate(path):
            if isinstance(step, int) and isinstance(value, dict):
                alike = [key for key in value if _DIGITS.fullmatch(key) and int(key) == step] or [str(step)]
                last = index == len(path) - 1
                step = next((key for key in alike if last and value.get(key) == instance), alike[0])
            place.append(step)
            value = _step(value, step)
        return tuple(place)

    def remove(self, places: Iterable[Place]) -> None:
        """Take values out, the last items of lists first, so that the others are still where they were.

        Afterwards the places of a list's items are no longer true.
        """
        for place in sorted(set(places), key=_backwards, reverse=True):
            parent = self.value
            for step in place[:-1]:
                parent = _step(parent, step)
            if not place:
                self.value = None
            elif isinstance(parent, dict):
                parent.pop(place[-1], None)
            elif isinstance(parent, list):
                del parent[int(place[-1])]

    def _index(self, node: Mapping) -> dict[str, tuple[Node, Node]]:
        """The pairs of a mapping by key, the first of those that are there twice."""
        if (known := self._indexes.get(id(node))) is None:
            known = {_key(key): (key, value) for key, value in reversed(node.pairs)}
            self._indexes[id(node)] = known
        return known

    def _span(self, node: Node | None) -> Span:
        if node is None:
            return self.lines.span(0, 0)
        return self.lines.span(node.start, node.end if isinstance(node, Scalar) else node.start)


def parse(path: str, text: bytes, start_line: int = 1) -> tuple[Tree | None, tuple[Problem, ...]]:
    """The tree of a YAML text (an empty one is an empty mapping), or None and the problem that keeps it unread."""
    if len(text) > MAX_BYTES:
        return None, (Problem.at_line(path, start_line, f"The file is larger than {MAX_BYTES:,} bytes. Split it."),)
    try:
        content = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = text[: error.start].decode("utf-8-sig")
        place = Lines(before, start_line).place(len(before))
        return None, (Problem(path, Span(*place, *place), "This is not UTF-8 text. Save the file as UTF-8."),)
    lines = Lines(content, start_line)
    reader = _Reader(path, lines)
    try:
        with without_collector():
            root = _kept.root(content)
            value = {} if root is None else reader.value(root, 0)
    except Unreadable as reason:
        place = lines.place(reason.offset)
        return None, (Problem(path, Span(*place, *place), str(reason)),)
    return Tree({} if value is None else value, root, lines), tuple(reader.problems)


def composed(content: str) -> Node | None:
    """The nodes of a text; None for one that is empty or cannot be read."""
    try:
        with without_collector():
            return _kept.root(content) if len(content) <= MAX_BYTES else None
    except Unreadable:
        return None


def outline(text: bytes) -> Tree | None:
    """A tree that knows where everything stands, without the values; None for what cannot be read."""
    try:
        content = text.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    root = composed(content)
    return None if root is None else Tree(None, root, Lines(content))


def forget() -> None:
    """Let go of the nodes of large texts."""
    _kept.clear()


class _Kept:
    """The nodes of the texts read last, within a budget of characters."""

    def __init__(self) -> None:
        self._roots: OrderedDict[str, Node | None] = OrderedDict()

    def root(self, content: str) -> Node | None:
        """The text's root, composed unless it is kept. Raises Unreadable."""
        if len(content) < MIN_KEPT:
            return compose(content)
        root = self._roots.pop(content) if content in self._roots else compose(content)
        self._roots[content] = root
        while sum(map(len, list(self._roots))) > MAX_KEPT and len(self._roots) > 1:
            self._roots.popitem(last=False)
        return root

    def clear(self) -> None:
        """Keep nothing."""
        self._roots.clear()


_kept = _Kept()


@contextmanager
def without_collector() -> Iterator[None]:
    """Nodes and values make no circles, and looking for some among so many takes a third of the time.

    Of several threads the first to leave lets the collector work again, so that it is never off for good.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            _grow_old()
            gc.enable()


def _grow_old() -> None:
    """Have what was made counted among what stays, or the collector goes through all of it as soon as it works again.

    Where something is frozen for good, as in the service, it has to stay that.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()


def _backwards(place: Place) -> tuple[int, ...]:
    """A sorting key by which items follow each other as in their lists, and what is inside follows what is around."""
    return tuple(step if isinstance(step, int) else 0 for step in place)


def _step(parent: object, step: str | int) -> object:
    if isinstance(parent, dict):
        return parent.get(step)
    if isinstance(parent, list) and isinstance(step, int) and step < len(parent):
        return parent[step]
    return None


def _target(node: Node | None) -> Node | None:
    return node.target if isinstance(node, Alias) else node


class _Reader:
    """Turns nodes into plain values, counting as it goes."""

    def __init__(self, path: str, lines: Lines) -> None:
        self.path = path
        self.lines = lines
        self.problems: list[Problem] = []
        self.left = MAX_VALUES
        self.at = 0
        """Where the alias stands that is being expanded, as the file has it; no file begins with one."""

    def value(self, node: Node, depth: int) -> object:
        self.left -= 1
        if self.left < 0:
            told = f"The file holds more than {MAX_VALUES:,} values once aliases are expanded. Use fewer aliases."
            raise Unreadable(told, self.at)
        if depth > MAX_DEPTH:
            raise Unreadable(f"Nested more than {MAX_DEPTH} levels deep. Make it flatter.", node.start)
        if isinstance(node, Scalar):
            return _scalar(node)
        if isinstance(node, Mapping):
            return self._mapping(node, depth + 1)
        if isinstance(node, Sequence):
            return [self.value(item, depth + 1) for item in node.items]
        return self._expanded(node, depth)

    def _expanded(self, node: Alias, depth: int) -> object:
        before = self.at
        self.at = before or node.start
        value = self.value(node.target, depth)
        self.at = before
        return value

    def _mapping(self, node: Mapping, depth: int) -> dict[str, object]:
        out: dict[str, object] = {}
        starts: dict[str, int] = {}
        for key_node, value_node in node.pairs:
            named = key_node if isinstance(key_node, Scalar) else _target(key_node)
            key = _text(named) if isinstance(named, Scalar) else None
            if key is None:
                span = self.lines.span(key_node.start, key_node.start)
                self.problems.append(Problem(self.path, span, "Write the key as text: a list or a mapping is none."))
            elif key in out:
                starts = starts or {_key(other): other.start for other, _ in reversed(node.pairs)}
                self.problems.append(self._twice(key, starts[key], key_node))
            else:
                out[key] = self.value(value_node, depth)
        return out

    def _twice(self, key: str, first: int, again: Node) -> Problem:
        line, _ = self.lines.place(first)
        span = self.lines.span(again.start, again.end)
        return Problem(self.path, span, f"{code(key)} is here twice (first in line {line}). Keep one of them.")


def _key(node: Node) -> str:
    target = _target(node)
    return _text(target) if isinstance(target, Scalar) else "?"


def _text(node: Scalar) -> str:
    """The text of a scalar; an escaped half of a surrogate pair, which no UTF-8 can hold, becomes a question mark."""
    return node.text if node.text.isascii() else node.text.encode("utf-8", "replace").decode()


def _scalar(node: Scalar) -> object:
    text = _text(node)
    if not node.plain:
        return text if node.tag is None else _tagged(text, node.tag.rpartition(":")[2])
    if text in _NULL:
        return None
    if text in _BOOL:
        return text[0] in "tT"
    if text[0] not in "+-.0123456789":
        return text
    return _tagged(text, "int" if _INT.fullmatch(text) else "float" if _FLOAT.fullmatch(text) else "str")


def _tagged(text: str, kind: str) -> object:
    """Text under an explicit tag, or as a number; what is none stays text."""
    try:
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() in {"true", "yes", "on"}
        if kind in ("int", "float"):
            number = int(text.replace("_", ""), 0) if kind == "int" else float(text.replace("_", ""))
            return _whole(number) if abs(number) < MAX_NUMBER else text
    except ValueError:
        return text
    return text


def _whole(number: float) -> float:
    """`1.0` is 1, as JSON Schema has it: what asks for a whole number takes it."""
    return int(number) if number == int(number) else number
