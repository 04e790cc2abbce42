"""The notes' page: what is known of each note, where it was used, and nothing of what must not be shown."""

import datetime
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.page import Page, check_stands_alone
from waypost.rendering.pages import page
from waypost.research.catalogue import MAX_USES, catalogue
from waypost.research.links import Shelf
from waypost.research.note import Front, Insight, Note, Participants, Status, read_notes
from waypost.research.usage import Use, backlinks

TODAY = datetime.date(2026, 7, 1)
DAY = datetime.date(2026, 6, 1)
HOSTILE = '</script><img src=x onerror=alert(1)>" onfocus="alert(2)" <b>\''
INTERVIEWS = b"""\
---
id: interviews
title: Why people leave
date: 2026-06-18
description: Eleven talks about the checkout.
study: checkout-2026
method: interviews
author: Ann Example
participants: {number: 11, segments: [small shops]}
findings: [{text: They leave at the form., evidence: 8 of 11 stopped there.}]
related: [secret]
---
"""
NOTES: dict[str, bytes] = {
    "research/interviews.md": INTERVIEWS,
    "research/draft.md": b"---\ntitle: A draft\nstatus: draft\n---\n",
    "research/old.md": b"---\ntitle: Old survey\ndate: 2020-01-01\nauthor: [Ann Example, Bo Example]\n---\n",
    "research/ours.md": b"---\ntitle: Nobody's\ndate: 2019-01-01\n---\n",
    "research/secret.md": b"---\ntitle: Hush 1\ndate: 2021-01-01\ndescription: Hush 2\nmethod: Hush 3\nstudy: Hush 4\n"
    b"findings: [Hush 5]\ntags: [Hush 6]\nconsent_until: 2026-06-30\nrelated: [draft]\n---\n",
    "research/gone.md": b"---\ntitle: Hush 7\nstatus: withdrawn\nfindings: [Hush 8]\n---\n",
}
USES = (
    Use("#4", "Shorter form", "https://github.test/i/4", DAY, "Research: interviews"),
    Use("#5", "A script", "javascript:alert(3)", DAY, "Research: interviews, secret"),
)


def rendered(notes: tuple[Note, ...], uses: tuple[Use, ...] = (), asked: bool = True) -> str:
    used = backlinks(notes, uses, Shelf("o/r"))
    return page("notes.html.j2", {**catalogue(notes, used, TODAY, asked), "title": "shop"})


@pytest.fixture(scope="module")
def shown() -> str:
    notes, problems = read_notes(tuple(NOTES.items()))
    assert not problems
    return rendered(notes, USES)


def test_what_the_page_says(shown: str) -> None:
    words = Page(shown).words
    assert words[words.index("Why people") : words.index("Written by waypost")] == (
        "Why people leave 2026-06-18 Eleven talks about the checkout."
        " Id interviews File research/interviews.md Written by Ann Example Study checkout-2026 Method interviews"
        " Participants 11, small shops Found: They leave at the form. Evidence: 8 of 11 stopped there."
        " Used 2 times: #4 Shorter form, 2026-06-01 #5 A script, 2026-06-01 Link to this note"
        " secret consent over 2021-01-01 Id secret File research/secret.md What it says is not shown any more."
        " Used 2 times: research/interviews.md Why people leave, 2026-06-18 #5 A script, 2026-06-01 Link to this note"
        " Old survey 2020-01-01 Id old File research/old.md Written by Ann Example, Bo Example"
        " No finding is written down in it. No issue, pull request or note that was read names it. Link to this note"
        " Nobody's 2019-01-01 Id ours File research/ours.md No finding is written down in it."
        " No issue, pull request or note that was read names it. Link to this note"
        " A draft draft Id draft File research/draft.md No finding is written down in it."
        " Used once: research/secret.md , 2021-01-01 Link to this note"
        " gone withdrawn Id gone File research/gone.md What it says is not shown any more. Link to this note"
        " No note has all of that. Take a word or a filter away."
        " Used nowhere in a year Nobody is named as author Nobody's, 2019-01-01"
        " Ann Example Old survey, 2020-01-01 Bo Example Old survey, 2020-01-01 "
    )


def test_nothing_is_shown_of_what_must_not_be(shown: str) -> None:
    assert "Hush" not in shown


def test_links_lead_to_notes_and_issues_alone(shown: str) -> None:
    check_stands_alone(shown)
    assert "#note-interviews" in Page(shown).addresses
    assert [address for address in Page(shown).addresses if address[0] != "#"] == ["https://github.test/i/4"]


def test_hostile_text_is_only_text() -> None:
    front = Front(
        date=datetime.date(2020, 1, 1),
        description=HOSTILE,
        study=HOSTILE,
        method=HOSTILE,
        author=(HOSTILE,),
        tags=(HOSTILE,),
        participants=Participants(1, (HOSTILE,)),
        findings=(Insight(HOSTILE, HOSTILE), HOSTILE),
    )
    note = Note(f"research/{HOSTILE}.md", HOSTILE, HOSTILE, front)
    uses = (Use(f"#{HOSTILE}", HOSTILE, f"https://x/{HOSTILE}", None, ""),)
    for used in ({}, {note.path: uses}):
        text = page("notes.html.j2", {**catalogue((note,), used, TODAY, True), "title": HOSTILE})
        check_stands_alone(text)
        assert Page(text).text.count(HOSTILE) >= 10


def test_many_uses_are_counted_and_not_all_listed() -> None:
    note = Note("research/a.md", "a", "A", Front())
    uses = tuple(Use(f"#{number}", "", "", DAY, "note: a") for number in range(MAX_USES + 7))
    text = Page(rendered((note,), uses)).words
    assert f"Used {MAX_USES + 7} times:" in text and "and 7 more" in text


def test_findings_told_in_prose_count_where_none_is_stated() -> None:
    told = "## What we learned\n\nPeople <i>leave</i> when the form asks for a phone number.\n\n"
    body = f"# A\n\n{told}## Next\n\nLater we shall try another form with more people."
    listed = Page(rendered((Note("research/a.md", "a", "A", Front(), body),))).words
    assert "Found: People leave when the form asks for a phone number. No issue" in listed
    stated = Page(rendered((Note("research/a.md", "a", "A", Front(findings=("Stated.",)), body),))).words
    assert "Found: Stated. No issue" in stated


def test_without_an_export_nothing_is_said_of_issues() -> None:
    text = Page(rendered((Note("research/a.md", "a", "A", Front()),), asked=False)).words
    assert "Issues and pull requests were not looked at" in text and "No other note refers to it." in text


@given(st.lists(st.text(min_size=1) | st.sampled_from(["a", "research/1.md", "\ud800"]), min_size=1, max_size=6))
def test_every_note_has_a_place_of_its_own(ids: list[str]) -> None:
    plain = Note("", "", "T", Front(status=Status.PUBLISHED))
    notes = tuple(replace(plain, id=name, path=f"research/{at}.md") for at, name in enumerate(ids))
    (listed,) = [value for key, value in catalogue(notes, {}, TODAY, True).items() if key == "notes"]
    anchors = [it.anchor for it in listed]  # type: ignore[attr-defined]
    assert len(set(anchors)) == len(ids)
    assert all(re.fullmatch(r"[\w.~%-]+", anchor, re.ASCII) for anchor in anchors)
