"""One run of the Action in this process: what the runner gets to read, and the exit code."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.action.checkouts import CALL, REQUIRE, hostile, shop
from waypost_action.__main__ import main


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, str]:
    """A runner's environment for the workspace `shop`."""
    (tmp_path / "temp").mkdir()
    return {
        "GITHUB_WORKSPACE": str(tmp_path / "shop"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "RUNNER_TEMP": str(tmp_path / "temp"),
    }


def pull_request(runner: dict[str, str], base: str, head: str, name: str = "pull_request") -> dict[str, str]:
    event = Path(runner["RUNNER_TEMP"], "event.json")
    event.write_text(json.dumps({"pull_request": {"number": 7, "base": {"sha": base}, "head": {"sha": head}}}))
    return {**runner, "GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(event)}


def outputs(runner: dict[str, str]) -> dict[str, str]:
    """The outputs as the runner reads them."""
    lines = iter(Path(runner["GITHUB_OUTPUT"]).read_text().splitlines())
    found = {}
    for line in lines:
        name, _, mark = line.partition("<<")
        found[name] = "\n".join(iter(lambda: next(lines), mark))
    return found


def sarif(runner: dict[str, str]) -> Any:
    return json.loads(Path(outputs(runner)["sarif"]).read_text())


def test_a_pull_request_is_annotated(
    tmp_path: Path, runner: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, base, head = shop(tmp_path / "shop")
    assert main(pull_request(runner, base, head)) == 0
    said = capsys.readouterr().out
    assert "\n::notice file=web/checkout.ts,line=1,endLine=1,col=17," in said
    assert {name: outputs(runner)[name] for name in ("findings", "failed")} == {"findings": "1", "failed": "false"}
    assert Path(runner["GITHUB_STEP_SUMMARY"]).read_text().startswith("### Waypost has 1 remark\n")
    assert sarif(runner)["runs"][0]["results"][0]["ruleId"] == "event-off-convention"


def test_only_what_the_base_requires_fails(
    tmp_path: Path, runner: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    repository, base, head = shop(tmp_path / "shop", REQUIRE)
    assert main(pull_request(runner, base, head)) == 1
    assert "\n::error file=web/checkout.ts" in capsys.readouterr().out
    assert outputs(runner)["failed"] == "true"
    lenient = repository.commit({".github/waypost.yml": "checks:\n  event-off-convention: off\n"})
    assert main(pull_request(runner, base, lenient)) == 1, "the head's settings do not hold"


@pytest.mark.parametrize("event", ["pull_request", "pull_request_target"])
def test_nothing_of_a_hostile_checkout_runs(
    tmp_path: Path,
    runner: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    event: str,
) -> None:
    canary = tmp_path / "canary"
    repository, base, head = hostile(tmp_path / "shop", canary)
    monkeypatch.chdir(repository.root)
    assert main(pull_request(runner, base, head, event)) == 0
    assert not canary.exists()
    assert "root:" not in capsys.readouterr().out + Path(runner["GITHUB_STEP_SUMMARY"]).read_text()


def test_the_log_obeys_no_command_out_of_the_checkout(
    tmp_path: Path, runner: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    repository, base, _ = shop(tmp_path / "shop")
    head = repository.commit({"::set-output name=findings::99\n::add-mask::a.ts": CALL})
    assert main(pull_request(runner, base, head)) == 0
    obeyed, mark = [], None
    for line in capsys.readouterr().out.splitlines():
        if mark is None and line.startswith("::stop-commands::"):
            mark = line.removeprefix("::stop-commands::")
        elif mark is not None:
            mark = None if line == f"::{mark}::" else mark
        else:
            obeyed.append(line)
    assert obeyed
    assert all(line.startswith("::notice file=") for line in obeyed)


def test_a_shallow_checkout_says_what_to_write(
    tmp_path: Path, runner: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    repository, base, head = shop(tmp_path / "full")
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(tmp_path / "shop"))
    assert main(pull_request(runner, base, head)) == 2
    assert "::error title=Waypost::" in (said := capsys.readouterr().out)
    assert "`fetch-depth: 0`" in said


def test_without_the_pull_requests_commits_it_says_how_to_get_them(
    tmp_path: Path, runner: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, base, _ = shop(tmp_path / "shop")
    assert main(pull_request(runner, base, "a" * 40, "pull_request_target")) == 2
    assert "`git fetch origin pull/7/head`" in capsys.readouterr().out


def test_inputs_win_over_the_event(tmp_path: Path, runner: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    _, base, head = shop(tmp_path / "shop")
    given = {**pull_request(runner, base, head), "WAYPOST_HEAD": "main", "WAYPOST_ANNOTATIONS": "false"}
    assert main(given) == 0
    assert outputs(runner)["findings"] == "0"
    assert "::notice" not in capsys.readouterr().out


def test_annotations_can_be_left_out(
    tmp_path: Path, runner: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, base, head = shop(tmp_path / "shop")
    assert main({**pull_request(runner, base, head), "WAYPOST_ANNOTATIONS": "false"}) == 0
    assert outputs(runner)["findings"] == "1"
    assert "::notice" not in capsys.readouterr().out


def test_an_input_that_fits_nothing_is_told(
    tmp_path: Path, runner: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, base, head = shop(tmp_path / "shop")
    assert main({**pull_request(runner, base, head), "WAYPOST_ANNOTATIONS": "yes"}) == 2
    assert "neither `true` nor `false`" in capsys.readouterr().out


def test_the_sarif_file_is_not_written_through_a_link(
    tmp_path: Path, runner: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, base, head = shop(tmp_path / "shop")
    given = {**pull_request(runner, base, head), "WAYPOST_SARIF_FILE": "out.sarif"}
    assert main(given) == 0
    assert outputs(runner)["sarif"] == str(tmp_path / "shop" / "out.sarif")
    (tmp_path / "shop" / "out.sarif").unlink()
    (tmp_path / "shop" / "out.sarif").symlink_to(tmp_path / "precious")
    assert main(given) == 2
    assert not (tmp_path / "precious").exists()
    assert "`sarif-file`" in capsys.readouterr().out


def test_a_fault_of_ours_is_told_in_one_line(
    tmp_path: Path, runner: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("on\nfire")

    monkeypatch.setattr("waypost.checks.run", broken)
    _, base, head = shop(tmp_path / "shop")
    assert main(pull_request(runner, base, head)) == 3
    said = capsys.readouterr().out
    assert said == "::error title=Waypost::This is a fault of ours, please report it: RuntimeError: on%0Afire\n"
