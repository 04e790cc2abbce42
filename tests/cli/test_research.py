"""`waypost research`: what is to be mended, what probably helps, and where notes were used."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkout.repository import Content, Repository
from tests.cli.page import Page, check_stands_alone
from waypost.cli.main import main
from waypost.library import MeaningMissing

FORM = """---
title: Why people leave at the address form
date: 2024-04-18
author: Ann Example
findings:
  - text: People leave the checkout when the address form asks for a phone number without saying what for.
---
"""
FILES: dict[str, Content] = {
    "research/2024/address-form.md": FORM,
    "research/old.md": "---\ntitle: Old\ndate: 2019-01-01\nauthor: Bo Example\nrelated: [address-form]\n---\n",
    "research/bad.md": "---\nstatus: dne\n---\n",
    **{
        f"research/other-{number}.md": f"# {word}\n\n{word} is what this note is about, and nothing else.\n"
        for number, word in enumerate(["Gift cards", "Opening hours", "Parcels", "Refunds", "Colours", "Taxes"])
    },
}
ISSUE = "The address form asks for a phone number\n\nMany people leave the checkout there. Do we need it?\n"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    repository = Repository(tmp_path / "shop")
    repository.commit(FILES)
    return repository.root


def test_check_tells_places(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["research", "check", "--repo", str(repo)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == (
        "research/bad.md:2:1: broken-waypost-file `dne` is not possible here."
        " Write one of `draft`, `published`, `withdrawn`."
    )
    assert "research/other-0.md:1:1: note-unclear-field Add `date:` with the day of the study:" in out[1]


def test_check_fails_where_the_team_asked_for_it(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repo / ".github").mkdir()
    (repo / ".github/waypost.yml").write_text("checks: {note-unclear-field: require, broken-waypost-file: off}\n")
    (repo / "research/new.md").write_text("# Uncommitted\n")
    assert main(["research", "check", "--repo", str(repo), "--format", "json", str(repo / "research/new.md")]) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["check"], row["path"], row["line"]) == ("note-unclear-field", "research/new.md", 1)
    main(["research", "check", "--repo", str(repo), str(repo / "research/new.md")])
    assert capsys.readouterr().err == "1 to mend in 1 note.\n"


def test_suggest_prints_the_part_of_the_comment(
    repo: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "issue.md").write_text(ISSUE)
    arguments = ["research", "suggest", "--repo", str(repo), "--issue"]
    assert main([*arguments, str(tmp_path / "issue.md")]) == 0
    first = capsys.readouterr().out
    assert first.startswith("**Perhaps known already:**") and "address-form.md" in first
    title, _, body = ISSUE.partition("\n")
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"title": title, "body": body})))
    assert main([*arguments, "-"]) == 0
    assert capsys.readouterr().out == first


def test_suggest_makes_a_damaged_index_anew(repo: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "issue.md").write_text(ISSUE)
    index = repo / ".git/waypost/notes.sqlite3"
    index.parent.mkdir()
    index.write_bytes(b"damaged" * 1_000)
    assert main(["research", "suggest", "--repo", str(repo), "--issue", str(tmp_path / "issue.md")]) == 0
    assert "address-form.md" in capsys.readouterr().out


def test_an_issue_that_is_not_utf_8_is_read_all_the_same(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.BytesIO(b"Caf\xe9\n\nPeople leave at the address form\xb7\n")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(given, "utf-8", "surrogateescape"))
    assert main(["research", "suggest", "--repo", str(repo), "--issue", "-"]) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_no_fault_of_ours(repo: Path) -> None:
    command = [sys.executable, "-m", "waypost.cli", "research", "check", "--format", "json", "--repo", str(repo)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "waypost: the disk is full. Make room, and run it again.\n")


def test_suggest_is_silent_without_ground(repo: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "issue.md").write_text("Bump webpack\n\nSecurity update.\n")
    assert main(["research", "suggest", "--repo", str(repo), "--issue", str(tmp_path / "issue.md")]) == 0
    assert capsys.readouterr().out == ""


def test_backlinks(repo: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [
        {"number": 3, "title": "Shorter form", "body": "note: address-form", "url": "u3", "createdAt": "2026-01-02T"}
    ]
    (tmp_path / "issues.json").write_text(json.dumps(rows))
    arguments = ["research", "backlinks", "--repo", str(repo), "--uses", str(tmp_path / "issues.json")]
    assert main(arguments) == 0
    assert capsys.readouterr().out == (
        "research/2024/address-form.md (Why people leave at the address form)\n"
        "    #3 Shorter form, 2026-01-02 u3\n"
        "    research/old.md Old, 2019-01-01\n"
    )
    assert main([*arguments, "--unused", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["Bo Example"] == ["research/old.md"]


def test_catalogue(repo: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [{"number": 3, "title": "Shorter form", "body": "note: address-form", "url": "https://github.test/i/3"}]
    (tmp_path / "issues.json").write_text(json.dumps(rows))
    arguments = ["research", "catalogue", "--repo", str(repo), "--out", str(tmp_path / "notes")]
    assert main([*arguments, "--uses", str(tmp_path / "issues.json")]) == 0
    told = capsys.readouterr()
    assert told.out == f"{tmp_path}/notes/index.html: 8 notes, 1 of them used\n"
    assert told.err == "Some notes cannot be read: `waypost research check` says why.\n"
    page = (tmp_path / "notes/index.html").read_text("utf-8")
    check_stands_alone(page)
    assert "<title>Research notes of shop</title>" in page
    assert [it for it in Page(page).addresses if it[0] != "#"] == ["https://github.test/i/3"]
    assert "Used 2 times: research/old.md Old, 2019-01-01 #3 Shorter form" in Page(page).words
    assert main(arguments) == 0
    assert "Issues and pull requests were not looked at" in (tmp_path / "notes/index.html").read_text("utf-8")


def test_where_no_note_is_used_it_says_where_uses_come_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository = Repository(tmp_path / "shop")
    repository.commit({"research/a.md": "---\ntitle: a\n---\n"})
    assert main(["research", "backlinks", "--repo", str(repository.root)]) == 0
    shown = capsys.readouterr()
    assert (shown.out, "`--uses FILE`" in shown.err) == ("", True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["suggest", "--issue", "gone.md"], "gone.md cannot be read"),
        (["backlinks", "--uses", "gone.json"], "gone.json cannot be read"),
        (["catalogue", "--uses", "gone.json"], "gone.json cannot be read"),
        (["catalogue", "--out", "/dev/null"], "/dev/null/index.html cannot be written"),
        (["backlinks", "no-such-note"], "There is no note no-such-note"),
        (["check", "/etc/hosts"], "is not in the repository"),
        (["check", "research/gone.md"], "There is no research/gone.md."),
    ],
    ids=["no issue", "no export", "no uses", "no folder", "no note", "outside", "no path"],
)
def test_bad_usage(repo: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    assert main(["research", *arguments, "--repo", str(repo)]) == 2
    assert words in capsys.readouterr().err


def test_the_same_number_in_two_repositories_is_two_issues(
    repo: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = [
        {"number": 3, "title": name, "body": "note: address-form", "url": f"https://github.test/acme/{name}/issues/3"}
        for name in ("shop", "blog")
    ]
    (tmp_path / "issues.json").write_text(json.dumps(rows))
    arguments = ["research", "backlinks", "--repo", str(repo), "--name", "acme/shop", "--format", "json"]
    assert main([*arguments, "--uses", str(tmp_path / "issues.json")]) == 0
    (uses,) = json.loads(capsys.readouterr().out).values()
    assert {use["place"] for use in uses} == {"#3", "acme/blog#3", "research/old.md"}


def test_suggest_without_the_model_that_the_settings_ask_for(
    repo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing() -> None:
        raise MeaningMissing("Install it.")

    monkeypatch.setattr("waypost.cli.suggesting.meaning", missing)
    (repo / ".github").mkdir()
    (repo / ".github/waypost.yml").write_text("research: {semantic: true}\n")
    (repo / "issue.md").write_text(ISSUE)
    assert main(["research", "suggest", "--repo", str(repo), "--issue", str(repo / "issue.md")]) == 0
    shown = capsys.readouterr()
    assert shown.err == "Notes are matched by words alone. Install it.\n"
    assert "address form" in shown.out
