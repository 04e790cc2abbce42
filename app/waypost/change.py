"""What a pull request or a range of commits does: base, head, and the files it changes."""

from collections.abc import Callable, Iterable
from typing import Literal

from waypost.finding import Unread
from waypost.frozen import dataclass

Status = Literal["added", "modified", "removed", "renamed"]

MAX_FILE_BYTES = 1_000_000
"""Larger files are counted as unread: they are generated or data, and GitHub shows no diff for them."""
BINARY_PROBE = 8_000
"""git takes a file with a NUL among this many first bytes for binary."""
MAX_LISTED = 50_000
"""Files beyond this many are not listed: GitHub does not list much more in one go, and nothing around is known then."""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One file of a change.

    `text` is the content at the head, None when removed or unread. `added` holds the head's line numbers (from 1)
    that the change wrote, `removed` the text of the lines it took out, and `removed_before` for each of these the line
    of the head that now stands in its place. Where GitHub withholds the patch, the first two are worked out from the
    base's content, and the third is empty. `unread` says why the content is unknown.
    """

    path: str
    status: Status
    text: bytes | None
    added: frozenset[int]
    previous_path: str | None = None
    unread: str | None = None
    removed: str = ""
    removed_before: tuple[int, ...] = ()

    @property
    def left(self) -> str | None:
        """The path at which there is no such file any more, if there was one."""
        gone = {"removed": self.path, "renamed": self.previous_path}
        return gone.get(self.status)


@dataclass(frozen=True, slots=True)
class Around:
    """What is beside a change at its head: the paths of all files, and the text of those that the change refers to.

    A text is None where a file was asked for and cannot be read. `unmentioned` are names that were looked for in all
    files beyond the spec and are in none; empty where nobody could look.
    """

    paths: frozenset[str] = frozenset()
    texts: tuple[tuple[str, bytes | None], ...] = ()
    unmentioned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """The difference from the merge base of `base` to `head` (both full commit shas).

    `truncated` says in words what GitHub or a limit kept from us, beyond single files; None when all is here.
    `around` is None until somebody needs to know what is beside the change.
    """

    base: str
    head: str
    files: tuple[ChangedFile, ...] = ()
    truncated: str | None = None
    around: Around | None = None

    def file(self, path: str) -> ChangedFile | None:
        """The changed file at `path`, if the change touches it."""
        return next((file for file in self.files if file.path == path), None)

    def replaced(self, counts: Callable[[str], bool]) -> frozenset[str]:
        """Folders that files which count were taken out of: something else may be in their place."""
        return above(file.left for file in self.files if file.left and counts(file.left))

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What could not be looked at, file by file."""
        missing = [Unread("", self.truncated)] if self.truncated else []
        return (*missing, *(Unread(file.path, file.unread) for file in self.files if file.unread))


def above(paths: Iterable[str]) -> frozenset[str]:
    """All folders that files are in."""
    parts = (path.split("/") for path in paths)
    return frozenset("/".join(names[:depth]) for names in parts for depth in range(1, len(names)))


@dataclass(frozen=True, slots=True)
class Delta:
    """What a change does to the lines of one file: the lines of the head it wrote, the text it took out, and where."""

    added: frozenset[int] = frozenset()
    removed: str = ""
    removed_before: tuple[int, ...] = ()


def delta(patch: str) -> Delta:
    """What a unified diff of one file does.

    Raises ValueError on a hunk header that is none, since a half-read patch would pass for a small one.
    """
    added = set[int]()
    removed: list[str] = []
    before: list[int] = []
    line = 0
    for row in patch.split("\n"):
        if row.startswith("@@"):
            start, _, count = row.split("+", 1)[1].split(" ", 1)[0].partition(",")
            line = int(start) + (count == "0")  # of no lines, it is the one before that is named
        elif row.startswith("+"):
            added.add(line)
            line += 1
        elif row.startswith("-"):
            removed.append(row[1:])
            before.append(line)
        elif row.startswith(" "):
            line += 1
    return Delta(frozenset(added), "\n".join(removed), tuple(before))


def delta_between(base: bytes, head: bytes) -> Delta:
    """What happened between two texts: lines that one of them has more often than the other, in linear time."""
    left: dict[bytes, int] = {}
    for row in base.split(b"\n"):
        left[row] = left.get(row, 0) + 1
    added = set[int]()
    for number, row in enumerate(head.split(b"\n"), 1):
        if left.get(row, 0):
            left[row] -= 1
        else:
            added.add(number)
    removed = b"\n".join(row for row, times in left.items() if times)
    return Delta(frozenset(added), removed.decode("utf-8", "surrogateescape"))
