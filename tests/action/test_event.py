"""Which commits an event means."""

from typing import Any

import pytest

from waypost_action.event import Revisions, revisions

PULL = {"number": 7, "title": "$(touch x)", "base": {"sha": "b" * 40}, "head": {"sha": "a" * 40, "ref": "`touch y`"}}
FETCH = "`git fetch origin pull/7/head`"

EVENTS: dict[str, tuple[str, dict[str, Any], tuple[str | None, str]]] = {
    "pull_request": ("pull_request", {"pull_request": PULL}, ("b" * 40, "a" * 40)),
    "pull_request_target": ("pull_request_target", {"pull_request": PULL}, ("b" * 40, "a" * 40)),
    "merge_group": ("merge_group", {"merge_group": {"base_sha": "b" * 40, "head_sha": "a" * 40}}, ("b" * 40, "a" * 40)),
    "push": ("push", {"before": "b" * 40, "after": "a" * 40}, ("b" * 40, "a" * 40)),
    "push of a new branch": ("push", {"before": "0" * 40, "after": "a" * 40}, (None, "a" * 40)),
    "forced push": ("push", {"before": "b" * 40, "after": "a" * 40, "forced": True}, (None, "a" * 40)),
    "push that deletes": ("push", {"before": "b" * 40, "after": "0" * 40}, (None, "HEAD")),
    "by hand": ("workflow_dispatch", {"inputs": None}, (None, "HEAD")),
    "nothing": ("", {}, (None, "HEAD")),
}


@pytest.mark.parametrize(("name", "event", "expected"), EVENTS.values(), ids=EVENTS)
def test_an_event_means_these_commits(name: str, event: dict[str, Any], expected: tuple[str | None, str]) -> None:
    found = revisions(name, event)
    assert (found.base, found.head) == expected


def test_where_the_head_is_not_checked_out_it_says_how_to_get_it() -> None:
    assert FETCH in revisions("pull_request_target", {"pull_request": PULL}).hint
    assert revisions("pull_request", {"pull_request": PULL}) == Revisions("b" * 40, "a" * 40)
