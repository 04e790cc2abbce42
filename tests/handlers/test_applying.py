"""The commit that was asked for: what its message says."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.handlers.test_suggestions import HEAD, facts, found
from waypost.facts import Talk
from waypost.finding import Verdict
from waypost.handlers.applying import order, pressed

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "never"),
    [
        pytest.param("Fixes #12", "#12", id="number"),
        pytest.param("Closes acme/shop#3", "#3", id="elsewhere"),
        pytest.param("Resolves GH-4", "GH-4", id="old form"),
        pytest.param("Fixes https://github.com/a/b/issues/5", "https://github", id="address"),
        pytest.param("Ask @acme/all", "@acme", id="mention"),
    ],
)
def test_the_message_of_a_commit_closes_and_notifies_nobody(title: str, never: str) -> None:
    (finding,) = found(("a.ts", (1, 1, 1, 2), "x")).findings
    assert finding.fix is not None
    verdict = Verdict((replace(finding, fix=replace(finding.fix, title=title)),))
    talk = Talk(records=(pressed("button-1", "ann", HEAD, NOW),), now=NOW)
    asked = order(replace(facts(b"a\n", {1}), branch="work", talk=talk), verdict)
    assert asked is not None and title.split()[0] in asked.message
    assert never not in asked.message
    assert asked.message.endswith("Asked for by ann.\n\nWaypost-Applied: button-1")
