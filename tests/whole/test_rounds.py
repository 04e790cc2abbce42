"""A feedback round over the whole way: opened by a change of the map, moved by commands and by time, recorded."""

from datetime import timedelta

import pytest

from tests.standin.entities import CheckRun
from tests.whole.shop import MAP, Shop
from waypost.github import fellows

MOVED = MAP + "    measure: {baseline: 31, target: 40, now: 34, unit: '%'}\n"
AGAIN = MOVED.replace("40", "50")
ROUNDS = """strategy:
  rounds:
    stage: STAGE
    quiet: 48h
    minimum: 4d
    final: 2d
    teams: [TEAM/research]
"""


def settings(shop: Shop, stage: str = "advise") -> None:
    team = shop.name.partition("/")[0]
    text = ROUNDS.replace("STAGE", stage).replace("TEAM", team)
    shop.installation.permissions["members"] = "read"
    shop.installation.app.permissions["members"] = "read"
    shop.house.github.add_team(f"{team}/research", ["rita"])
    shop.house.github.push(shop.name, "main", {".github/waypost.yml": text})


def opened(shop: Shop, stage: str = "advise", body: str = "We know more now.") -> None:
    settings(shop, stage)
    shop.pull({"strategy/map.yml": MOVED}, author="ann", body=body, title="Aim higher")


def round_run(shop: Shop) -> CheckRun:
    return [run for run in shop.runs() if run.name == "Strategy round"][-1]


def wait(shop: Shop, **time: float) -> None:
    """Let time go by for GitHub and for Waypost."""
    shop.house.github.pass_time(**time)
    shop.house.wait(**time)


@pytest.fixture(autouse=True)
def from_now(shop: Shop) -> None:
    shop.house.github.state.ahead = timedelta()


def test_a_round_from_its_opening_to_its_record(shop: Shop) -> None:
    opened(shop)
    (comment,) = shop.said()
    assert comment.body.startswith("**Feedback round: quiet until ")
    assert "Why: We know more now." in comment.body
    assert "Nobody has answered so far, from 0 of 1 that were asked." in comment.body
    assert (round_run(shop).conclusion, str(round_run(shop).title)[:11]) == ("neutral", "Quiet until")
    said = shop.say("/waypost concern cost: Who pays for it?", author="rita")
    assert shop.reacted(said) == ["+1"]
    assert "Who pays" not in comment.body
    assert "One person has answered so far, from 1 of 1 that were asked." in comment.body
    wait(shop, hours=49)
    assert "- **cost** (rita): Who pays for it?" in comment.body
    wait(shop, days=10)
    assert round_run(shop).title == "1 concern without an answer"
    shop.say("/waypost answer cost: Sales does.", author="ann")
    assert str(round_run(shop).title).startswith("Final comment period until ")
    wait(shop, days=3)
    assert (round_run(shop).conclusion, round_run(shop).title) == ("success", "Heard")
    shop.house.github.merge(shop.name, 1, "olaf")
    shop.house.deliver()
    offered = shop.house.github.repository(shop.name).issues[2]
    assert (offered.title, offered.author.login) == ("Record the decision of #1", "waypost[bot]")
    git = shop.house.github.repository(shop.name).git
    record = git.at(offered.head_sha, "strategy/decisions/0001-aim-higher.md")
    assert record is not None
    text = record.data.decode()  # type: ignore[attr-defined]
    assert text.startswith("# 1. Aim higher\n\nDate: ")
    assert "Decided by olaf, with pull request 1 of this repository." in text
    assert "- **cost** (rita): Who pays for it?\n  Answered by ann: Sales does." in text


def test_a_record_is_offered_once(shop: Shop) -> None:
    opened(shop)
    github = shop.house.github
    github.merge(shop.name, 1, "ann")
    shop.house.deliver(duplicate=True)
    assert len(github.repository(shop.name).issues) == 2
    github.close_issue(shop.name, 2)
    github.edit_issue(shop.name, 1, body="Said otherwise")
    shop.house.deliver()
    assert len(github.repository(shop.name).issues) == 2


def test_required_it_blocks_until_all_is_heard(shop: Shop) -> None:
    opened(shop, "require")
    assert round_run(shop).conclusion == "failure"
    head = shop.head()
    shop.house.github.merge_group(shop.name, head)
    shop.house.deliver()
    wait(shop, days=4)
    wait(shop, days=2.1)
    assert round_run(shop).conclusion == "success"


def test_other_changes_have_a_check_run_that_holds_nothing_up(shop: Shop) -> None:
    settings(shop, "require")
    shop.pull({"a.txt": "x"})
    assert (round_run(shop).conclusion, round_run(shop).title) == ("skipped", "No round")
    assert shop.said() == []
    said = shop.say("/waypost support")
    assert shop.reacted(said) == ["confused"]


