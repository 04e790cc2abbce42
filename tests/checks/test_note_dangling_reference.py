"""References from one note to another."""

from dataclasses import replace

import pytest

from tests.checks.changes import added, handbook, told
from waypost import checks
from waypost.change import Change, ChangedFile

NAME = "note-dangling-reference"
BASE = {
    "research/2024-diary.md": "---\ntitle: Diary\ndate: 2024-01-01\n---\n",
    "research/2023-survey.md": "---\ntitle: Survey\ndate: 2023-01-01\nstatus: withdrawn\n---\n",
}


def refers(to: str, more: str = "findings: [x]\n") -> dict[str, str]:
    return {"research/a.md": f"---\ntitle: A\ndate: 2026-01-01\n{more}related: {to}\n---\n"}


@pytest.mark.parametrize(
    ("to", "message"),
    [
        pytest.param("[2024-dairy]", "Write `2024-diary`, if that is what you mean: there is no note", id="misspelt"),
        pytest.param("[zzz]", "Take out `zzz`, or mend it: there is no note `zzz`.", id="nothing-like-it"),
        pytest.param("research/gone.md", "Take out `research/gone.md`, or mend it: there is no note", id="path"),
        pytest.param("[2023-survey]", "Take out `2023-survey`: that note was withdrawn.", id="withdrawn"),
    ],
)
def test_a_reference_that_leads_nowhere(to: str, message: str) -> None:
    (finding,) = told(NAME, refers(to), handbook(others=BASE))
    assert finding.span.line == 5
    assert finding.message.startswith(message)


@pytest.mark.parametrize(
    ("to", "more"),
    [
        pytest.param("[2024-diary, research/2024-diary.md]", "findings: [x]\n", id="id-and-path"),
        pytest.param(
            "['https://github.com/acme/shop/blob/main/research/2024-diary.md#l3']", "findings: [x]\n", id="address"
        ),
        pytest.param("['https://example.com/report']", "findings: [x]\n", id="elsewhere"),
        pytest.param("{items: [{text: The prototype, href: /prototype}]}", "layout: post\n", id="design-history"),
        pytest.param("[Diary of a week]", "findings: [x]\n", id="prose"),
    ],
)
def test_what_can_be_followed_or_was_meant_otherwise(to: str, more: str) -> None:
    assert told(NAME, refers(to, more), handbook(others=BASE)) == ()


def test_a_note_of_the_same_change_counts_and_one_it_takes_away_does_not() -> None:
    new = {**refers("[b]"), "research/b.md": "---\ntitle: B\ndate: 2026-01-01\n---\n"}
    assert told(NAME, new, handbook(others=BASE)) == ()
    gone = ChangedFile("research/2024-diary.md", "removed", None, frozenset())
    change = Change("a" * 40, "b" * 40, (*added(refers("[2024-diary]")).files, gone))
    assert [found.check for found in checks.run(change, handbook(others=BASE)).findings] == [NAME]


def test_where_the_notes_are_not_known_no_reference_is_called_missing() -> None:
    book = replace(handbook(), notes_known=False)
    assert told(NAME, refers("[2024-diary]"), book) == ()
