"""Write a new figure into the map as text, so that comments, order and quoting of all else stay as they are."""

from collections.abc import Iterator, Mapping

from waypost.document.nodes import Mapping as Pairs
from waypost.document.nodes import Node, Scalar, Sequence, Unreadable, compose

Change = tuple[int, int, str]
"""From one character to another, and what stands there instead."""


def with_figure(files: Mapping[str, bytes], objective: str, value: float, day: str) -> dict[str, str]:
    """The files that change when an objective's measure reads `value` on `day`; none where it is not written so."""
    for path, text in sorted(files.items()):
        try:
            content = text.decode("utf-8-sig")
            measure = _measure(compose(content), objective)
        except (UnicodeDecodeError, Unreadable):
            continue
        if measure is not None and measure.pairs:
            new = _applied(content, _changes(content, measure, {"now": f"{value:.12g}", "date": day}))
            return {path: new} if new != content else {}
    return {}


def _measure(root: Node | None, objective: str) -> Pairs | None:
    """The measure of the first objective of that id, written out there."""
    listed = _value(root, "objectives")
    for item in listed.items if isinstance(listed, Sequence) else ():
        named = _value(item, "id")
        if isinstance(named, Scalar) and named.text == objective:
            found = _value(item, "measure")
            return found if isinstance(found, Pairs) else None
    return None


def _value(node: Node | None, name: str) -> Node | None:
    pairs = node.pairs if isinstance(node, Pairs) else []
    return next((value for key, value in pairs if isinstance(key, Scalar) and key.text == name), None)


def _changes(content: str, measure: Pairs, figures: Mapping[str, str]) -> Iterator[Change]:
    """What to write for each key: in the place of its value, else behind the last entry."""
    missing: list[str] = []
    for name, text in figures.items():
        old = _value(measure, name)
        if isinstance(old, Scalar) and old.end > old.start:
            yield old.start, old.end, text
        elif old is None:
            missing.append(f"{name}: {text}")
    if missing:
        yield from _added(content, measure, missing)


def _added(content: str, measure: Pairs, entries: list[str]) -> Iterator[Change]:
    last = measure.pairs[-1][1]
    end = last.end if isinstance(last, Scalar) else measure.pairs[-1][0].end
    if measure.flow:
        yield end, end, "".join(f", {entry}" for entry in entries)
        return
    end = len(content[:end].rstrip())  # a block of text reaches to the line of what comes next
    start = measure.pairs[0][0].start
    pad = " " * (start - content.rfind("\n", 0, start) - 1)
    line = content.find("\n", end)
    place = len(content) if line < 0 else line
    yield place, place, "".join(f"\n{pad}{entry}" for entry in entries)


def _applied(content: str, changes: Iterator[Change]) -> str:
    for start, end, text in sorted(changes, reverse=True):
        content = content[:start] + text + content[end:]
    return content
