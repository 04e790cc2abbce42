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


def test_a_removed_file_has_no_problems() -> None:
    change = Change("a" * 40, "b" * 40, (ChangedFile("telemetry/spec.yml", "removed", None, frozenset()),))
    assert checks.run(change, handbook("checks: [")).findings == ()