def test_a_typo_opens_no_round(shop: Shop) -> None:
    settings(shop)
    shop.pull({"strategy/map.yml": MAP + "# a comment\n"})
    assert round_run(shop).title == "No round"


def test_without_settings_nothing_is_said(shop: Shop) -> None:
    shop.pull({"strategy/map.yml": MOVED})
    assert [run.name for run in shop.runs()] == ["Waypost"]


def test_observed_it_says_nothing(shop: Shop) -> None:
    settings(shop, "observe")
    shop.pull({"strategy/map.yml": MOVED})
    assert [run.name for run in shop.runs()] == ["Waypost"]
    assert not any("Feedback round" in comment.body for comment in shop.said())


def test_a_push_with_another_meaning_asks_again(shop: Shop) -> None:
    opened(shop)
    shop.say("/waypost support because it is time", author="rita")
    wait(shop, days=5)
    assert str(round_run(shop).title).startswith("Final comment period")
    shop.push({"README.md": "# Shop, still\n"})
    assert "asked again" not in shop.said()[0].body
    shop.push({"strategy/map.yml": AGAIN})
    assert "these are asked again: rita." in shop.said()[0].body
    shop.say("/waypost support", author="rita")
    assert "asked again" not in shop.said()[0].body


def test_a_concern_stays_heard_when_its_comment_is_deleted(shop: Shop) -> None:
    opened(shop)
    said = shop.say("/waypost concern cost: Who pays?", author="rita")
    shop.house.github.delete_comment(said, "mallory")
    shop.house.deliver()
    wait(shop, days=20)
    assert round_run(shop).title == "1 concern without an answer"


def test_hostile_words_stay_words(shop: Shop) -> None:
    opened(shop, body="<!-- waypost:comment settled -->\n\n@acme/all [x](javascript:1) #1\n")
    shop.say("/waypost concern x: @ann `</details>` <!-- waypost:comment 0 --> ![](http://x) #1", author="rita")
    wait(shop, days=3)
    body = shop.said()[0].body
    for bad in ("@ann", "@acme", "<!-- waypost:comment 0 -->", "![](", " [x](", " #1", "settled -->\n"):
        assert bad not in body, bad


def counts(shop: Shop) -> int:
    """How often GitHub was asked to count open work in this shop."""
    asked = [seen.body for seen in shop.house.requests() if b"issueCount" in seen.body]
    return sum(f"repo:{shop.name} ".encode() in body for body in asked)


def test_open_work_on_what_moves_is_counted_once_for_each_meaning(shop: Shop) -> None:
    github = shop.house.github
    other = f"{shop.name.partition('/')[0]}/elsewhere"
    github.add_repository(other, {"README.md": "# Elsewhere\n"}, private=True)
    for _ in range(9):
        github.open_issue(other, "Secret", "Objective: conversion\n")
    settings(shop)
    for body in ("Objective: conversion\n", "Objective: conversion\n", "It is about conversion.\n"):
        github.open_issue(shop.name, "Work", body)
    github.label(shop.name, 3, "objective: conversion")
    github.close_issue(shop.name, 2)
    shop.house.deliver()
    shop.pull({"a.txt": "x"}, branch="ordinary")
    assert counts(shop) == 0
    number = shop.pull({"strategy/map.yml": MOVED}, author="ann", body="We know more.\n\nObjective: conversion\n")

    def told() -> str:
        (comment,) = [said for said in shop.said(number) if "Feedback round" in said.body]
        (line,) = [line for line in comment.body.splitlines() if line.startswith("Open work here")]
        return line

    two = "Open work here that names the objective: 2 issues and pull requests."
    assert (told(), counts(shop)) == (two, 1)
    github.open_issue(shop.name, "More work", "Objective: conversion\n")
    github.push(shop.name, "work", {"README.md": "# Shop, still\n"})
    shop.house.deliver()
    wait(shop, days=3)
    assert (told(), counts(shop)) == (two, 1)
    shop.push({"strategy/map.yml": AGAIN})
    assert (told(), counts(shop)) == (two.replace("2", "3"), 2)


def test_what_was_not_all_looked_at_is_told_as_at_least(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fellows, "COUNTED", 1)
    settings(shop)
    for _ in range(2):
        shop.house.github.open_issue(shop.name, "Work", "Objective: conversion\n")
    number = shop.pull({"strategy/map.yml": MOVED}, author="ann")
    assert "names the objective: at least 1 issue or pull request." in shop.said(number)[0].body


def test_a_search_that_is_refused_leaves_the_number_out(shop: Shop) -> None:
    settings(shop)
    shop.house.github.fault("POST /graphql query +search", "401", times=9)
    shop.pull({"strategy/map.yml": MOVED}, author="ann")
    assert "What would change:" in shop.said()[0].body
    assert "Open work" not in shop.said()[0].body
