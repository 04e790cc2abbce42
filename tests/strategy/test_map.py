"""The map: what is kept, and what is said of what is wrong."""

import datetime

import pytest

from waypost.strategy.map import Stance, Status, read_map

MAP = b"""\
destination: Every shop sells online without help from us.
objectives:
  - id: checkout-conversion
    title: Most who start a checkout finish it
    why: Every abandoned checkout is a customer we had already convinced.
    measure: {baseline: 40, target: 60, now: 52, unit: "%", source: "https://example.com/d/42", date: 2026-05-01}
    owner: Checkout team
    horizon: 2026-Q2
    status: exploring
    product_lines: [shop]
product_lines:
  - {id: shop, title: Shop, paths: ["apps/shop/**"], stance: invest, reason: It carries the growth.}
glossary:
  GMV: Worth of all that was sold
"""


def test_a_whole_map_is_read() -> None:
    the_map, problems = read_map(MAP)
    assert the_map is not None and problems == ()
    objective = the_map.objective("checkout-conversion")
    assert objective is not None and objective.measure
    assert (objective.status, objective.horizon, objective.measure.now) == (Status.EXPLORING, "2026-Q2", 52)
    assert objective.measure.date == datetime.date(2026, 5, 1)
    line = the_map.product_line("shop")
    assert line is not None and line.stance is Stance.INVEST
    assert the_map.glossary == {"GMV": "Worth of all that was sold"}
    assert the_map.objective("other") is None


def test_no_file_is_no_map() -> None:
    assert read_map(None) == (None, ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "objectives:\n  - {id: a, title: A}\n  - {id: a, title: B}\n",
            "3:6: `a` is the id of an earlier entry, too. Give this one its own.",
            id="duplicate objective",
        ),
        pytest.param(
            "objectives:\n  - id: a\n    title: A\n    product_lines: [shpo]\nproduct_lines: [{id: shop, title: S}]\n",
            "4:21: No product line of this map has the id `shpo`. Did you mean `shop`?",
            id="unknown product line",
        ),
        pytest.param(
            "objectives:\n  - id: growth\n    title: A\n    parents:\n      - x`\n",
            "5:9: No objective of this map has the id `x'`. Add it to the map, or take `x'` out.",
            id="unknown parent",
        ),
        pytest.param(
            "objectives:\n  - {id: a, title: A, measure: {target: 60 %}}\n",
            "2:33: `60 %` does not fit here. Write a number.",
            id="number with its unit",
        ),
        pytest.param(
            "objectives:\n  - {id: a, title: A, measure: {target: 1, date: 2026-02-30}}\n",
            "2:44: `2026-02-30` does not fit here. Write a day like `2024-05-31` or nothing.",
            id="day that does not exist",
        ),
        pytest.param(
            "objectives:\n  - {id: a, title: A, measure: {target: 1e999}}\n",
            "2:33: `1e999` does not fit here. Write a number.",
            id="endless number",
        ),
        pytest.param(
            "product_lines: [{id: a, title: A, stance: sunsett}]\n",
            "1:35: `sunsett` is not possible here. Write one of `invest`, `sunset`, `sustain`. Did you mean `sunset`?",
            id="unknown stance",
        ),
    ],
)
def test_problems_have_a_place_and_a_mend(text: str, problem: str) -> None:
    _, problems = read_map(text.encode())
    assert [str(found) for found in problems] == [f"strategy/map.yml:{problem}"]


def test_flaws_are_told_up_to_a_number() -> None:
    rows = "".join(f"- {{id: a{number}, title: b, parents: [z{number}]}}\n" for number in range(3_000))
    the_map, problems = read_map(f"objectives:\n{rows}".encode())
    assert the_map is not None
    assert len(the_map.objectives) == 3_000
    assert len(problems) == 50
