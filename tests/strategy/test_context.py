"""What an issue or pull request is tied to, and what the map says about it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from waypost.strategy.context import Context, context, progress, speaks
from waypost.strategy.map import Map, Measure, Objective, ProductLine, Stance, Status
from waypost.strategy.ties import Around, By, Move, Relative, Work, tie

MAP = Map(
    objectives=(
        Objective("checkout-conversion", "Most finish the checkout", product_lines=("shop", "gone")),
        Objective("support-time", "Answers within a day"),
    ),
    product_lines=(
        ProductLine("shop", "Shop", paths=("web/shop/**",)),
        ProductLine("api", "API", repositories=("api",)),
    ),
)


def work(body: str = "", **more: object) -> Work:
    return Work("acme/shop", "", body, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "objective"),
    [
        pytest.param("Objective: checkout-conversion", "checkout-conversion", id="line"),
        pytest.param("### Objective\n\ncheckout-conversion\n", "checkout-conversion", id="issue form"),
        pytest.param("Objective: `Support-Time`.", "support-time", id="code span and capitals"),
        pytest.param("Objective: Answers within a day", "support-time", id="title"),
        pytest.param("Objective: support-time, checkout-conversion", "support-time", id="first of several"),
        pytest.param(
            "Objective: nothing-like-it\n\nObjective: support-time", "support-time", id="known before unknown"
        ),
    ],
)
def test_an_explicit_objective_is_found(body: str, objective: str) -> None:
    found = tie(work(body), MAP)
    assert found.objective is not None
    assert (found.objective.id, found.by) == (objective, By.FIELD)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="empty"),
        pytest.param("### Objective\n\n_No response_\n", id="no response"),
        pytest.param("Objective: none", id="none"),
        pytest.param("### Objective\n\nWe want to be faster.\n", id="prose"),
        pytest.param("### Objective\n\nSupport times are bad.\n", id="prose with a similar word"),
        pytest.param("```\nObjective: support-time\n```", id="code"),
        pytest.param("> Objective: support-time", id="quote"),
        pytest.param("<!-- Objective: support-time -->", id="comment"),
    ],
)
def test_nothing_is_said_where_no_objective_is_named(body: str) -> None:
    assert not speaks(work(body), context(work(body), MAP))


def test_nothing_is_said_without_a_map() -> None:
    assert context(work("Objective: support-time"), Map()) == Context()


@pytest.mark.parametrize(
    ("asked", "close"),
    [("checkout-convertion", ("checkout-conversion",)), ("suport time", ("support-time",)), ("zzz", ())],
)
def test_an_unknown_id_says_what_was_perhaps_meant(asked: str, close: tuple[str, ...]) -> None:
    found = tie(work(f"Objective: {asked}"), MAP)
    assert (found.objective, found.asked, found.close) == (None, asked, close)


def test_product_lines_come_along() -> None:
    found = context(work("Objective: checkout-conversion"), MAP)
    assert [line.id for line in found.product_lines] == ["shop"]


@pytest.mark.parametrize(
    ("measure", "percent", "bar"),
    [
        pytest.param(Measure(60, 40, 52), 60, "██████░░░░", id="rising"),
        pytest.param(Measure(24, 72, 30), 87, "████████░░", id="falling"),
        pytest.param(Measure(60, 40, 30), 0, "░░░░░░░░░░", id="fallen back"),
        pytest.param(Measure(60, 40, 90), 100, "██████████", id="beyond"),
        pytest.param(Measure(0.3, 0.0, 0.1), 33, "███░░░░░░░", id="fractions"),
    ],
)
def test_progress(measure: Measure, percent: int, bar: str) -> None:
    found = progress(measure)
    assert found is not None
    assert (found.percent, found.bar) == (percent, bar)


@pytest.mark.parametrize("measure", [Measure(1), Measure(1, 0), Measure(1, now=1), Measure(1, 1, 1)])
def test_no_progress_where_a_figure_is_missing(measure: Measure) -> None:
    assert progress(measure) is None


@given(st.floats(), st.floats(), st.floats())
def test_progress_is_a_share(target: float, baseline: float, now: float) -> None:
    found = progress(Measure(target, baseline, now))
    assert found is None or (0 <= found.share <= 1 and len(found.bar) == 10)


def test_an_issue_that_asks_without_end_is_looked_up_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def similar(name: str, *_: object, **__: object) -> list[str]:
        compared.append(name)
        return []

    monkeypatch.setattr("waypost.strategy.ties.get_close_matches", similar)
    the_map = Map(objectives=(Objective("checkout", "Checkout"),))
    asked = [f"chekout-{number}" for number in range(5_000)]
    assert tie(work("### Objective\n" + "\n".join(asked)), the_map).asked == asked[0]
    assert tie(work("Objective: " + "x" * 60_000), the_map).by is By.NOTHING
    assert compared == asked[:20]


ONE = replace(MAP, objectives=(MAP.objectives[0], replace(MAP.objectives[1], status=Status.RETIRED)))
ABOUT_SUPPORT = Relative(3, "Slow answers", "Objective: support-time", url="/acme/shop/issues/3")


@pytest.mark.parametrize(
    ("given_work", "objective", "by"),
    [
        pytest.param(
            work("Objective: support-time", around=Around(chosen="checkout-conversion")),
            "checkout-conversion",
            By.COMMAND,
            id="a command goes before a line",
        ),
        pytest.param(
            work("Objective: support-time", labels=("checkout-conversion",)), "support-time", By.FIELD, id="line"
        ),
        pytest.param(
            work(labels=("bug", "Objective: Support-Time"), around=Around(parent=ABOUT_SUPPORT)),
            "support-time",
            By.LABEL,
            id="label",
        ),
        pytest.param(work(labels=("checkout-conversion",)), "checkout-conversion", By.LABEL, id="bare label"),
        pytest.param(work(around=Around(parent=ABOUT_SUPPORT)), "support-time", By.PARENT, id="parent"),
        pytest.param(
            work(around=Around(parent=Relative(4, "", labels=("objective/support-time",)))),
            "support-time",
            By.PARENT,
            id="label of the parent",
        ),
        pytest.param(
            work(pull_request=True, around=Around(linked=(Relative(9, "x"), ABOUT_SUPPORT))),
            "support-time",
            By.LINKED,
            id="linked issue",
        ),
        pytest.param(
            work(pull_request=True, paths=("web/shop/a.ts", "README.md")),
            "checkout-conversion",
            By.PATHS,
            id="changed paths",
        ),
    ],
)
def test_the_surest_tie_is_taken(given_work: Work, objective: str, by: By) -> None:
    found = tie(given_work, MAP)
    assert found.objective is not None
    assert (found.objective.id, found.by) == (objective, by)


@pytest.mark.parametrize(
    "given_work",
    [
        pytest.param(work("Objective: none", labels=("support-time",)), id="line"),
        pytest.param(work("### Objective\n\nN/A", around=Around(parent=ABOUT_SUPPORT)), id="form"),
        pytest.param(work("Objective: support-time", around=Around(chosen="")), id="command"),
    ],
)
def test_none_is_an_answer_and_ends_it(given_work: Work) -> None:
    found = context(given_work, MAP)
    assert found.tie.none and found.objective is None
    assert not speaks(given_work, found)


@pytest.mark.parametrize(
    "given_work",
    [
        pytest.param(work(labels=("shop", "objective:")), id="other labels"),
        pytest.param(work(pull_request=True, paths=("api/a.py",)), id="paths of no product line"),
        pytest.param(work(around=Around(parent=Relative(3, "x", "Objective: unknown-one"))), id="parent misspelt"),
    ],
)
def test_no_tie(given_work: Work) -> None:
    assert tie(given_work, MAP).by is By.NOTHING


def test_of_two_objectives_of_a_product_line_none_is_meant() -> None:
    both = tuple(replace(objective, product_lines=("shop",)) for objective in MAP.objectives)
    assert tie(work(pull_request=True, paths=("web/shop/a.ts",)), replace(MAP, objectives=both)).objective is None


@given(st.text(max_size=300), st.lists(st.text(max_size=30), max_size=3), st.booleans())
def test_whatever_people_write_is_looked_at(body: str, labels: list[str], pull: bool) -> None:
    given_work = work(f"Objective: {body}\n\n{body}", labels=tuple(labels), pull_request=pull)
    found = context(given_work, MAP)
    assert speaks(given_work, found) in (True, False)
    assert len(found.tie.close) <= 3


CLEAR = Map(
    objectives=(
        Objective("checkout-conversion", "More carts become paid orders", "People leave at the address form."),
        Objective("support-time", "Support answers every customer within a day", "Waiting makes customers leave."),
        Objective("old", "Carts survive a paid order", status=Status.RETIRED),
    )
)


@pytest.mark.parametrize(
    ("title", "body", "objective"),
    [
        pytest.param(
            "Carts are lost before they become orders",
            "When somebody fills in the address form, the cart is emptied and the order is never paid.",
            "checkout-conversion",
            id="clear",
        ),
        pytest.param("The address form is broken", "It shows a blank page.", None, id="one word of the reason"),
        pytest.param("Update dependencies", "Bump lodash from 1 to 2.", None, id="unrelated"),
        pytest.param("Orders", "", None, id="one word"),
        pytest.param(
            "Orders",
            "```\nMore carts become paid orders, people leave at the address form\n```",
            None,
            id="in code",
        ),
    ],
)
def test_an_objective_is_suggested_only_where_it_is_clear(title: str, body: str, objective: str | None) -> None:
    found = context(Work("acme/shop", title, body), CLEAR)
    assert (found.tie.objective and found.tie.objective.id) == objective
    assert found.objective is None
    if objective:
        assert found.tie.by is By.SUGGESTED


def test_two_objectives_that_fit_equally_well_are_no_suggestion() -> None:
    twins = (CLEAR.objectives[0], replace(CLEAR.objectives[0], id="twin"))
    body = "Carts become paid orders where people do not leave at the address form."
    assert tie(Work("acme/shop", "Carts", body), Map(objectives=twins)).by is By.NOTHING


SUNSET = replace(MAP, product_lines=(replace(MAP.product_lines[0], stance=Stance.SUNSET),))


@pytest.mark.parametrize(
    ("given_work", "the_map", "spoken"),
    [
        pytest.param(work("Objective: support-time", pull_request=True), MAP, True, id="line"),
        pytest.param(work(pull_request=True, around=Around(linked=(ABOUT_SUPPORT,))), MAP, False, id="linked"),
        pytest.param(
            work(pull_request=True, around=Around(linked=(ABOUT_SUPPORT,), wanted=True)), MAP, True, id="asked for"
        ),
        pytest.param(
            work(pull_request=True, around=Around(linked=(ABOUT_SUPPORT,))), ONE, True, id="linked, but retired"
        ),
        pytest.param(work(pull_request=True, paths=("web/shop/a.ts",)), MAP, False, id="paths"),
        pytest.param(work(pull_request=True, paths=("web/shop/a.ts",)), SUNSET, True, id="paths of a sunset line"),
        pytest.param(work(pull_request=True, paths=("docs/a.md",)), SUNSET, False, id="other paths"),
    ],
)
def test_a_pull_request_is_left_in_peace(given_work: Work, the_map: Map, spoken: bool) -> None:
    assert speaks(given_work, context(given_work, the_map)) is spoken


@pytest.mark.parametrize(
    ("move", "told"),
    [
        pytest.param(Move("", datetime(2026, 1, 1, tzinfo=UTC), objectives=("support-time",)), True, id="objective"),
        pytest.param(Move("", datetime(2026, 1, 1, tzinfo=UTC), objectives=("other",)), False, id="another"),
        pytest.param(Move("", datetime(2026, 1, 1, tzinfo=UTC), product_lines=("shop",)), False, id="another line"),
    ],
)
def test_only_moves_that_concern_the_work_are_told(move: Move, told: bool) -> None:
    found = context(work("Objective: support-time", around=Around(moves=(move,))), MAP)
    assert bool(found.moves) is told
