"""`waypost telemetry diff` compares files, folders and revisions, and its exit code says whether something breaks."""

import json
import os
from pathlib import Path

import pytest

from tests.checkout.repository import Repository
from waypost.cli.main import main

OLD = "events:\n  a: {properties: {p: {type: number}}}\n  b: {}\n"
NEW = "events:\n  a: {properties: {p: {type: integer, unit: s}}}\n  b: {}\n  c: {}\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "old.yml").write_text(OLD)
    (tmp_path / "new.yml").write_text(NEW)
    monkeypatch.chdir(tmp_path)
    return tmp_path


TEXT = """\
breaks  Type of `p` of `a`: `number` → `integer`
        Unit of `p` of `a`: none → `s`
        The event `c` is new
3 differences, 1 of which breaks something.
"""
MARKDOWN = """\
### Breaking

- Type of `p` of `a`: `number` → `integer`.

### Not breaking

- Unit of `p` of `a`: none → `s`.
- The event `c` is new.

"""


@pytest.mark.parametrize(
    ("arguments", "shown", "code"),
    [
        pytest.param(["old.yml", "new.yml"], TEXT, 1, id="text"),
        pytest.param(["old.yml", "new.yml", "--format", "markdown"], MARKDOWN, 1, id="markdown"),
        pytest.param(["new.yml", "new.yml"], "No difference.\n", 0, id="same"),
        pytest.param(
            ["old.yml", "new.yml", "--breaking"],
            f"{TEXT.splitlines()[0]}\n1 difference, 1 of which breaks something.\n",
            1,
            id="breaking",
        ),
    ],
)
def test_two_files(
    files: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], shown: str, code: int
) -> None:
    assert main(["telemetry", "diff", *arguments]) == code
    assert capsys.readouterr().out == shown


def test_json_has_every_difference(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["telemetry", "diff", "old.yml", "new.yml", "--format", "json"]) == 1
    assert [(it["field"], it["breaking"]) for it in json.loads(capsys.readouterr().out)] == [
        ("type", True),
        ("unit", False),
        ("", False),
    ]


def test_revisions_and_the_working_tree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path / "repo")
    base = repository.commit({"telemetry/spec.yml": OLD, "other.yml": "no: spec"})
    (repository.root / "telemetry/spec").mkdir()
    (repository.root / "telemetry/spec/more.yml").write_text("events: {d: {}}")
    monkeypatch.chdir(repository.root / "telemetry")
    for arguments in ([base], [f"{base}:telemetry/spec.yml"], [base, str(repository.root)]):
        assert main(["telemetry", "diff", *arguments]) == 0
        assert "The event `d` is new" in capsys.readouterr().out
    assert main(["telemetry", "diff", base, "spec"]) == 1
    assert "The event `b` is gone" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("where", "said"),
    [
        pytest.param("nowhere", "There is no file, folder or revision `nowhere` here.", id="nothing"),
        pytest.param("bad.yml", "bad.yml:1:5: This is not valid YAML", id="unreadable"),
        pytest.param("HEAD:gone.yml", "There is no `gone.yml` at `HEAD`.", id="no-such-file"),
    ],
)
def test_what_cannot_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, where: str, said: str
) -> None:
    repository = Repository(tmp_path / "repo")
    repository.commit({"a": "b"})
    monkeypatch.chdir(repository.root)
    Path("bad.yml").write_text("a: [")
    assert main(["telemetry", "diff", where]) == 2
    assert said in capsys.readouterr().err


LINK = "Put here what it leads to: this is a symbolic link, and none is followed."


@pytest.mark.parametrize("command", [["diff", "HEAD"], ["infer"], ["export", "csv"], ["catalogue"]], ids=" ".join)
@pytest.mark.parametrize("place", ["telemetry", "telemetry/spec", "telemetry/spec.yml", "telemetry/spec/a.yml"])
def test_a_link_in_the_place_of_a_spec_is_told_and_not_followed(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
    place: str,
) -> None:
    repository = Repository(tmp_path / "repo")
    repository.commit({"a.ts": "posthog.capture('cart_opened')"})
    outside = tmp_path / "outside"
    (outside / "spec").mkdir(parents=True)
    for name in ("spec.yml", "spec/a.yml"):
        (outside / name).write_text("events: {leaked: {}}")
    (repository.root / place).parent.mkdir(parents=True, exist_ok=True)
    (repository.root / place).symlink_to(outside / place.removeprefix("telemetry").removeprefix("/"))
    monkeypatch.chdir(repository.root)
    assert main(["telemetry", *command]) == 2
    done = capsys.readouterr()
    assert f"{place}:1:1: {LINK}" in done.err
    assert "leaked" not in done.out + done.err


@pytest.mark.parametrize("place", ["telemetry", "telemetry/spec", "telemetry/spec.yml"])
def test_a_link_in_an_earlier_commit_is_told_and_not_taken_for_no_spec(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path / "repo")
    (repository.root / place).parent.mkdir(exist_ok=True)
    (repository.root / place).symlink_to("elsewhere")
    repository.commit()
    (repository.root / place).unlink()
    repository.commit({"telemetry/spec.yml": "events: {a_b: {}}"})
    monkeypatch.chdir(repository.root)
    assert main(["telemetry", "diff", "HEAD~1"]) == 2
    assert f"HEAD~1:{place}:1:1: Put here what it leads to" in capsys.readouterr().err


def test_a_pipe_in_the_place_of_a_spec_is_told_and_not_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path / "repo")
    repository.commit({"telemetry/README.md": "here", "a.ts": "posthog.capture('cart_opened')"})
    os.mkfifo(repository.root / "telemetry/spec.yml")
    monkeypatch.chdir(repository.root)
    assert main(["telemetry", "infer"]) == main(["telemetry", "diff", "HEAD"]) == 2
    assert "telemetry/spec.yml:1:1: Put a file here: this is none." in capsys.readouterr().err


def test_faults_say_which_of_the_two_they_are_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path / "repo")
    repository.commit({"telemetry/spec.yml": "events: {a_b: {}}\nevnts: {}\n"})
    monkeypatch.chdir(repository.root)
    Path("telemetry/spec.yml").write_text("events: {a_b: {}}\n\nevnts: {}\n")
    assert main(["telemetry", "diff", "main"]) == 0
    told = capsys.readouterr().err.splitlines()
    assert [line.partition(": ")[0] for line in told] == ["main:telemetry/spec.yml:2:1", "telemetry/spec.yml:3:1"]
