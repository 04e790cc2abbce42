"""A new figure is written into the map, and all else stays as it is."""

import pytest

from waypost.strategy.map import read_map
from waypost.strategy.map_edit import with_figure

HEAD = """\
# Ours
destination: 'There'   # far
objectives:
  - id: other
    title: Other
    measure: {now: 1, target: 2}
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "  - {id: a, title: A, measure: {baseline: 1, target: 9, now: 3, unit: '%', date: 2026-01-01}}  # keep\n",
            "  - {id: a, title: A, measure: {baseline: 1, target: 9, now: 5.5, unit: '%', date: 2026-11-26}}  # keep\n",
            id="flow",
        ),
        pytest.param(
            "  - {id: a, title: A, measure: {target: 9}}\n",
            "  - {id: a, title: A, measure: {target: 9, now: 5.5, date: 2026-11-26}}\n",
            id="flow, missing",
        ),
        pytest.param(
            "  - title: A\n    id: \"a\"\n    measure:\n      target: 9  # aim\n      now: '3'  # read\n    owner: x\n",
            '  - title: A\n    id: "a"\n    measure:\n      target: 9  # aim\n      now: 5.5  # read\n'
            "      date: 2026-11-26\n    owner: x\n",
            id="block",
        ),
        pytest.param(
            "  - id: a\n    title: A\n    measure:\n      target: 9\n      source: |\n        here\n\n"
            "  - {id: c, title: C}\n",
            "  - id: a\n    title: A\n    measure:\n      target: 9\n      source: |\n        here\n"
            "      now: 5.5\n      date: 2026-11-26\n\n  - {id: c, title: C}\n",
            id="a block of text last",
        ),
    ],
)
def test_only_the_figure_changes(before: str, after: str) -> None:
    files = {"strategy/map/a.yml": b"x: [", "strategy/map/b.yml": (HEAD + before).encode()}
    found = with_figure(files, "a", 5.5, "2026-11-26")
    assert found == {"strategy/map/b.yml": HEAD + after}
    the_map, problems = read_map({path: text.encode() for path, text in found.items()})
    assert the_map is not None and problems == ()
    objective = the_map.objective("a")
    assert objective is not None and objective.measure and objective.measure.now == 5.5


@pytest.mark.parametrize(
    "text", ["objectives: [{id: a, title: A}]", "objectives: []", "- x", "", "objectives: [{id: b}]"]
)
def test_what_is_not_written_so_is_left_alone(text: str) -> None:
    assert with_figure({"strategy/map.yml": text.encode()}, "a", 1, "2026-11-26") == {}
