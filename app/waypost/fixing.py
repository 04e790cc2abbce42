"""Works out what files become when fixes are applied: each as a whole or not at all, never where it does not fit.

Pure: the command line gives it the working tree, the App the head of a pull request.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from waypost.change import Change
from waypost.finding import Edit, Fix
from waypost.handbook import Handbook

BOM = "\ufeff"

Ends = tuple[tuple[int, int], tuple[int, int]]
"""Line and column at which an edit begins, and at which it ends."""
Current = Callable[[str], bytes | None]
"""The present content of a file, None where there is none; raises `UnfitError` where it may not be edited."""


class UnfitError(Exception):
    """A fix cannot be applied; the message says why."""


@dataclass
class Plan:
    """One file with the edits it is to get; `content` is None for a file to be made.

    `taken` are the places of these edits: many go to the same one, the end of a spec.
    """

    content: bytes | None
    edits: dict[Edit, None] = field(default_factory=dict)
    taken: set[Ends] = field(default_factory=set)

    @property
    def result(self) -> bytes:
        """The content with the edits."""
        return edited(self.content or b"", self.edits)

    @cached_property
    def text(self) -> str:
        """The content as text; kept with its lines, since each of many fixes is tried on them."""
        return (self.content or b"").decode("utf-8", "surrogateescape")

    @cached_property
    def starts(self) -> list[int]:
        """The offset of each line's first character."""
        return _starts(self.text)


@dataclass(frozen=True, slots=True)
class Plans:
    """Files by path, and the fixes that were left alone, each with its reason."""

    files: Mapping[str, Plan]
    left: tuple[str, ...]


def seen(change: Change, handbook: Handbook) -> dict[str, bytes]:
    """The contents that the checks worked on, by path."""
    files = {file.path: file.text for file in change.files if file.text is not None}
    return {**handbook.spec_files, **files}


def planned(fixes: Iterable[Fix], current: Current) -> Plans:
    """The edits to make, file by file; two fixes may share an edit."""
    plans: dict[str, Plan] = {}
    left: list[str] = []
    for fix in fixes:
        try:
            _add(current, plans, fix.edits)
        except UnfitError as reason:
            left.append(f"{fix.title} ({reason})")
    return Plans(plans, tuple(left))


def unchanged(path: str, content: bytes | None, seen: bytes | None) -> bytes | None:
    """The content, if it is what the checks saw, line ends aside. Raises UnfitError."""
    if _unix(content) != _unix(seen):
        raise UnfitError(f"{path} is not as it was when it was checked")
    return content


def edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    """`content` with edits that do not overlap, in its own line ends, its byte order mark kept in front.

    Of lines that go to one place the deeper come first: they belong to what stands above. Else the order is as given.

    Raises ValueError where an edit lies outside of the text.
    """
    text = content.decode("utf-8", "surrogateescape")
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    starts = _starts(text)
    offsets = (_offsets(text, starts, edit) for edit in edits)
    places = sorted(offsets, key=lambda place: (*place[:2], -_depth(place[2])))
    parts, at = list[str](), 0
    for start, end, new in places:
        parts += text[at:start], new.replace("\r\n", "\n").replace("\n", newline)
        at = end
    return "".join((*parts, text[at:])).encode("utf-8", "surrogateescape")


def _depth(text: str) -> int:
    """How far the first of some lines is indented."""
    lines = text.lstrip("\r\n")
    return len(lines) - len(lines.lstrip(" "))


def _add(current: Current, plans: dict[str, Plan], edits: tuple[Edit, ...]) -> None:
    """Put all of `edits` into `plans`. Raises UnfitError, and then has put none."""
    begun: dict[str, Plan] = {}
    new: list[tuple[Plan, Edit]] = []
    for edit in edits:
        plan = plans.get(edit.path) or begun.get(edit.path) or Plan(current(edit.path))
        begun[edit.path] = plan
        if edit not in plan.edits:
            _fits(plan, edit)
            new.append((plan, edit))
    plans |= begun
    for plan, edit in new:
        plan.edits[edit] = None
        plan.taken.add(_ends(edit))


def _unix(content: bytes | None) -> bytes | None:
    return None if content is None else content.replace(b"\r\n", b"\n")


def _fits(plan: Plan, edit: Edit) -> None:
    try:
        _offsets(plan.text, plan.starts, edit)
    except ValueError as error:
        raise UnfitError(f"{edit.path}: {error}") from None
    if any(_overlap(_ends(edit), other) for other in plan.taken):
        raise UnfitError("it overlaps with another fix; run this once more")


def _overlap(one: Ends, other: Ends) -> bool:
    """Whether both change the same text; insertions at one place follow each other in the order of their findings."""
    return one[0] < other[1] and other[0] < one[1]


def _ends(edit: Edit) -> Ends:
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
