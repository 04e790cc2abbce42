"""Notes are people's files: read leniently, and never half."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.research.note import Insight, Participants, Status, read_notes

NOTE = b"""\
---
title: Checkout interviews
date: 2024-03-12
method: interviews
participants: {number: 9, segments: [small shops]}
findings:
  - {text: People leave when delivery costs show up late, evidence: 7 of 9, tags: [delivery]}
  - Guests fear the account form.
tags: [checkout]
layout: post
eleventyNavigation: {key: x}
---
# Something else
"""


def test_a_whole_note_is_read_and_foreign_keys_are_welcome() -> None:
    (note,), problems = read_notes((("research/2024-checkout-interviews.md", NOTE),))
    assert problems == ()
    assert (note.id, note.title, note.status) == ("2024-checkout-interviews", "Checkout interviews", Status.PUBLISHED)
    assert note.date == datetime.date(2024, 3, 12)
    assert note.front.participants == Participants(9, ("small shops",))
    assert note.findings[1] == Insight("Guests fear the account form.")


@pytest.mark.parametrize(
    "text",
    [
        b"# A title\n\ntext",
        b"\xef\xbb\xbf# A title",
        b"```\n# code\n```\n# A title #\n",
        b"---\r\ntags: [x]\r\n---\r\n# A title\r\n",
    ],
    ids=["heading", "byte order mark", "heading in code", "carriage returns"],
)
def test_the_first_heading_stands_in_for_the_title(text: bytes) -> None:
    (note,), problems = read_notes((("research/a.md", text),))
    assert (note.title, problems) == ("A title", ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"just text\n", "1:1: The note has no title. Add `title:` to its front matter."),
        (b"---\ntitle: x\n", "1:1: The front matter does not end. Close it with a line `---`."),
        (
            b"---\ntitle: x\ndate: last May\n---\n",
            "3:1: `last May` does not fit here. Write a day like `2024-05-31` or nothing.",
        ),
        (
            b"---\ntitle: x\nstatus: withdrawnn\n---\n",
            "3:1: `withdrawnn` is not possible here. Write one of `draft`, `published`, `withdrawn`."
            " Did you mean `withdrawn`?",
        ),
        (
            b"---\ntitle: [x\n---\n",
            "3:1: This is not valid YAML: expected ',' or ']', but got '<stream end>'."
            " Close what was opened: `[` or `{`.",
        ),
        (b"a\n\0\1", "2:1: This is not text. A note is Markdown."),
        (b"a\n\nb\xff", "3:1: This is not UTF-8 text. Save the file as UTF-8."),
        (b"a" * 10_000_000, "1:1: The note is larger than 1,000,000 bytes. Split it."),
    ],
    ids=["no title", "no end", "no day", "no status", "no YAML", "binary", "no UTF-8", "10 MB"],
)
def test_a_note_with_a_problem_is_left_out_and_the_others_are_read(text: bytes, problem: str) -> None:
    notes, problems = read_notes((("research/bad.md", text), ("research/good.md", NOTE)))
    assert [note.id for note in notes] == ["good"]
    assert [str(found) for found in problems] == [f"research/bad.md:{problem}"]


def test_what_is_no_note_is_passed_over() -> None:
    assert read_notes((("research/README.md", b"x"), ("research/chart.png", b"\x89PNG\0"))) == ((), ())


def test_two_notes_of_one_id() -> None:
    _, problems = read_notes((("research/a.md", NOTE), ("research/b.md", b"---\nid: a\ntitle: B\n---\n")))
    assert [str(found) for found in problems] == [
        "research/b.md:1:1: `research/a.md` has the same id. Give this note an `id:` of its own."
    ]


@given(st.binary(max_size=300))
def test_no_front_matter_raises(front: bytes) -> None:
    notes, problems = read_notes((("research/a.md", b"---\n" + front + b"\n---\n# T\n"),))
    assert notes or problems
