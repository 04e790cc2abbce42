"""`waypost telemetry scan` lists every call of a repository, for people and for programs."""

import json
import os
from pathlib import Path

import pytest

from tests.checkout.repository import Content, Repository
from waypost import settings
from waypost.checkout.sources import Sources
from waypost.cli import scan_cache, scanning
from waypost.cli.main import main


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, and no patience with file systems that count time in ticks."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(scan_cache, "TICK", -1)
    return tmp_path / "cache" / "waypost" / "scans"


SOURCE = "const A = 'b';\nposthog.capture('a', {x: 1, y, ...more}); posthog.capture(z ? A : 'c');\n"


def test_the_json_has_one_entry_per_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Repository(tmp_path / "shop").commit({"web/a.ts": SOURCE, "b.md": SOURCE})
    assert main(["telemetry", "scan", str(tmp_path / "shop" / "web"), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "path": "web/a.ts",
            "line": 2,
            "column": 17,
            "end_line": 2,
            "end_column": 20,
            "sdk": "PostHog",
            "names": ["a"],
            "resolution": "literal",
            "properties": {"x": "number", "y": None, "...": "and others"},
        },
        {
            "path": "web/a.ts",
            "line": 1,
            "column": 11,
            "end_line": 1,
            "end_column": 14,
            "sdk": "PostHog",
            "names": ["b", "c"],
            "resolution": "constant",
            "properties": {},
        },
    ]


def test_the_table_has_one_line_per_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.ts").write_text(SOURCE + "posthog.capture(f())")
    assert main(["telemetry", "scan", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "a.ts:2  PostHog  a  {x, y, ...}",
        "a.ts:1  PostHog  b | c  {}",
        "a.ts:3  PostHog  ?  {}",
    ]


def test_a_path_that_is_not_there_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["telemetry", "scan", "/nowhere/at/all"]) == 2
    assert "There is no /nowhere/at/all." in capsys.readouterr().err


def test_wrappers_and_what_was_left_out_are_said_beside_the_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrapper = "import posthog from 'posthog-js'\nexport const send = (a, name, props) => posthog.capture(name, props)\n"
    (tmp_path / "a.ts").write_text(wrapper)
    (tmp_path / "b.ts").write_bytes(b"\0posthog.capture('b')")
    (tmp_path / "c.ts").write_bytes(b"posthog.capture('c')" + b" " * 1_000_000)
    (tmp_path / "d.ts").symlink_to("/etc/passwd")
    (tmp_path / "e").symlink_to("/etc")
    (tmp_path / "f.ts").write_bytes(b"x = '\xff'; posthog.capture('f')")
    assert main(["telemetry", "scan", str(tmp_path), "--format", "json"]) == 0
    done = capsys.readouterr()
    assert [entry["names"] for entry in json.loads(done.out)] == [[], ["f"]]
    assert done.err.splitlines() == [
        "b.ts is left out: binary",
        "c.ts is left out: larger than 1,000,000 bytes",
        "d.ts is left out: a symbolic link",
        "e is left out: a symbolic link",
        "1 function passes an event's name on. To have it everywhere, put into .github/waypost.yml:",
        "telemetry:",
        "  calls:",
        "    - {call: send, name: 1, properties: 2}  # a.ts:2",
    ]


def test_names_of_a_package_that_is_not_here_are_not_guessed_but_told_where_they_come_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.ts").write_text("export const own = f()")
    (tmp_path / "a.ts").write_text(
        "import posthog from 'posthog-js'\nimport {Action} from '@shop/events'\nimport {own} from './own'\n"
        "posthog.capture(Action.opened); posthog.capture(Action.closed); posthog.capture(own); posthog.capture(x)"
    )
    assert main(["telemetry", "scan", str(tmp_path), "--format", "json"]) == 0
    done = capsys.readouterr()
    assert [entry["names"] for entry in json.loads(done.out)] == [[], [], [], []]
    assert done.err.splitlines() == [
        "2 names come from @shop/events, which is not in this repository. If they are spelt like the constants, "
        "declare the calls in .github/waypost.yml with `take: constant`."
    ]


