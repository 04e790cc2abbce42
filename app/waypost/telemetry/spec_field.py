"""Add a field to what the spec has already, as text, so that all else stays as it is: a property, an earlier name."""

from collections.abc import Iterator
from collections.abc import Mapping as Values
from datetime import date

from waypost.document.nodes import Mapping, Node, Scalar, Sequence
from waypost.finding import Edit, Span
from waypost.telemetry.spec_edit import (
    begins_line,
    behind_comments,
    ends,
    insertion,
    is_key,
    key_text,
    line_end,
    typed,
)
from waypost.telemetry.spec_text import spec_text


def properties_edit(path: str, text: bytes, event: str, properties: Values[str, str | None]) -> Edit | None:
    """The insertion that declares properties of an event with their types; None if it has one, or takes none."""
    spec = _Text(path, text)
    within = spec.find(("events", event, "properties")) is not None
    values = {name: typed(kind) for name, kind in properties.items()}
    if within:
        return spec.put(("events", event, "properties"), values)
    return spec.put(("events", event), {"properties": values})


def alias_edit(path: str, text: bytes, event: str, alias: str) -> Edit | None:
    """The insertion that gives an event an earlier name; None if it has it, or cannot be added to."""
    spec = _Text(path, text)
    listed = spec.find(("events", event, "aliases"))
    if listed is not None and spec.spec.lent(("events", event, "aliases")):
        return None
    if listed is None:
        return spec.put(("events", event), {"aliases": f"[{key_text(alias)}]"})
    return spec.item(listed[1], alias)


def renaming_edits(path: str, text: bytes, old: str, new: str) -> tuple[Edit, ...]:
    """The edits by which an event gets another name and keeps the old one as an earlier one; none if it cannot."""
    spec = _Text(path, text)
    key, alias = spec.key(("events", old)), alias_edit(path, text, old, old)
    if key is None or alias is None or spec.find(("events", new)) is not None:
        return ()
    return Edit(path, key, key_text(new)), alias


def referring_edits(path: str, text: bytes, old: str, new: str) -> Iterator[Edit]:
    """The edits by which events that others were replaced with are called by their new name there, too."""
    if old.encode() not in text or b"replacement" not in text:
        return
    spec = _Text(path, text)
    _, events = spec.find(("events",)) or (None, None)
    for _, event in events.pairs if isinstance(events, Mapping) else ():
        for key, value in event.pairs if isinstance(event, Mapping) else ():
            if is_key(key, "replacement") and is_key(value, old):
                yield Edit(path, spec.spec.span(value.start, value.end), key_text(new))


def retiring_edit(path: str, text: bytes, old: str, new: str, since: date | None = None) -> Edit | None:
    """The insertion by which an event is deprecated in favour of another; None if its status is written already."""
    return _Text(path, text).put(("events", old), _retired(new, since))


def retired_entry(path: str, text: bytes, old: str, new: str, since: date | None = None) -> Edit | None:
    """The insertion that declares an event as deprecated in favour of another; None if it is declared already."""
    return _Text(path, text).put(("events",), {old: _retired(new, since)})


def _retired(new: str, since: date | None) -> dict[str, str]:
    return {"status": "deprecated", "replacement": key_text(new)} | ({"since": f"{since}"} if since else {})


def status_edit(path: str, text: bytes, event: str, status: str) -> Edit | None:
    """The insertion by which an event gets a status; None if it has one, or cannot be added to."""
    return _Text(path, text).put(("events", event), {"status": status})


def source_of(text: bytes, where: tuple[str, ...]) -> tuple[Span, str] | None:
    """Where a value is written, and how, in YAML's flow style; None where it is not there, or cannot be put so."""
    spec = spec_text(text)
    found = spec.find(where)
    shown = _in_flow(spec.content, found[1]) if found is not None else None
    return (spec.span(found[1].start, found[1].end), shown) if found is not None and shown is not None else None


def lines_of(text: bytes, where: tuple[str, ...]) -> tuple[int, list[str]] | None:
    """The lines of a key with its value, and the number of the first; None where something else stands on them."""
    spec = spec_text(text)
    key, value = spec.find(where) or (None, None)
    if key is None or value is None:
        return None
    first, last = spec.place(key.start), spec.place(ends(spec.content, (key, value)))
    rows = spec.content.split("\n")[first[0] - 1 : last[0]]
    alone = not rows[0][: first[1] - 1].strip() and rows[-1][last[1] - 1 :].strip()[:1] in ("", "#")
    return (first[0], [row.removesuffix("\r") for row in rows]) if alone else None


