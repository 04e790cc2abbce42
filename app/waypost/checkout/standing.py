"""What the working tree says about itself, uncommitted work too; and the name of its repository."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from waypost import handbook as handbooks
from waypost.checkout.git import Git, open_repository
from waypost.checkout.worktree import Link, Worktree
from waypost.document import MAX_BYTES, Problem
from waypost.handbook import Handbook

_REMOTE = re.compile(r"[:/]([\w.-]+/[\w.-]+?)(?:\.git)?/?$")


def standing(repo: Path) -> Handbook:
    """The handbook of the working tree that `repo` is in, without its research notes. Raises CheckoutError."""
    git = open_repository(repo)
    book = handbooks.build(dict(_files(git)), today=datetime.now(UTC).date())
    return replace(book, problems=(*_unfit(Worktree(git.root)), *book.problems))


def full_name(repo: Path) -> str:
    """`owner/name`, as the remote `origin` tells it; else after the folder. Raises CheckoutError."""
    git = open_repository(repo)
    found = _REMOTE.search(git.line("config", "--get", "remote.origin.url") or "")
    return found[1] if found else f"local/{git.root.name}"


def _unfit(tree: Worktree) -> Iterator[Problem]:
    """What stands in the place of such files, and is none: it would be taken for nothing at all."""
    for place in (*handbooks.FILES, *handbooks.ABOVE, *handbooks.FOLDERS):
        reason = handbooks.A_LINK if isinstance(tree.read(place, 0), Link) else "no file"
        problem = handbooks.unfit(place, reason)
        if problem and (reason == handbooks.A_LINK or tree.is_special(place)):
            yield problem


def _files(git: Git) -> Iterator[tuple[str, bytes]]:
    """The files that make a handbook: tracked or new, none that is ignored, no links."""
    tree = Worktree(git.root)
    places = [*handbooks.FILES, *(f"{folder}/" for folder in handbooks.FOLDERS)]
    listed = git.run("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--full-name", "--", *places)
    for path in sorted({os.fsdecode(path) for path in listed.split(b"\0") if path}):
        text = tree.read(path, MAX_BYTES) if handbooks.belongs(path) else None
        if isinstance(text, bytes):
            yield path, text
        elif isinstance(text, int):
            yield path, bytes(MAX_BYTES + 1)  # the reader refuses it by its size
