"""Apply the fixes of findings to a working tree: each as a whole or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from waypost.change import MAX_FILE_BYTES, Change
from waypost.checkout.worktree import Worktree
from waypost.finding import Edit, Finding
from waypost.handbook import Handbook

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Report:
    """What was done, a line each: the files that were fixed, and the fixes that were left alone, with the reason."""

    fixed: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(slots=True)
class _Plan:
    """One file of the working tree with the edits it is to get; `content` is None for a file to be made."""

    content: bytes | None
    edits: list[Edit] = field(default_factory=list)


class _UnfitError(Exception):
    """A fix cannot be applied; the message says why."""


def seen(change: Change, handbook: Handbook) -> dict[str, bytes]:
    """The contents that the checks worked on, by path."""
    files = {file.path: file.text for file in change.files if file.text is not None}
    return {**handbook.spec_files, **files}


def apply(root: Path, findings: Iterable[Finding], seen: Mapping[str, bytes]) -> Report:
    """Write the fixes of `findings` into the files below `root` that still are as `seen`."""
    tree = Worktree(root)
    plans: dict[str, _Plan] = {}
    left: list[str] = []
    for fix in (finding.fix for finding in findings if finding.fix):
        try:
            _add(tree, plans, fix.edits, seen)
        except _UnfitError as reason:
            left.append(f"{fix.title} ({reason})")
    for path, plan in plans.items():
        tree.write(path, edited(plan.content or b"", plan.edits))
    counts = {path: len(plan.edits) for path, plan in plans.items()}
    return Report(tuple(f"{path} ({'1 edit' if n == 1 else f'{n} edits'})" for path, n in counts.items()), tuple(left))


def edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    """`content` with edits that do not overlap, in its own line ends, its byte order mark kept in front.

    Raises ValueError where an edit lies outside of the text.
    """
    text = content.decode("utf-8", "surrogateescape")
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    starts = _starts(text)
    places = sorted((_offsets(text, starts, edit) for edit in edits), key=lambda place: place[:2])
    for start, end, new in reversed(places):
        text = text[:start] + new.replace("\r\n", "\n").replace("\n", newline) + text[end:]
    return text.encode("utf-8", "surrogateescape")


def _add(tree: Worktree, plans: dict[str, _Plan], edits: tuple[Edit, ...], seen: Mapping[str, bytes]) -> None:
    """Put all of `edits` into `plans`. Raises _UnfitError, and then has put none."""
    begun: dict[str, _Plan] = {}
    new: list[tuple[_Plan, Edit]] = []
    for edit in edits:
        plan = plans.get(edit.path) or begun.get(edit.path) or _Plan(_current(tree, edit.path, seen.get(edit.path)))
        begun[edit.path] = plan
        if edit not in plan.edits:  # two findings may share an edit
            _fits(plan, edit)
            new.append((plan, edit))
    plans |= begun
    for plan, edit in new:
        plan.edits.append(edit)


def _current(tree: Worktree, path: str, seen: bytes | None) -> bytes | None:
    content = tree.read(path, MAX_FILE_BYTES) if tree.holds(path) else 0
    if not isinstance(content, bytes | None):
        raise _UnfitError(f"{path} is not a plain file in the repository")
    if _unix(content) != _unix(seen):
        raise _UnfitError(f"{path} is not as it was when it was checked")
    return content


def _unix(content: bytes | None) -> bytes | None:
    return None if content is None else content.replace(b"\r\n", b"\n")


def _fits(plan: _Plan, edit: Edit) -> None:
    text = (plan.content or b"").decode("utf-8", "surrogateescape")
    try:
        _offsets(text, _starts(text), edit)
    except ValueError as error:
        raise _UnfitError(f"{edit.path}: {error}") from None
    if any(_overlap(edit, other) for other in plan.edits):
        raise _UnfitError("it overlaps with another fix; run this once more")


def _overlap(one: Edit, other: Edit) -> bool:
    """Whether both change the same text; insertions at one place follow each other in the order of their findings."""
    start, end = _ends(one)
    other_start, other_end = _ends(other)
    return start < other_end and other_start < end


def _ends(edit: Edit) -> tuple[tuple[int, int], tuple[int, int]]:
    return (edit.span.line, edit.span.column), (edit.span.end_line, edit.span.end_column)


def _starts(text: str) -> list[int]:
    """The offset of each line's first character."""
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def _offsets(text: str, starts: list[int], edit: Edit) -> tuple[int, int, str]:
    start = _offset(text, starts, edit.span.line, edit.span.column)
    end = _offset(text, starts, edit.span.end_line, edit.span.end_column)
    if start > end:
        raise ValueError("the edit ends before it starts")
    return start, end, edit.text


def _offset(text: str, starts: list[int], line: int, column: int) -> int:
    if not 1 <= line <= len(starts):
        raise ValueError(f"there is no line {line}")
    end = starts[line] - 1 if line < len(starts) else len(text)
    at = starts[line - 1] + column - 1
    if column < 1 or at > end:
        raise ValueError(f"line {line} has no column {column}")
    return max(at, len(BOM)) if text.startswith(BOM) else at