def test_a_name_with_bytes_that_are_no_text_is_not_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.ts").write_bytes(b"posthog.capture('caf\xe9_opened'); posthog.capture('ok')")
    assert main(["telemetry", "scan", str(tmp_path), "--format", "json"]) == 0
    assert [entry["names"] for entry in json.loads(capsys.readouterr().out)] == [[], ["ok"]]


@pytest.mark.parametrize("command", ["scan", "infer", "catalogue"])
def test_what_is_wrong_in_the_settings_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    root = Repository(tmp_path / "repo").root
    Repository(root).commit({"a.ts": SOURCE, ".github/waypost.yml": "telemetry: {calls: [{cal: send, name: 0}]}\n"})
    monkeypatch.chdir(root)
    assert main(["telemetry", command]) == 0
    assert ".github/waypost.yml:1:22: Waypost does not know `cal`. Did you mean `call`?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("declared", "advised"),
    [
        pytest.param("send_event", False, id="as advised"),
        pytest.param("tracker.send_event", False, id="with its receiver"),
        pytest.param("resend_event", True, id="another one"),
    ],
)
def test_what_is_declared_is_not_advised_again(
    declared: str, advised: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Repository(tmp_path / "shop").commit(
        {
            ".github/waypost.yml": f"telemetry: {{calls: [{{call: {declared}, name: 0}}]}}\n",
            "a.py": "import posthog\ndef send_event(name):\n    posthog.capture('me', name)\n",
        }
    )
    assert ("{call: send_event, name: name}" in scan_of(tmp_path / "shop", capsys)[1]) == advised


def test_a_field_is_advised_where_only_its_argument_is_declared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Repository(tmp_path / "shop").commit(
        {
            ".github/waypost.yml": "telemetry: {calls: [{call: send_event, name: event}]}\n",
            "a.py": "import posthog\ndef send_event(event):\n    posthog.capture('me', event.name)\n",
        }
    )
    assert "{call: send_event, name: event.name}" in scan_of(tmp_path / "shop", capsys)[1]


def test_a_type_is_advised_only_where_a_value_can_leave_it_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "import posthog from 'posthog-js'\nexport function sendEvent<E>(name: E) { posthog.capture(name) }\n"
    swift = "import PostHog\nfunc tellEvent(_ name: Name) { PostHogSDK.shared.capture(name) }\n"
    Repository(tmp_path / "shop").commit({"a.ts": code, "b.swift": swift})
    told = scan_of(tmp_path / "shop", capsys)[1]
    assert "{call: sendEvent, name: 0}" in told
    assert "{call: tellEvent, name: 0, type: Name}" in told


def test_declared_calls_are_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Repository(tmp_path / "shop").commit(
        {".github/waypost.yml": "telemetry: {calls: [{call: tell, name: 1}]}\n", "a.py": "tell(x, 'a')\n"}
    )
    assert main(["telemetry", "scan", str(tmp_path / "shop")]) == 0
    assert capsys.readouterr().out == "a.py:1  tell  a  {}\n"


def scan_of(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[str, str]:
    assert main(["telemetry", "scan", str(folder), *more]) == 0
    done = capsys.readouterr()
    return done.out, done.err


def test_nothing_is_scanned_twice_until_something_changes(
    tmp_path: Path, cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = tmp_path / "shop"
    Repository(shop).commit({"a.ts": SOURCE, "b.ts": "\0"})
    first = scan_of(shop, capsys)
    assert len(list(cache.iterdir())) == 1
    with monkeypatch.context() as patch:
        patch.setattr(scanning, "told", None)
        assert scan_of(shop, capsys) == first
        assert scan_of(shop, capsys, "--format", "json")[0].startswith("[\n {")
        assert main(["telemetry", "scan", str(shop), "--no-cache"]) == 3, "there is nothing left to scan with"
        capsys.readouterr()
    (shop / "a.ts").write_text(SOURCE.replace("'a'", "'z'"))
    assert scan_of(shop, capsys)[0] == first[0].replace("  a  ", "  z  ")
    (shop / "c.ts").write_text("posthog.capture('c')")
    assert "c.ts:1  PostHog  c  {}" in scan_of(shop, capsys)[0]


@pytest.mark.parametrize("harm", [b"", b"\n", b"{}", b"\xff", b"0" * 64 + b"\n{}"])
def test_a_damaged_cache_is_no_cache(
    tmp_path: Path, cache: Path, capsys: pytest.CaptureFixture[str], harm: bytes
) -> None:
    shop = tmp_path / "shop"
    Repository(shop).commit({"a.ts": SOURCE})
    first = scan_of(shop, capsys)
    for kept in cache.iterdir():
        kept.write_bytes(harm)
    assert scan_of(shop, capsys) == first


def test_the_cache_has_an_end(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_cache, "MAX_SCANS", 3)
    for number in range(9):
        scan_cache.keep(cache, f"{number}", dict.fromkeys(scan_cache.PARTS, ""))
    assert len(list(cache.iterdir())) == 3
    scan_cache.keep(tmp_path / "cache" / "waypost" / "scans" / "8", "x", {})  # a file, no folder: nothing happens


def test_two_processes_find_what_one_finds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, Content] = {
        "a.ts": "import {track} from './w'; import {E} from './e'; track(E.A)",
        "b.ts": "import {track} from './w'; track('b'); posthog.capture('c')",
        "d.js": "{" * 20_000 + "posthog.capture('d')" + "}" * 20_000,
        "e.ts": "export const E = {A: 'a'}",
        "f.swift": "posthog.capture(Events.opened)",
        "g.ts": "\0",
        "w.ts": "import posthog from 'posthog-js'\nexport const track = (name) => posthog.capture(`x_${name}`)",
        "x/Names.swift": 'struct Events { static let opened = "opened" }',
    }
    Repository(tmp_path / "shop").commit(files)
    monkeypatch.setattr(scanning, "FEW", 10**6)
    alone = scan_of(tmp_path / "shop", capsys, "--no-cache", "--format", "json")
    monkeypatch.setattr(scanning, "FEW", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert scan_of(tmp_path / "shop", capsys, "--no-cache", "--format", "json") == alone
    assert [entry["names"] for entry in json.loads(alone[0])] == [["x_a"], ["x_b"], ["c"], ["opened"], ["x_{name}"]]
    assert [line.split(" ")[0] for line in alone[1].splitlines()[:2]] == ["d.js", "g.ts"]


def test_a_file_that_was_just_written_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.ts").write_text("x")
    assert scan_cache.state_of(str(tmp_path), "", ["a.ts"]) is not None
    monkeypatch.setattr(scan_cache, "TICK", 3600)
    assert scan_cache.state_of(str(tmp_path), "", ["a.ts"]) is None


def test_the_settings_are_where_they_are() -> None:
    assert scanning.PATH == settings.PATH


def test_progress_is_shown_on_a_terminal_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.ts").write_text(SOURCE)
    assert scan_of(tmp_path, capsys, "--no-cache")[1] == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    out, err = scan_of(tmp_path, capsys, "--no-cache")
    assert "a.ts" in out
    assert "0/1" in err


def test_nothing_found_is_said_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.ts").write_text("f('a')")
    assert scan_of(tmp_path, capsys, "--format", "json") == (
        "[]\n",
        "No call of a known SDK is here. Name functions of your own in .github/waypost.yml: "
        "`telemetry: {calls: [{call: yourFunction, name: 0}]}`.\n",
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.ts")
    sources = Sources(tmp_path)
    assert sources.read("a.ts") is None
    assert [(it.path, it.reason) for it in sources.unread] == [("a.ts", "no file")]


@pytest.mark.parametrize("kind", ["link", "pipe", "repository"])
def test_settings_that_are_no_file_are_told(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository = Repository(tmp_path)
    repository.commit({"a.ts": "posthog.capture('cart_opened')", ".github/waypost.yml": ""})
    place = tmp_path / ".github/waypost.yml"
    place.unlink()
    if kind == "link":
        place.symlink_to("/etc/passwd")
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        Repository(place).commit({"a": ""})
    _, err = scan_of(tmp_path, capsys, "--no-cache")
    assert ".github/waypost.yml:1:1: Put" in err


def test_settings_under_a_name_that_is_not_read_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Repository(tmp_path).commit(
        {"a.ts": "go('cart_opened')", ".github/waypost.yaml": "telemetry: {calls: [{call: go}]}"}
    )
    _, err = scan_of(tmp_path, capsys, "--no-cache")
    assert ".github/waypost.yaml:1:1: Call this file `.github/waypost.yml`: under the name it has" in err
