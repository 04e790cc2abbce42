"""Notes that are kept in another repository: read from a checkout, and shown to nobody who may not read them."""

import json
from pathlib import Path

import pytest

from tests.checkout.repository import Content, Repository
from tests.cli.test_research import FILES, ISSUE
from waypost.cli.main import main
from waypost_action.__main__ import main as act

SETTINGS = "research: {repository: acme/insights}\n"
NEW = "---\ntitle: New\ndate: 2026-01-01\nrelated: [adress-form]\n---\n\nA new note.\n"
NOT_LOOKED_AT = "acme/insights is not looked at: `research.repository` names it"
SUGGESTED = "</acme/insights/blob/HEAD/research/2024/address-form.md>"


@pytest.fixture(autouse=True)
def own_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "GITHUB_EVENT_PATH"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    """A repository whose settings name another one for notes, with a note of its own on a branch."""
    repository = Repository(tmp_path / "shop")
    repository.commit({".github/waypost.yml": SETTINGS, "README.md": "# Shop\n"})
    repository.git("remote", "add", "origin", "https://github.com/acme/shop.git")
    repository.branch("work")
    repository.commit({"research/new.md": NEW})
    return repository


@pytest.fixture
def insights(tmp_path: Path) -> Path:
    repository = Repository(tmp_path / "insights")
    repository.commit(FILES)
    return repository.root


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    (tmp_path / "issue.md").write_text(ISSUE)
    return tmp_path / "issue.md"


