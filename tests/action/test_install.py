"""Setting up outside of the checkout: what goes wrong is told, and a second use in a job costs nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from waypost_action import install


@pytest.fixture(autouse=True)
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RUNNER_TEMP", str(tmp_path))
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    return tmp_path


def test_a_python_that_is_too_old_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], runner: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    assert install.main() == 2
    assert "::error title=Waypost::Waypost needs Python 3.11 or newer" in capsys.readouterr().out
    assert not (runner / "output").exists()


def test_packages_that_cannot_be_had_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], runner: Path
) -> None:
    def fails(command: list[str], check: bool) -> None:
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(subprocess, "run", fails)
    assert install.main() == 3
    assert "could not be installed" in capsys.readouterr().out
    assert not (runner / "output").exists()


@pytest.mark.parametrize("has_pip", [True, False], ids=["pip here", "no pip here"])
def test_every_command_leaves_the_checkout_alone(monkeypatch: pytest.MonkeyPatch, runner: Path, has_pip: bool) -> None:
    commands: list[list[str]] = []

    def made(command: list[str], check: bool) -> None:
        commands.append(command)
        environment = next(runner.glob("waypost-*"), None) or runner / Path(command[-2 if has_pip else -1]).name
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        (environment / "lib" / version / "site-packages").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(subprocess, "run", made)
    monkeypatch.setattr(install, "find_spec", lambda _: has_pip)
    assert install.main() == install.main() == 0
    assert len(commands) == 2, "the second use finds the environment ready"
    assert all(command[1] == "-I" for command in commands)
    assert {"--require-hashes", "--only-binary", "--no-deps"} <= set(commands[1])
    paths = next(runner.glob("waypost-*/lib/*/site-packages/waypost.pth")).read_text().split()
    assert [Path(path).name for path in paths] == ["app", "action"]
