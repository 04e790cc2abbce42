"""What came of it: asked once, some weeks after the merge; the answer is proposed for the map."""

import pytest

from tests.whole.shop import Shop

MAP = """\
objectives:
  # What we live on.
  - {id: conversion, title: More carts become orders, measure: {baseline: 30, target: 40, now: 34, unit: "%"}}
  - {id: support, title: Answers within a day}
"""


@pytest.fixture(autouse=True)
def mapped(shop: Shop) -> None:
    shop.house.github.push(shop.name, "main", {"strategy/map.yml": MAP})
    shop.house.deliver()


def said(shop: Shop, number: int) -> list[str]:
    comments = shop.house.github.comments(shop.name, number)
    return [one.body for one in comments if one.author.login == "waypost[bot]" and not one.folded]


def merged(shop: Shop, body: str, pull_body: str = "", branch: str = "work") -> tuple[int, int]:
    """An issue, and the merged pull request that closed it."""
    github = shop.house.github
    issue = github.open_issue(shop.name, "Carts are lost", body, author="ann").number
    shop.house.deliver()
    pull = shop.pull({f"web/{branch}.ts": "start()\n"}, branch, body=pull_body or f"Closes #{issue}", author="ben")
    github.merge(shop.name, pull)
    github.close_issue(shop.name, issue)
    shop.house.deliver()
    return issue, pull


def test_the_author_is_asked_once_and_the_answer_is_proposed(shop: Shop) -> None:
    github = shop.house.github
    issue, pull = merged(shop, "Objective: conversion")
    (context,) = said(shop, issue)
    shop.house.wait(days=29)
    assert said(shop, issue) == [context]
    shop.house.wait(days=2)
    (asked,) = said(shop, issue)
    assert asked.startswith("**What came of it?** Work towards **More carts become orders** (`conversion`) was merged")
    assert "/waypost outcome 40%" in asked and "**Objective:" in asked
    assert said(shop, pull) == []
    comments = [one.id for one in github.comments(shop.name, issue)]
    shop.house.wait(days=60)
    assert [one.id for one in github.comments(shop.name, issue)] == comments

    github.comment(shop.name, issue, "/waypost outcome 37.5% the new form helped", "ann")
    shop.house.deliver()
    (told,) = said(shop, issue)
    assert told.startswith(
        "**Outcome:** `37.5%` for More carts become orders (`conversion`), says ann: the new form helped."
    )
    (offer,) = [one for one in github.repository(shop.name).issues.values() if one.author.login == "waypost[bot]"]
    assert offer.pull is not None and offer.title == "conversion: now 37.5 %"
    blob = github.repository(shop.name).git.at(offer.pull.head_sha, "strategy/map.yml")
    text = getattr(blob, "data", b"")
    assert b"# What we live on." in text and b"now: 37.5" in text and b"date: " in text

    github.comment(shop.name, issue, "/waypost outcome 38%", "ann")
    shop.house.deliver()
    offers = [one for one in github.repository(shop.name).issues.values() if one.author.login == "waypost[bot]"]
    assert [one.title for one in offers] == ["conversion: now 38 %"]


def test_without_an_issue_the_pull_request_is_asked(shop: Shop) -> None:
    _, pull = merged(shop, "Something else", "Objective: conversion")
    shop.house.wait(days=31)
    assert any(text.startswith("**What came of it?**") for text in said(shop, pull))


@pytest.mark.parametrize(
    ("body", "command"),
    [
        pytest.param("Objective: support", "", id="no measure"),
        pytest.param("Objective: none", "", id="no objective"),
        pytest.param("Objective: conversion", "/waypost outcome none", id="declined"),
    ],
)
def test_nobody_is_asked_in_vain(shop: Shop, body: str, command: str) -> None:
    issue, pull = merged(shop, body)
    if command:
        shop.house.github.comment(shop.name, issue, command, "ann")
        shop.house.deliver()
    shop.house.wait(days=40)
    assert not any("What came of it?" in text for number in (issue, pull) for text in said(shop, number))


def test_before_the_merge_only_writers_name_a_figure(shop: Shop) -> None:
    github = shop.house.github
    number = github.open_issue(shop.name, "Carts are lost", "Objective: conversion", author="mallory").number
    shop.house.deliver()
    github.comment(shop.name, number, "/waypost outcome 99", "mallory")
    shop.house.deliver()
    (text,) = said(shop, number)
    assert "To mallory: The author is asked once the work is merged" in text
    assert not any(one.pull for one in github.repository(shop.name).issues.values())


def test_a_figure_for_nothing_is_answered(shop: Shop) -> None:
    number = shop.house.github.open_issue(shop.name, "Something", "", author="ann").number
    shop.house.deliver()
    shop.house.github.comment(shop.name, number, "/waypost outcome 5", "ann")
    shop.house.deliver()
    (text,) = said(shop, number)
    assert "To ann: Tie it to an objective with a measure first" in text
