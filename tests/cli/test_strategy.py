"""The map on the command line, and the same context in App, Action and command line."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.github.conftest import REPOSITORY, GitHub
from waypost.cli.main import main
from waypost.github import read
from waypost.github.bases import Bases
from waypost.handlers import contexts
from waypost_action.__main__ import main as act

pytest_plugins = ["tests.github.conftest"]

MAP = """\
destination: Every shop sells online.
objectives:
  - {id: conversion, title: More carts become orders, measure: {baseline: 30, target: 40, now: 34, unit: "%"}}
  - {id: old, title: Old, status: retired}
  - {id: guests, title: Guests buy, parents: [old, gone]}
glossary: {GMV: Worth of all that was sold}
"""
TEMPLATE = "---\nlabels: [bug]\norder: 1\n---\nA bug on the way to {{ objective.id if objective else 'nowhere' }}.\n"
FILES = {"strategy/map.yml": MAP, ".github/waypost/contexts/bug.md.j2": TEMPLATE, "README.md": "# Shop\n"}
BODY = "GMV falls.\n\n### Objective\n\nconversion\n"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True)
    subprocess.run([*git, "remote", "add", "origin", "https://github.com/acme/shop.git"], check=True)
    return tmp_path


def test_what_is_to_be_mended_in_the_map(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["strategy", "check", "--repo", str(repo), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    rows = found if isinstance(found, list) else found["findings"]
    assert sorted(row["check"] for row in rows) == [
        "broken-waypost-file",
        "objective-without-measure",
        "retired-objective",
    ]


def test_no_map_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert main(["strategy", "check", "--repo", str(tmp_path)]) == 0
    assert "There is no map" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["strategy", "strategy/map", "strategy/map.yml"])
def test_a_link_in_the_place_of_the_map_is_told(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).symlink_to("/etc/passwd")
    assert main(["strategy", "check", "--repo", str(tmp_path)]) == 0
    assert capsys.readouterr().err.startswith(f"{place}:1:1: Put here what it leads to")


def test_a_template_is_tried_before_it_is_committed(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repo / "issue.md").write_text("# Guests leave\n\nObjective: conversion\n", "utf-8")
    (repo / ".github/waypost/contexts/new.md.j2").write_text("New: {{ title }}\n", "utf-8")
    assert main(["context", "--repo", str(repo), "--issue", str(repo / "issue.md")]) == 0
    assert capsys.readouterr().out == "New: Guests leave"


def test_an_issue_that_cannot_be_read_is_said(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["context", "--repo", str(repo), "--issue", str(repo / "none.md")]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("label", [pytest.param("", id="ours"), pytest.param("bug", id="their own template")])
async def test_the_same_issue_has_the_same_context_everywhere(
    github: GitHub,
    repo: Path,
    label: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(read, "_bases", Bases())
    github.standin.push(REPOSITORY, "main", FILES)
    number = github.standin.open_issue(REPOSITORY, "Guests leave", BODY).number
    if label:
        github.standin.label(REPOSITORY, number, label)
    payload = next(one for one in reversed(github.standin.deliveries) if one.event == "issues").payload

    facts, _ = await read.issue(github.client, REPOSITORY, number)
    app = contexts.section(facts)
    assert app is not None and ("A bug on the way to conversion." if label else "**Objective: More carts") in app

    (repo / "event.json").write_text(json.dumps(payload), "utf-8")
    assert main(["context", "--repo", str(repo), "--issue", str(repo / "event.json")]) == 0
    assert capsys.readouterr().out == app

    environment = {
        "GITHUB_WORKSPACE": str(repo),
        "GITHUB_EVENT_NAME": "issues",
        "GITHUB_EVENT_PATH": str(repo / "event.json"),
        "GITHUB_REPOSITORY": REPOSITORY,
        "GITHUB_STEP_SUMMARY": str(repo / "summary.md"),
        "RUNNER_TEMP": str(repo),
    }
    monkeypatch.setattr("sys.stdout.reconfigure", lambda **_: None, raising=False)
    assert act(environment) == 0
    assert (repo / "summary.md").read_text("utf-8") == app
