"""Twenty kills under load, over a few seeds: every accepted delivery is answered as if nothing had happened, once."""

from pathlib import Path

import pytest

from tests.whole.crashing import disturbed, undisturbed

ACTS, KILLS = 40, 20


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_twenty_kills_change_nothing_on_github(tmp_path: Path, seed: int) -> None:
    calm = undisturbed(tmp_path / "calm", seed, ACTS)
    stormy, victim = disturbed(tmp_path / "stormy", seed, ACTS, KILLS)
    assert stormy == calm
    assert all(len(runs) == 1 for runs in stormy.heads.values())
    assert not {"buried", "unreadable", "accepted"} & set(victim.states.values())
