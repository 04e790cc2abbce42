"""The map moved: everybody whose work it concerns is told once, nobody else, whatever crashes."""

from collections import Counter

import pytest

from tests.standin.entities import Comment
from tests.whole.shop import Shop

BEFORE = """\
destination: Buying is easy.
objectives:
  - {id: conversion, title: More carts become orders, measure: {baseline: 30, target: 40, now: 34, unit: "%"}}
  - {id: support, title: Answers within a day}
product_lines:
  - {id: web, title: Web shop, paths: ["web/**"], stance: invest}
"""
AFTER = BEFORE.replace("target: 40", "target: 45")
TYPO = BEFORE.replace("Buying is easy", "Buyin is easy,").replace("More carts", "More  carts")


@pytest.fixture(autouse=True)
def mapped(shop: Shop) -> None:
    push(shop, BEFORE)


def push(shop: Shop, text: str, more: dict[str, str] | None = None) -> str:
    sha = shop.house.github.push(shop.name, "main", {"strategy/map.yml": text, **(more or {})})
    shop.house.deliver()
    return sha


def opened(shop: Shop, body: str) -> int:
    number = shop.house.github.open_issue(shop.name, "Something", body, author="ann").number
    shop.house.deliver()
    return number


def ours(shop: Shop, number: int) -> list[Comment]:
    comments = shop.house.github.comments(shop.name, number)
    return [one for one in comments if one.author.login == "waypost[bot]" and not one.folded]


def moved(shop: Shop, number: int) -> list[str]:
    """The lines that say what moved."""
    return [line for one in ours(shop, number) for line in one.body.splitlines() if line.startswith("**Moved:**")]


def test_tied_work_is_told_what_moved_and_other_work_is_not(shop: Shop) -> None:
    tied, other, none = (opened(shop, f"Objective: {name}") for name in ("conversion", "support", "none"))
    sha = push(shop, AFTER)
    shop.house.wait(minutes=1)
    today = shop.house.clock().date()
    line = f"now aims at `45%` (before: `40%`). [Why](</{shop.name}/commit/{sha}>), {today}"
    assert moved(shop, tied) == [f"**Moved:** The objective `conversion` {line}"]
    assert moved(shop, other) == moved(shop, none) == []
    shop.house.github.edit_issue(shop.name, tied, body="Objective: conversion\n\nMore to say.")
    shop.house.deliver()
    assert len(moved(shop, tied)) == 1
    assert moved(shop, opened(shop, "Objective: conversion")) == []


def test_a_typo_is_no_move(shop: Shop) -> None:
    tied = opened(shop, "Objective: conversion")
    before = [one.body for one in ours(shop, tied)]
    push(shop, TYPO)
    shop.house.wait(minutes=1)
    assert [one.body for one in ours(shop, tied)] == before


def test_the_record_of_the_decision_is_the_reason(shop: Shop) -> None:
    tied = opened(shop, "Objective: conversion")
    sha = push(shop, AFTER, {"strategy/decisions/0001-aim.md": "# Aim higher\n\nAbout `conversion`.\n"})
    shop.house.wait(minutes=1)
    assert f"[Why](</{shop.name}/blob/{sha}/strategy/decisions/0001-aim.md>)" in moved(shop, tied)[0]


def test_what_an_objective_was_split_into_is_offered_instead(shop: Shop) -> None:
    tied = opened(shop, "Objective: conversion")
    parts = "".join(f"  - {{id: {name}, title: {name}, replaces: [conversion]}}\n" for name in ("carts", "orders"))
    push(shop, f"objectives:\n{parts}")
    shop.house.wait(minutes=1)
    (line,) = moved(shop, tied)
    assert "was split into `carts`, `orders`." in line
    assert "Write `Objective: carts`" in ours(shop, tied)[0].body


def test_a_pull_request_hears_of_its_product_line(shop: Shop) -> None:
    number = shop.pull({"web/a.ts": "start()\n"})
    assert ours(shop, number) == []
    push(shop, BEFORE.replace("stance: invest", "stance: sunset"))
    shop.house.wait(minutes=1)
    assert "The product line `web` is now to sunset (before: invest)." in moved(shop, number)[0]


def test_doubled_and_late_webhooks_tell_nothing_twice(shop: Shop) -> None:
    tied = opened(shop, "Objective: conversion")
    github = shop.house.github
    github.push(shop.name, "main", {"strategy/map.yml": AFTER})
    github.push(shop.name, "main", {"strategy/map.yml": AFTER.replace("target: 45", "target: 50")})
    shop.house.deliver(duplicate=True, reverse=True)
    shop.house.wait(minutes=1)
    lines = moved(shop, tied)
    assert 1 <= len(lines) <= 2 and "`50%`" in lines[0]
    assert len(ours(shop, tied)) == 1


def test_a_crowd_is_told_once_each(shop: Shop) -> None:
    github = shop.house.github
    numbers = [
        github.open_issue(shop.name, f"Work {n}", "Objective: conversion", author="ann").number for n in range(40)
    ]
    shop.house.deliver()
    push(shop, AFTER)
    mark = len(github.requests)
    shop.house.wait(minutes=1)
    assert Counter(len(moved(shop, number)) for number in numbers) == {1: 40}
    writes = [seen for seen in github.requests[mark:] if seen.label.startswith("PATCH") and "/comments/" in seen.label]
    assert len(writes) == 40


def test_repositories_that_go_by_the_map_are_told(shop: Shop) -> None:
    github = shop.house.github
    account = shop.name.partition("/")[0]
    github.add_repository(f"{account}/app", {".github/waypost.yml": "strategy: {repository: shop}\n"})
    number = github.open_issue(f"{account}/app", "Far away", "Objective: conversion", author="ann").number
    shop.house.deliver()
    push(shop, AFTER)
    shop.house.wait(minutes=1)
    (said,) = [one for one in github.comments(f"{account}/app", number) if one.author.login == "waypost[bot]"]
    assert "**Moved:** The objective `conversion` now aims at `45%`" in said.body


def test_one_that_is_gone_keeps_no_others_from_being_told(shop: Shop) -> None:
    github = shop.house.github
    account = shop.name.partition("/")[0]
    numbers = {}
    for name in (f"{account}/aside", f"{account}/beside"):
        github.add_repository(name, {".github/waypost.yml": "strategy: {repository: shop}\n"})
        numbers[name] = github.open_issue(name, "Far away", "Objective: conversion", author="ann").number
        shop.house.deliver()
    with github.state.lock:
        del github.state.repositories[f"{account}/aside".lower()]
    push(shop, AFTER)
    shop.house.wait(minutes=1)
    there = github.comments(f"{account}/beside", numbers[f"{account}/beside"])
    assert any("**Moved:** The objective `conversion`" in one.body for one in there)
