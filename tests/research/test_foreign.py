"""Front matter that was written for other tools is understood as it is."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.research.foreign import Style
from waypost.research.note import Note, Participants, Status, read_notes
from waypost.research.passages import passages

DESIGN_HISTORY = """\
---
title: Making clinics easier to manage
description: What nurses told us about managing clinics
date: 2025-03-20T09:00:00Z
author:
  name: Ann Example
  url: https://example.com/ann
tags: [clinics, {odd: one}]
layout: post
related:
  items:
    - text: The prototype
      href: https://example.com/prototype
    - 2025-02-clinics
screenshots:
  items: [{text: A page, src: a.png}]
---
{% from "screenshots/macro.njk" import appScreenshots %}
{{ appScreenshots({ items: [{ text: "Hidden words of a macro" }] }) }}

## What we learned

Nurses [close clinics](/clinics) one by one, which takes **hours** before every holiday.

- They asked for one button that closes all clinics of a day at once.

![A picture that shows nothing](a.png "title")

## Next steps

We will build it in the next sprint and measure how long it takes them.
"""
FINDINGS_TEMPLATE = """\
---
title: "Travel pay research findings"
product: "Travel Pay"
team: "Beneficiary Travel"
date: "01/29/2026"
researchers: ["Researcher One"]
methodology: ["Usability test", "Interviews"]
participants_total: 11
demographics: {veterans: 11, age: {"25-34": 2}}
key_findings:
  - "Most participants did not know which receipts they needed before they started."
  - "Uploading worked on every device."
underserved_groups_missing: ["Rural"]
---
# Travel pay research findings
"""


def only(text: str, path: str = "research/a.md") -> Note:
    (note,), problems = read_notes(((path, text.encode()),))
    assert problems == ()
    return note


def test_a_design_history() -> None:
    note = only(DESIGN_HISTORY)
    assert note.style is Style.SITE
    assert note.date == datetime.date(2025, 3, 20)
    assert note.front.author == ("Ann Example",)
    assert note.front.related == ("https://example.com/prototype", "2025-02-clinics")
    told = passages(note)
    assert [(passage.text, passage.finding) for passage in told] == [
        ("What nurses told us about managing clinics", False),
        ("Nurses close clinics one by one, which takes hours before every holiday.", True),
        ("They asked for one button that closes all clinics of a day at once.", True),
        ("We will build it in the next sprint and measure how long it takes them.", False),
    ]


def test_the_findings_template() -> None:
    note = only(FINDINGS_TEMPLATE)
    assert note.style is Style.FINDINGS
    assert note.date == datetime.date(2026, 1, 29)
    assert (note.front.method, note.front.products) == ("Usability test, Interviews", ("Travel Pay",))
    assert note.front.participants in (11, Participants(11))
    assert [finding.text[:4] for finding in note.findings] == ["Most", "Uplo"]
    assert note.front.underserved_groups_missing == ("Rural",)


@pytest.mark.parametrize(
    ("front", "status"),
    [("layout: x\nstatus: validated", Status.PUBLISHED), ("layout: x\nstatus: Withdrawn", Status.WITHDRAWN)],
)
def test_the_status_of_another_tool(front: str, status: Status) -> None:
    assert only(f"---\ntitle: A\n{front}\n---\n").status is status


@pytest.mark.parametrize("front", ["pagination: {data: x}", "eleventyExcludeFromCollections: true"])
def test_a_page_that_lists_others_is_no_note(front: str) -> None:
    assert read_notes((("research/a.md", f"---\ntitle: A\n{front}\n---\n".encode()),)) == ((), ())


def test_a_page_called_index_is_called_after_its_folder() -> None:
    assert only("# A", "research/2026/closing-clinics/index.md").id == "closing-clinics"


def test_a_thousand_tags() -> None:
    assert (
        len(only(f"---\ntitle: A\nlayout: x\ntags: [{', '.join(f't{n}' for n in range(1_000))}]\n---\n").front.tags)
        == 200
    )


KEYS = st.sampled_from(
    ["title", "date", "tags", "author", "related", "status", "product", "key_findings", "layout", "description"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8).map(repr),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_no_foreign_front_matter_raises(front: dict[str, object]) -> None:
    lines = "\n".join(f"{key}: {value}" for key, value in front.items())
    for note in read_notes((("research/a.md", f"---\n{lines}\n---\n# T\n".encode()),))[0]:
        passages(note)
