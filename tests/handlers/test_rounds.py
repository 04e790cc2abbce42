"""What people read in a round, word for word."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from waypost.change import Change, ChangedFile
from waypost.facts import PullRequestFacts, Talk
from waypost.handbook import build
from waypost.handlers.rounds import NAME, Rounding, in_queue, rounding, uncounted
from waypost.outcome import Record
from waypost.said import Command
from waypost.settings import Settings
from waypost.strategy.ties import Tally

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEAD = "b" * 40
BEFORE = b"""destination: Buying is easy.
objectives:
  - {id: conversion, title: More carts become orders, measure: {target: 40}, product_lines: [checkout]}
product_lines:
  - {id: checkout, title: Checkout, stance: invest}
"""
AFTER = BEFORE.replace(b"40", b"50")
SETTINGS = b"strategy: {rounds: {stage: advise, quiet: 1d, minimum: 3d, final: 2d, teams: [acme/research, eve]}}\n"


def said(days: float, author: str, line: str) -> Command:
    name, _, argument = line.partition(" ")
    number = round(days * 100)
    return Command(
        f"{number}-x", name, argument, author, "NONE", number, f"IC_{number}", START + timedelta(days=days), HEAD
    )


def facts(days: float, *commands: Command, after: bytes = AFTER, settings: bytes = SETTINGS) -> PullRequestFacts:
    base = {".github/waypost.yml": settings, "strategy/map.yml": BEFORE}
    file = ChangedFile("strategy/map.yml", "modified", after, frozenset({3}))
    opened = Record("round", "opened", None, START)
    return PullRequestFacts(
        repository="acme/shop",
        number=7,
        change=Change("a" * 40, HEAD, (file,)),
        handbook=build(base),
        preview=build({**base, "strategy/map.yml": after}),
        title="Aim higher",
        body="## Why\n\nTwo thirds of the people leave, so @team says.\n",
        author="ann",
        author_is_bot=False,
        draft=False,
        from_fork=False,
        private=False,
        head_sha=HEAD,
        talk=Talk(commands=commands, records=(opened,), now=START + timedelta(days=days)),
    )


QUIET = """\
**Feedback round: quiet until 2026-03-03 12:00 UTC.**

What would change:

- The objective `conversion` now aims at `50` (before: `40`).

Why: Two thirds of the people leave, so @&#8203;team says.

It touches checkout.

One person has answered so far, from 0 of 2 that were asked. What they say is summed up here when the quiet time is \
over, so that the first voice does not set the tune. A comment itself stays readable to whoever looks.

Not heard from yet: acme/research, eve.

1. What would make this fail?
2. What would you do instead?
3. What do you know about customers that speaks for or against it?

<details><summary>How to answer</summary>

In a comment of your own, at the start of a line:

- `/waypost support because …`
- `/waypost concern <name>: …` (it must be answered before this is final)
- `/waypost question …`, `/waypost alternative …`, `/waypost evidence <note or link>`

</details>
"""
HEARD = """\
**Feedback round: heard.**
Everything that was raised has an answer. Merging is up to you.

What would change:

- The objective `conversion` now aims at `50` (before: `40`).

Why: Two thirds of the people leave, so @&#8203;team says.

It touches checkout.

Concerns:

- **cost** (bob): Who pays?
  Answered by ann: Sales does.

In support: eve.

