"""All research notes and where each was used, as the notes' page shows them."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from waypost.research.note import Insight, Note, Participants, Status
from waypost.research.passages import passages
from waypost.research.usage import Use, unused

OVER = "consent over"
MAX_USES = 50
MAX_TOLD = 8
ADDRESS = re.compile(r"https?://[^/\s]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ShownUse:
    """A use of a note: `url` is safe to follow, a place on the page or an address of the web, or empty."""

    place: str
    title: str
    url: str
    day: str


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note: `kind` is its status as a class of the page, `left` how many uses are not listed.

    Of a note that must not be shown any more (`shown` is not set) only its id, file, date, author and uses are here:
    who used it may have to know.
    """

    name: str
    anchor: str
    path: str
    shown: bool
    status: str
    kind: str
    date: str
    about: str
    study: str
    method: str
    author: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    findings: tuple[Insight, ...]
    uses: tuple[ShownUse, ...]
    left: int


def catalogue(
    notes: tuple[Note, ...], used: Mapping[str, tuple[Use, ...]], today: datetime.date, asked: bool
) -> dict[str, object]:
    """What the page is made of: the notes, newest first, and those used nowhere in a year by author.

    `used` are the uses by path of a note, `asked` tells whether issues and pull requests were looked at for them.
    """
    anchors = _anchors(notes)
    hidden = {note.path for note in notes if _status(note, today) in (Status.WITHDRAWN, OVER)}
    by_path = {note.path: _note(note, used.get(note.path, ()), today, anchors, hidden) for note in notes}
    shown = [by_path[note.path] for note in sorted(notes, key=_newest)]
    return {
        "notes": shown,
        "asked": asked,
        "unused": {
            author: [by_path[note.path] for note in listed] for author, listed in unused(notes, used, today).items()
        },
        "statuses": sorted({it.status for it in shown}),
        "studies": sorted({it.study for it in shown if it.study}),
        "methods": sorted({it.method for it in shown if it.method}),
        "authors": sorted({author for it in shown for author in it.author}),
    }


def _anchors(notes: Iterable[Note]) -> dict[str, str]:
    """Where on the page a note is, by its path: at its id, or where another has that already, at its path."""
    first: dict[str, str] = {}
    for note in notes:
        first.setdefault(note.id, note.path)
    return {
        note.path: f"note-{_quoted(note.id)}" if first[note.id] == note.path else f"file-{_quoted(note.path)}"
        for note in notes
    }


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


def _newest(note: Note) -> tuple[int, str]:
    return (-note.date.toordinal() if note.date else 0, note.title.lower())


def _status(note: Note, today: datetime.date) -> str:
    over = note.front.consent_until is not None and note.front.consent_until < today
    return OVER if over and note.status is not Status.WITHDRAWN else note.status.value


def _note(
    note: Note, uses: tuple[Use, ...], today: datetime.date, anchors: Mapping[str, str], hidden: set[str]
) -> ShownNote:
    status, shown = _status(note, today), note.path not in hidden
    return ShownNote(
        name=note.title if shown else note.id,
        anchor=anchors[note.path],
        path=note.path,
        shown=shown,
        status=status,
        kind="over" if status == OVER else status,
        date=note.date.isoformat() if note.date else "",
        about=note.front.description or "" if shown else "",
        study=_line(note.front.study) if shown else "",
        method=_line(note.front.method) if shown else "",
        author=tuple(map(_line, note.front.author)),
        facts=tuple(_facts(note, today, shown)),
        findings=_findings(note) if shown else (),
        uses=tuple(_use(use, anchors, hidden) for use in uses[:MAX_USES]),
        left=max(0, len(uses) - MAX_USES),
    )


def _findings(note: Note) -> tuple[Insight, ...]:
    """What a note states as found; where it states nothing, the first sentences that stand where findings are told."""
    told = (Insight(passage.text) for passage in passages(note) if passage.finding)
    return note.findings or tuple(islice(told, MAX_TOLD))


def _line(text: str | None) -> str:
    """Text on one line, as a choice of the page has it."""
    return " ".join((text or "").split())


def _facts(note: Note, today: datetime.date, shown: bool) -> Iterator[tuple[str, str]]:
    front = note.front
    again = front.review_after
    open_facts = {"Id": note.id, "File": note.path, "Written by": ", ".join(front.author)}
    inner = {
        "Study": front.study or "",
        "Method": front.method or "",
        "Participants": _participants(front.participants),
        "Tags": ", ".join(front.tags),
        "Wants a new look": f"since {again}" if again is not None and again < today else "",
    }
    yield from ((title, fact) for title, fact in (open_facts | (inner if shown else {})).items() if fact)


def _participants(given: Participants | int | None) -> str:
    people = given if isinstance(given, Participants) else Participants(given)
    number = () if people.number is None else (str(people.number),)
    return ", ".join((*number, *people.segments))


def _use(use: Use, anchors: Mapping[str, str], hidden: set[str]) -> ShownUse:
    """A use with an address that only leads where a reader expects: another could be a script."""
    inside = f"#{anchors[use.place]}" if use.place in anchors else ""
    outside = use.url if ADDRESS.match(use.url) else ""
    title = "" if use.place in hidden else use.title
    return ShownUse(use.place, title, inside or outside, use.day.isoformat() if use.day else "")
