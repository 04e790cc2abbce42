"""Research notes: Markdown files with front matter in `research/`, read leniently, since they are people's files."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from waypost.document import Problem, read
from waypost.document.markdown import heading, spoken

FOLDER = "research"
MAX_BYTES = 1_000_000
MAX_FRONT = 64_000
"""Bytes of front matter; what is longer is a document that misses its closing `---`."""

Line: TypeAlias = Annotated[str, Meta(max_length=1_000)]
Prose: TypeAlias = Annotated[str, Meta(max_length=10_000)]


class Status(StrEnum):
    """Whether a note may be relied on."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Insight(Struct, frozen=True):
    """One thing that a study found: a sentence, what it rests on, and what it is about."""

    text: Annotated[Prose, Meta(description="The finding, in one sentence.")]
    evidence: Annotated[Prose, Meta(description="What it rests on: `7 of 9 participants`.")] = ""
    tags: tuple[Line, ...] = ()


class Participants(Struct, frozen=True):
    """Who took part: how many and of which segments, never names."""

    number: Annotated[int | None, Meta(description="How many people took part.")] = None
    segments: Annotated[tuple[Line, ...], Meta(description="Which groups they stand for.")] = ()


class Front(Struct, frozen=True):
    """The front matter of a note. Every key may be left out, and keys of other tools are welcome."""

    id: Annotated[Line | None, Meta(description="How issues refer to it; default: the file's name.")] = None
    title: Annotated[Line | None, Meta(description="The note's title; default: its first heading.")] = None
    date: Annotated[datetime.date | None, Meta(description="The day of the study: `2024-05-31`.")] = None
    study: Annotated[Line | None, Meta(description="The study the note belongs to.")] = None
    method: Annotated[Line | None, Meta(description="How it was found out: `interviews`, `survey`.")] = None
    participants: Annotated[Participants | int | None, Meta(description="Number and segments of who took part.")] = None
    findings: Annotated[tuple[Insight | str, ...], Meta(description="What was found, with its evidence.")] = ()
    status: Annotated[Status, Meta(description="`draft`, `published` (the default) or `withdrawn`.")] = Status.PUBLISHED
    tags: tuple[Line, ...] = ()
    products: tuple[Line, ...] = ()
    objectives: Annotated[tuple[Line, ...], Meta(description="Ids of objectives in the map it speaks to.")] = ()
    related: Annotated[tuple[Line, ...], Meta(description="Ids of other notes.")] = ()
    consent_until: Annotated[datetime.date | None, Meta(description="The day consent ends: `2026-05-31`.")] = None
    review_after: Annotated[datetime.date | None, Meta(description="The day from which the note wants a new look.")] = (
        None
    )


@dataclass(frozen=True, slots=True)
class Note:
    """One research note: where it is, its id and title, and what its front matter says."""

    path: str
    id: str
    title: str
    front: Front

    @property
    def date(self) -> datetime.date | None:
        """The day of the study."""
        return self.front.date

    @property
    def status(self) -> Status:
        """Whether the note may be relied on."""
        return self.front.status

    @property
    def findings(self) -> tuple[Insight, ...]:
        """What was found, those written as a bare sentence included."""
        return tuple(found if isinstance(found, Insight) else Insight(found) for found in self.front.findings)


def read_notes(files: tuple[tuple[str, bytes], ...]) -> tuple[tuple[Note, ...], tuple[Problem, ...]]:
    """The notes among `files` (path and content), in that order, and what is wrong in the others.

    A note with anything wrong in its front matter is left out: guessing its status or consent could show what must
    not be shown. Files that are not Markdown, and a README, are no notes.
    """
    notes: list[Note] = []
    problems: list[Problem] = []
    for path, text in files:
        if not is_note(path):
            continue
        note, wrong = _read_note(path, text)
        problems.extend(wrong)
        if note is not None and not wrong:
            notes.append(note)
    problems.extend(_duplicates(notes))
    return tuple(notes), tuple(problems)


def is_note(path: str) -> bool:
    """Whether a file of this path in the folder is a note."""
    return path.endswith(".md") and path.rpartition("/")[2].lower() != "readme.md"


def _read_note(path: str, text: bytes) -> tuple[Note | None, tuple[Problem, ...]]:
    if len(text) > MAX_BYTES:
        return None, (Problem.at_line(path, 1, f"The note is larger than {MAX_BYTES:,} bytes. Split it."),)
    if b"\0" in text:
        line = text.count(b"\n", 0, text.index(b"\0")) + 1
        return None, (Problem.at_line(path, line, "This is not text. A note is Markdown."),)
    try:
        content = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        return None, (Problem.at_line(path, line, "This is not UTF-8 text. Save the file as UTF-8."),)
    return _parts(path, content)


def _parts(path: str, content: str) -> tuple[Note | None, tuple[Problem, ...]]:
    """The note out of its front matter and body."""
    front: Front | None = Front()
    problems: tuple[Problem, ...] = ()
    body = content
    if re.match(r"---[ \t]*\r?\n", content):
        end = re.compile(r"^(---|\.\.\.)[ \t]*$", re.MULTILINE).search(content.replace("\r\n", "\n"), 4)
        if end is None or end.start() > MAX_FRONT:
            return None, (Problem.at_line(path, 1, "The front matter does not end. Close it with a line `---`."),)
        inside, body = _split(content.replace("\r\n", "\n"), end.start(), end.end())
        front, problems = read(path, inside.encode(), Front, start_line=2)
    if front is None:
        return None, problems
    title = " ".join((front.title or _heading(body) or "").split())
    if not title and not problems:
        problems += (Problem.at_line(path, 1, "The note has no title. Add `title:` to its front matter."),)
    return Note(path, front.id or path.rpartition("/")[2].removesuffix(".md"), title, front), problems


def _split(content: str, start: int, end: int) -> tuple[str, str]:
    return content[content.index("\n") + 1 : start], content[end:]


def _heading(body: str) -> str | None:
    """The first heading of level 1 outside of code."""
    return next((found[1] for line in spoken(body) if (found := heading(line)) and found[0] == 1), None)


def _duplicates(notes: list[Note]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for note in notes:
        if note.id in first:
            message = f"`{first[note.id]}` has the same id. Give this note an `id:` of its own."
            yield Problem.at_line(note.path, 1, message.replace("\n", " "))
        first.setdefault(note.id, note.path)
