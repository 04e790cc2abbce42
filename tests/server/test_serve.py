import os
import subprocess
import sys
from pathlib import Path

from tests.server.process import KEY, SECRET
from waypost.jobs.ground import Ground


def serve(*arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """`waypost serve` with nothing set but this."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WAYPOST_")}
    command = [sys.executable, "-m", "waypost.cli", "serve", *arguments]
    return subprocess.run(command, env=clean | environ, capture_output=True, text=True, timeout=60)


def test_a_configuration_that_will_not_do_is_explained_with_exit_code_2() -> None:
    ended = serve("--port", "http")
    assert ended.returncode == 2
    assert ended.stdout == ""
    for name in ("WAYPOST_APP_ID", "WAYPOST_PRIVATE_KEY", "WAYPOST_WEBHOOK_SECRET", "WAYPOST_PORT"):
        assert f"  {name} " in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_directory_in_use_is_explained_with_exit_code_2(tmp_path: Path) -> None:
    ground = Ground(tmp_path)
    environ = {"WAYPOST_APP_ID": "1", "WAYPOST_PRIVATE_KEY": KEY, "WAYPOST_WEBHOOK_SECRET": SECRET}
    ended = serve("--data", str(tmp_path), **environ)
    ground.close()
    assert ended.returncode == 2
    assert f"Another Waypost (process {os.getpid()}) works in {tmp_path}" in ended.stderr
    assert SECRET not in ended.stderr


def test_help_shows_examples_and_every_variable() -> None:
    shown = serve("--help").stdout
    for word in ("waypost serve --host", "WAYPOST_DATABASE_URL", "WAYPOST_GITHUB_API_URL", "exit codes"):
        assert word in shown
