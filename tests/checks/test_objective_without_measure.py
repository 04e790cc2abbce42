"""Hints about measures, only where a change writes an objective."""

import pytest

from tests.checks.changes import added, handbook
from waypost.checks.objective_without_measure import check


@pytest.mark.parametrize(
    ("entry", "places"),
    [
        pytest.param("  - {id: a, title: A}\n", [(3, 10)], id="flow"),
        pytest.param("  - title: A\n    id: a\n    owner: x\n", [(4, 9)], id="block"),
        pytest.param("  - {id: a, title: A, status: exploring}\n", [], id="exploring"),
        pytest.param("  - {id: a, title: A, measure: {target: 1}}\n", [], id="measured"),
        pytest.param("  - {id: a, title: A} # old\n", [], id="untouched"),
        pytest.param("  - id: a # old\n    title: A # old\n    owner: new\n", [(3, 9)], id="touched in one line"),
    ],
)
def test_hints(entry: str, places: list[tuple[int, int]]) -> None:
    change = added({"strategy/map.yml": f"destination: x # old\nobjectives: # old\n{entry}"})
    assert [(found.span.line, found.span.column) for found in check(change, handbook())] == places


def test_other_files_and_broken_ones_are_left_alone() -> None:
    assert (
        list(
            check(added({"a.yml": "objectives: [{id: a, title: A}]", "strategy/map.yml": "objectives: ["}), handbook())
        )
        == []
    )
