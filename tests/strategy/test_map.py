"""The map: what is kept, and what is said of what is wrong."""

import datetime

import pytest

from waypost.strategy.map import PATH, Map, Objective, ProductLine, Stance, Status, belongs, public, read_map

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
    the_map, problems = read_map({PATH: MAP})
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
    assert read_map({}) == (None, ())


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
        pytest.param(
            "objectives:\n  - {id: a, title: A, parents: [b]}\n  - {id: b, title: B, parents: [c]}\n"
            "  - {id: c, title: C, parents: [b]}\n",
            "3:23: `b` serves itself by way of `c`. Take one of the parents out.",
            id="circle",
        ),
        pytest.param(
            "objectives:\n  - {id: a, title: A, parents: [a]}\n",
            "2:23: `a` serves itself. Take one of the parents out.",
            id="its own parent",
        ),
    ],
)
def test_problems_have_a_place_and_a_mend(text: str, problem: str) -> None:
    _, problems = read_map({PATH: text.encode()})
    assert [str(found) for found in problems] == [f"strategy/map.yml:{problem}"]


def test_flaws_are_told_up_to_a_number() -> None:
    rows = "".join(f"- {{id: a{number}, title: b, parents: [z{number}]}}\n" for number in range(3_000))
    the_map, problems = read_map({PATH: f"objectives:\n{rows}".encode()})
    assert the_map is not None
    assert len(the_map.objectives) == 3_000
    assert len(problems) == 50


PARTS = {
    "strategy/map/00-destination.yml": b"destination: There.\nglossary: {GMV: Worth}\n",
    "strategy/map/shop.yml": b"objectives: [{id: a, title: A, product_lines: [shop]}]\n",
    "strategy/map/z.yaml": b"product_lines: [{id: shop, title: Shop}]\n",
    "strategy/map/notes.md": b"not: [yaml",
}


def test_several_files_are_one_map() -> None:
    the_map, problems = read_map(PARTS)
    assert problems == ()
    assert the_map == Map(
        "There.", (Objective("a", "A", product_lines=("shop",)),), (ProductLine("shop", "Shop"),), {"GMV": "Worth"}
    )


def test_files_of_one_map_may_not_contradict_each_other() -> None:
    twice = {"strategy/map.yml": b"destination: Here.\nobjectives: [{id: a, title: A}]\nglossary: {GMV: Else}\n"}
    the_map, problems = read_map(PARTS | twice)
    assert the_map is not None and the_map.destination == "Here." and the_map.glossary == {"GMV": "Else"}
    assert [str(problem) for problem in problems] == [
        "strategy/map/00-destination.yml:1:1: Keep one destination: `strategy/map.yml` has one, too.",
        "strategy/map/00-destination.yml:2:12: Keep `GMV` once: `strategy/map.yml` has it, too.",
        "strategy/map/shop.yml:1:15: `a` is the id of an earlier entry, too. Give this one its own.",
    ]


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("strategy/map.yml", True),
        ("strategy/map/shop.yml", True),
        ("strategy/map/deep/shop.yml", False),
        ("strategy/map.yaml", False),
        ("strategy/decisions/0001-x.md", False),
    ],
)
def test_which_files_make_the_map(path: str, part: bool) -> None:
    assert belongs(path) is part


def test_readers_from_outside_see_only_what_is_marked_public() -> None:
    whole = Map(
        "There.",
        (
            Objective("open", "Open", parents=("hidden",), product_lines=("secret", "shop"), public=True),
            Objective("hidden", "Hidden"),
        ),
        (ProductLine("shop", "Shop", public=True), ProductLine("secret", "Secret")),
        {"GMV": "Worth"},
    )
    assert public(whole) == Map(
        "",
        (Objective("open", "Open", product_lines=("shop",), public=True),),
        (ProductLine("shop", "Shop", public=True),),
    )


def test_long_circles_are_found_in_bounded_time() -> None:
    rows = "".join(f"- {{id: a{n}, title: b, parents: [a{(n + 1) % 3_000}]}}\n" for n in range(3_000))
    the_map, problems = read_map({PATH: f"objectives:\n{rows}".encode()})
    assert the_map is not None
    assert [problem.message for problem in problems] == [
        "`a0` serves itself by way of `a1`, `a2`, `a3`, `a4` and others. Take one of the parents out."
    ]


def test_a_map_of_very_many_files_is_read_so_far() -> None:
    text = b"# " + b"x" * 1_000_000 + b"\n"
    files = {f"strategy/map/{number:02}.yml": text for number in range(20)} | {"strategy/map.yml": b"destination: x\n"}
    the_map, problems = read_map(files)
    assert the_map is not None and the_map.destination == "x"
    assert [problem.path for problem in problems] == ["strategy/map/07.yml"]


BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            BOMB.encode(),
            "once aliases are expanded. Use fewer aliases.",
            id="alias bomb",
        ),
        pytest.param(b"destination: " + b"x" * 30_000_000, "Split it.", id="huge"),
    ],
)
def test_hostile_files_are_refused(text: bytes, message: str) -> None:
    the_map, problems = read_map({PATH: text})
    assert the_map is None
    assert len(problems) == 1 and message in problems[0].message
