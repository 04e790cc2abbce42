"""A command is carried out once, at whichever request Waypost is killed, before or after it takes effect."""

from pathlib import Path

import pytest

from tests.whole.crashing import command_killed

REQUESTS = 22
"""Somewhat more than the whole story takes; beyond its end nobody is killed."""


@pytest.mark.parametrize("after_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("left", range(1, REQUESTS + 1))
def test_a_command_is_carried_out_once(left: int, after_effect: bool, tmp_path: Path) -> None:
    command_killed(tmp_path / "data", left, after_effect)
