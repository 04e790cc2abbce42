"""The Action run for real: a workflow on a runner of our own, a fork's pull request, a checkout that fights back."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.action.checkouts import REQUIRE, hostile, shop
from tests.checkout.repository import Repository

ROOT = Path(__file__).resolve().parents[2]
ACT = Path(sys.executable).parent / "act"

WORKFLOW = """\
name: waypost
on: [pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: cp -a "{hostile}/." . && cp -a "{required}" required && cp -a "{shallow}" shallow
      - id: fork
        uses: waypost/waypost@v1
        continue-on-error: true
        with:
          python: "{python}"
      - id: required
        uses: waypost/waypost@v1
        continue-on-error: true
        with:
          python: "{python}"
          working-directory: required
          base: main
          head: feature
      - id: shallow
        uses: waypost/waypost@v1
        continue-on-error: true
        with:
          python: "{python}"
          working-directory: shallow
          annotations: "false"
      - env:
          STEPS: ${{{{ toJSON(steps) }}}}
        run: printf '%s' "$STEPS" > "{results}"
"""


@dataclass(frozen=True)
class Run:
    """What one run of the workflow left behind."""

    steps: dict[str, Any]
    log: list[dict[str, Any]]
    canary: Path

    def annotations(self, kind: str) -> list[dict[str, str]]:
        """The annotations of a kind, each its properties and its message."""
        said = [line for line in self.log if line.get("command") == kind]
        return [{**(line.get("kvPairs") or {}), "message": line["arg"]} for line in said]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run over three checkouts: installing takes seconds, and all three share it."""
    folder = tmp_path_factory.mktemp("act")
    canary = folder / "canary"
    evil, base, head = hostile(folder / "hostile", canary)
    required, _, _ = shop(folder / "required", REQUIRE)
    required.git("clone", "--quiet", "--depth=1", f"file://{evil.root}", str(folder / "shallow"))
    results = folder / "results.json"
    project = Repository(folder / "project")
    fields = {"hostile": evil.root, "required": required.root, "shallow": folder / "shallow", "results": results}
    workflow = WORKFLOW.format(python=sys.executable, **fields)
    project.commit({".github/workflows/waypost.yml": workflow})
    project.git("remote", "add", "origin", "https://github.com/acme/shop.git")
    (folder / "event.json").write_text(json.dumps(fork_event(base, head)))
    done = subprocess.run(command(folder), cwd=project.root, capture_output=True, text=True, check=False, timeout=300)
    assert results.exists(), done.stdout[-4000:] + done.stderr[-2000:]
    log = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return Run(json.loads(results.read_text()), log, canary)


def command(folder: Path) -> list[str]:
    """act on this machine instead of in a container, with the Action out of a copy of this source tree."""
    action = folder / "action"
    action.mkdir()
    shutil.copy(ROOT / "action.yml", action)
    for name in ("app", "action", "templates"):
        shutil.copytree(ROOT / name, action / name, ignore=shutil.ignore_patterns("__pycache__"))
    mirrors = [f"--env={name}={value}" for name, value in os.environ.items() if name.startswith("PIP_")]
    places = ["--eventpath", str(folder / "event.json"), "--action-cache-path", str(folder / "cache")]
    source = ["--local-repository", f"waypost/waypost@v1={action}", "--action-offline-mode", "--no-cache-server"]
    return [str(ACT), "pull_request", "--platform", "ubuntu-latest=-self-hosted", "--json", *places, *source, *mirrors]


def fork_event(base: str, head: str) -> dict[str, Any]:
    """A fork's pull request whose every text is a command."""
    evil = "$(touch x) `touch y` \"; touch z; '"
    return {
        "action": "opened",
        "number": 7,
        "pull_request": {
            "number": 7,
            "title": evil,
            "body": evil,
            "user": {"login": evil},
            "base": {"ref": "main", "sha": base},
            "head": {"ref": "`touch${IFS}y`", "sha": head, "repo": {"fork": True, "full_name": evil}},
        },
    }


def test_nothing_of_a_hostile_checkout_runs(run: Run) -> None:
    assert not run.canary.exists()


def test_a_forks_pull_request_gets_its_remarks(run: Run) -> None:
    assert run.steps["fork"]["outcome"] == "success"
    notices = run.annotations("notice")
    assert [notice["file"] for notice in notices] == ["web/checkout.ts"]


def test_outputs_say_what_was_found(run: Run) -> None:
    assert run.steps["fork"]["outputs"] | {"sarif": ""} == {"findings": "1", "failed": "false", "sarif": ""}
    assert run.steps["required"]["outputs"]["failed"] == "true"
    assert run.steps["fork"]["outputs"]["sarif"].endswith(".sarif")


def test_the_job_summary_tells_it(run: Run) -> None:
    summary = next(line["content"] for line in run.log if line.get("command") == "summary")
    assert summary.startswith("### Waypost has 1 remark\n\n`web/checkout.ts`\n\n- Line 1: Rename `checkoutStarted`")


def test_a_required_check_fails_the_step(run: Run) -> None:
    assert run.steps["required"]["outcome"] == "failure"
    assert any(error.get("file") == "web/checkout.ts" for error in run.annotations("error"))


def test_a_shallow_checkout_fails_with_what_to_write(run: Run) -> None:
    assert run.steps["shallow"]["outcome"] == "failure"
    assert any("`fetch-depth: 0`" in error["message"] for error in run.annotations("error"))
