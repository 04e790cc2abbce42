"""What GitHub told while Waypost was down is asked for again when it comes back; old work is left in peace."""

from collections.abc import Iterator
from pathlib import Path
from socket import socket

import pytest

from tests.standin import StandIn
from tests.whole.house import House, founded, housed, until
from tests.whole.shop import FILES, OFF, Shop

REPO = "acme/shop"


@pytest.fixture
def ground() -> Iterator[tuple[StandIn, str, socket]]:
    with founded() as ground:
        ground[0].add_repository(REPO, FILES)
        ground[0].add_installation("acme")
        yield ground


def opened(github: StandIn, branch: str = "work") -> int:
    # The branch's name is in it, for equal commits have one check run between them.
    github.push(REPO, branch, {"a.ts": OFF, branch: branch})
    return github.open_pull_request(REPO, branch).number


def shop(house: House) -> Shop:
    return Shop(house, REPO, next(iter(house.github.state.installations.values())))


def test_a_delivery_that_failed_is_asked_for_at_the_start_and_answered(
    tmp_path: Path, ground: tuple[StandIn, str, socket]
) -> None:
    github = ground[0]
    github.state.apps[7].webhook_url, address = "http://127.0.0.1:9/webhooks/github", github.state.apps[7].webhook_url
    opened(github)
    github.open_issue(REPO, "People leave", "Objective: conversion")
    assert {attempt.status_code for attempt in github.deliver()} == {0}, "nobody is there"
    github.state.apps[7].webhook_url = address
    with housed(tmp_path, *ground, watching=True) as house:
        house.deliver()
        assert shop(house).run().title == "1 suggestion"
        assert len(shop(house).said()) == len(shop(house).said(2)) == 1
        assert {attempt.redelivery for one in github.deliveries for attempt in one.attempts[1:]} == {True}


def test_a_pull_request_whose_webhook_never_came_is_settled(
    tmp_path: Path, ground: tuple[StandIn, str, socket]
) -> None:
    github = ground[0]
    with housed(tmp_path, *ground) as house:
        opened(github, "first")
        house.deliver()
    opened(github, "second")
    github.state.pending.clear()
    with housed(tmp_path, *ground, watching=True) as house:
        house.rest()
        assert shop(house).run(2).title == "1 suggestion"
        assert len(shop(house).said(2)) == 1
        assert len(shop(house).runs(1)) == 1, "what was answered stays as it is"


def test_a_fresh_installation_leaves_old_pull_requests_in_peace(
    tmp_path: Path, ground: tuple[StandIn, str, socket]
) -> None:
    github = ground[0]
    opened(github)
    github.state.pending.clear()
    with housed(tmp_path, *ground, watching=True) as house:
        house.rest()
        assert house.rows == []
        assert shop(house).runs() == []
        assert any(seen.label == f"GET /repos/{REPO}/pulls" for seen in github.requests), "they were looked through"


def test_a_delivery_refused_for_want_of_a_disk_is_asked_for_after_a_restart(
    tmp_path: Path, ground: tuple[StandIn, str, socket]
) -> None:
    github = ground[0]
    with housed(tmp_path, *ground) as house:
        house.app.state.engine.inbox._commits._connection.execute("PRAGMA query_only = ON")
        opened(github)
        assert 503 in {attempt.status_code for attempt in github.deliver()}
    with housed(tmp_path, *ground, watching=True) as house:
        until(lambda: github.state.pending, "GitHub was asked")
        house.deliver()
        assert shop(house).run().title == "1 suggestion"
