"""The Action's own steps as on a new runner: nothing installed, nothing cached, nothing compiled."""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML

from tests.bench.check import generated
from tests.bench.measure import Measure, Tell
from tests.bench.processes import environment

ROOT = Path(__file__).resolve().parents[2]
RUNS = 3


def measures(tell: Tell) -> Iterator[Measure]:
    """From nothing to the verdict, and the step that checks alone."""
    runs = []
    for number in range(RUNS):
        tell(f"run {number + 1} of {RUNS}")
        with tempfile.TemporaryDirectory() as directory:
            runs.append(cold(Path(directory)))
    totals = sorted(install + check for install, check in runs)
    checks = sorted(check for _, check in runs)
    spread = f"{totals[0]:.1f}-{totals[-1]:.1f} s"
    yield Measure("Action, cold install to verdict", statistics.median(totals), 15, "s", note=spread)
    spread = f"{checks[0]:.2f}-{checks[-1]:.2f} s, modules compiled on the way"
    yield Measure("Action, the check itself", statistics.median(checks), 2, "s", note=spread)


def cold(runner: Path) -> tuple[float, float]:
    """Seconds by the clock that the two steps take. Raises RuntimeError where one fails."""
    action, workspace, temp = runner / "action", runner / "workspace", runner / "temp"
    for part in ("app", "action", "templates"):
        shutil.copytree(ROOT / part, action / part, ignore=shutil.ignore_patterns("__pycache__"))
    base, head = generated(workspace)
    temp.mkdir()
    event, outputs, summary = runner / "event.json", runner / "outputs", runner / "summary"
    event.write_text(json.dumps({"pull_request": {"number": 1, "base": {"sha": base}, "head": {"sha": head}}}))
    environ = environment(
        RUNNER_TEMP=str(temp),
        GITHUB_ACTION_PATH=str(action),
        GITHUB_WORKSPACE=str(workspace),
        GITHUB_EVENT_NAME="pull_request",
        GITHUB_EVENT_PATH=str(event),
        GITHUB_OUTPUT=str(outputs),
        GITHUB_STEP_SUMMARY=str(summary),
        PIP_CACHE_DIR=str(runner / "pip"),
        WAYPOST_PYTHON=str(Path(sys.base_prefix) / "bin" / "python3"),
    )
    install, check = (step["run"] for step in YAML(typ="safe").load(ROOT / "action.yml")["runs"]["steps"])
    installing = step(install, environ)
    python = outputs.read_text().splitlines()[1]
    checking = step(check, environ | {"WAYPOST_PYTHON": python})
    if "failed" not in outputs.read_text() or not summary.stat().st_size:
        raise RuntimeError("the Action reached no verdict")
    return installing, checking


def step(script: str, environ: dict[str, str]) -> float:
    """Run a step as a runner does; seconds by the clock. Raises RuntimeError with what it printed where it fails."""
    started = time.perf_counter()
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"a step of the Action failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - started
