"""The map on real issues: what people ask for by commands, and what they are told."""

import pytest

from tests.whole.shop import Shop

MAP = """\
destination: Buying is easy.
objectives:
  - {id: conversion, title: More carts become orders, measure: {baseline: 30, target: 40, now: 34, unit: "%"}}
  - {id: support, title: Answers within a day}
"""


@pytest.fixture(autouse=True)
def mapped(shop: Shop) -> None:
    """The shop has a map of its own."""
    shop.house.github.push(shop.name, "main", {"strategy/map.yml": MAP})
    shop.house.deliver()


def opened(shop: Shop, body: str = "", title: str = "Something") -> int:
    number = shop.house.github.open_issue(shop.name, title, body, author="ann").number
    shop.house.deliver()
    return number


def said(shop: Shop, number: int) -> str:
    """What Waypost's one comment shows; empty where it shows none."""
    ours = [one for one in shop.house.github.comments(shop.name, number) if one.author.login == "waypost[bot]"]
    assert len(ours) <= 1
    return "" if not ours or ours[0].folded else ours[0].body


def ask(shop: Shop, number: int, command: str, author: str = "ann") -> None:
    shop.house.github.comment(shop.name, number, command, author)
    shop.house.deliver()


def test_an_objective_is_set_and_taken_back_by_commands(shop: Shop) -> None:
    number = opened(shop)
    assert said(shop, number) == ""
    ask(shop, number, "/waypost objective conversion")
    assert "**Objective: More carts become orders**" in said(shop, number)
    ask(shop, number, "/waypost objective none")
    assert said(shop, number) == ""


def test_only_the_author_and_writers_choose_the_objective(shop: Shop) -> None:
    number = opened(shop, "Objective: support")
    ask(shop, number, "/waypost objective conversion", "mallory")
    assert "Answers within a day" in said(shop, number)
    assert "needs write permission" in said(shop, number)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("/waypost objective @everyone<!-- waypost:comment settled -->", id="mention and marker"),
        pytest.param("/waypost objective ```", id="fence"),
        pytest.param("/waypost objective &#64;all&#10;# Hi", id="entities"),
        pytest.param("/waypost objective " + "x" * 60_000, id="endless"),
        pytest.param("> /waypost objective conversion", id="quoted"),
    ],
)
def test_hostile_commands_do_no_harm(shop: Shop, command: str) -> None:
    number = opened(shop, "Objective: support")
    ask(shop, number, command)
    shown = said(shop, number)
    outside = "".join(shown.split("`")[::2])  # nobody is notified out of a code span
    assert "@everyone" not in outside and "&#64;" not in outside and outside.count("<!--") == 1
    assert len(shown) < 5_000


def test_the_context_is_asked_for_on_a_pull_request(shop: Shop) -> None:
    issue = opened(shop, "Objective: conversion")
    number = shop.pull({"web/a.ts": "start()\n"}, body=f"Closes #{issue}", author="ann")
    assert said(shop, number) == ""
    ask(shop, number, "/waypost context")
    assert "**Objective: More carts become orders**" in said(shop, number)
    assert f"through [Something](</{shop.name}/issues/1>)" in said(shop, number)


def test_a_label_ties_it(shop: Shop) -> None:
    number = opened(shop)
    shop.house.github.label(shop.name, number, "objective: conversion")
    shop.house.deliver()
    assert "**Objective: More carts become orders**" in said(shop, number)


def test_what_else_is_on_the_way(shop: Shop) -> None:
    opened(shop, "Objective: conversion", "Remember carts")
    number = opened(shop, "Objective: conversion")
    assert f"Also on the way: [Remember carts](</{shop.name}/issues/1>)" in said(shop, number)
