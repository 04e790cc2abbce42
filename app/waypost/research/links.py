"""The research notes that an issue names by itself, and whether they can be shown."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from itertools import islice
from urllib.parse import quote, unquote

from waypost.document import Problem
from waypost.document.markdown import fields, spoken
from waypost.research.note import FOLDER, Note, Status, is_note

FIELDS = frozenset({"note", "notes", "research", "research note", "research notes"})
MAX_LINKS = 10
MAX_ASKED = 50
"""References that are looked up; most of them are found or were meant, so that more are no help to anybody."""
LIST = re.compile("[,;、，；،؛]")
"""What stands between the entries of a field, in any script."""
NAME = re.compile(r"[\w.][\w./%-]{0,299}")
"""What can be an id or a path; anything else in a field is prose."""


class State(StrEnum):
    """What became of a reference."""

    FOUND = "found"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"
    OVER = "consent over"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Link:
    """One reference: as written in `asked`, and the note it leads to.

    A note that is withdrawn, or whose consent is over, is not handed on, so that no template can show it. `close` holds
    ids that were perhaps meant, `problem` says why a note is unreadable, `url` leads to the note from any page of the
    same host. `moved` says that the note is not where the reference says, `outdated` since when it wants a new look.
    """

    asked: str
    state: State
    note: Note | None = None
    url: str = ""
    close: tuple[str, ...] = ()
    problem: Problem | None = None
    moved: bool = False
    outdated: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where notes are: the repository that holds them, the folders there, and whether there is any note at all.

    `today` tells whose consent is over; without it nobody's is.
    """

    repository: str
    folders: tuple[str, ...] = (FOLDER,)
    filled: bool = True
    today: datetime.date | None = None

    def url(self, note: Note) -> str:
        """The address of a note on the same host."""
        return f"/{quote(self.repository)}/blob/HEAD/{quote(note.path)}"


def links(body: str, shelf: Shelf, notes: tuple[Note, ...], problems: tuple[Problem, ...] = ()) -> tuple[Link, ...]:
    """The references in an issue's body, each once, in order.

    `notes` are all that may be meant; `problems` tells which notes could not be read. Where a repository has no notes
    nothing is a reference.
    """
    broken = {problem.path: problem for problem in problems if is_note(problem.path, shelf.folders)}
    if not shelf.filled and not notes and not broken:
        return ()
    found: dict[str, Link] = {}
    for name in asked(body, shelf):
        link = _resolved(name, shelf, notes, broken)
        if link is not None and len(found) < MAX_LINKS:
            found.setdefault(link.note.path if link.note else link.asked, link)
    return tuple(found.values())


def asked(body: str, shelf: Shelf) -> tuple[str, ...]:
    """What may be a reference, each once: entries of a research field, and paths and URLs of notes anywhere."""
    return tuple(islice(dict.fromkeys(_asked(body, shelf)), MAX_ASKED))


def _asked(body: str, shelf: Shelf) -> Iterator[str]:
    paths, addresses = _patterns(shelf)
    for field in fields(body):
        if field.name in FIELDS:
            yield from (
                entry for part in LIST.split(field.value) if "://" not in part and (entry := part.strip("`'\"*_.-+ \t"))
            )
    for line in spoken(body):
        if addresses is not None:
            yield from (unquote(match[1]) for match in addresses.finditer(line))
        if paths is not None:
            yield from (unquote(match[1]) for match in paths.finditer(line))


def _patterns(shelf: Shelf) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """What finds paths of notes in prose (nothing where any file may be a note), and what finds their addresses."""
    inside = [f"{re.escape(folder)}/" for folder in shelf.folders if folder != "."]
    folder = "" if len(inside) < len(shelf.folders) else f"(?:{'|'.join(inside)})"
    path = rf"({folder}[\w./%-]{{1,300}}\.md)(?![\w/-])"
    host = r"https?://[^\s<>()\[\]`'\"/]{1,100}"
    address = rf"{host}/{re.escape(shelf.repository)}/(?:blob|raw|edit|tree)/[^\s/]{{1,100}}/{path}"
    return (re.compile(rf"(?<![\w./%-]){path}") if folder else None), re.compile(address, re.IGNORECASE)


def _resolved(name: str, shelf: Shelf, notes: tuple[Note, ...], broken: dict[str, Problem]) -> Link | None:
    wanted, stem = name.casefold(), _stem(name).casefold()
    path = name if is_note(name, shelf.folders) else f"{shelf.folders[0]}/{name.removesuffix('.md')}.md"
    for note in notes:
        if note.path == path or wanted in (note.id.casefold(), note.title.casefold()):
            return _shown(name, shelf, note, moved=False)
    if path in broken:
        return Link(name, State.UNREADABLE, problem=broken[path])
    for note in notes:
        if stem in (note.id.casefold(), _stem(note.path).casefold()):
            return _shown(name, shelf, note, moved="/" in name)
    return _missing(name, shelf, notes) if path.endswith(".md") and "readme" not in wanted else None


def _stem(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".md")


def _shown(name: str, shelf: Shelf, note: Note, *, moved: bool) -> Link:
    until, again, today = note.front.consent_until, note.front.review_after, shelf.today
    if note.status is Status.WITHDRAWN:
        return Link(name, State.WITHDRAWN)
    if until and today and until < today:
        return Link(name, State.OVER)
    outdated = again if again and today and again < today else None
    return Link(name, State.FOUND, note, shelf.url(note), moved=moved, outdated=outdated)


def _missing(name: str, shelf: Shelf, notes: tuple[Note, ...]) -> Link | None:
    """A reference that leads nowhere, only where one was clearly meant: `Note: works on Windows only` is none."""
    if not NAME.fullmatch(name):
        return None
    ids = [note.id for note in notes if note.status is not Status.WITHDRAWN]
    close = tuple(get_close_matches(_stem(name), ids, n=3))
    meant = is_note(name, shelf.folders) and "." not in shelf.folders
    if close or meant or (re.search(r"\d", name) and "-" in name):
        return Link(name, State.MISSING, close=close)
    return None
