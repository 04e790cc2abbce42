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


DYING = """
import sys
from contextlib import asynccontextmanager
from waypost.jobs import Intake, Work
from waypost.server import build, read_environment, serve

async def idle(*_):
    pass

async def dying(intake: Intake):
    raise RuntimeError("the engine's own fault")

@asynccontextmanager
async def crew():
    yield Work(idle, idle, dying)

config = read_environment({})
sys.exit(0 if serve(config, build(config, crew)) else 3)
"""


def test_a_service_whose_engine_dies_ends_so_that_its_supervisor_starts_it_again(tmp_path: Path) -> None:
    environ = {
        **os.environ,
        "WAYPOST_APP_ID": "1",
        "WAYPOST_PRIVATE_KEY": KEY,
        "WAYPOST_WEBHOOK_SECRET": SECRET,
        "WAYPOST_DATA": str(tmp_path),
        "WAYPOST_PORT": "0",
    }
    command = [sys.executable, "-c", DYING]
    ended = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 3
    assert "the engine's own fault" in ended.stdout + ended.stderr
