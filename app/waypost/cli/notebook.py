"""The research notes of a working tree, and what `waypost research check` says of them."""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec import structs

from waypost.checkout import root
from waypost.checkout.git import CheckoutError, Git, open_repository
from waypost.checkout.notes import note_files
from waypost.checkout.standing import full_name
from waypost.checkout.worktree import Worktree
from waypost.cli.elsewhere import away, files, hidden, tell, unknown
from waypost.cli.problem import UsageProblem
from waypost.cli.where import Kept, kept
from waypost.document import Problem
from waypost.finding import Stage
from waypost.frozen import dataclass
from waypost.output.text import plain
from waypost.research.note import MAX_NOTE, Note, read_notes
from waypost.research.review import review
from waypost.settings import PATH, Settings, read_settings

BROKEN = "broken-waypost-file"


@dataclass(frozen=True, slots=True)
class Notebook:
    """What the working tree at `root` holds: its notes as written, what is wrong in some, and settings for them."""

    root: Path
    settings: Settings
    files: Mapping[str, bytes]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    missing: str = ""
    """What is said of notes that are not looked at, because they are kept elsewhere; empty where there are none."""

    @property
    def by_name(self) -> dict[str, Note]:
        """The notes by id and by path."""
        return {key: note for note in self.notes for key in (note.id, note.path)}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to mend."""

    check: str
    stage: Stage
    path: str
    line: int
    column: int
    message: str


def today() -> date:
    """The day it is (UTC)."""
    return datetime.now(UTC).date()


def open_notebook(repo: Path, given: Kept | None = None) -> Notebook:
    """All notes of the working tree that `repo` is in, or of the checkout that is `given`. Raises UsageProblem.

    Of a checkout that is not for those who read the output there are none.
    """
    try:
        git = open_repository(repo)
        settings = _settings(git)
        home = away(settings, repo)
        if given is None or given.path is None:
            own = dict(note_files(git, settings.notes))
            return _notebook(git.root, settings, own, unknown(home) if home else "")
        name = home or full_name(given.path)
    except CheckoutError as error:
        raise UsageProblem(str(error)) from error
    inside = {} if given.hidden else files(given.path, settings.notes)
    named = structs.replace(settings, research=structs.replace(settings.research, repository=name))
    return _notebook(root(given.path), named, inside, hidden(given) if given.hidden else "")


def _settings(git: Git) -> Settings:
    text = Worktree(git.root).read(PATH, MAX_NOTE)
    return read_settings(text if isinstance(text, bytes) else None)[0]


def _notebook(root: Path, settings: Settings, inside: dict[str, bytes], missing: str) -> Notebook:
    notes, problems = read_notes(tuple(inside.items()))
    return Notebook(root, settings, inside, notes, problems, missing)


def shown(args: argparse.Namespace) -> Notebook:
    """The notes that a command is about; says what is not looked at. Raises UsageProblem, also where none may show."""
    given = kept(args)
    if given.hidden:
        raise UsageProblem(hidden(given))
    book = open_notebook(args.repo, given)
    tell(book.missing)
    return book


def check(args: argparse.Namespace) -> int:
    """Print what is to be mended; 1 where a check in stage `require` finds something."""
    book = shown(args)
    if not book.files:
        print(f"There are no research notes in {', '.join(book.settings.notes)}.", file=sys.stderr)
        return 0
    wanted = [_inside(book.root, given) for given in args.paths]
    read = [path for path in book.files if not wanted or any(_below(path, place) for place in wanted)]
    found = [line for line in lines(book) if not wanted or any(_below(line.path, place) for place in wanted)]
    if args.format == "json":
        json.dump([_entry(line) for line in found], sys.stdout, indent=1, ensure_ascii=False)
        print()
    else:
        for line in found:
            print(plain(f"{line.path}:{line.line}:{line.column}: {line.check} {line.message}"))
        print(
            f"{len(found) or 'Nothing'} to mend in {len(read):,} {'note' if len(read) == 1 else 'notes'}.",
            file=sys.stderr,
        )
    return 1 if any(line.stage is Stage.REQUIRE for line in found) else 0


def lines(book: Notebook) -> list[Line]:
    """All that is to be mended, in order of place; what the settings turn off is left out."""
    found = [
        Line(BROKEN, book.settings.stage(BROKEN), it.path, it.span.line, it.span.column, it.message)
        for it in book.problems
    ]
    others, day = book.by_name, today()
    for note in book.notes:
        text = book.files[note.path].decode("utf-8-sig", "replace")
        found += [
            Line(it.kind, book.settings.stage(it.kind), note.path, it.line, it.column, it.message)
            for it in review(note, text, others, day)
        ]
    shown = (line for line in found if line.stage.speaks)
    return sorted(shown, key=lambda line: (line.path, line.line, line.column))


def _inside(root: Path, given: str) -> str:
    if not os.path.lexists(given):
        raise UsageProblem(f"There is no {given}.")
    try:
        return Path(given).resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        raise UsageProblem(f"{given} is not in the repository {root}.") from None


def _below(path: str, place: str) -> bool:
    return place == "." or path == place or path.startswith(f"{place}/")


def _entry(line: Line) -> dict[str, object]:
    return {
        "check": line.check,
        "stage": line.stage,
        "path": line.path,
        "line": line.line,
        "column": line.column,
        "message": line.message,
    }
