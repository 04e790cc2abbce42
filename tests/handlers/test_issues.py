"""What people read on an issue."""

import pytest

from waypost.facts import IssueFacts
from waypost.handbook import build
from waypost.handlers import issues
from waypost.rendering import SOURCES

MAP = b"""\
destination: Every shop in town sells online without help from us.
objectives:
  - id: checkout-conversion
    title: Most who start a checkout finish it
    why: Every abandoned checkout is a customer we had already convinced.
    owner: Checkout team
    horizon: 2026-Q2
    measure: {baseline: 40, target: 60, now: 52, unit: "%", date: 2026-05-01, source: "https://example.com/d/42"}
    product_lines: [shop]
  - {id: support-time, title: Answers within a day, status: retired, measure: {target: 24, now: 30, unit: hours}}
product_lines:
  - {id: shop, title: Shop, stance: invest, reason: It carries the growth.}
"""
NOTE = b"""\
---
title: Checkout interviews
date: 2024-03-12
findings:
  - {text: People leave when delivery costs show up late., evidence: 7 of 9 participants}
  - Guests fear the account form.
---
"""
FILES = {
    "strategy/map.yml": MAP,
    "research/2024-checkout-interviews.md": NOTE,
    "research/2023-survey.md": b"---\ntitle: Secret survey\nstatus: withdrawn\n---\n",
    "research/2022-diary.md": b"---\ntitle: Diary\nstatus: dne\n---\n",
}
OWN = ".github/waypost/contexts/issue.md.j2"


def comment(body: str, own: str | None = None) -> str | None:
    files = FILES | ({OWN: own.encode()} if own is not None else {})
    facts = IssueFacts("acme/shop", 7, "A title", body, "ann", "MEMBER", (), build(files), False)
    outcome = issues.decide(facts)
    assert outcome.check_run is None and outcome.comment is not None and outcome.comment.number == 7
    return outcome.comment.body


def test_objective_and_note() -> None:
    said = comment("### Objective\n\ncheckout-conversion\n\n### Research\n\n2024-checkout-interviews\n")
    assert (
        said
        == """\
**Objective: Most who start a checkout finish it** (`checkout-conversion`)
`██████░░░░` 60% of the way from 40% to 60%, now 52% (2026-05-01)

Every abandoned checkout is a customer we had already convinced.

Owner: Checkout team · Until: 2026-Q2

**Shop: invest.** It carries the growth.

<details><summary>More</summary>

Destination: Every shop in town sells online without help from us.

Where the figure is read: [https://example.com/d/42](<https://example.com/d/42>)

</details>

**Research: [Checkout interviews](</acme/shop/blob/HEAD/research/2024-checkout-interviews.md>)**, 2024-03-12
People leave when delivery costs show up late. (7 of 9 participants)

<details><summary>More of the research</summary>

[Checkout interviews](</acme/shop/blob/HEAD/research/2024-checkout-interviews.md>), 2024-03-12

- Guests fear the account form.

</details>
"""
    )
    assert len(said.split("<details>")[0].splitlines()) <= 15


def test_a_retired_objective_says_so() -> None:
    assert (
        comment("Objective: support-time")
        == """\
**Objective: Answers within a day** (`support-time`)
The map lists this objective as retired: it may be worth tying this issue to another one.
Target: 24 hours, now 30 hours

<details><summary>More</summary>

Destination: Every shop in town sells online without help from us.

</details>
"""
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "Objective: checkout-convertion",
            "Write `Objective: checkout-conversion`, if that is what you mean: the map has no `checkout-convertion`.\n",
        ),
        (
            "Objective: zzz",
            "Name one of the map's objectives, such as `checkout-conversion`, `support-time`: it has no `zzz`.\n",
        ),
        (
            "note: 2024-checkout-interview",
            "Write `note: 2024-checkout-interviews`, if that is what you mean:"
            " there is no note `2024-checkout-interview`.\n",
        ),
        ("research/other.md", "Check the reference `research/other.md`: `research/` has no such note.\n"),
        ("note: 2023-survey", "Look for another source than `2023-survey`: that note was withdrawn.\n"),
        (
            "note: 2022-diary",
            "Mend `research/2022-diary.md:3`, then the note is shown here: `dne` is not possible here."
            " Write one of `draft`, `published`, `withdrawn`.\n",
        ),
    ],
    ids=["close objective", "no such objective", "close note", "no such note", "withdrawn", "unreadable"],
)
def test_what_leads_nowhere_says_what_to_write_instead(body: str, said: str) -> None:
    assert comment(body) == said


@pytest.mark.parametrize("body", ["", "A bug.", "Objective: none", "Note: only on Windows"])
def test_silent_where_nothing_is_named(body: str) -> None:
    assert comment(body) is None


def test_hostile_words_stay_words() -> None:
    said = comment("Objective: `@team`<!--x-->`#12`")
    assert said is not None
    assert "`@team`" not in said.split("`")[0::2] and "<!--" not in said


def test_the_repository_has_its_own_template() -> None:
    assert comment("Objective: support-time", "{{ objective.title }}: {{ glossary | length }}") == (
        "Answers within a day: 0\n"
    )
    assert comment("Objective: support-time", "{% if not objective %}x{% endif %}") is None


def test_ours_taken_as_their_own_says_the_same() -> None:
    body = "Objective: checkout-conversion\nnote: 2024-checkout-interviews"
    ours, theirs = comment(body), comment(body, SOURCES["contexts/issue.md.j2"])
    assert ours is not None and theirs is not None
    assert theirs.split() == ours.split()


def test_a_broken_template_is_told_and_ours_is_used() -> None:
    said = comment("Objective: support-time", "Hello\n{{ objective.titel }}")
    assert said is not None and said.startswith("**Objective: Answers within a day**")
    assert said.endswith(
        """\
<details><summary>This repository's own template was not used.</summary>

`.github/waypost/contexts/issue.md.j2:2` There is no `titel` here. Did you mean `title`?

</details>
"""
    )
