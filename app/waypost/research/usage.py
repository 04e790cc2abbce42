"""Where notes were used, and which nobody has used for long."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec

from waypost.research.links import Shelf, links
from waypost.research.note import Note, Status

UNUSED = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Use:
    """A text that may name notes: where it is (`#12`, or a path), its title and address, and the day of writing.

    `named` holds the paths of notes that are known to be named there, or were when the notes had these paths.
    """

    place: str
    title: str
    url: str
    day: datetime.date | None
    text: str = ""
    named: tuple[str, ...] = ()


def backlinks(notes: tuple[Note, ...], uses: Iterable[Use], shelf: Shelf) -> dict[str, tuple[Use, ...]]:
    """The uses of each note by its path, newest first, each place once; notes that nobody used are not in it.

    Of what is told of one place twice the later day counts: an old issue may name a note since yesterday.
    """
    by_name = {key: note for note in notes for key in (note.id, note.path)}
    open_to_all = tuple(map(_opened, notes))
    found: dict[str, dict[str, Use]] = {}
    for use in (*uses, *_between(notes)):
        for note in _named(use, by_name, open_to_all, shelf):
            if note.path != use.place:
                known = found.setdefault(note.path, {}).setdefault(use.place, use)
                if use.day and known.day and use.day > known.day:
                    found[note.path][use.place] = replace(known, day=use.day)
    return {path: tuple(sorted(used.values(), key=_newest)) for path, used in sorted(found.items())}


def unused(
    notes: Iterable[Note], used: Mapping[str, tuple[Use, ...]], today: datetime.date
) -> dict[str, tuple[Note, ...]]:
    """Published notes older than a year that were used nowhere in the last one, by author; `` for nobody's."""
    found: dict[str, list[Note]] = {}
    for note in notes:
        old = note.date is not None and today - note.date > UNUSED
        lately = any(use.day is None or today - use.day <= UNUSED for use in used.get(note.path, ()))
        if old and not lately and note.status is Status.PUBLISHED:
            for author in note.front.author or ("",):
                found.setdefault(author, []).append(note)
    return {author: tuple(listed) for author, listed in sorted(found.items())}


def _between(notes: Iterable[Note]) -> Iterator[Use]:
    """Notes that refer to others."""
    for note in notes:
        if note.front.related:
            text = "\n".join(f"note: {name}" for name in note.front.related)
            yield Use(note.path, note.title, "", note.date, text)


def _named(use: Use, by_name: Mapping[str, Note], notes: tuple[Note, ...], shelf: Shelf) -> Iterator[Note]:
    for path in use.named:
        if note := by_name.get(path) or by_name.get(path.rpartition("/")[2].removesuffix(".md")):
            yield note
    for link in links(use.text, shelf, notes) if use.text else ():
        if link.note is not None:
            yield by_name.get(link.note.path, link.note)


def _opened(note: Note) -> Note:
    """The note as if it could be shown: whoever used one that was withdrawn may have to know."""
    if note.status is not Status.WITHDRAWN:
        return note
    return replace(note, front=msgspec.structs.replace(note.front, status=Status.PUBLISHED))


def _newest(use: Use) -> tuple[int, str]:
    return (-use.day.toordinal() if use.day else 0, use.place)