def _in_flow(content: str, node: Node) -> str | None:
    """A value on one line; None where it has comments, anchors or text of several lines."""
    if isinstance(node, Scalar):
        text = content[node.start : node.end]
        return text if "\n" not in text and node.style not in ("|", ">") and node.tag is None else None
    if isinstance(node, Mapping):
        pairs = [(_in_flow(content, key), _in_flow(content, value)) for key, value in node.pairs]
        inside = None if any(None in pair for pair in pairs) else ", ".join(f"{key}: {value}" for key, value in pairs)
        return None if inside is None else f"{{{inside}}}"
    items = [_in_flow(content, item) for item in node.items] if isinstance(node, Sequence) else [None]
    return None if None in items else f"[{', '.join(item or '' for item in items)}]"


Fields = Values[str, str | Values[str, str]]
"""Keys with values in YAML's flow style, or with the keys and values below them."""


class _Text:
    """One file of a spec, to be added to."""

    def __init__(self, path: str, text: bytes) -> None:
        self.path = path
        self.spec = spec_text(text)
        self.find = self.spec.find

    def key(self, where: tuple[str, ...]) -> Span | None:
        """Where the key at `where` is written."""
        found = self.find(where)
        if found is None or found[0] is None:
            return None
        return self.spec.span(found[0].start, found[0].end)

    def put(self, where: tuple[str, ...], fields: Fields) -> Edit | None:
        """The insertion of fields into the mapping at `where`; None if it has one of them, or cannot be added to."""
        found = self.find(where)
        key, mapping = found if found is not None else (None, None)
        if key is None or any(self.find((*where, name)) is not None for name in fields) or self.spec.lent(where):
            return None
        if isinstance(mapping, Mapping) and mapping.flow:
            return self._into_flow(mapping, fields)
        outer = self._column(key)
        first = mapping.pairs[0][0] if isinstance(mapping, Mapping) and mapping.pairs else None
        if not begins_line(self.spec, key) or (first is not None and not begins_line(self.spec, first)):
            return None
        if isinstance(mapping, Mapping) and first is not None:
            indent = self._column(first)
            end = behind_comments(self.spec.content, ends(self.spec.content, mapping.pairs[-1]), indent)
        elif isinstance(mapping, Scalar) and not mapping.text and mapping.plain:
            indent, end = outer + (outer // max(len(where) - 1, 1) or 2), line_end(self.spec.content, key.end)
        else:
            return None
        text = "".join(f"{line}{self.spec.newline}" for line in _lines(fields, indent, indent - outer))
        return self._at(insertion(self.spec, end, text))

    def item(self, listed: Node, text: str) -> Edit | None:
        """The insertion of one more text into a list."""
        if not isinstance(listed, Sequence) or any(is_key(item, text) for item in listed.items):
            return None
        if listed.flow and listed.items:  # a comma may stand behind the last
            return Edit(self.path, self._behind(listed.items[-1].end), f", {key_text(text)}")
        if listed.flow:
            return Edit(self.path, self._behind(listed.end - 1), key_text(text))
        last = line_end(self.spec.content, listed.items[-1].end)
        line = f"{' ' * self._column(listed)}- {key_text(text)}{self.spec.newline}"
        return self._at(insertion(self.spec, last, line))

    def _into_flow(self, mapping: Mapping, fields: Fields) -> Edit:
        text = ", ".join(_flow(fields))
        if not mapping.pairs:
            return Edit(self.path, self._behind(mapping.start + 1), text)
        return Edit(self.path, self._behind(ends(self.spec.content, mapping.pairs[-1])), f", {text}")

    def _behind(self, offset: int) -> Span:
        return self.spec.span(offset, offset)

    def _column(self, node: Node) -> int:
        """How far a node is indented."""
        return self.spec.place(node.start)[1] - 1

    def _at(self, edit: Edit) -> Edit:
        return Edit(self.path, edit.span, edit.text)


def _lines(fields: Fields, indent: int, step: int) -> Iterator[str]:
    """A line for each key, what is below it indented by `step`."""
    for name, value in fields.items():
        if isinstance(value, str):
            yield f"{' ' * indent}{key_text(name)}: {value}"
        else:
            yield f"{' ' * indent}{key_text(name)}:"
            yield from _lines(value, indent + step, step)


def _flow(fields: Fields) -> Iterator[str]:
    """`a: {b: value}` for each key."""
    for name, value in fields.items():
        held = value if isinstance(value, str) else f"{{{', '.join(_flow(value))}}}"
        yield f"{key_text(name)}: {held}"
