"""Old figures, only where a change writes an objective."""

from dataclasses import replace

import pytest

from tests.checks.changes import added, handbook
from waypost.checks.stale_measure import check


@pytest.mark.parametrize(
    ("measure", "count"),
    [
        pytest.param("{target: 9, now: 1, date: 2026-01-01}", 1, id="old"),
        pytest.param("{target: 9, now: 1, date: 2026-06-01}", 0, id="fresh"),
        pytest.param("{target: 9, now: 1}", 0, id="no day"),
        pytest.param("{target: 9, date: 2025-01-01}", 0, id="no figure"),
        pytest.param("{target: 9, now: 1, date: 2027-06-01}", 0, id="ahead of us"),
    ],
)
def test_remarks(measure: str, count: int) -> None:
    change = added({"strategy/map.yml": f"objectives:\n  - {{id: a, title: A, measure: {measure}}}\n"})
    assert len(list(check(change, handbook()))) == count
    assert list(check(change, replace(handbook(), today=None))) == []
