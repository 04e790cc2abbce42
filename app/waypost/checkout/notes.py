"""The research notes of a working tree: tracked or new, none that is ignored, no links."""

import os
from collections.abc import Iterator

from waypost.checkout.git import Git
from waypost.checkout.worktree import Worktree
from waypost.research.note import MAX_NOTE, is_note


def note_files(git: Git, folders: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Path and text of each note in these folders, in order of path; of one that is too large enough to say so.

    Raises CheckoutError.
    """
    listed = git.run("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    tree = Worktree(git.root)
    for path in sorted({os.fsdecode(path) for path in listed.split(b"\0") if path}):
        text = tree.read(path, MAX_NOTE) if is_note(path, folders) else None
        if isinstance(text, bytes):
            yield path, text
        elif isinstance(text, int):
            yield path, bytes(MAX_NOTE + 1)
