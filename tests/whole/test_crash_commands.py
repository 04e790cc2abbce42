"""Killed while it carries out a command, and started again, Waypost has done it once. `make soak` kills everywhere."""

from pathlib import Path

from tests.whole.crashing import command_killed


def test_a_command_is_carried_out_once(tmp_path: Path) -> None:
    """The worst moment: the commit is there, and nobody has written that down."""
    command_killed(tmp_path / "data", 1, True, b"createCommitOnBranch")
