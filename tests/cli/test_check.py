"""`waypost check` on real repositories: what it says, what it mends, how it ends."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkout.repository import Repository
from waypost.cli.main import main
from waypost.rendering import VARIABLES

SPEC = "convention:\n  case: snake_case\nevents:\n  cart_opened: {}\n"
REQUIRE = "checks:\n  event-off-convention: require\n"
SHOP = {"telemetry/spec.yml": SPEC, "web/cart.ts": 'posthog.capture("cart_opened");\n'}
CALL = 'posthog.capture("checkoutStarted", { plan: "pro" });\n'
COMMAND = [sys.executable, "-m", "waypost.cli"]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A shop with a spec, on a branch, as the current folder."""
    repository = Repository(tmp_path / "shop")
    repository.commit({**SHOP})
    repository.branch("feature")
    monkeypatch.chdir(repository.root)
    return repository


def ends(*arguments: str) -> int:
    """The exit code, argparse's included."""
    try:
        return main(list(arguments))
    except SystemExit as end:
        return int(end.code or 0)


def test_it_says_what_would_help(shop: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    shop.write({"web/checkout.ts": CALL})
    assert ends("check") == 0
    assert (
        capsys.readouterr().out
        == """\
web/checkout.ts:1:17: event-off-convention Rename `checkoutStarted` to `checkout_started`: \
it is camelCase, the convention is snake_case.
    fix: Rename to checkout_started
1 remark. `waypost check --fix` settles it.
"""
    )


def test_the_same_is_said_of_a_commit_and_of_uncommitted_work(
    shop: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.write({"web/checkout.ts": CALL})
    assert ends("check", "--format", "json") == 0
    uncommitted = capsys.readouterr().out
    shop.commit()
    assert ends("check", "--format", "json", "--base", "main", "--head", "feature") == 0
    assert capsys.readouterr().out == uncommitted
    assert json.loads(uncommitted)["findings"][0]["path"] == "web/checkout.ts"


def test_only_what_a_team_requires_fails(shop: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    shop.write({"web/checkout.ts": CALL, ".github/waypost.yml": REQUIRE})
    assert ends("check") == 0, "the change's own settings do not hold yet"
    shop.git("checkout", "--quiet", "main")
    shop.write({"web/checkout.ts": None})
    shop.commit({".github/waypost.yml": REQUIRE})
    shop.write({"web/checkout.ts": CALL})
    assert ends("check") == 1
    assert "1 remark, required here." in capsys.readouterr().out


def test_what_is_wrong_in_waypost_files_is_told_with_its_place(
    shop: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.git("checkout", "--quiet", "main")
    shop.commit({".github/waypost.yml": "chekcs: {}\n"})
    assert ends("check") == 0
    assert ".github/waypost.yml:1:1: Waypost does not know `chekcs`. Did you mean `checks`?" in capsys.readouterr().err


def test_fix_settles_everything_and_then_has_nothing_to_do(
    shop: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.write({"web/checkout.ts": CALL + 'posthog.capture("order_paid");\n'})
    assert ends("check", "--fix") == 0
    said = capsys.readouterr()
    assert said.out == "Nothing to remark.\n"
    assert said.err.splitlines() == [
        "fixed web/checkout.ts (1 edit)",
        "fixed telemetry/spec.yml (1 edit)",
        "fixed telemetry/spec.yml (1 edit)",
    ]
    mended = (shop.root / "web/checkout.ts").read_text(), (shop.root / "telemetry/spec.yml").read_text()
    assert 'posthog.capture("checkout_started", { plan: "pro" });' in mended[0]
    assert "order_paid" in mended[1]
    assert ends("check", "--fix") == 0
    assert capsys.readouterr().err == ""
    assert mended == ((shop.root / "web/checkout.ts").read_text(), (shop.root / "telemetry/spec.yml").read_text())


def test_fix_keeps_line_ends_and_byte_order_mark(shop: Repository) -> None:
    spec = shop.root / "telemetry/spec.yml"
    shop.git("checkout", "--quiet", "main")
    shop.commit({"telemetry/spec.yml": SPEC.replace("\n", "\r\n").encode()})
    shop.write({"web/checkout.ts": b"\xef\xbb\xbf" + CALL.replace("\n", "\r\n").encode()})
    assert ends("check", "--fix") == 0
    expected = CALL.replace("checkoutStarted", "checkout_started").replace("\n", "\r\n").encode()
    assert (shop.root / "web/checkout.ts").read_bytes() == b"\xef\xbb\xbf" + expected
    assert spec.read_bytes().count(b"\n") == spec.read_bytes().count(b"\r\n") > 4


def test_what_is_chosen_is_made_and_nothing_else(shop: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    shop.write({"web/cart.ts": 'posthog.capture("cart_viewed");\n', "web/checkout.ts": CALL})
    assert ends("check", "--fix", "dual-send") == 0
    assert (shop.root / "web/cart.ts").read_text() == (
        'posthog.capture("cart_opened");\nposthog.capture("cart_viewed");\n'
    )
    assert (shop.root / "web/checkout.ts").read_text() == CALL
    spec = (shop.root / "telemetry/spec.yml").read_text()
    assert "cart_opened: {status: deprecated, replacement: cart_viewed, since: " in spec and "cart_viewed: {}" in spec
    capsys.readouterr()
    assert ends("check", "--fix", "dual-send") == 0
    said = capsys.readouterr()
    assert said.err == "" and "renamed-event" not in said.out
    assert (shop.root / "telemetry/spec.yml").read_text() == spec
    assert ends("check", "--fix", "dual-sent") == 2
    assert "There is no choice `dual-sent` for `--fix`. There is: dual-send" in capsys.readouterr().err


def test_fix_and_head_do_not_go_together(shop: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert ends("check", "--fix", "--head", "HEAD") == 2
    assert "Leave out `--head`" in capsys.readouterr().err


BAD_USAGE = {
    "no command": ([], "required: COMMAND"),
    "unknown command": (["chekc"], "invalid choice: 'chekc'"),
    "unknown format": (["check", "--format", "xml"], "invalid choice: 'xml'"),
    "unknown revision": (["check", "--base", "nope"], "waypost: This repository knows no commit `nope`"),
    "not a repository": (["check", "--repo", "/"], "is not in a git repository"),
    "unknown check": (["explain", "event-of-convention"], "Did you mean `event-off-convention`?"),
    "part of a check's name": (["explain", "offconv"], "`event-off-convention` or `property-off-convention`?"),
    "a check like no other": (["explain", "zzz"], "`waypost explain` lists the "),
    "unknown file": (["schema", "setings"], "invalid choice: 'setings'"),
}


@pytest.mark.parametrize(("arguments", "message"), BAD_USAGE.values(), ids=BAD_USAGE)
def test_bad_usage_is_told(
    shop: Repository, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert ends(*arguments) == 2
    said = capsys.readouterr()
    assert message in said.err
    assert said.out == ""


def test_a_fault_of_ours_is_one_line_and_says_how_to_report_it(
    shop: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("on fire")

    monkeypatch.setattr("waypost.checks.run", broken)
    assert ends("check") == 3
    said = capsys.readouterr().err
    assert "a fault of ours: RuntimeError: on fire" in said
    assert "Traceback" not in said
    assert ends("--debug", "check") == 3
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_is_quiet(
    shop: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("waypost.checks.run", interrupted)
    assert ends("check") == 130
    assert capsys.readouterr() == ("", "")


def test_a_reader_that_leaves_is_no_fault(shop: Repository) -> None:
    shop.write({"web/checkout.ts": CALL})
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*COMMAND, "check"], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)], ids=["plain", "NO_COLOR"])
def test_colour_is_for_terminals(shop: Repository, no_color: str, coloured: bool) -> None:
    shop.write({"web/checkout.ts": CALL})
    main_end, terminal = pty.openpty()
    subprocess.run([*COMMAND, "check"], stdout=terminal, env={**os.environ, "NO_COLOR": no_color}, check=True)
    os.close(terminal)
    assert (b"\x1b[" in os.read(main_end, 10_000)) is coloured
    os.close(main_end)
    piped = subprocess.run([*COMMAND, "check"], capture_output=True, check=True)
    assert b"\x1b[" not in piped.stdout


@pytest.mark.parametrize("arguments", [["check", "--help"], ["--help"]], ids=" ".join)
def test_help_loads_no_parser_and_no_grammar(arguments: list[str]) -> None:
    assert not loaded([*arguments]) & {"tree_sitter", "ruamel", "msgspec", "jinja2", "githubkit", "fastapi", "dbos"}


def test_a_check_loads_nothing_of_the_app(shop: Repository) -> None:
    shop.write({"web/checkout.ts": CALL})
    assert not loaded(["check"]) & {
        "githubkit",
        "fastapi",
        "dbos",
        "uvicorn",
        "structlog",
        "httpx",
        "sqlite3",
        "asyncio",
    }


def loaded(arguments: list[str]) -> set[str]:
    """The packages that a run of the command imports."""
    program = (
        "import sys\nfrom waypost.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\nprint(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=True, text=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_a_name_that_no_terminal_can_show_is_no_fault(shop: Repository) -> None:
    (shop.root / os.fsdecode(b"web/\xff.ts")).write_text(CALL)
    done = subprocess.run([*COMMAND, "check"], capture_output=True, env={**os.environ, "PYTHONUTF8": "1"}, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"event-off-convention" in done.stdout


@pytest.mark.parametrize("file", ["settings", "telemetry", "map", "note"])
def test_schemas_are_printed(capsys: pytest.CaptureFixture[str], file: str) -> None:
    assert ends("schema", file) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].startswith("https://json-schema.org/")


def test_explanations_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert ends("explain", "event-not-in-spec") == 0
    one = capsys.readouterr().out
    assert one.startswith("# event-not-in-spec\n\nA tracked event is not in the telemetry spec.\n")
    assert ends("explain") == 0
    assert one.strip() in capsys.readouterr().out


def test_the_variables_of_a_context_template_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert ends("explain", "context") == 0
    said = capsys.readouterr().out
    assert all(f"- `{name}`: " in said for name in VARIABLES)
    assert ".github/waypost/contexts/*.md.j2" in said and "- `labels`: It has a label like this" in said


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert ends("--version") == 0
    assert capsys.readouterr().out.startswith("waypost ")


def test_a_missing_package_of_the_app_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [*sys.modules]:
        if name.partition(".")[0] in ("structlog", "waypost") and name.startswith(("structlog", "waypost.server")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("waypost.server", raising=False)
    monkeypatch.setitem(sys.modules, "structlog", None)
    assert ends("serve") == 2
    assert "this needs the App's packages, and structlog is missing: install" in capsys.readouterr().err
