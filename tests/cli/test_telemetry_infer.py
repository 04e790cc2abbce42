"""`waypost telemetry infer` shows the spec that the code makes, and writes it where asked, once."""

from pathlib import Path

import pytest

from tests.checkout.repository import Repository
from waypost.cli.main import main

CODE = "".join(f'posthog.capture("{thing}_opened", {{ plan: "pro" }});\n' for thing in "abcdefghi")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    repository = Repository(tmp_path / "repo")
    repository.commit({"web/a.ts": CODE, "web/b.ts": 'posthog.capture("oneMore");\nposthog.capture(name);\n'})
    monkeypatch.chdir(repository.root)
    return repository.root


def test_without_write_nothing_is_changed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["telemetry", "infer"]) == 0
    shown = capsys.readouterr()
    assert '  template: "{object}_{action}"\n  case: snake_case\n' in shown.out
    assert shown.out.endswith("legacy:\n  - oneMore\n")
    assert "90 % of 10 names in all of the code are `object_action`, snake_case, past tense; 1 is not." in shown.err
    assert "Left out: 1 call whose name is not known." in shown.err
    assert not (root / "telemetry").exists()


def test_write_writes_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["telemetry", "infer", "--write"]) == 0
    assert "telemetry/spec.yml: 10 events added." in capsys.readouterr().out
    first = (root / "telemetry/spec.yml").read_text()
    assert main(["telemetry", "infer", "web", "--write"]) == 0
    assert "Nothing to add: the spec has all of it." in capsys.readouterr().out
    assert (root / "telemetry/spec.yml").read_text() == first


def test_a_spec_with_faults_is_left_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "telemetry").mkdir()
    (root / "telemetry/spec.yml").write_text("evnts: {}\n")
    assert main(["telemetry", "infer", "--write"]) == 2
    told = capsys.readouterr().err
    assert "telemetry/spec.yml:1:1: Waypost does not know `evnts`. Did you mean `events`?" in told
    assert "The spec has faults. Mend them first" in told


def test_a_spec_by_another_name_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "telemetry").mkdir()
    (root / "telemetry/spec.yaml").write_text("events: {}\n")
    assert main(["telemetry", "infer", "--write"]) == 2
    assert "telemetry/spec.yaml:1:1: Call this file `telemetry/spec.yml`: under the name it" in capsys.readouterr().err
    assert not (root / "telemetry/spec.yml").exists()


@pytest.mark.parametrize("command", ["scan", "infer"])
def test_a_folder_that_is_gone_is_no_fault_of_ours(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert main(["telemetry", command]) == 2
    assert capsys.readouterr().err == "waypost: the folder you are in is gone. Go to one that is there.\n"


def test_where_nothing_is_sent_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["telemetry", "infer", str(tmp_path), "--write"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "No call of a known SDK is here. Name functions of your own in .github/waypost.yml" in shown.err
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_folder_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["telemetry", "infer", "web/a.ts"]) == 2
    assert "There is no folder web/a.ts." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("place", "said"),
    [
        pytest.param("telemetry", "telemetry/spec.yml cannot be written: File exists.", id="a file for the folder"),
        pytest.param("telemetry/spec.yml/x", "telemetry/spec.yml:1:1: Put a file here: this is none.", id="a folder"),
    ],
)
def test_a_spec_that_cannot_be_written_is_no_fault_of_ours(
    root: Path, capsys: pytest.CaptureFixture[str], place: str, said: str
) -> None:
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).write_text("x")
    assert main(["telemetry", "infer", "--write"]) == 2
    assert said in capsys.readouterr().err
