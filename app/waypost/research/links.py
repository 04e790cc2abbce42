"""The research notes that an issue names by itself, and whether they can be shown."""

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
NAME = re.compile(r"[\w.][\w./%-]{0,199}")
"""What can be an id or a path; anything else in a field is prose."""
PATH = re.compile(rf"(?<![\w./-])(https?://[^\s<>()\[\]`'\"]{{1,300}}/)?({FOLDER}/[\w.%-]{{1,200}}\.md)(?![\w/-])")


class State(StrEnum):
    """What became of a reference."""

    FOUND = "found"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Link:
    """One reference: as written in `asked`, and the note it leads to.

    A withdrawn note is not handed on, so that no template can show it. `close` holds ids that were perhaps meant,
    `problem` says why a note is unreadable, `url` leads to the note from any page of the same host.
    """

    asked: str
    state: State
    note: Note | None = None
    url: str = ""
    close: tuple[str, ...] = ()
    problem: Problem | None = None


def links(body: str, repository: str, notes: tuple[Note, ...], problems: tuple[Problem, ...] = ()) -> tuple[Link, ...]:
    """The references in an issue's body, each once, in order.

    `repository` (`owner/name`) tells our notes from those of others; `problems` tells which notes could not be read.
    Where a repository has no notes nothing is a reference.
    """
    broken = {problem.path: problem for problem in problems if problem.path.startswith(f"{FOLDER}/")}
    if not notes and not broken:
        return ()
    found: dict[str, Link] = {}
    for asked in islice(dict.fromkeys(_asked(body, repository)), MAX_ASKED):
        link = _resolved(asked, repository, notes, broken)
        if link is not None and len(found) < MAX_LINKS:
            found.setdefault(link.note.path if link.note else link.asked, link)
    return tuple(found.values())


def _asked(body: str, repository: str) -> Iterator[str]:
    """What may be a reference: each entry of a research field, and each path or URL of a note anywhere."""
    for field in fields(body):
        if field.name in FIELDS:
            yield from (entry for part in re.split(r"[,;]", field.value) if (entry := part.strip("`'\"*_.-+ \t")))
    for line in spoken(body):
        for match in PATH.finditer(line):
            if not match[1] or f"/{repository}/".lower() in match[1].lower():
                yield unquote(match[2])


def _resolved(asked: str, repository: str, notes: tuple[Note, ...], broken: dict[str, Problem]) -> Link | None:
    path = asked if asked.startswith(f"{FOLDER}/") else f"{FOLDER}/{asked.removesuffix('.md')}.md"
    wanted = asked.casefold()
    for note in notes:
        if note.path == path or wanted in (note.id.casefold(), note.title.casefold()):
            return _shown(asked, repository, note)
    if path in broken:
        return Link(asked, State.UNREADABLE, problem=broken[path])
    return _missing(asked, notes) if is_note(path) else None


def _shown(asked: str, repository: str, note: Note) -> Link:
    if note.status is Status.WITHDRAWN:
        return Link(asked, State.WITHDRAWN)
    return Link(asked, State.FOUND, note, f"/{quote(repository)}/blob/HEAD/{quote(note.path)}")


def _missing(asked: str, notes: tuple[Note, ...]) -> Link | None:
    """A reference that leads nowhere, only where one was clearly meant: `Note: works on Windows only` is none."""
    if not NAME.fullmatch(asked):
        return None
    ids = [note.id for note in notes if note.status is not Status.WITHDRAWN]
    close = tuple(get_close_matches(asked.rpartition("/")[2].removesuffix(".md"), ids, n=3))
    if close or asked.startswith(f"{FOLDER}/") or (re.search(r"\d", asked) and "-" in asked):
        return Link(asked, State.MISSING, close=close)
    return None
