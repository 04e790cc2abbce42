"""What a pull request or a range of commits does: base, head, and the files it changes."""

from dataclasses import dataclass
from typing import Literal

from waypost.finding import Unread

Status = Literal["added", "modified", "removed", "renamed"]

MAX_FILE_BYTES = 1_000_000
"""Larger files are counted as unread: they are generated or data, and GitHub shows no diff for them."""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One file of a change.

    `text` is the content at the head, None when removed or unread. `added` holds the head's line numbers (from 1)
    that the change wrote; where GitHub withholds the patch it is worked out from the base's content.
    `unread` says why the content is unknown.
    """

    path: str
    status: Status
    text: bytes | None
    added: frozenset[int]
    previous_path: str | None = None
    unread: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The difference from the merge base of `base` to `head` (both full commit shas).

    `truncated` says in words what GitHub or a limit kept from us, beyond single files; None when all is here.
    """

    base: str
    head: str
    files: tuple[ChangedFile, ...] = ()
    truncated: str | None = None

    def file(self, path: str) -> ChangedFile | None:
        """The changed file at `path`, if the change touches it."""
        return next((file for file in self.files if file.path == path), None)

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What could not be looked at, file by file."""
        missing = [Unread("", self.truncated)] if self.truncated else []
        return (*missing, *(Unread(file.path, file.unread) for file in self.files if file.unread))


def added_lines(patch: str) -> frozenset[int]:
    """The head's line numbers that a unified diff adds.

    Raises ValueError on a hunk header that is none, since a half-read patch would pass for a small one.
    """
    added = set[int]()
    line = 0
    for row in patch.split("\n"):
        if row.startswith("@@"):
            line = int(row.split("+", 1)[1].split(" ", 1)[0].split(",", 1)[0])
        elif row.startswith("+"):
            added.add(line)
            line += 1
        elif row.startswith(" "):
            line += 1
    return frozenset(added)


def added_between(base: bytes, head: bytes) -> frozenset[int]:
    """The head's line numbers whose text the base has not, or has less often: a diff in linear time."""
    left: dict[bytes, int] = {}
    for row in base.split(b"\n"):
        left[row] = left.get(row, 0) + 1
    added = set[int]()
    for number, row in enumerate(head.split(b"\n"), 1):
        if left.get(row, 0):
            left[row] -= 1
        else:
            added.add(number)
    return frozenset(added)