@pytest.mark.parametrize("command", [["research", "suggest"], ["context"]], ids=" ".join)
def test_what_is_elsewhere_is_looked_at_where_it_is_given_and_else_said_to_be_missing(
    shop: Repository, insights: Path, issue: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [*command, "--repo", str(shop.root), "--issue", str(issue)]
    assert main(arguments) == 0
    told = capsys.readouterr()
    assert (told.out, told.err.count(NOT_LOOKED_AT)) == ("", 1)
    assert main([*arguments, "--notes", str(insights)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("**Perhaps known already:**") and SUGGESTED in told.out
    assert told.err == ""


@pytest.mark.parametrize("files", [{}, {"src/a.py": "x = 1\n"}], ids=["nothing", "code"])
def test_nothing_is_said_where_notes_do_not_matter(
    shop: Repository, files: dict[str, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    shop.commit(files)
    assert main(["check", "--repo", str(shop.root), "--base", "work~1" if files else "work"]) == 0
    assert "not looked at" not in capsys.readouterr().err


def test_the_repository_that_the_settings_name_has_its_own_notes(
    shop: Repository, issue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.git("remote", "set-url", "origin", "git@github.com:Acme/insights.git")
    shop.commit(FILES)
    assert main(["research", "suggest", "--repo", str(shop.root), "--issue", str(issue)]) == 0
    told = capsys.readouterr()
    assert SUGGESTED in told.out and told.err == ""


@pytest.mark.parametrize(
    ("more", "found", "words"),
    [
        ([], False, NOT_LOOKED_AT),
        (["--notes"], True, ""),
        (["--format", "sarif", "--notes"], False, "Nothing is shown of the notes in"),
        (["--notes-visibility", "public", "--format", "sarif", "--notes"], True, ""),
    ],
    ids=["no notes", "notes", "uploaded", "uploaded and public"],
)
def test_check_follows_references_into_the_other_repository(
    shop: Repository, insights: Path, more: list[str], found: bool, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [*more, str(insights)] if "--notes" in more else more
    assert main(["check", "--repo", str(shop.root), "--base", "main", *arguments]) == 0
    told = capsys.readouterr()
    assert ("Write `address-form`, if that is what you mean" in told.out) is found
    assert words in told.err and (words or "notes" not in told.err)


SEEN = [
    ("public", {"visibility": "public", "private": False}, False),
    ("private", {"visibility": "private", "private": True}, True),
    ("an older event", {"private": True}, True),
    ("internal", {"visibility": "internal", "private": True}, False),
    ("nobody says", None, False),
]


@pytest.mark.parametrize(("repository", "seen"), [row[1:] for row in SEEN], ids=[row[0] for row in SEEN])
def test_a_workflow_shows_private_notes_only_to_those_who_read_a_private_repository(
    shop: Repository,
    insights: Path,
    issue: Path,
    repository: object,
    seen: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    event = insights.parent / "event.json"
    event.write_text(json.dumps({"repository": repository}))
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    where = ["--repo", str(shop.root), "--notes", str(insights)]
    assert main(["research", "suggest", *where, "--issue", str(issue)]) == 0
    told = capsys.readouterr()
    assert (SUGGESTED in told.out, "Nothing is shown of the notes" in told.err) == (seen, not seen)
    assert main(["research", "backlinks", *where]) == (0 if seen else 2)
    assert ("Why people leave" in capsys.readouterr().out) is seen
    assert main(["research", "suggest", *where, "--issue", str(issue), "--notes-visibility", "public"]) == 0
    assert SUGGESTED in capsys.readouterr().out


def test_check_backlinks_and_catalogue_are_about_the_notes_that_are_given(
    shop: Repository, insights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--repo", str(shop.root), "--notes", str(insights)]
    assert main(["research", "check", *where]) == 0
    assert capsys.readouterr().out.startswith("research/bad.md:2:1: broken-waypost-file")
    assert main(["research", "backlinks", *where, "address-form"]) == 0
    assert "research/old.md Old" in capsys.readouterr().out
    assert main(["research", "catalogue", *where, "--out", str(tmp_path / "page")]) == 0
    assert "8 notes" in capsys.readouterr().out


@pytest.mark.parametrize("given", ["gone", "."], ids=["missing", "no repository"])
def test_a_path_that_holds_no_checkout_is_told(
    shop: Repository, issue: Path, tmp_path: Path, given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--repo", str(shop.root), "--notes", str(tmp_path / given), "--issue", str(issue)]
    assert main(["research", "suggest", *arguments]) == 2
    assert "`--notes`" in capsys.readouterr().err


@pytest.mark.parametrize("visibility", ["private", "public"])
def test_the_action_tells_of_notes_on_an_issue(
    shop: Repository, insights: Path, tmp_path: Path, visibility: str, capsys: pytest.CaptureFixture[str]
) -> None:
    title, _, body = ISSUE.partition("\n")
    repository = {"full_name": "acme/shop", "visibility": visibility}
    event = {"issue": {"number": 1, "title": title, "body": body}, "repository": repository}
    (tmp_path / "event.json").write_text(json.dumps(event))
    environment = {
        "GITHUB_WORKSPACE": str(tmp_path),
        "GITHUB_EVENT_NAME": "issues",
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "RUNNER_TEMP": str(tmp_path),
        "WAYPOST_WORKING_DIRECTORY": "shop",
        "WAYPOST_NOTES": "insights",
    }
    (tmp_path / "summary.md").touch()
    assert act(environment) == 0
    assert (SUGGESTED in (tmp_path / "summary.md").read_text()) is (visibility == "private")
    assert ("Nothing is shown of the notes" in capsys.readouterr().out) is (visibility == "public")
    assert act({**environment, "WAYPOST_NOTES_VISIBILITY": "secret"}) == 2


@pytest.mark.parametrize("given", ["../out", "/", "link"])
def test_the_action_reads_no_notes_from_outside_of_the_workspace(
    given: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = tmp_path / "work"
    workspace.mkdir()
    (workspace / "link").symlink_to(tmp_path)
    environment = {"GITHUB_WORKSPACE": str(workspace), "RUNNER_TEMP": str(tmp_path), "WAYPOST_NOTES": given}
    assert act(environment) == 2
    assert "leads out of the workspace" in capsys.readouterr().out
