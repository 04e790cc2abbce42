"""What is to be mended in a research note: for `waypost research check`, and for checks on pull requests."""

import datetime
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum

from msgspec.structs import fields

from waypost.document.quoting import code
from waypost.frozen import dataclass
from waypost.patterns import late
from waypost.research.foreign import SITE, Style
from waypost.research.names import GIVEN, NOBODY, ROLES
from waypost.research.note import Front, Note, Status

KNOWN = frozenset(field.name for field in fields(Front))
AUTHORS = late(r"^(author|authors|researchers?|contacts?|team|owner)\b", re.IGNORECASE)
"""Fields that are there to name those who did the study."""
MAIL = late(r"(?<![\w.+-])([\w.+-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63}){1,4})(?!\w)")
PERSONAL = late(r"([a-z]+)[._]([a-z]{2,})(\d{0,4})")
"""`jane.smith`: the mailbox of a person, as `helpdesk` is not."""
NO_DOMAIN = late(
    r".*\d[a-z]?\.\d|.*\.(?:png|jpe?g|gif|svg|webp|avif|css|js|ts|html?)|.*\.\d+|.*example.*|.*\.(?:test|invalid|localhost)"
    r"|(?:domain|email|company|mail|test|your\w*)\.com"
)
"""What stands behind an `@` in names of files and versions, and in addresses that are nobody's."""
FREE_TEXT = """
gmail.com googlemail.com yahoo.com yahoo.co.uk hotmail.com hotmail.co.uk outlook.com live.com icloud.com me.com aol.com
gmx.de gmx.net web.de proton.me protonmail.com mail.ru qq.com 163.com
"""
FREE = frozenset(FREE_TEXT.split())
"""Where people have mailboxes of their own."""
WORD = late(r"(?<![\w@._-])[a-z]{2,40}(?![\w@-]|\.\w)")
"""A word in small letters that is no part of an address."""
PHONE = late(
    r"(?<![\w.,/#=-])(\+\d{1,3}[ ().-]{0,2}(?:\d[ ().-]{0,2}){7,11}\d|\(?0\d{2,4}\)?[ .-]\d{3,4}[ .-]?\d{3,4}|07\d{9})"
    r"(?![\w/-])"
)
INVENTED = late(r"07700 ?900|020 ?7946 ?0|555[ .-]?01|01632 ?960|1 ?2 ?3 ?4 ?5 ?6 ?7 ?8")
"""Numbers that are kept free for examples (Ofcom, NANP), and digits in a row."""
PERSON = late(r"\b([A-Z][a-z]{1,20}) ([A-Z](?:[a-z]{1,20}|\.))(?:-[A-Z][a-z]+)?(?![\w'’])")
NAMELESS = late(r"^(participants|segments|findings|key_findings|evidence|text|demographics)\b|^- ", re.IGNORECASE)
"""Fields in which nobody is to be named."""
MAX_LINES = 5_000
MAX_REMARKS = 50


