"""Files of a working tree, read and written without ever following a link out of it."""

import os
import stat
import tempfile
from pathlib import Path

from waypost.frozen import dataclass

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link, of which nothing but its text is read."""

    target: bytes


class Worktree:
    """The files below `root`; paths are relative, with forward slashes."""

    def __init__(self, root: Path) -> None:
        """`root` itself may be reached through links, what is below may not."""
        self.root = root
        self._folders = {Path(): True}

    def read(self, path: str, limit: int) -> bytes | Link | int | None:
        """The content of a regular file, or its size where that is beyond `limit` bytes; None when there is none."""
        if not self.holds(path):
            return None
        place = self.root / path
        try:
            about = place.lstat()
            if stat.S_ISLNK(about.st_mode):
                return Link(os.fsencode(place.readlink()))
            if not stat.S_ISREG(about.st_mode):
                return None
            return _content(place, limit) if about.st_size <= limit else about.st_size
        except (FileNotFoundError, NotADirectoryError):
            return None

    def is_special(self, path: str) -> bool:
        """Whether there is something that is neither a file, nor a link, nor a folder: a pipe, a device."""
        if not self.holds(path):
            return False
        try:
            mode = (self.root / path).lstat().st_mode
        except OSError:
            return False
        return not (stat.S_ISREG(mode) or stat.S_ISLNK(mode) or stat.S_ISDIR(mode))

    def write(self, path: str, content: bytes) -> None:
        """Replace a regular file, or make one, in one step, keeping its permissions.

        Raises OSError, and ValueError for a place that is outside or behind a link.
        """
        place = self.root / path
        if not self.holds(path) or place.is_symlink():
            raise ValueError(f"{path} is outside of the repository or a link.")
        mode = stat.S_IMODE(place.stat().st_mode) if place.exists() else 0o644
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(prefix=".waypost-", dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(scratch).chmod(mode)
            Path(scratch).replace(place)
        except BaseException:
            Path(scratch).unlink(missing_ok=True)
            raise

    def holds(self, path: str) -> bool:
        """Whether `path` is inside, with none of the folders on the way a link, and not in git's own folder."""
        place = Path(path)
        if place.is_absolute() or ".." in place.parts or not place.parts or place.parts[0].lower() == ".git":
            return False
        return self._real(place.parent)

    def _real(self, folder: Path) -> bool:
        if folder not in self._folders:
            self._folders[folder] = self._real(folder.parent) and not (self.root / folder).is_symlink()
        return self._folders[folder]


def _content(place: Path, limit: int) -> bytes | int:
    with os.fdopen(os.open(place, os.O_RDONLY | NO_FOLLOW | getattr(os, "O_BINARY", 0)), "rb") as file:
        content = file.read(limit + 1)
    return content if len(content) <= limit else place.lstat().st_size
