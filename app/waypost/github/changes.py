"""Changed files, from GitHub's list of them and their contents at head and base."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from waypost.change import ChangedFile, Delta, Status, above, delta, delta_between
from waypost.github.client import JSON
from waypost.github.content import Content, Wanted

Choice = Callable[[str], bool]
_STATUS: dict[str, Status] = {
    "added": "added",
    "copied": "added",
    "modified": "modified",
    "changed": "modified",
    "removed": "removed",
    "renamed": "renamed",
}
_NOT_THERE = Content(None, "not found at the head")
_EMPTY = Content(b"")


def places(rows: Iterable[JSON], wanted: Choice) -> Iterator[tuple[str, str]]:
    """What must be read: `head` or `base`, and a path there. The base only where GitHub withholds the patch."""
    for row in rows:
        path, status = row["filename"], _STATUS.get(row["status"])
        if status in (None, "removed") or not wanted(path):
            continue
        yield "head", path
        if status != "added" and _told(row) is None:
            yield "base", row.get("previous_filename") or path


def replaced(rows: Iterable[JSON], wanted: Choice) -> frozenset[str]:
    """Folders that wanted files were taken out of: something else may be in their place."""
    gone = {"removed": "filename", "renamed": "previous_filename"}
    left = (row[gone[row["status"]]] for row in rows if row["status"] in gone)
    return above(path for path in left if wanted(path))


def batches(needed: Iterable[tuple[str, str]], size: int) -> list[tuple[Wanted, Wanted]]:
    """Head and base files for queries of at most `size` files each; at least one query, which may ask for none."""
    left = list(dict.fromkeys(needed))
    return [_batch(left[start : start + size]) for start in range(0, max(len(left), 1), size)]


def _batch(part: Sequence[tuple[str, str]]) -> tuple[Wanted, Wanted]:
    head = tuple(path for side, path in part if side == "head")
    base = tuple(path for side, path in part if side == "base")
    return Wanted("head", head), Wanted("base", base)


def changed_files(
    rows: Iterable[JSON], wanted: Choice, head: Mapping[str, Content], base: Mapping[str, Content]
) -> tuple[ChangedFile, ...]:
    """The files of a change in GitHub's order; those that are not wanted come without text.

    Where a link came into a file's place, or went, GitHub lists the path twice: as removed and as added.
    """
    known = [row for row in rows if row["status"] in _STATUS]
    written = {row["filename"] for row in known if row["status"] != "removed"}
    changed = {row["filename"] for row in known if row["status"] == "removed"} & written
    kept = (row for row in known if row["status"] != "removed" or row["filename"] not in changed)
    return tuple(_changed(row, row["filename"] in changed, wanted, head, base) for row in kept)


def _changed(
    row: JSON, twice: bool, wanted: Choice, head: Mapping[str, Content], base: Mapping[str, Content]
) -> ChangedFile:
    path, previous = row["filename"], row.get("previous_filename")
    status: Status = "modified" if twice else _STATUS[row["status"]]
    told = _told(row)
    if status == "removed" or not wanted(path):
        told = told or Delta()
        return ChangedFile(path, status, None, told.added, previous, None, told.removed, told.removed_before)
    found = head.get(path, _NOT_THERE)
    if found.text is None:
        return ChangedFile(path, status, None, frozenset(), previous, found.unread)
    if told is None:
        before = _EMPTY if row["status"] == "added" else base.get(previous or path, _EMPTY)
        if before.text is None:
            reason = f"GitHub shows no patch for it, and at the base it is {before.unread}"
            return ChangedFile(path, status, None, frozenset(), previous, reason)
        told = delta_between(before.text, found.text)
    return ChangedFile(path, status, found.text, told.added, previous, None, told.removed, told.removed_before)


def _told(row: JSON) -> Delta | None:
    """What the patch tells; None where it is missing or does not add as many lines as GitHub counted."""
    if row.get("patch") is None:
        return None
    try:
        told = delta(row["patch"])
    except (ValueError, IndexError):
        return None
    return told if len(told.added) == row["additions"] else None
