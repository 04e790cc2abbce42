"""All files of a working tree, as a scan of the whole repository reads them: regular files, no link followed."""

import os
import stat
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

from waypost.change import MAX_FILE_BYTES
from waypost.checkout.git import CheckoutError, Folder, Git, Running, open_repository
from waypost.finding import Unread

if TYPE_CHECKING:
    from pathlib import Path

MEMORY = 200_000_000
"""Bytes of files that are kept: a scan reads most of them several times."""
BINARY_PROBE = 8_000
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Neither a link nor a pipe that nobody writes to is waited for."""
LISTED = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
"""How git is asked for the tracked files, and the untracked ones that are not ignored."""
_SKIPPED = frozenset({".git", "node_modules", ".venv", "__pycache__"})
"""Folders that are not gone into where there is no git to say what belongs to the repository."""


class Sources:
    """The files below `root`, as git lists them where it can; `unread` are those that were asked for in vain."""

    def __init__(
        self, root: Folder, git: Git | Literal["look"] | None = "look", listing: Running | None = None
    ) -> None:
        """`git` is that of the repository whose top `root` is, None where there is none; else it is looked for.

        `listing` is where git has begun to list the files.
        """
        self.root = os.fspath(root)
        self.unread: list[Unread] = []
        self._git = _repository(root) if git == "look" else git
        self._listing = listing
        self._folders: dict[str, bool] = {"": True}
        self._kept: dict[str, bytes | None] = {}
        self._room = MEMORY

    def paths(self) -> list[str]:
        """The tracked files, and the untracked ones that are not ignored; all of a folder without git."""
        if self._git is None:
            return sorted(_walked(self.root))
        listing, self._listing = self._listing or self._git.begin(*LISTED), None
        listed = listing.output()
        return sorted({os.fsdecode(path) for path in listed.split(b"\0") if path})

    def read(self, path: str) -> bytes | None:
        """A file's content; None for what is no regular file inside, too large, or binary."""
        if path in self._kept:
            return self._kept[path]
        content = self._content(path)
        self._room -= len(content or b"")
        if self._room > 0:
            self._kept[path] = content
        return content

    def _content(self, path: str) -> bytes | None:
        place = f"{self.root}/{path}"
        if not self._real(path.rpartition("/")[0]):
            return self._left(path, "behind a symbolic link")
        try:
            handle = os.open(place, os.O_RDONLY | _NO_FOLLOW)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            return self._left(path, "a symbolic link" if os.path.islink(place) else "cannot be opened")
        try:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                return self._left(path, "no file")
            if about.st_size > MAX_FILE_BYTES:
                return self._left(path, f"larger than {MAX_FILE_BYTES:,} bytes")
            content = os.read(handle, about.st_size)  # room for more would have to be made for each file
        finally:
            os.close(handle)
        return self._left(path, "binary") if b"\0" in content[:BINARY_PROBE] else content

    def _left(self, path: str, reason: str) -> bytes | None:
        self.unread.append(Unread(path, reason))
        return None

    def _real(self, folder: str) -> bool:
        """Whether none of the folders on the way is a link."""
        if folder not in self._folders:
            above = self._real(folder.rpartition("/")[0])
            self._folders[folder] = above and not os.path.islink(f"{self.root}/{folder}")
        return self._folders[folder]


def root_of(path: Folder) -> "tuple[Path, str]":
    """The top of the repository that `path` is in, and the way from there."""
    from pathlib import Path

    sources, below = sources_of(path)
    return Path(sources.root), below


def sources_of(path: Folder, meanwhile: Callable[[], object] = lambda: None) -> tuple[Sources, str]:
    """The files of the repository that `path` is in, and the way from its top to there.

    `meanwhile` is done while git looks: it takes as long as Waypost itself to begin.
    """
    here = os.path.realpath(path)
    folder = path if os.path.isdir(path) else os.path.dirname(path) or os.curdir
    likely = _likely(folder)
    listing = _listing(likely) if likely is not None else None
    git = _opened(folder, meanwhile)
    top = git.top if git is not None else os.path.realpath(folder)
    if listing is not None and (git is None or os.path.realpath(top) != likely):
        listing.end()
        listing = None
    below = os.path.relpath(here, os.path.realpath(top)).replace(os.sep, "/")
    return Sources(top, git, listing), "" if below == os.curdir else below


def _repository(root: Folder) -> Git | None:
    found = _opened(root)
    return found if found is not None and os.path.realpath(found.top) == os.path.realpath(root) else None


def _opened(folder: Folder, meanwhile: Callable[[], object] = lambda: None) -> Git | None:
    """The repository around a folder; git is not even asked where none of the folders above has anything of its own."""
    if _likely(folder) is None:
        meanwhile()
        return None
    try:
        return open_repository(folder, meanwhile)
    except CheckoutError:
        return None


def _likely(folder: Folder) -> str | None:
    """What looks like the top of the repository around a folder; only git knows."""
    here, above = os.path.realpath(folder), ""
    while not os.path.lexists(os.path.join(here, ".git")):
        here, above = os.path.dirname(here), here
        if here == above:
            return None
    return here


def _listing(top: str) -> Running | None:
    """Have git begin to list the files, before it says what the repository is."""
    try:
        return Git(top).begin(*LISTED)
    except CheckoutError:
        return None


def _walked(root: str, folder: str = "") -> Iterator[str]:
    pending = [folder]
    while pending:
        here = pending.pop()
        with os.scandir(f"{root}/{here}") as entries:
            for entry in entries:
                path = f"{here}/{entry.name}" if here else entry.name
                if entry.is_dir(follow_symlinks=False):
                    pending += [] if entry.name in _SKIPPED else [path]
                elif entry.is_file(follow_symlinks=False) or entry.is_symlink():
                    yield path