class Kind(StrEnum):
    """What is the matter; each is a check on pull requests, too."""

    PERSONAL = "note-personal-data"
    OVER = "note-consent-over"
    DANGLING = "note-dangling-reference"
    FIELD = "note-unclear-field"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to mend: in which line (from 1) and columns, and what to write instead.

    Where a word there is perhaps a slip, `given` is that word and `meant` the one for it.
    """

    kind: Kind
    line: int
    message: str
    column: int = 1
    end_column: int = 1
    given: str = ""
    meant: str = ""


def review(note: Note, text: str, others: Mapping[str, Note], today: datetime.date | None) -> tuple[Remark, ...]:
    """All that is to be mended in a note with this text, in order of lines.

    `others` are the notes it may refer to, by id and by path.
    """
    found = [*_personal(text), *_dated(note, today), *_references(note, others), *_fields(note, today)]
    return tuple(sorted(found, key=lambda remark: (remark.line, remark.column))[:MAX_REMARKS])


def _line(note: Note, *keys: str) -> int:
    """The line of the first of these keys that the note has."""
    known = dict(note.keys)
    return next((known[key] for key in keys if key in known), 1)


def _dated(note: Note, today: datetime.date | None) -> Iterator[Remark]:
    front = note.front
    if today is None or note.status is Status.WITHDRAWN:
        return
    if front.consent_until and front.consent_until < today:
        message = (
            f"Write `status: withdrawn`, or ask for consent anew: it ended on {front.consent_until},"
            " and the note is not shown any more."
        )
        yield Remark(Kind.OVER, _line(note, "consent_until"), message)
    elif front.review_after and front.review_after < today:
        message = (
            f"Read the note again and move `review_after`: since {front.review_after} it is shown as perhaps outdated."
        )
        yield Remark(Kind.OVER, _line(note, "review_after"), message)


def _references(note: Note, others: Mapping[str, Note]) -> Iterator[Remark]:
    """Notes that it names and that cannot be followed; what is no note's id or path is another tool's business."""
    for name in note.front.related:
        found = followed(name, others)
        shown = code(name)
        if found is None and (close := _meant(name, note, others)) is not None:
            hint = f"Write {code(close)}, if that is what you mean" if close else f"Take out {shown}, or mend it"
            message = f"{hint}: there is no note {shown}."
            yield Remark(Kind.DANGLING, _line(note, "related"), message, given=name, meant=close)
        elif found is not None and found.status is Status.WITHDRAWN:
            yield Remark(Kind.DANGLING, _line(note, "related"), f"Take out {shown}: that note was withdrawn.")


def followed(name: str, others: Mapping[str, Note]) -> Note | None:
    """The note of an id, a path, or an address that ends in its path."""
    stem = name.rstrip("/").rpartition("/")[2].partition("#")[0].removesuffix(".md")
    return others.get(name) or others.get(stem)


def _meant(name: str, note: Note, others: Mapping[str, Note]) -> str | None:
    """The id that was perhaps meant, empty where none is near; None where no note was meant at all."""
    if "://" in name or name.startswith(("/", "#")) or (note.style is not Style.OWN and not name.endswith(".md")):
        return None
    if " " in name.strip():
        return None
    stem = name.rpartition("/")[2].removesuffix(".md")
    return next(iter(get_close_matches(stem, [key for key in others if "/" not in key][:2_000], n=1)), "")


def _fields(note: Note, today: datetime.date | None) -> Iterator[Remark]:
    if note.date and today and note.date > today:
        yield Remark(Kind.FIELD, _line(note, "date"), f"Write the day of the study: {note.date} is yet to come.")
    if note.date is None:
        at = _line(note, "date", "title")
        yield Remark(Kind.FIELD, at, "Add `date:` with the day of the study: nobody can tell how old this is.")
    if note.style is not Style.OWN:
        return
    for key, line in note.keys:
        if key not in KNOWN and key not in SITE:
            close = get_close_matches(key, KNOWN, n=1, cutoff=0.75)
            hint = f"Did you mean `{close[0]}`?" if close else "It is kept, and nobody reads it."
            message = f"Waypost does not know {code(key)}. {hint}"
            yield Remark(Kind.FIELD, line, message, given=key, meant=close[0] if close else "")


def _personal(text: str) -> Iterator[Remark]:
    """Mails and phone numbers anywhere but in the authors' fields; names in the fields of who took part."""
    front = text.startswith("---")
    field = ""
    words = frozenset(WORD.findall(text)) if "@" in text else frozenset()
    for number, line in enumerate(text.splitlines()[:MAX_LINES], 1):
        if front and number > 1 and line.rstrip() in ("---", "..."):
            front, field = False, ""
        if front and line[:1] not in (" ", "-", "\t", ""):
            field = line.partition(":")[0]
        if front and AUTHORS.match(field):
            continue
        yield from _contacts(number, line[:2_000], words)
        if front and NAMELESS.match(field):
            yield from _people(number, line[:2_000])


def _contacts(number: int, line: str, words: frozenset[str]) -> Iterator[Remark]:
    for found in MAIL.finditer(line):
        if _somebodys(found[1].lower(), found[2].lower(), words):
            yield _hidden(number, found, "a mail address")
    for found in PHONE.finditer(line):
        if not INVENTED.search(found[0]):
            yield _hidden(number, found, "a phone number")


def _somebodys(box: str, domain: str, words: frozenset[str]) -> bool:
    """Whether a mail address is a person's: by a given name, by the look of a name and surname, or by the provider.

    What looks like a name and is made of words that the note uses is the address of a service (`teacher.access`).
    """
    box = box.partition("+")[0]
    parts = [part for part in re.split(r"[._-]+|\d+", box) if part]
    if NO_DOMAIN.fullmatch(domain) or any(part.endswith(NOBODY) for part in parts):
        return False
    if any(part in GIVEN for part in parts):
        return True
    if any(part in ROLES for part in parts):
        return False
    named = PERSONAL.fullmatch(box)
    if named is None:
        return domain in FREE
    return bool(named[3]) or len(named[1]) == 1 or not words >= set(named.groups()[:2])


def _people(number: int, line: str) -> Iterator[Remark]:
    for found in PERSON.finditer(line):
        if found[1].lower() in GIVEN:
            yield _hidden(number, found, "what looks like a person's name")


def _hidden(number: int, found: re.Match[str], what: str) -> Remark:
    """A remark that does not repeat what it is about."""
    message = f"Take out {what}: notes tell what was found, never who said it. Write `participant 3` or a segment."
    return Remark(Kind.PERSONAL, number, message, found.start() + 1, found.end() + 1)
