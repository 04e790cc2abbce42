"""A file written for Waypost that cannot be read is told where it stands."""

import pytest

from tests.checks.changes import added, handbook
from waypost import checks
from waypost.change import Change, ChangedFile
from waypost.handbook import MISNAMED


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        pytest.param(
            "telemetry/spec.yml",
            "convention: {case: snake}",
            "telemetry/spec.yml:1:14: `snake` is not possible here.",
            id="spec",
        ),
        pytest.param(
            ".github/waypost.yml", "checks: [", ".github/waypost.yml:1:10: This is not valid YAML", id="syntax"
        ),
        *(
            pytest.param(path, "", f"{path}:1:1: Call this file `{right}`: under the name it has it", id=path)
            for path, right in MISNAMED.items()
        ),
    ],
)
def test_a_broken_file_is_told(path: str, text: str, message: str) -> None:
    (finding,) = checks.run(added({path: text}), handbook()).findings
    assert f"{finding.path}:{finding.span.line}:{finding.span.column}: {finding.message}".startswith(message)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("telemetry/spec.yml", "version: 1\n", id="good"),
        pytest.param("other/spec.yml", "checks: [", id="not-ours"),
    ],
)
def test_all_else_is_left_alone(path: str, text: str) -> None:
    assert checks.run(added({path: text}), handbook()).findings == ()


def test_a_part_of_a_spec_is_read_with_the_others() -> None:
    parts = {
        "telemetry/spec/a.yml": "events:\n  a: {status: deprecated, replacement: b}\n  c: {}\n",
        "telemetry/spec/b.yml": "events:\n  b: {}\n  c: {}\n",
    }
    (finding,) = checks.run(added(parts), handbook()).findings
    assert finding.path == "telemetry/spec/b.yml"
    assert finding.message == "`c` is in `telemetry/spec/a.yml`, too. Keep one of them."


@pytest.mark.parametrize(
    ("path", "reason", "message"),
    [
        pytest.param(
            "telemetry/spec.yml",
            "a symbolic link",
            "Put here what it leads to: this is a symbolic link, and none is followed.",
            id="link",
        ),
        pytest.param(
            ".github/waypost.yml", "a submodule", "Put a file of text here: this is a submodule.", id="submodule"
        ),
        pytest.param("strategy/map", "a submodule", "Put a folder of text here: this is a submodule.", id="folder"),
        pytest.param("research/a.md", "binary", "Put a file of text here: this is binary.", id="binary"),
        pytest.param(
            "telemetry/spec/a.yml",
            "larger than 8,000,000 bytes",
            "Split this file: it is larger than 8,000,000 bytes, and is not read.",
            id="large",
        ),
    ],
)
def test_what_stands_in_a_files_place_is_told_once(path: str, reason: str, message: str) -> None:
    change = Change("a" * 40, "b" * 40, (ChangedFile(path, "added", None, frozenset(), unread=reason),))
    verdict = checks.run(change, handbook())
    assert [(it.path, it.span.line, it.message) for it in verdict.findings] == [(path, 1, message)]
    assert verdict.unread == ()
    quiet = checks.run(change, handbook(settings="checks: {broken-waypost-file: observe}"))
    assert [it.path for it in quiet.unread] == [path]


@pytest.mark.parametrize("path", ["research/a.png", "telemetry/spec/notes.bin", "docs/spec.yml"])
def test_nobody_misses_a_picture_beside_our_files(path: str) -> None:
    change = Change("a" * 40, "b" * 40, (ChangedFile(path, "added", None, frozenset(), unread="binary"),))
    verdict = checks.run(change, handbook())
    assert (verdict.findings, verdict.unread) == ((), ())


def test_a_removed_file_has_no_problems() -> None:
    change = Change("a" * 40, "b" * 40, (ChangedFile("telemetry/spec.yml", "removed", None, frozenset()),))
    assert checks.run(change, handbook("checks: [")).findings == ()
