"""The working tree as a tree of git objects in a scratch store, so that it compares like any commit."""

import hashlib
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from waypost.checkout.git import Git
from waypost.checkout.worktree import Link, Worktree
from waypost.handbook import limit

FILTER_KEYS = ("clean", "smudge", "process", "required")


@contextmanager
def snapshot(git: Git) -> Iterator[tuple[Git, str]]:
    """The working tree with its untracked files as a tree: git that can see it, and its sha.

    Nothing is written to the repository, no filter is run, no link followed; ignored files and what is in submodules
    stay out.
    """
    with tempfile.TemporaryDirectory(prefix="waypost-") as folder:
        index = Path(folder, "index")
        if (own := git.path("index")).exists():
            shutil.copy2(own, index)  # with its time: git compares it with those of files
        scratch = git.using(
            GIT_INDEX_FILE=str(index),
            GIT_OBJECT_DIRECTORY=folder,
            GIT_ALTERNATE_OBJECT_DIRECTORIES=_quoted(git.path("objects")),
            **_without_filters(git),
        )
        rows = _rows(scratch, _Store.of(git, Path(folder)))
        scratch.run("update-index", "-z", "--index-info", stdin=b"".join(rows))
        yield scratch, scratch.run("write-tree", "--missing-ok").decode().strip()


def _quoted(path: Path) -> str:
    """A path as one entry of a list, whatever is in it: unquoted, a colon would part it in two."""
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _without_filters(git: Git) -> dict[str, str]:
    """Environment that switches every configured content filter off: `git diff-files` would run them."""
    keys = git.line("config", "--null", "--name-only", "--get-regexp", r"^filter\.") or ""
    names = {key.removeprefix("filter.").rpartition(".")[0] for key in keys.split("\0") if key}
    off = [f"filter.{name}.{key}" for name in sorted(names) for key in FILTER_KEYS]
    pairs = {f"GIT_CONFIG_KEY_{number}": key for number, key in enumerate(off)}
    values = {f"GIT_CONFIG_VALUE_{number}": "false" if "required" in key else "" for number, key in enumerate(off)}
    return {"GIT_CONFIG_COUNT": str(len(off)), **pairs, **values}


def _rows(git: Git, store: "_Store") -> Iterator[bytes]:
    """Rows for `git update-index --index-info`: what differs from the index, first taken out, then put in anew."""
    nothing = "0" * len(store.sha(b""))
    tree = Worktree(git.root)
    modes = {path: mode for mode, path in _changed(git)}
    for path, mode in modes.items():
        if mode != "160000":
            yield f"0 {nothing}\t".encode() + path + b"\0"
            yield _entry(tree, store, path, mode)
    for path in git.run("ls-files", "--others", "--exclude-standard", "-z", "--full-name").split(b"\0"):
        if path.endswith(b"/"):  # a repository of its own, which git would take for a submodule
            yield f"160000 {store.sha(path)}\t".encode() + path[:-1] + b"\0"
        elif path:
            yield _entry(tree, store, path, "100644")


def _changed(git: Git) -> Iterator[tuple[str, bytes]]:
    """Mode in the index and path of each tracked file that the working tree has otherwise, or no more."""
    parts = git.run("diff-files", "--raw", "-z", "--no-renames", "--ignore-submodules=all").split(b"\0")
    for about, path in zip(parts[::2], parts[1::2], strict=False):
        yield about[1:7].decode(), path


def _entry(tree: Worktree, store: "_Store", path: bytes, mode: str) -> bytes:
    """The row of one file as it is now; nothing for one that is gone."""
    content = tree.read(os.fsdecode(path), limit(os.fsdecode(path)))
    if content is None:
        return b""
    if isinstance(content, Link):
        mode, text = "120000", content.target
    else:
        mode = mode if mode.startswith("100") else "100644"
        text = store.normal(content) if isinstance(content, bytes) else _too_large(content, path)
    return f"{mode} {store.put(text)}\t".encode() + path + b"\0"


def _too_large(size: int, path: bytes) -> bytes:
    """Content that stands for a large file: too large to be read as well, and unlike any other."""
    return bytes(limit(os.fsdecode(path))) + b"%d " % size + path


class _Store:
    """Loose objects in a folder, in git's own format (gitformat-loose): zlib over `blob <size>`, NUL, content."""

    def __init__(self, folder: Path, algorithm: str, lf: bool) -> None:
        """`algorithm` is the repository's object format, `lf` says that it keeps CRLF in working trees only."""
        self.folder = folder
        self.algorithm = algorithm
        self.lf = lf

    @classmethod
    def of(cls, git: Git, folder: Path) -> "_Store":
        """A store of the same kind as the repository's."""
        algorithm = git.line("rev-parse", "--show-object-format") or "sha1"
        return cls(folder, algorithm, git.line("config", "core.autocrlf") in ("true", "input"))

    def normal(self, content: bytes) -> bytes:
        """Content as git would store it."""
        return content.replace(b"\r\n", b"\n") if self.lf and b"\0" not in content else content

    def put(self, content: bytes) -> str:
        """Store `content`; its sha."""
        sha = self.sha(content)
        place = self.folder / sha[:2] / sha[2:]
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(zlib.compress(b"blob %d\0" % len(content) + content, 1))
        return sha

    def sha(self, content: bytes) -> str:
        """The name git gives to `content`."""
        digest = hashlib.new(self.algorithm, b"blob %d\0" % len(content), usedforsecurity=False)
        digest.update(content)
        return digest.hexdigest()
