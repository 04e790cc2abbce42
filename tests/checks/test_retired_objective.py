"""Objectives that serve what nobody goes to any more."""

import pytest

from tests.checks.changes import added, handbook
from waypost.checks.retired_objective import check

RETIRED = "  - {id: old, title: Old, status: retired} # old\n"


@pytest.mark.parametrize(
    ("entry", "columns"),
    [
        pytest.param("  - {id: a, title: A, parents: [old]}\n", [32], id="parent retired"),
        pytest.param("  - {id: a, title: A, parents: [old], status: retired}\n", [], id="retired itself"),
        pytest.param("  - {id: a, title: A, parents: [old]} # old\n", [], id="untouched"),
        pytest.param("  - {id: a, title: A, parents: [b]}\n  - {id: b, title: B}\n", [], id="parent alive"),
    ],
)
def test_remarks(entry: str, columns: list[int]) -> None:
    change = added({"strategy/map.yml": f"objectives: # old\n{RETIRED}{entry}"})
    assert [found.span.column for found in check(change, handbook())] == columns


def test_a_parent_in_another_file_of_the_map_is_known() -> None:
    book = handbook(others={"strategy/map/old.yml": "objectives:\n" + RETIRED})
    change = added({"strategy/map/new.yml": "objectives: [{id: a, title: A, parents: [old]}]"})
    assert len(list(check(change, book))) == 1
