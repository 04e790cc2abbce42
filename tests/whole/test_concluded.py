"""Whatever a pull request is like, its check run is concluded, at no more requests than promised."""

import pytest

from tests.whole.shop import GOOD, OFF, REQUIRE, WORSE, Shop, calls
from waypost.facts import PullRequestFacts
from waypost.finding import Verdict
from waypost.handlers import pull_request
from waypost.handlers.suggestions import MOST
from waypost.jobs.inbox import State

SETTINGS = ".github/waypost.yml"


def test_a_pull_request_is_answered_and_answered_again(shop: Shop) -> None:
    shop.pull({"a.ts": OFF})
    assert (shop.run().conclusion, shop.run().title) == ("success", "1 suggestion")
    (said,) = shop.said()
    assert "**One suggestion.**" in said.body
    shop.push({"a.ts": GOOD})
    assert (shop.run().conclusion, shop.run().title) == ("success", "Nothing to say")
    assert [comment.folded for comment in shop.said()] == ["resolved"]
    shop.push({"a.ts": WORSE})
    assert [(comment.folded, "2 suggestions" in comment.body) for comment in shop.said()] == [(None, True)]


def test_a_crash_of_ours_ends_in_a_neutral_check_run_with_the_delivery(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(facts: PullRequestFacts) -> Verdict:
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr(pull_request, "verdict", crash)
    shop.pull({"a.ts": OFF})
    run, delivery = shop.run(), shop.house.newest
    row = shop.house.row(delivery)
    assert row is not None
    assert (row.state, row.reason) == (State.BURIED, "ZeroDivisionError: of ours")
    assert run.conclusion == "neutral"
    assert delivery.guid in str(run.summary)
    assert shop.said() == []
    monkeypatch.undo()
    shop.house.github.rerequest(run)
    shop.house.deliver()
    assert shop.runs()[-1].title == "1 suggestion"


def test_a_crash_of_ours_leaves_a_verdict_that_is_there(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.pull({"a.ts": OFF})
    before = shop.shows()
    monkeypatch.setattr(pull_request, "verdict", lambda facts: 1 / 0)
    shop.house.github.edit_issue(shop.name, 1, title="Another title")
    shop.house.deliver()
    assert shop.shows() == before


@pytest.mark.parametrize("kind", ["500", "drop", "secondary_bare"])
def test_a_crash_of_ours_while_github_is_away_is_concluded_later(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(pull_request, "verdict", lambda facts: 1 / 0)
    shop.house.github.fault(f"POST /repos/{shop.name}/check-runs", kind)
    shop.pull({"a.ts": OFF})
    assert shop.run().conclusion == "neutral"


def test_a_change_of_more_files_than_github_lists_is_neutral(shop: Shop) -> None:
    shop.pull({**{f"data/{number}.txt": "x\n" for number in range(3_100)}, "a.ts": OFF})
    run = shop.run()
    assert (run.conclusion, "3,000 of 3,101" in str(run.summary)) == ("neutral", True)
    assert str(run.title).startswith("1 suggestion")


def test_a_file_that_is_too_large_is_named_as_not_looked_at(shop: Shop) -> None:
    shop.pull({"big.ts": OFF + "//" + "x" * 1_000_001})
    assert (shop.run().conclusion, shop.run().title) == ("neutral", "Could not be looked at")
    shop.push({"a.ts": OFF})
    assert str(shop.run().title).startswith("1 suggestion")
    assert "`big.ts` (larger than 1,000,000 bytes)" in str(shop.run().summary)


def test_more_remarks_than_one_request_takes_arrive_once_each(shop: Shop) -> None:
    shop.pull({"a.ts": calls(*(f"Cart Opened {number}" for number in range(130)))})
    assert [remark["start_line"] for remark in shop.run().annotations] == list(range(1 + MOST, 131))
    assert len(shop.said()) == 1


def test_a_merge_group_is_concluded(shop: Shop) -> None:
    github = shop.house.github
    github.push(shop.name, "main", {SETTINGS: REQUIRE})
    shop.pull({"a.ts": OFF})
    github.merge_group(shop.name, shop.head())
    shop.house.deliver()
    assert [run.conclusion for run in shop.runs()] == ["failure"]
    head = github.push(shop.name, "queue", {"b.ts": GOOD})
    github.merge_group(shop.name, head)
    shop.house.deliver()
    assert [run.conclusion for run in github.check_runs(shop.name, head)] == ["success"]


@pytest.mark.parametrize(
    ("settings", "author", "draft", "conclusion"),
    [
        pytest.param(None, "octocat", True, "success", id="draft"),
        pytest.param("pull_requests: {drafts: false}\n", "octocat", True, "skipped", id="draft, not wanted"),
        pytest.param(None, "renovate[bot]", False, "skipped", id="bot"),
        pytest.param("pull_requests: {bots: true}\n", "renovate[bot]", False, "success", id="bot, wanted"),
    ],
)
def test_drafts_and_bots_by_setting(
    shop: Shop, settings: str | None, author: str, draft: bool, conclusion: str
) -> None:
    if settings:
        shop.house.github.push(shop.name, "main", {SETTINGS: settings})
    shop.pull({"a.ts": OFF}, author=author, draft=draft)
    assert shop.run().conclusion == conclusion
    assert len(shop.said()) == (conclusion == "success")
    if draft and conclusion == "skipped":
        shop.house.github.set_draft(shop.name, 1, False)
        shop.house.deliver()
        assert (shop.run().conclusion, len(shop.said())) == ("success", 1)


def test_no_settings_no_spec_no_anything(shop: Shop) -> None:
    name = f"{shop.name.partition('/')[0]}/bare"
    shop.house.github.add_repository(name, {"README.md": "x\n"})
    bare = Shop(shop.house, name, shop.installation)
    bare.pull({"a.ts": calls("Cart Opened", "cart_closed")})
    assert bare.run().conclusion == "success"
    number = bare.issue("Objective: conversion")
    assert all(said.author.login == "waypost[bot]" for said in bare.said(number))


def test_work_that_is_over_gets_no_new_comment(shop: Shop) -> None:
    github = shop.house.github
    opened = github.open_issue(shop.name, "Carts", None)
    github.close_issue(shop.name, opened.number)
    github.edit_issue(shop.name, opened.number, body="Objective: conversion")
    github.push(shop.name, "late", {"late.ts": calls("Late Event")})
    pull = github.open_pull_request(shop.name, "late")
    github.close_issue(shop.name, pull.number)
    shop.house.deliver()
    assert [list(shop.said(number)) for number in (opened.number, pull.number)] == [[], []]
    assert github.check_runs(shop.name, pull.head_sha)


# --- Requests.


def test_pushes_cost_no_more_requests_than_promised(shop: Shop) -> None:
    github = shop.house.github
    shop.pull({"a.ts": OFF})
    mark = len(github.requests)
    shop.push({"a.ts": WORSE})
    warm = [seen.label for seen in github.requests[mark:]]
    assert len(warm) == 5, "files, facts, check run, comment, and the new suggestions"
    mark = len(github.requests)
    github.edit_issue(shop.name, 1, title="Said otherwise")
    shop.house.deliver()
    unchanged = [seen.label.split(" ")[0:3] for seen in github.requests[mark:]]
    assert [label[0] for label in unchanged] == ["GET", "POST"]
    assert unchanged[1][1:] == ["/graphql", "query"], "unchanged output costs no write"


def test_the_first_push_costs_a_token_more(shop: Shop) -> None:
    mark = len(shop.house.github.requests)
    shop.pull({"a.ts": OFF})
    labels = [seen.label for seen in shop.house.github.requests[mark:]]
    assert [label for label in labels if label.endswith("/access_tokens")] == labels[:1]
    assert len(labels) <= 8, "files, facts, check run, comment, suggestions, and the folder of notes in two"
