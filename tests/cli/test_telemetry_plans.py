"""`waypost telemetry import` and `export` on files and in a repository."""

import json
from pathlib import Path

import pytest

from tests.checkout.repository import Repository
from waypost.cli.main import main

PLAN = {
    "rules": [{"key": "Cart Opened", "type": "TRACK", "jsonSchema": {"description": "The cart."}}, {"type": "PAGE"}]
}
SPEC = "# ours\nevents:\n  Old One: {}\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    repository = Repository(tmp_path / "repo")
    repository.commit({"telemetry/spec.yml": SPEC, "plans/a.json": json.dumps(PLAN), "plans/README.md": "# no plan"})
    monkeypatch.chdir(repository.root)
    return repository.root


def test_a_plan_is_shown_as_a_spec(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["telemetry", "import", "segment", "plans"]) == 0
    shown = capsys.readouterr()
    assert shown.out == 'version: 1\nevents:\n  Cart Opened:\n    description: "The cart."\n'
    assert shown.err == "left out, since it has no place in a spec:\n  rules[] of type PAGE\n"


def test_a_plan_is_added_to_the_spec_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    after = f'{SPEC}  Cart Opened:\n    description: "The cart."\n'
    assert main(["telemetry", "import", "segment", "plans/a.json", "--write"]) == 0
    assert (root / "telemetry/spec.yml").read_text() == after
    assert capsys.readouterr().out == "telemetry/spec.yml: 1 event added\n"
    assert main(["telemetry", "import", "segment", "plans/a.json", "--write"]) == 0
    assert (root / "telemetry/spec.yml").read_text() == after
    assert capsys.readouterr().out == "1 event is in the spec already, and stays as it is\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(["segment", "nope.json"], 2, "There is no nope.json.", id="no-file"),
        pytest.param(["glean", "plans"], 2, "There is no event in plans. Is it in the format glean?", id="other"),
        pytest.param(["glean", "bad.json"], 2, "There is no event in what can be read. Mend what is told", id="broken"),
        pytest.param(["word", "plans"], 2, "invalid choice: 'word'", id="no-format"),
    ],
)
def test_what_is_no_plan_is_told(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    (root / "bad.json").write_text('{"a": [1')
    try:
        assert main(["telemetry", "import", *arguments]) == code
    except SystemExit as left:
        assert left.code == code
    assert said in capsys.readouterr().err


def test_the_spec_is_exported(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "telemetry/spec.yml").write_text("events: {Cart Opened: {owner: shop}}\n")
    assert main(["telemetry", "export", "segment"]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["rules"][0]["key"] == "Cart Opened"
    assert shown.err == "left out, since it has no place in the format segment:\n  events.owner\n"


def test_without_a_spec_nothing_is_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["telemetry", "export", "csv", "--repo", str(tmp_path)]) == 2
    assert "There is no event in the spec." in capsys.readouterr().err
    (tmp_path / "telemetry").mkdir()
    (tmp_path / "telemetry/spec.yml").write_text("version: 1\nevents: [cart_viewed]\n")
    assert main(["telemetry", "export", "csv", "--repo", str(tmp_path)]) == 2
    assert "Mend what is told above." in capsys.readouterr().err
