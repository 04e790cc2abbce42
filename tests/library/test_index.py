"""The index of notes: what it finds, how it is kept up, and what becomes of it when it is damaged."""

import datetime
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.library import Index, IndexLost, large, opened, query
from waypost.research.matching import suggestions
from waypost.research.question import question

TODAY = datetime.date(2026, 7, 1)
FILES = {
    "research/2026-06-checkout.md": """---
title: Why people leave at the address form
date: 2026-06-18
findings:
  - text: People leave the checkout when the address form asks for a phone number without saying what for.
    evidence: 8 of 11 stopped there.
  - Nobody reads the returns policy.
---
""",
    "research/deep/2025-delivery.md": """---
title: Delivery costs that show up late
date: 2025-03-01
description: What shoppers say about parcel costs in the last step
---
Shoppers feel cheated when parcel costs appear in the last step of the order.
""",
    "research/2024-returns.md": "---\ntitle: Sending things back\ndate: 2024-02-02\n---\nPrinting a label is hard.\n",
    "research/ja.md": "---\ntitle: 予約の変更について\ndate: 2026-01-01\n---\n予約の変更画面で利用者が迷いました。\n",
    "research/he.md": "# ביטול הזמנה באתר\n\nמשתמשים לא מצאו את כפתור ביטול הזמנה בעמוד.\n",
    "research/broken.md": "---\ntitle: [x\n---\n",
}


def index(file: Path | None = None) -> Index:
    made = Index(file)
    made.update([(path, f"sha-{path}", text.encode()) for path, text in FILES.items()], about={"commit": "c1"})
    return made


