"""`waypost telemetry scan` lists every call of a repository, for people and for programs."""

import json
from pathlib import Path

import pytest

from tests.checkout.repository import Repository
from waypost.cli.main import main

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
