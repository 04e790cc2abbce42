"""Where notes were used, and which were not for a year."""

import datetime

from waypost.research.links import Shelf
from waypost.research.note import Note, read_notes
from waypost.research.usage import Use, backlinks, unused

TODAY = datetime.date(2026, 7, 1)
OLD, LATELY = datetime.date(2020, 1, 1), datetime.date(2026, 6, 1)


def notes(**fronts: str) -> tuple[Note, ...]:
    texts = {name: f"---\ntitle: {name}\n{front}\n---\n\nA note.\n" for name, front in fronts.items()}
    return read_notes(tuple((f"research/{name}.md", text.encode()) for name, text in texts.items()))[0]


def test_of_one_place_told_twice_the_later_day_counts() -> None:
    found = notes(a="date: 2019-01-01")
    twice = (Use("#1", "One", "u", OLD, "note: a"), Use("#1", "One", "u", LATELY, named=("research/a.md",)))
    for uses in (twice, twice[::-1]):
        used = backlinks(found, uses, Shelf("acme/shop"))
        assert [use.day for use in used["research/a.md"]] == [LATELY]
        assert unused(found, used, TODAY) == {}
    assert unused(found, backlinks(found, twice[:1], Shelf("acme/shop")), TODAY) == {"": found}


def test_who_used_a_note_that_was_withdrawn_or_moved_is_told() -> None:
    found = notes(a="status: withdrawn", b="study: b")
    uses = (Use("#1", "One", "u", OLD, "note: a"), Use("#2", "Two", "u", OLD, named=("research/old/b.md",)))
    used = backlinks(found, uses, Shelf("acme/shop"))
    assert {path: [use.place for use in places] for path, places in used.items()} == {
        "research/a.md": ["#1"],
        "research/b.md": ["#2"],
    }


def test_what_is_withdrawn_or_new_is_not_called_unused() -> None:
    found = notes(
        a="status: withdrawn\ndate: 2019-01-01", b="date: 2026-01-01", c="date: 2019-01-01\nauthor: [Ann, Bo]"
    )
    listed = unused(found, {}, TODAY)
    assert {author: [note.id for note in those] for author, those in listed.items()} == {"Ann": ["c"], "Bo": ["c"]}