@pytest.fixture(params=["sqlite", "tantivy"])
def either(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """The index, with either search."""
    if request.param == "tantivy":
        pytest.importorskip("tantivy")
        monkeypatch.setattr(large, "FROM", 0)
    made = index(tmp_path / "either.sqlite3")
    made.prepare()
    assert (made._questions.large is not None) == (request.param == "tantivy")
    yield made
    made.close()


def best(made: Index, title: str, body: str = "") -> str | None:
    found = made.match(question(title, body)).candidates
    return found[0].note.path if found else None


@pytest.mark.parametrize(
    ("title", "body", "path"),
    [
        ("Phone number in the address form", "People leave our checkout.", "research/2026-06-checkout.md"),
        ("Parcel costs surprise shoppers in the last step", "", "research/deep/2025-delivery.md"),
        ("予約の変更がわかりにくい", "", "research/ja.md"),
        ("ביטול הזמנה לא עובד בעמוד", "", "research/he.md"),
    ],
    ids=["finding", "sentence of the body", "no spaces", "right to left"],
)
def test_the_note_about_it_comes_first(either: Index, title: str, body: str, path: str) -> None:
    assert best(either, title, body) == path


def test_a_suggestion_quotes_the_finding_and_says_what_is_shared(either: Index) -> None:
    found = either.match(question("Address form asks for a phone number", "People leave the checkout there."))
    (suggestion,) = suggestions(found, TODAY)
    assert suggestion.passage.text.startswith("People leave the checkout when the address form asks")
    assert {"address", "phone"} & set(suggestion.shared)


@pytest.mark.parametrize(
    "title",
    [
        'NEAR(address form, 3) "phone',
        "address* OR form AND NOT (phone)",
        "title : address ^ form - phone +number",
        "a" * 999,
    ],
)
def test_search_syntax_in_a_title_is_text(either: Index, title: str) -> None:
    either.match(question(title, ""))


@pytest.mark.parametrize("body", ["", "word " * 12_000, "\0\x01 \ud800".encode("utf-8", "replace").decode()])
def test_short_and_long_issues(either: Index, body: str) -> None:
    found = either.match(question("Crash", body))
    assert suggestions(found, TODAY) == ()


def test_an_update_takes_in_and_lets_go(either: Index) -> None:
    made = either
    title = "Printing a label is hard when sending things back"
    assert best(made, title) == "research/2024-returns.md"
    made.update([("research/new.md", "n1", b"# Zebra crossings\n\nZebras cross roads slowly in the morning.")])
    assert best(made, "Zebra crossings in the morning are slow") == "research/new.md"
    made.update((), gone=["research/2024-returns.md"])
    assert made.shas.keys() == (FILES.keys() | {"research/new.md"}) - {"research/2024-returns.md"}
    assert best(made, title) != "research/2024-returns.md"
    made.update([("research/new.md", "n2", b"# Whales\n\nWhales sing at night in the deep sea.")])
    assert best(made, "Zebra crossings in the morning are slow") is None
    assert made.size == len(FILES)


def test_an_update_that_fails_changes_nothing(either: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    made = either
    monkeypatch.setattr("waypost.library.rows.passages", lambda note: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        made.update([("research/new.md", "n1", b"# Whales")], gone=["research/2024-returns.md"], about={"commit": "c2"})
    assert made.shas.keys() == FILES.keys()
    assert made.about("commit") == "c1"


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("2024-returns", ["research/2024-returns.md"]),
        ("research/2024-RETURNS.md", ["research/2024-returns.md"]),
        ("Sending things back", ["research/2024-returns.md"]),
        ("2024-retuns", ["research/2024-returns.md"]),
        ("research/old/2025-delivery.md", ["research/deep/2025-delivery.md"]),
        ("nothing-like-it", []),
        ("NEAR(", []),
    ],
)
def test_notes_by_what_somebody_wrote(name: str, paths: list[str]) -> None:
    assert [note.path for note in index().named([name]).notes] == paths


def test_a_note_that_cannot_be_read_tells_why() -> None:
    found = index().named(["broken"])
    assert found.notes == () or [note.path for note in found.notes] == []
    assert [problem.path for problem in index().named(["research/broken.md"]).problems] == ["research/broken.md"]


def test_it_is_there_again_after_a_restart(tmp_path: Path) -> None:
    index(tmp_path / "a.sqlite3").close()
    again, lost = opened(tmp_path / "a.sqlite3")
    assert (lost, again.about("commit"), again.size) == ("", "c1", len(FILES))


@pytest.mark.parametrize("damage", ["text", "version", "table", "middle"])
def test_a_damaged_index_is_made_anew(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "a.sqlite3"
    made = index(file)
    made.close()
    if damage == "text":
        file.write_bytes(b"no database at all" * 1_000)
    elif damage == "middle":
        content = bytearray(file.read_bytes())
        content[4096 : len(content) - 4096] = b"\xff" * (len(content) - 8192)
        file.write_bytes(bytes(content))
    else:
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE meta SET value = '0'" if damage == "version" else "DROP TABLE notes")
        connection.close()
    try:
        again, lost = opened(file)
        if not lost:  # the damage shows with the first question, and then nothing is answered
            again.match(question("Phone number in the address form", "People leave"))
            raise AssertionError("the damage went unnoticed")
    except IndexLost:
        lost = "noticed"
    assert lost


@given(st.text(max_size=80), st.text(max_size=400))
def test_no_question_raises(title: str, body: str) -> None:
    SHARED.match(question(title, body))
    SHARED.named([title, body])


@given(st.lists(st.text(max_size=20), max_size=5))
def test_no_word_is_syntax(words: list[str]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
    connection.execute("SELECT * FROM t WHERE t MATCH ?", (query(words),)).fetchall()
    connection.close()


SHARED = index()


def test_a_text_full_of_names_that_lead_nowhere_is_answered_soon() -> None:
    ids = [f"{'checkout-mobile-users-' * 4}{number:04}" for number in range(200)]
    many = Index(None)
    many.update((f"research/{name}.md", "a" * 40, f"---\nid: {name}\ntitle: t\n---\n".encode()) for name in ids)
    nowhere = [f"{'checkout-mobile-usres-' * 3}{number:04}" for number in range(100)]
    started = time.process_time()
    found = many.named([*nowhere, ids[7]])
    assert time.process_time() - started < 5
    assert ids[7] in {note.id for note in found.notes} and 1 < len(found.notes) <= 16
