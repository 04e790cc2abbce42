"""What `waypost research suggest` does: index the notes of the working tree, ask for an issue, show the answer."""

import argparse
import hashlib
import json
import sqlite3
import sys
from pathlib import Path

from waypost.checkout.git import CheckoutError, open_repository
from waypost.cli.elsewhere import tell
from waypost.cli.notebook import Notebook, open_notebook, today
from waypost.cli.problem import UsageProblem
from waypost.cli.where import Kept, kept
from waypost.facts import IssueFacts, Research
from waypost.frozen import dataclass
from waypost.handbook import Handbook
from waypost.handlers import research
from waypost.library import AT_ONCE, Index, IndexLost, Meaning, MeaningMissing, meaning, opened
from waypost.research.matching import Gathered, Suggestion, judged
from waypost.research.question import question

INDEX = "waypost/notes.sqlite3"
"""In git's own folder; it can be deleted at any time."""
MAX_ISSUE = 1_000_000
NAME = "OWNER/REPOSITORY"
"""Stands in addresses for the repository's own name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An issue as it was given."""

    title: str
    body: str


def suggest(args: argparse.Namespace) -> int:
    """Print the part of the comment about research, or all candidates as JSON. Raises UsageProblem."""
    asked = read_issue(args.issue)
    book = open_notebook(args.repo, kept(args))
    tell(book.missing)
    if book.missing:
        sys.stdout.write("[]\n" if args.format == "json" else "")
        return 0
    found = gathered(book, asked.title, asked.body)
    if args.format == "json":
        json.dump([_entry(one) for one in judged(found, today())], sys.stdout, indent=1, ensure_ascii=False)
        print()
    else:
        sys.stdout.write(section(book, asked, found) or "")
    return 0


def known(repo: Path, title: str, body: str, name: str, given: Kept) -> tuple[str, str]:
    """What research has to say to an issue of the repository `name`, as the App would; and what is not looked at."""
    book, asked = open_notebook(repo, given), Asked(title, body)
    if book.missing or not book.files:
        return "", book.missing
    return section(book, asked, gathered(book, title, body), name) or "", ""


def read_issue(given: str) -> Asked:
    """The issue in a file (`-`: standard input): JSON with `title` and `body`, or a first line and what is below it."""
    try:
        text = sys.stdin.read(MAX_ISSUE) if given == "-" else Path(given).read_text("utf-8", "replace")[:MAX_ISSUE]
    except OSError as error:
        raise UsageProblem(f"{given} cannot be read: {error.strerror}.") from error
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if isinstance(told, dict):
        return Asked(str(told.get("title") or ""), str(told.get("body") or ""))
    title, _, body = text.strip().partition("\n")
    return Asked(title.lstrip("# ").strip(), body)


def gathered(book: Notebook, title: str, body: str) -> Gathered:
    """What the index of the working tree's notes says; the index is kept in git's folder where that can be written."""
    index = _index(book)
    try:
        return _asked(index, book, title, body)
    except (IndexLost, sqlite3.OperationalError):
        index.close()
        return _asked(Index(None), book, title, body)


def _asked(index: Index, book: Notebook, title: str, body: str) -> Gathered:
    shas = {path: hashlib.sha256(text).hexdigest() for path, text in book.files.items()}
    known = index.shas
    changed = [(path, sha, book.files[path]) for path, sha in shas.items() if known.get(path) != sha]
    gone = [path for path in known if path not in shas]
    if changed or gone:
        index.update(changed, gone)
    index.prepare()
    by = _meaning() if book.settings.semantic else None
    if by is not None and (left := index.learn(by, AT_ONCE)):
        print(f"Matched by words: what {left:,} notes mean is worked out by the next calls.", file=sys.stderr)
    return index.match(question(title, body), by)


def _meaning() -> Meaning | None:
    try:
        return meaning()
    except MeaningMissing as missing:
        print(f"Notes are matched by words alone. {missing}", file=sys.stderr)
        return None


def _index(book: Notebook) -> Index:
    try:
        file = open_repository(book.root).path(INDEX)
        return opened(file)[0]
    except (CheckoutError, OSError, sqlite3.Error):
        return Index(None)


def section(book: Notebook, asked: Asked, found: Gathered, name: str = NAME) -> str | None:
    """The part of the comment about research."""
    facts = IssueFacts(
        repository=name,
        number=0,
        title=asked.title,
        body=asked.body,
        author="",
        author_association="",
        labels=(),
        handbook=Handbook(settings=book.settings, notes=book.notes, problems=book.problems, today=today()),
        private=True,
        known=Research(filled=bool(book.files), gathered=found),
    )
    return research.section(facts, research.known(facts))


def _entry(one: Suggestion) -> dict[str, object]:
    return {
        "note": one.note.path,
        "id": one.note.id,
        "title": one.note.title,
        "date": one.note.date.isoformat() if one.note.date else None,
        "probability": round(one.probability, 4),
        "text": one.passage.text,
        "shared": list(one.shared),
    }
