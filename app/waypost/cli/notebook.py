"""The research notes of a working tree, and what `waypost research check` says of them."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from waypost.checkout.git import CheckoutError, open_repository
from waypost.checkout.worktree import Worktree
from waypost.cli.problem import UsageProblem
from waypost.document import Problem
from waypost.finding import Stage
from waypost.frozen import dataclass
from waypost.output.text import plain
from waypost.research.note import MAX_NOTE, Note, is_note, read_notes
from waypost.research.review import review
from waypost.settings import PATH, Settings, read_settings

BROKEN = "broken-waypost-file"


@dataclass(frozen=True, slots=True)
class Notebook:
    """What the working tree at `root` says: its settings, its notes as written, and what is wrong in some of them."""

    root: Path
    settings: Settings
    files: Mapping[str, bytes]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]

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


def open_notebook(repo: Path) -> Notebook:
    """All notes of the working tree that `repo` is in. Raises UsageProblem."""
    try:
        git = open_repository(repo)
        listed = git.run("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    except CheckoutError as error:
        raise UsageProblem(str(error)) from error
    tree = Worktree(git.root)
    text = tree.read(PATH, MAX_NOTE)
    settings, _ = read_settings(text if isinstance(text, bytes) else None)
    paths = sorted({os.fsdecode(path) for path in listed.split(b"\0") if path})
    files = dict(_read(tree, (path for path in paths if is_note(path, settings.notes))))
    notes, problems = read_notes(tuple(files.items()))
    return Notebook(git.root, settings, files, notes, problems)


def _read(tree: Worktree, paths: Iterator[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        text = tree.read(path, MAX_NOTE)
        if isinstance(text, bytes):
            yield path, text
        elif isinstance(text, int):
            yield path, bytes(MAX_NOTE + 1)  # the reader says that it is too large


def check(args: argparse.Namespace) -> int:
    """Print what is to be mended; 1 where a check in stage `require` finds something."""
    book = open_notebook(args.repo)
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
