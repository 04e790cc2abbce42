"""Killed in the middle of its work, and started again, Waypost answers all it accepted, once. `make soak` does more."""

from pathlib import Path

from tests.whole.crashing import disturbed, undisturbed
from tests.whole.crowd import told

SEED, ACTS, KILLS = 11, 20, 4


def test_a_few_kills_change_nothing_on_github(tmp_path: Path) -> None:
    calm = undisturbed(tmp_path / "calm", SEED, ACTS)
    stormy, victim = disturbed(tmp_path / "stormy", SEED, ACTS, KILLS)
    assert stormy == calm
    assert all(len(runs) == 1 for runs in stormy.heads.values())
    assert not {"buried", "unreadable", "accepted"} & set(victim.states.values())


def test_a_map_that_moves_is_told_to_all_once_whatever_is_killed(tmp_path: Path) -> None:
    found = told(tmp_path / "crowd", issues=6, kills=2, seed=5, patience=60.0)
    assert (found.lines, found.comments) == ({1: 6}, {1: 6})
