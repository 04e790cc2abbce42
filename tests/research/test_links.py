"""Which notes an issue names, and what becomes of each reference."""

import datetime

import pytest

from waypost.research.links import Shelf, State, links
from waypost.research.note import Front, Note, read_notes

NOTES, PROBLEMS = read_notes(
    (
        ("research/2024-checkout-interviews.md", b"---\ntitle: Checkout interviews\n---\n"),
        ("research/2023-survey.md", b"---\ntitle: Secret\nstatus: withdrawn\n---\n"),
        ("research/2022-diary.md", b"---\ntitle: x\nstatus: done\n---\n"),
    )
)
SHELF = Shelf("acme/shop", today=datetime.date(2026, 7, 1))
URL = "/acme/shop/blob/HEAD/research/2024-checkout-interviews.md"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("note: 2024-checkout-interviews", id="note line"),
        pytest.param("Research: `2024-Checkout-Interviews`", id="research line"),
        pytest.param("### Research\n\n- 2024-checkout-interviews.md\n", id="issue form"),
        pytest.param("Research: Checkout interviews", id="title"),
        pytest.param("Research：Checkout interviews", id="a colon of full width"),
        pytest.param("as research/2024-checkout-interviews.md says", id="path"),
        pytest.param(
            "see [it](https://github.com/acme/shop/blob/main/research/2024-checkout-interviews.md#l1)", id="URL"
        ),
        pytest.param("note: 2024-checkout-interviews\n\nresearch/2024-checkout-interviews.md", id="twice is once"),
    ],
)
def test_an_explicit_reference_is_found(body: str) -> None:
    (link,) = links(body, SHELF, NOTES, PROBLEMS)
    assert link.state is State.FOUND
    assert link.note is not None and link.note.title == "Checkout interviews"
    assert link.url == URL


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("Note: only on Windows", id="prose after note"),
        pytest.param("Note: deprecated", id="one word after note"),
        pytest.param("### Research\n\n_No response_", id="no response"),
        pytest.param("https://github.com/other/repo/blob/main/research/2024-checkout-interviews.md", id="elsewhere"),
        pytest.param("```\nnote: 2024-checkout-interviews\n```", id="code"),
        pytest.param("> note: 2024-checkout-interviews", id="quote"),
        pytest.param("other/research/x.md", id="another folder"),
    ],
)
def test_what_is_no_reference_stays_unmentioned(body: str) -> None:
    assert links(body, SHELF, NOTES, PROBLEMS) == ()


@pytest.mark.parametrize("between", [", ", "; ", "、", "，", "؛ ", "، "])
def test_a_list_is_written_as_its_script_has_it(between: str) -> None:
    files = [
        (f"research/{name}.md", f"---\ntitle: {name}\n---\n".encode()) for name in ("予約の変更", "كثرة الإشعارات")
    ]
    found = links(f"note: 予約の変更{between}كثرة الإشعارات", SHELF, read_notes(tuple(files))[0])
    assert [link.note.title for link in found if link.note] == ["予約の変更", "كثرة الإشعارات"]


def test_a_missing_note_says_what_was_perhaps_meant() -> None:
    (link,) = links("note: 2024-checkout-interview", SHELF, NOTES)
    assert (link.state, link.close) == (State.MISSING, ("2024-checkout-interviews",))
    (link,) = links("see research/other.md", SHELF, NOTES)
    assert (link.state, link.close) == (State.MISSING, ())


def test_a_withdrawn_note_is_not_handed_on() -> None:
    (link,) = links("note: 2023-survey", SHELF, NOTES)
    assert (link.state, link.note) == (State.WITHDRAWN, None)
    assert "Secret" not in repr(link)


def test_a_note_that_cannot_be_read_says_why() -> None:
    (link,) = links("note: 2022-diary", SHELF, NOTES, PROBLEMS)
    assert link.state is State.UNREADABLE
    assert link.problem is not None and link.problem.span.line == 3


def test_where_there_are_no_notes_nothing_is_a_reference() -> None:
    assert links("note: 2024-checkout-interviews", Shelf("acme/shop", filled=False), ()) == ()


def test_an_issue_that_names_notes_without_end_is_looked_up_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def similar(name: str, *_: object, **__: object) -> list[str]:
        compared.append(name)
        return []

    monkeypatch.setattr("waypost.research.links.get_close_matches", similar)
    note = Note("research/a.md", "a", "A", Front())
    asked = [f"study{number}x" for number in range(5_000)]
    assert links("### Research\n" + "\n".join(asked), SHELF, (note,)) == ()
    assert compared == asked[:50]
