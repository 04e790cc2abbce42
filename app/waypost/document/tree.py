"""YAML text to plain values that know their place, within bounds on size, depth and aliases."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from waypost.document.problem import Problem
from waypost.finding import Span

MAX_BYTES = 1_000_000
MAX_LINES = 50_000
MAX_NODES = 50_000
"""Values and keys as written: each takes 0.1 ms to read, and a megabyte could hold half a million."""
MAX_DEPTH = 40
MAX_VALUES = 200_000
"""Values after aliases are expanded; a document of nested aliases (an "alias bomb") reaches it in kilobytes."""
MAX_NUMBER = 10**18
"""What is larger stays text, which no number's place accepts: JSON and 64 bits could not hold it."""

Place: TypeAlias = tuple[str | int, ...]


@dataclass(slots=True)
class Tree:
    """Plain values (dict, list, str, int, float, bool, None) and where each of them stands.

    `keys` has the place of a mapping's key, `values` that of the value itself.
    """

    value: object
    keys: dict[Place, Span] = field(default_factory=dict)
    values: dict[Place, Span] = field(default_factory=dict)

    def span(self, place: Place) -> Span:
        """Where `place` stands: its key if it has one, else the value, else what is around it."""
        while place:
            if found := self.keys.get(place) or self.values.get(place):
                return found
            place = place[:-1]
        return self.values.get((), Span(1, 1, 1, 1))

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


def parse(path: str, text: bytes, start_line: int = 1) -> tuple[Tree | None, tuple[Problem, ...]]:
    """The tree of a YAML text (an empty one is an empty mapping), or None and the problem that keeps it unread."""
    if len(text) > MAX_BYTES:
        return None, (Problem.at_line(path, start_line, f"The file is larger than {MAX_BYTES:,} bytes. Split it."),)
    if text.count(b"\n") > MAX_LINES:
        return None, (Problem.at_line(path, start_line, f"The file is longer than {MAX_LINES:,} lines. Split it."),)
    yaml = YAML(typ="rt", pure=True)
    yaml.Composer = _Composer
    try:
        node = yaml.compose(text.decode("utf-8-sig"))
    except _TooMuchError as reason:
        return None, (Problem.at_line(path, start_line, str(reason)),)
    except UnicodeDecodeError as error:
        line = start_line + text.count(b"\n", 0, error.start)
        return None, (Problem.at_line(path, line, "This is not UTF-8 text. Save the file as UTF-8."),)
    except MarkedYAMLError as error:
        return None, (_syntax(path, error, start_line),)
    except (YAMLError, ValueError) as error:
        return None, (Problem.at_line(path, start_line, f"This is not valid YAML: {str(error).splitlines()[0]}."),)
    except RecursionError:
        return None, (Problem.at_line(path, start_line, f"Nested more than {MAX_DEPTH} levels deep. Make it flatter."),)
    reader = _Reader(path, start_line)
    tree = Tree({}) if node is None else reader.tree(node)
    if tree and tree.value is None:
        tree.value = {}
    return tree, tuple(reader.problems)


def _backwards(place: Place) -> tuple[int, ...]:
    """A sorting key by which items follow each other as in their lists, and what is inside follows what is around."""
    return tuple(step if isinstance(step, int) else 0 for step in place)


def _step(parent: object, step: str | int) -> object:
    if isinstance(parent, dict):
        return parent.get(step)
    if isinstance(parent, list) and isinstance(step, int) and step < len(parent):
        return parent[step]
    return None


def _syntax(path: str, error: MarkedYAMLError, start_line: int) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + start_line, mark.column + 1) if mark else (start_line, 1)
    words = (error.problem or error.context or "it cannot be read").strip()
    return Problem(path, Span(line, column, line, column), f"This is not valid YAML: {words}.")


class _TooMuchError(Exception):
    """The document expands beyond its bounds."""


class _Composer(Composer):
    """Counts nodes while they are read, since reading is what takes time."""

    left = MAX_NODES

    def compose_node(self, parent: object, index: object) -> Node:
        self.left -= 1
        if self.left < 0:
            raise _TooMuchError(f"The file holds more than {MAX_NODES:,} values. Split it.")
        node: Node = super().compose_node(parent, index)
        return node


class _Reader:
    """Turns composed nodes into a Tree, counting as it goes."""

    def __init__(self, path: str, start_line: int) -> None:
        self.path = path
        self.offset = start_line
        self.problems: list[Problem] = []
        self.left = MAX_VALUES
        self.out = Tree(None)

    def tree(self, node: Node) -> Tree | None:
        try:
            self.out.value = self._value(node, ())
        except _TooMuchError as reason:
            self.problems.append(Problem.at_line(self.path, self.offset, str(reason)))
            return None
        return self.out

    def _value(self, node: Node, place: Place) -> object:
        self.left -= 1
        if self.left < 0:
            raise _TooMuchError(
                f"The file holds more than {MAX_VALUES:,} values once aliases are expanded. Use fewer aliases."
            )
        if len(place) > MAX_DEPTH:
            raise _TooMuchError(f"Nested more than {MAX_DEPTH} levels deep. Make it flatter.")
        self.out.values.setdefault(place, self._span(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, place)
        if isinstance(node, SequenceNode):
            return [self._value(item, (*place, index)) for index, item in enumerate(node.value)]
        return _scalar(node) if isinstance(node, ScalarNode) else None

    def _mapping(self, node: MappingNode, place: Place) -> dict[str, object]:
        out: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = _text(key_node) if isinstance(key_node, ScalarNode) else "?"
            if key in out:
                first = self.out.keys[(*place, key)].line
                message = f"`{key}` is here twice (first in line {first}). Keep one of them."
                self.problems.append(Problem(self.path, self._span(key_node), message))
                continue
            self.out.keys[(*place, key)] = self._span(key_node)
            out[key] = self._value(value_node, (*place, key))
        return out

    def _span(self, node: Node) -> Span:
        start, end = node.start_mark, node.end_mark
        if not isinstance(node, ScalarNode):
            return Span(start.line + self.offset, start.column + 1, start.line + self.offset, start.column + 1)
        return Span(start.line + self.offset, start.column + 1, end.line + self.offset, end.column + 1)


def _text(node: ScalarNode) -> str:
    """The text of a scalar; an escaped half of a surrogate pair, which no UTF-8 can hold, becomes a question mark."""
    return str(node.value).encode("utf-8", "replace").decode()


def _scalar(node: ScalarNode) -> object:
    text = _text(node)
    kind = str(node.tag).rpartition(":")[2]
    try:
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() in {"true", "yes", "on"}
        if kind == "int":
            number = int(text.replace("_", ""), 0)
            return number if abs(number) < MAX_NUMBER else text
        if kind == "float":
            real = float(text.replace("_", ""))
            return real if abs(real) < MAX_NUMBER else text
    except ValueError:
        return text
    return text
