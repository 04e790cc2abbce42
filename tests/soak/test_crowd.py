"""A thousand open issues while the map moves and Waypost is killed: none missed, none told twice, never too fast."""

from pathlib import Path

from tests.whole.crowd import told

ISSUES, KILLS = 1_000, 12


def test_a_thousand_issues_are_told_once_each(tmp_path: Path) -> None:
    found = told(tmp_path / "crowd", ISSUES, KILLS, seed=1, patience=2_400.0)
    print(found)
    assert (found.lines, found.comments) == ({1: ISSUES}, {1: ISSUES})
    assert found.busiest <= 80