Silent, which is not consent: acme/research.
"""


@pytest.mark.parametrize(
    ("days", "commands", "shown"),
    [
        pytest.param(0.5, (said(0.2, "bob", "concern cost: Who pays?"),), QUIET, id="quiet"),
        pytest.param(
            9,
            (
                said(1.5, "bob", "concern cost: Who pays?"),
                said(2, "eve", "support because it is time"),
                said(4, "ann", "answer cost: Sales does."),
            ),
            HEARD,
            id="heard",
        ),
    ],
)
def test_what_people_read(days: float, commands: tuple[Command, ...], shown: str) -> None:
    assert rounding(facts(days, *commands)).section == shown


def run_of(found: Rounding) -> tuple[str, str]:
    (run,) = found.runs
    assert run.name == NAME
    return run.conclusion, run.title


def test_only_what_matters_opens_a_round() -> None:
    assert run_of(rounding(facts(1, after=BEFORE + b"# a comment\n"))) == ("skipped", "No round")
    assert rounding(facts(1, settings=b"")).runs == ()


def test_a_map_that_cannot_be_read_counts_by_its_text() -> None:
    broken = replace(facts(0.5), preview=None)
    found = rounding(broken)
    assert found.section is not None and "- `strategy/map.yml`" in found.section


def test_a_record_of_a_decision_opens_no_round() -> None:
    settings = b"strategy: {rounds: {stage: require, paths: ['strategy/**']}}\n"
    file = ChangedFile("strategy/decisions/0001-x.md", "added", b"# 1. X\n", frozenset({1}))
    own = replace(facts(1, settings=settings), change=Change("a" * 40, HEAD, (file,)))
    assert run_of(rounding(own)) == ("skipped", "No round")


@pytest.mark.parametrize(
    ("stage", "phase", "conclusion"),
    [
        ("advise", "discussing", "neutral"),
        ("advise", "ready", "success"),
        ("require", "discussing", "failure"),
        ("require", "ready", "success"),
        ("require", None, "skipped"),
        ("observe", "ready", None),
        ("off", "ready", None),
    ],
)
def test_the_merge_queue_always_gets_an_end(stage: str, phase: str | None, conclusion: str | None) -> None:
    settings = build({".github/waypost.yml": f"strategy: {{rounds: {{stage: {stage}}}}}".encode()}).settings
    last = [Record("round", "state", {"phase": phase, "title": "As it was", "moved": []}, START)] if phase else []
    run = in_queue(HEAD, settings, last)
    assert (run.conclusion if run else None) == conclusion


def test_without_settings_there_are_no_rounds() -> None:
    assert in_queue(HEAD, Settings(), []) is None


NEW = BEFORE.replace(b"product_lines:\n", b"  - {id: reach, title: More people come}\nproduct_lines:\n")


@pytest.mark.parametrize(
    ("tally", "line"),
    [
        pytest.param(None, None, id="unknown"),
        pytest.param(Tally(12), "12 issues and pull requests", id="counted"),
        pytest.param(Tally(1), "1 issue or pull request", id="one"),
        pytest.param(Tally(0), "none", id="none"),
        pytest.param(Tally(12, more=True), "at least 12 issues and pull requests", id="at least"),
        pytest.param(Tally(0, more=True), None, id="at least none is unknown"),
    ],
)
def test_open_work_is_counted(tally: Tally | None, line: str | None) -> None:
    shown = rounding(replace(facts(0.5), open_work=tally)).section or ""
    found = [each for each in shown.splitlines() if each.startswith("Open work")]
    assert found == ([f"Open work here that names the objective: {line}."] if line else [])


def test_the_number_stays_while_the_change_means_the_same() -> None:
    first = rounding(replace(facts(0.5), open_work=Tally(12)))
    kept = tuple(record for record in first.records if record.key == "open work")

    def later(after: bytes) -> PullRequestFacts:
        again = facts(1, after=after)
        return replace(again, talk=replace(again.talk, records=(*again.talk.records, *kept)))

    assert uncounted(facts(0.5)) == ("conversion",)
    assert uncounted(later(AFTER)) == ()
    assert "names the objective: 12 issues" in (rounding(later(AFTER)).section or "")
    assert uncounted(later(AFTER.replace(b"50", b"60"))) == ("conversion",)
    assert "Open work" not in (rounding(later(AFTER.replace(b"50", b"60"))).section or "")


@pytest.mark.parametrize(
    "quiet",
    [
        pytest.param(facts(1, settings=b""), id="rounds are off"),
        pytest.param(facts(1, settings=SETTINGS.replace(b"advise", b"observe")), id="rounds are observed"),
        pytest.param(facts(1, after=BEFORE + b"# typo\n"), id="nothing moves"),
        pytest.param(facts(1, after=NEW), id="only what is new"),
        pytest.param(replace(facts(1), closed=True), id="closed"),
        pytest.param(replace(facts(1), draft=True, talk=Talk(now=START)), id="a draft without a round"),
    ],
)
def test_where_no_round_tells_of_it_nothing_is_counted(quiet: PullRequestFacts) -> None:
    assert uncounted(quiet) == ()
