"""What people read of research on an issue, and what is remembered of it."""

import datetime
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from waypost.facts import IssueFacts, Research, Talk
from waypost.handbook import build
from waypost.handlers import issues
from waypost.handlers.research import SUGGESTED, UNWANTED, USED
from waypost.library import Index
from waypost.outcome import Outcome, Record
from waypost.research.question import question
from waypost.said import Command, Permission

TODAY = datetime.date(2026, 7, 1)
NOW = datetime.datetime(2026, 7, 1, 12, tzinfo=UTC)
ADDRESS = """---
title: Why people leave at the address form
date: 2026-04-18
findings:
  - text: People leave the checkout when the address form asks for a phone number without saying what for.
    evidence: 8 of 11 stopped there.
---
"""
OTHERS = {
    f"research/other-{number}.md": f"---\ntitle: {title}\ndate: 2025-01-01\n---\n{title} is what this note is about.\n"
    for number, title in enumerate(
        ["Gift cards for birthdays", "Opening hours on the map", "Parcel tracking by mail", "Returns and refunds",
         "Search by colour", "Newsletters nobody reads", "Prices with and without tax", "Ratings from strangers"]
    )
}  # fmt: skip
FILES = {"research/address-form.md": ADDRESS, **OTHERS}
TITLE = "The address form asks for a phone number"
BODY = "Many people leave the checkout at the address form. Do we need the phone number at all?"


def facts(title: str = TITLE, body: str = BODY, files: dict[str, str] | None = None, **more: object) -> IssueFacts:
    files = FILES if files is None else files
    index = Index(None)
    index.update((path, "s", text.encode()) for path, text in files.items() if path.endswith(".md"))
    book = build({path: text.encode() for path, text in files.items()}, today=TODAY)
    known = Research(filled=True, gathered=index.match(question(title, body)))
    made = IssueFacts("acme/shop", 7, title, body, "ann", "MEMBER", (), book, False, known=known, talk=Talk(now=NOW))
    return replace(made, **more)  # type: ignore[arg-type]


def said(outcome: Outcome) -> str | None:
    assert outcome.comment is not None
    return outcome.comment.body


def command(name: str, argument: str, at: int = 0) -> Command:
    when = NOW + timedelta(minutes=at)
    return Command(f"{name}{at}", name, argument, "ann", "MEMBER", 1, "n1", when, permission=Permission.WRITE)


def test_a_note_that_helps_is_suggested_with_its_finding_and_why() -> None:
    assert (
        said(issues.decide(facts()))
        == """\
**Perhaps known already:**

- [Why people leave at the address form](</acme/shop/blob/HEAD/research/address-form.md>), 2026-04-18 (2 months ago): \
People leave the checkout when the address form asks for a phone number without saying what for. \
(8 of 11 stopped there.)
  <sub>Shared: address, form, asks, phone, number. Not about this? `/waypost unlink address-form`</sub>
"""
    )


@pytest.mark.parametrize(
    ("title", "body"),
    [
        pytest.param("Bump webpack to 6", "Security update by dependabot, please run the tests.", id="chore"),
        pytest.param("Phone", "", id="one-word"),
        pytest.param("", "", id="nothing"),
        pytest.param("Form for the phone of the office", "The office needs a form.", id="a-few-common-words"),
    ],
)
def test_silent_where_there_is_no_ground(title: str, body: str) -> None:
    assert said(issues.decide(facts(title, body))) is None


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(ADDRESS.replace("date:", "status: withdrawn\ndate:"), id="withdrawn"),
        pytest.param(ADDRESS.replace("date:", "status: draft\ndate:"), id="draft"),
        pytest.param(ADDRESS.replace("date:", "consent_until: 2026-06-30\ndate:"), id="consent-over"),
    ],
)
def test_what_nobody_may_rely_on_is_never_suggested(note: str) -> None:
    assert said(issues.decide(facts(files={**FILES, "research/address-form.md": note}))) is None


@pytest.mark.parametrize("suggest", ["off", "observe"])
def test_settings_keep_suggestions_quiet(suggest: str) -> None:
    files = {**FILES, ".github/waypost.yml": f"research: {{suggest: {suggest}}}"}
    outcome = issues.decide(facts(files=files))
    assert said(outcome) is None
    assert [record.kind for record in outcome.records] == ([SUGGESTED] if suggest == "observe" else [])


def test_notes_with_fewer_readers_are_not_even_missing() -> None:
    hidden = facts(body=f"{BODY}\n\nnote: address-form\nnote: 2020-no-such-note")
    hidden = replace(hidden, known=replace(hidden.known, visible=False))
    assert said(issues.decide(hidden)) is None
    assert issues.decide(hidden).records == ()


