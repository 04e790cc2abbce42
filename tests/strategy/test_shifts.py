"""What moved between two maps, in words; and what is no move at all."""

import time
from dataclasses import replace as altered
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from waypost.strategy.map import Map, Measure, Objective, ProductLine, Stance, Status
from waypost.strategy.shifts import Kind, Part, Shift, shifts
from waypost.strategy.wording import reworded

A = Objective("a", "More carts become orders", why="Most leave at the address form.", measure=Measure(40, 31, unit="%"))
B = Objective("b", "Answers within a day")
SHOP = ProductLine("shop", "Shop", stance=Stance.INVEST)
MAP = Map("Buying from us is easier than putting it off.", (A, B), (SHOP,), {"cart": "What somebody means to buy."})


def with_a(**changes: object) -> Map:
    return replace(MAP, objectives=(replace(A, **changes), B))


@pytest.mark.parametrize(
    ("after", "said"),
    [
        pytest.param(
            replace(MAP, destination="Buying from us is faster than putting it off."),
            [
                "The destination is now `Buying from us is faster than putting it off`;"
                " before, it was `Buying from us is easier than putting it off`."
            ],
            id="destination reworded",
        ),
        pytest.param(
            replace(MAP, destination=""), ["The destination was taken off the map."], id="destination removed"
        ),
        pytest.param(
            replace(MAP, objectives=(A, B, Objective("c", "New @all `x`"))),
            ["The objective `c` is new: `New @all 'x'`."],
            id="objective added",
        ),
        pytest.param(replace(MAP, objectives=(A,)), ["The objective `b` was taken off the map."], id="removed"),
        pytest.param(
            replace(MAP, objectives=(replace(A, id="conversion"), B)),
            ["The objective `a` is now called `conversion`."],
            id="renamed",
        ),
        pytest.param(
            replace(MAP, objectives=(B, Objective("c", "C", replaces=("a",)), Objective("d", "D", replaces=("a",)))),
            ["The objective `a` was split into `c`, `d`."],
            id="split",
        ),
        pytest.param(
            replace(
                MAP,
                objectives=(
                    replace(A, status=Status.RETIRED),
                    B,
                    Objective("c", "C", parents=("a",)),
                    Objective("d", "D", parents=("a",)),
                ),
            ),
            ["The objective `a` was split into `c`, `d`."],
            id="retired with two children instead",
        ),
        pytest.param(
            replace(MAP, objectives=(Objective("c", "C", replaces=("a", "b")),)),
            ["The objective `a` was merged with `b` into `c`.", "The objective `b` was merged with `a` into `c`."],
            id="merged",
        ),
        pytest.param(
            replace(MAP, objectives=(Objective("c", "C", replaces=("a",)), B)),
            ["The objective `a` gave way to `c`."],
            id="replaced",
        ),
        pytest.param(
            with_a(status=Status.RETIRED),
            ["The objective `a` is now retired (before: committed)."],
            id="retired",
        ),
        pytest.param(
            with_a(measure=Measure(45, 31, unit="%")),
            ["The objective `a` now aims at `45%` (before: `40%`)."],
            id="retargeted",
        ),
        pytest.param(
            with_a(measure=Measure(1_200, unit="orders")),
            ["The objective `a` now aims at `1,200 orders` (before: `40%`)."],
            id="measured otherwise",
        ),
        pytest.param(with_a(horizon="2027-Q1"), ["The objective `a` now has `2027-Q1` as its horizon."], id="horizon"),
        pytest.param(with_a(owner="team-b"), ["The objective `a` is now owned by `team-b`."], id="re-owned"),
        pytest.param(with_a(parents=("b",)), ["The objective `a` now serves `b`."], id="realigned"),
        pytest.param(
            with_a(title="Fewer carts become orders"),
            [
                "The objective `a` is now `Fewer carts become orders`; before, it was `More carts become orders`.",
            ],
            id="title reworded",
        ),
        pytest.param(
            with_a(why="Delivery costs scare people."),
            ["The objective `a` matters for another reason now: `Delivery costs scare people`."],
            id="another reason",
        ),
        pytest.param(
            replace(MAP, product_lines=(replace(SHOP, stance=Stance.SUNSET, reason="Nobody buys there."),)),
            ["The product line `shop` is now to sunset (before: invest): `Nobody buys there`."],
            id="stance",
        ),
        pytest.param(
            replace(MAP, product_lines=()), ["The product line `shop` was taken off the map."], id="line gone"
        ),
        pytest.param(
            replace(MAP, product_lines=(SHOP, ProductLine("api", "API", stance=Stance.SUSTAIN))),
            ["The product line `api` is new, to sustain."],
            id="line added",
        ),
        pytest.param(
            replace(MAP, glossary={"cart": "An order that was paid", "GMV": "Worth"}),
            ["The word `cart` now means `An order that was paid`.", "The word `GMV` is new: `Worth`."],
            id="glossary",
        ),
    ],
)
def test_what_moved_is_told(after: Map, said: list[str]) -> None:
    assert [shift.words for shift in shifts(MAP, after)] == said


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(replace(MAP, objectives=(B, A)), id="reordered"),
        pytest.param(with_a(title="More cartss become orders."), id="typo in a title"),
        pytest.param(with_a(why="Most leave, at the adress form"), id="typo in a reason"),
        pytest.param(with_a(owner=" "), id="spaces"),
        pytest.param(with_a(measure=Measure(40, 31, now=36, unit="%", source="report")), id="a new figure"),
        pytest.param(with_a(product_lines=("shop",), public=True), id="bookkeeping"),
        pytest.param(replace(MAP, destination="Buying from us is easier than putting it off"), id="full stop"),
        pytest.param(replace(MAP, product_lines=(replace(SHOP, paths=("web/**",), title="The shop"),)), id="paths"),
        pytest.param(replace(MAP, glossary={"cart": "what sombody means to buy"}), id="typo in a meaning"),
    ],
)
def test_nothing_is_told_where_nothing_moved(after: Map) -> None:
    assert shifts(MAP, after) == ()


