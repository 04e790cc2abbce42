"""Which objectives of a map a change wrote, and where each of them stands."""

from collections.abc import Iterator

from waypost.change import Change
from waypost.document.nodes import Mapping, Node, Scalar, Sequence, Unreadable, compose
from waypost.document.tree import Lines
from waypost.finding import Span
from waypost.frozen import dataclass
from waypost.strategy.map import Objective, belongs, read_map


@dataclass(frozen=True, slots=True)
class Written:
    """One objective of a changed file: where its id is, and where its parts are by key."""

    path: str
    objective: Objective
    span: Span
    parts: dict[str, Span]

    def at(self, *keys: str) -> Span:
        """Where the first of these parts is; else where the id is."""
        return next((self.parts[key] for key in keys if key in self.parts), self.span)


def written(change: Change) -> Iterator[Written]:
    """The objectives whose entry the change touched, in order of place."""
    for file in change.files:
        if file.text is None or not belongs(file.path):
            continue
        the_map, _ = read_map({file.path: file.text})
        for first, last, name, parts in _entries(file.text):
            objective = the_map.objective(name) if the_map else None
            if objective is not None and any(first <= line <= last for line in file.added):
                yield Written(file.path, objective, parts.get("id", Span(first, 1, first, 1)), parts)


def _entries(text: bytes) -> Iterator[tuple[int, int, str, dict[str, Span]]]:
    """First and last line of every objective, its id, and its parts."""
    try:
        content = text.decode("utf-8-sig")
        root = compose(content)
    except (UnicodeDecodeError, Unreadable):
        return
    lines = Lines(content)
    listed = next((value for key, value in _pairs(root) if key == "objectives"), None)
    for item in listed.items if isinstance(listed, Sequence) else ():
        name = next((value.text for key, value in _pairs(item) if key == "id" and isinstance(value, Scalar)), "")
        if isinstance(item, Mapping) and name:
            first, last = lines.place(item.start)[0], lines.place(max(item.start, _end(item) - 1))[0]
            yield first, last, name, dict(_parts(item, lines))


def _end(node: Node) -> int:
    """Where the last text in a node ends; a block's own end is where the next one begins."""
    if isinstance(node, Mapping) and not node.flow and node.pairs:
        return max(
            _end(value) if not isinstance(value, Scalar) else max(value.end, key.start + 1) for key, value in node.pairs
        )
    if isinstance(node, Sequence) and not node.flow and node.items:
        return _end(node.items[-1])
    return getattr(node, "end", node.start + 1)


def _parts(item: Node, lines: Lines, prefix: str = "") -> Iterator[tuple[str, Span]]:
    """Spans by key: that of a text, the key's for what is more; `measure.now` for what is inside."""
    for key, value in _pairs(item):
        node = value if isinstance(value, Scalar) else None
        start, end = (node.start, node.end) if node else (value.start, value.start)
        yield f"{prefix}{key}", lines.span(start, end)
        if isinstance(value, Mapping) and not prefix:
            yield from _parts(value, lines, f"{key}.")


def _pairs(node: Node | None) -> Iterator[tuple[str, Node]]:
    for key, value in node.pairs if isinstance(node, Mapping) else ():
        if isinstance(key, Scalar):
            yield key.text, value