def test_a_named_note_is_not_suggested_as_well() -> None:
    outcome = issues.decide(facts(body=f"{BODY}\n\nnote: address-form"))
    text = said(outcome)
    assert text is not None and "Perhaps known" not in text and text.count("address-form.md") == 1
    assert [(record.kind, record.key) for record in outcome.records] == [(USED, "research/address-form.md")]


def test_unlink_takes_a_note_away_for_good_and_link_brings_it_back() -> None:
    unlinked = facts(talk=Talk(now=NOW, commands=(command("unlink", "address-form"),)))
    outcome = issues.decide(unlinked)
    assert said(outcome) is None
    assert (UNWANTED, "research/address-form.md") in [(record.kind, record.key) for record in outcome.records]
    remembered = Talk(now=NOW, records=(Record(UNWANTED, "research/address-form.md", {"by": "command"}, NOW),))
    assert said(issues.decide(facts(talk=remembered))) is None
    both = Talk(now=NOW, commands=(command("unlink", "address-form"), command("link", "address-form", at=1)))
    text = said(issues.decide(facts(talk=both)))
    assert text is not None and text.startswith("**Research: [Why people leave")


def test_a_note_that_cannot_be_linked_is_answered() -> None:
    outcome = issues.decide(facts("x y z", "", talk=Talk(now=NOW, commands=(command("link", "adress-form"),))))
    text = said(outcome)
    assert text is not None
    assert "To ann: There is no note `adress-form` in `research/`. Did you mean `address-form`?" in text
    assert outcome.reactions is not None and [it.content for it in outcome.reactions] == ["confused"]


def test_a_thumb_down_ends_suggestions_here_and_is_remembered() -> None:
    shown = Talk(now=NOW, records=(Record(SUGGESTED, "research/address-form.md", {"p": 0.9}, NOW),))
    disliked = facts(talk=shown)
    disliked = replace(disliked, known=replace(disliked.known, disliked=1))
    outcome = issues.decide(disliked)
    assert said(outcome) is None
    assert [(record.kind, record.value) for record in outcome.records] == [(UNWANTED, {"by": "reaction"})]
    assert outcome.poll_until is None
    later = facts(talk=Talk(now=NOW, records=(*shown.records, *outcome.records)))
    assert said(issues.decide(later)) is None


@pytest.mark.parametrize(
    ("age", "left"),
    [(timedelta(), timedelta(days=14)), (timedelta(days=3), timedelta(days=11)), (timedelta(days=14), None)],
)
def test_thumbs_are_asked_for_two_weeks(age: timedelta, left: timedelta | None) -> None:
    record = Record(SUGGESTED, "research/address-form.md", {"p": 0.9}, NOW - age)
    outcome = issues.decide(facts(talk=Talk(now=NOW, records=(record,))))
    assert outcome.poll_until == (None if left is None else NOW + left)


def test_who_asks_for_research_hears_what_is_known_first() -> None:
    asks = facts(labels=("Research-Request",))
    text = said(issues.decide(asks))
    assert text is not None and text.startswith("**Before new research: what the notes say already.**\n\n- [Why")
    nothing = facts("Do people want zebra stripes", "### Research question\n\nWhat do they think of stripes?")
    assert said(issues.decide(nothing)) == (
        "**Before new research: what the notes say already.** Nothing that comes near this question.\n"
    )


@pytest.mark.parametrize(
    ("reference", "note", "words"),
    [
        ("note: address-frm", "", "Write `note: address-form`, if that is what you mean"),
        ("research/2020-gone.md", "", "Check the reference `research/2020-gone.md`: `research/` has no such note."),
        ("research/old/address-form.md", "", "Write `note: address-form` instead of `research/old/address-form.md`"),
        ("note: address-form", "status: withdrawn", "that note was withdrawn"),
        ("note: address-form", "consent_until: 2026-06-30", "consent for that note has ended"),
        ("note: address-form", "review_after: 2026-06-30", ", due for a new look since 2026-06-30"),
        ("note: address-form", "status: dratf", "Mend `research/address-form.md:3`"),
    ],
    ids=["misspelt", "missing", "moved", "withdrawn", "consent over", "stale", "unreadable"],
)
def test_every_fault_of_a_reference_is_told(reference: str, note: str, words: str) -> None:
    files = {**OTHERS, "research/address-form.md": ADDRESS.replace("date:", f"{note}\ndate:") if note else ADDRESS}
    text = said(issues.decide(facts("Something else entirely", reference, files)))
    assert text is not None and words in text
    if note.startswith(("status", "consent")):
        assert "Why people leave" not in text and "phone" not in text