def test_a_first_map_and_a_last_one() -> None:
    assert [shift.kind for shift in shifts(None, MAP)] == [Kind.ADDED] * 5
    assert [shift.kind for shift in shifts(MAP, None)] == [Kind.REMOVED] * 5
    assert shifts(None, None) == ()


@pytest.mark.parametrize(
    ("objective", "lines", "touched"),
    [("a", (), True), ("c", (), True), ("b", (), False), ("", (), False), ("b", ("shop",), False)],
)
def test_whom_a_moved_objective_touches(objective: str, lines: tuple[str, ...], touched: bool) -> None:
    shift = Shift(Part.OBJECTIVE, Kind.SPLIT, "a", "", ("c", "d"))
    assert shift.touches(objective, lines) is touched


def test_whom_other_shifts_touch() -> None:
    line = Shift(Part.PRODUCT_LINE, Kind.STANCE, "shop", "")
    assert line.touches("a", ("shop",)) and not line.touches("shop", ())
    for part in (Part.DESTINATION, Part.GLOSSARY):
        assert not altered(line, part=part, id="").touches("", ())


@pytest.mark.parametrize(
    ("before", "after", "matters"),
    [
        pytest.param("We sell to shops.", "We sell to shops", False, id="full stop"),
        pytest.param("Answers within 2 days", "Answers within 3 days", True, id="number"),
        pytest.param("We do it for a share of 40%", "We do it for a share of 45%", True, id="percentage"),
        pytest.param("Support answers every customer", "Support does not answer every customer", True, id="negation"),
        pytest.param("Customers are paid", "Customers are unpaid", True, id="the opposite by prefix"),
        pytest.param("Increase churn", "Decrease churn", True, id="the opposite"),
        pytest.param("Teh customers come back", "The customers come back", False, id="typo"),
        pytest.param("Customers come back", "Back come customers", False, id="order"),
        pytest.param(
            "Two thirds of the people who fill a cart leave at the address form, and most never come back to us.",
            "Two thirds of the people who fill a cart quit at the address form, and most never come back to us.",
            False,
            id="one synonym in a long sentence",
        ),
        pytest.param("", "", False, id="nothing"),
        pytest.param("", "Something", True, id="from nothing"),
    ],
)
def test_reworded(before: str, after: str, matters: bool) -> None:
    assert reworded(before, after) is matters
    assert reworded(after, before) is matters


@given(st.text(max_size=200))
def test_no_text_is_reworded_from_itself(text: str) -> None:
    assert not reworded(text, text)


OBJECTIVES = st.builds(
    Objective,
    id=st.sampled_from(["a", "b", "c", "d"]),
    title=st.text(min_size=1, max_size=20),
    why=st.text(max_size=40),
    owner=st.text(max_size=5),
    status=st.sampled_from(Status),
    parents=st.lists(st.sampled_from(["a", "b", "z"]), max_size=2).map(tuple),
    replaces=st.lists(st.sampled_from(["a", "b", "z"]), max_size=2).map(tuple),
)
LINES = st.builds(ProductLine, id=st.sampled_from(["x", "y"]), title=st.just("T"), stance=st.sampled_from(Stance))
MAPS = st.builds(
    Map,
    destination=st.text(max_size=40),
    objectives=st.lists(OBJECTIVES, max_size=5, unique_by=lambda objective: objective.id).map(tuple),
    product_lines=st.lists(LINES, max_size=2, unique_by=lambda line: line.id).map(tuple),
    glossary=st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=20), max_size=3),
)


@given(MAPS, st.randoms(use_true_random=False))
def test_order_alone_is_no_move(the_map: Map, chance: Random) -> None:
    objectives = list(the_map.objectives)
    chance.shuffle(objectives)
    assert shifts(the_map, replace(the_map, objectives=tuple(objectives))) == ()


@given(MAPS, MAPS)
def test_whatever_moved_is_told_once_and_in_one_line(before: Map, after: Map) -> None:
    found = shifts(before, after)
    assert len(set(found)) == len(found)
    assert all("\n" not in shift.words and shift.words.endswith(".") for shift in found)
    gone = {objective.id for objective in before.objectives} - {objective.id for objective in after.objectives}
    assert gone <= {shift.id for shift in found}


def test_a_wholly_new_text_takes_little_time() -> None:
    assert reworded(" ".join(f"word{n}x" for n in range(5_000)), " ".join(f"other{n}y" for n in range(5_000)))


def test_words_as_long_as_a_text_are_told_apart_soon() -> None:
    started = time.process_time()
    assert reworded("ab" * 2_500, "a" * 4_800 + "b" * 200)
    assert reworded(
        " ".join(f"{'ab' * 60}{at}x" for at in range(40)), " ".join(f"{'ba' * 60}{at}y" for at in range(40))
    )
    assert time.process_time() - started < 2
    assert not reworded("Buying is " + "easy" * 20, "Buying is " + "easy" * 19 + "esay")
