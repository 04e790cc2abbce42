"""Research notes: Markdown files with front matter, read leniently, since they are people's files."""

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from waypost.document import Problem, read
from waypost.document.front import part
from waypost.document.markdown import heading, spoken
from waypost.document.tree import Tree
from waypost.frozen import dataclass
from waypost.research.foreign import Style, adapt, is_index, style_of

FOLDER = "research"
MAX_NOTE = 1_000_000
"""Bytes of a note."""
MAX_BYTES = 1_000_000
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
    """The front matter of a note. Every key may be left out, and keys of other tools are welcome.

    Front matter of other tools (`description`, `author`, `related` of a design history; the findings template of
    VA.gov) is understood as it is.
    """

    id: Annotated[Line | None, Meta(description="How issues refer to it; default: the file's name.")] = None
    title: Annotated[Line | None, Meta(description="The note's title; default: its first heading.")] = None
    date: Annotated[datetime.date | None, Meta(description="The day of the study: `2024-05-31`.")] = None
    description: Annotated[Line | None, Meta(description="What the note is about, in a sentence.")] = None
    study: Annotated[Line | None, Meta(description="The study the note belongs to.")] = None
    method: Annotated[Line | None, Meta(description="How it was found out: `interviews`, `survey`.")] = None
    participants: Annotated[Participants | int | None, Meta(description="Number and segments of who took part.")] = None
    findings: Annotated[tuple[Insight | str, ...], Meta(description="What was found, with its evidence.")] = ()
    status: Annotated[Status, Meta(description="`draft`, `published` (the default) or `withdrawn`.")] = Status.PUBLISHED
    tags: tuple[Line, ...] = ()
    author: Annotated[tuple[Line, ...], Meta(description="Who wrote the note, not who took part.")] = ()
    team: Annotated[Line | None, Meta(description="The team that asked.")] = None
    products: Annotated[tuple[Line, ...], Meta(description="What it is about: product lines in the map.")] = ()
    underserved_groups_missing: Annotated[
        tuple[Line, ...], Meta(description="Groups that nobody spoke for in this study.")
    ] = ()
    objectives: Annotated[tuple[Line, ...], Meta(description="Ids of objectives in the map it speaks to.")] = ()
    related: Annotated[tuple[Line, ...], Meta(description="Ids, paths or addresses of other notes.")] = ()
    consent_until: Annotated[datetime.date | None, Meta(description="The day consent ends: `2026-05-31`.")] = None
    review_after: Annotated[datetime.date | None, Meta(description="The day from which the note wants a new look.")] = (
        None
    )


@dataclass(frozen=True, slots=True)
class Note:
    """One research note: where it is, its id and title, what its front matter says, and the Markdown below that.

    `style` says for whom its front matter was written, `keys` which keys it has, each with its line.
    """

    path: str
    id: str
    title: str
    front: Front
    body: str = ""
    style: Style = Style.OWN
    keys: tuple[tuple[str, int], ...] = ()

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


def is_note(path: str, folders: tuple[str, ...] | None = None) -> bool:
    """Whether a file of this path, somewhere below one of the `folders` (None: wherever), is a note."""
    inside = folders is None or any(path.startswith(f"{folder.strip('/')}/") or folder == "." for folder in folders)
    return inside and path.endswith(".md") and path.rpartition("/")[2].lower() != "readme.md"


def _read_note(path: str, text: bytes) -> tuple[Note | None, tuple[Problem, ...]]:
    if len(text) > MAX_NOTE:
        return None, (Problem.at_line(path, 1, f"The note is larger than {MAX_NOTE:,} bytes. Split it."),)
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
    seen = _Seen()
    parted = part(content)
    if parted.open:
        return None, (Problem.at_line(path, 1, "The front matter does not end. Close it with a line `---`."),)
    if parted.front is not None:
        front, problems = read(path, parted.front.encode(), Front, start_line=2, adapt=seen)
    if front is None or seen.index:
        return None, problems
    title = " ".join((front.title or _heading(parted.body) or "").split())
    if not title and not problems:
        problems += (Problem.at_line(path, 1, "The note has no title. Add `title:` to its front matter."),)
    return Note(path, front.id or _name(path), title, front, parted.body, seen.style, seen.keys), problems


class _Seen:
    """Looks at front matter before it is brought into our shape."""

    style = Style.SITE
    index = False
    keys: tuple[tuple[str, int], ...] = ()

    def __call__(self, tree: Tree) -> None:
        if isinstance(tree.value, dict):
            self.style = style_of(tree.value)
            self.index = is_index(tree.value)
            self.keys = tuple((key, tree.span((key,)).line) for key in tree.value)
        adapt(tree)


def _name(path: str) -> str:
    """The file's name; where that says nothing (`index.md`), its folder's."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".md")
    return folder.rpartition("/")[2] or stem if stem == "index" else stem


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
