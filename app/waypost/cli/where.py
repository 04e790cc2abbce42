"""Where research notes and the memory of their uses are, and who may read what is printed of them."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from waypost.cli.plain import Arguments, add_all
from waypost.frozen import dataclass

if TYPE_CHECKING:
    import argparse

READERS = {"private": 0, "internal": 1, "public": 2}
"""Who may read a repository, from few to all."""
UPLOADED = frozenset({"github", "sarif"})
"""Formats that are made for others to read."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkout of the repository with the notes, as we were told of it.

    `visibility` is who may read that repository, `readers` who may read what we print; None: whoever runs this.
    """

    path: Path | None = None
    visibility: str = "private"
    readers: str | None = None

    @property
    def hidden(self) -> bool:
        """Whether what we print is read by people who may not read the notes."""
        return self.path is not None and self.readers is not None and READERS[self.visibility] < READERS[self.readers]


NOTES: Arguments = {
    "--notes": {
        "dest": "kept_in",
        "metavar": "PATH",
        "type": Path,
        "default": None,
        "help": "a checkout of the repository with the research notes, where that is another one "
        "(`research.repository`)",
    },
    "--notes-visibility": {
        "choices": tuple(READERS),
        "default": "private",
        "help": "who may read that repository: in a workflow its notes are shown to nobody else (default: private)",
    },
}
"""The options that say where the notes are."""


def add_notes(parser: "argparse.ArgumentParser") -> None:
    """Have them read."""
    add_all(parser, NOTES)


def add_history(parser: "argparse.ArgumentParser") -> None:
    """The options that say which repository it is, what remembers how its notes were used, and where they are."""
    parser.add_argument(
        "--repo", metavar="PATH", type=Path, default=Path(), help="a folder of the repository (default: here)"
    )
    parser.add_argument(
        "--name", metavar="OWNER/NAME", help="the repository's name (default: after the remote `origin`)"
    )
    parser.add_argument(
        "--data", metavar="DIR", type=Path, help="the data directory of a running App (default: WAYPOST_DATA)"
    )
    add_notes(parser)


def kept(args: "argparse.Namespace", form: str = "") -> Kept:
    """What the command line says; `form` is the format of what is printed."""
    readers = readers_of(os.environ) if os.environ.get("CI") else ("public" if form in UPLOADED else None)
    return Kept(args.kept_in, args.notes_visibility, readers)


def readers_of(environment: Mapping[str, str]) -> str:
    """Who may read what a workflow prints: whoever may read its repository, everybody where that is not known."""
    path = environment.get("GITHUB_EVENT_PATH")
    try:
        event = json.loads(Path(path).read_bytes()) if path else {}
    except (OSError, ValueError, RecursionError):
        event = {}
    home = event.get("repository") if isinstance(event, dict) else None
    told = home if isinstance(home, dict) else {}
    visibility = told.get("visibility")
    if isinstance(visibility, str) and visibility in READERS:
        return visibility
    return "private" if told.get("private") is True else "public"
