"""Put back into a spec what a change takes from those who rely on it, as text, so that all else stays as it is."""

from collections.abc import Iterator, Mapping, Sequence

from waypost.finding import Edit
from waypost.frozen import replace
from waypost.telemetry.spec import place
from waypost.telemetry.spec_diff import ADDED, REMOVED, Difference
from waypost.telemetry.spec_edit import entry_edit, key_text
from waypost.telemetry.spec_field import lines_of, properties_edit, source_of, status_edit
from waypost.telemetry.spec_text import spec_text

MAX_LINES = 60
"""Lines of an entry that is put back."""

Files = Mapping[str, bytes]


class _Bare:
    """An event of which nothing else is known."""

    properties: tuple[tuple[str, str | None], ...] = ()


def keeping(before: Files, after: Files, differences: Sequence[Difference]) -> tuple[Edit, ...]:
    """The edits after which nothing breaks any more for one event; none if one of them cannot be made."""
    lost = [it.property for it in differences if it.kind == REMOVED and it.property]
    others = [it for it in differences if not (it.kind == REMOVED and it.property)]
    edits = [_restored(before, after, it.event) if not it.property else _as_it_was(before, after, it) for it in others]
    if lost:
        edits.append(_with_properties(before, after, differences[0].event, lost))
    whole = tuple(edit for edit in edits if edit is not None)
    return whole if len(whole) == len(edits) else ()


def _as_it_was(before: Files, after: Files, difference: Difference) -> Edit | None:
    """A property's field as it was; `required` that was not written before becomes false."""
    field = "required" if difference.kind == ADDED else difference.field
    where = ("events", difference.event, "properties", difference.property, field)
    home = place(after, difference.event)
    now = source_of(after[home[0]], where) if home else None
    if home is None or now is None or spec_text(after[home[0]]).lent(where):
        return None
    earlier = "false" if field == "required" else _source(before, difference.event, where)
    return Edit(home[0], now[0], earlier) if earlier is not None else None


def _with_properties(before: Files, after: Files, event: str, names: Sequence[str]) -> Edit | None:
    """An event with the properties that it lost."""
    home = place(after, event)
    edit = properties_edit(home[0], after[home[0]], event, dict.fromkeys(names)) if home else None
    for name in names:
        value = _source(before, event, ("events", event, "properties", name))
        empty = f"{key_text(name)}: {{}}"
        if edit is None or value is None or edit.text.count(empty) != 1:
            return None
        edit = replace(edit, text=edit.text.replace(empty, f"{key_text(name)}: {value}"))
    return edit


def _restored(before: Files, after: Files, event: str) -> Edit | None:
    """The entry of an event as it was, with the status `deprecated`."""
    home = place(before, event)
    path = home[0] if home else ""
    status = status_edit(path, before[path], event, "deprecated") if path in after and not place(after, event) else None
    spot = entry_edit(after[path], event, _Bare(), path) if status is not None else None
    if status is None or spot is None:
        return None
    found = lines_of(before[path], ("events", event))
    rows = _inserted(*found, status) if found is not None else []
    line = spot.text.strip("\r\n")
    if not 0 < len(rows) <= MAX_LINES or line.strip() != f"{key_text(event)}: {{}}":
        return None
    return replace(spot, text=spot.text.replace(line, "\n".join(_indented(rows, line))))


def _inserted(first: int, rows: Sequence[str], edit: Edit) -> list[str]:
    """Some lines of a text, of which `first` is the number of the first, with an insertion; none if it is elsewhere."""
    within, at = [*rows, ""], edit.span
    if not 0 <= at.line - first < len(within):
        return []
    row = within[at.line - first]
    within[at.line - first] = row[: at.column - 1] + edit.text + row[at.column - 1 :]
    return "\n".join(within).replace("\r", "").rstrip("\n").split("\n")


def _indented(rows: Sequence[str], like: str) -> Iterator[str]:
    """Lines as deep as another one."""
    depth = len(rows[0]) - len(rows[0].lstrip())
    pad = like[: len(like) - len(like.lstrip())]
    yield from (pad + row[depth:] if row.strip() else row for row in rows)


def _source(files: Files, event: str, where: tuple[str, ...]) -> str | None:
    home = place(files, event)
    found = source_of(files[home[0]], where) if home else None
    return found[1] if found is not None else None
