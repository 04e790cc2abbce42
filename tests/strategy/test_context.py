"""Which objective an issue is tied to, and how far that is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.strategy.context import context, progress
from waypost.strategy.map import Map, Measure, Objective, ProductLine

MAP = Map(
    objectives=(
        Objective("checkout-conversion", "Most finish the checkout", product_lines=("shop", "gone")),
        Objective("support-time", "Answers within a day"),
    ),
    product_lines=(ProductLine("shop", "Shop"),),
)


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
    found = context(body, MAP)
    assert found is not None and found.objective is not None
    assert found.objective.id == objective


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
    assert context(body, MAP) is None


def test_nothing_is_said_without_a_map() -> None:
    assert context("Objective: support-time", None) is None
    assert context("Objective: support-time", Map()) is None


@pytest.mark.parametrize(
    ("asked", "close"),
    [("checkout-convertion", ("checkout-conversion",)), ("suport time", ("support-time",)), ("zzz", ())],
)
def test_an_unknown_id_says_what_was_perhaps_meant(asked: str, close: tuple[str, ...]) -> None:
    found = context(f"Objective: {asked}", MAP)
    assert found is not None
    assert (found.objective, found.asked, found.close) == (None, asked, close)


def test_product_lines_come_along() -> None:
    found = context("Objective: checkout-conversion", MAP)
    assert found is not None
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

    monkeypatch.setattr("waypost.strategy.context.get_close_matches", similar)
    the_map = Map(objectives=(Objective("checkout", "Checkout"),))
    asked = [f"chekout-{number}" for number in range(5_000)]
    assert context("### Objective\n" + "\n".join(asked), the_map) is not None
    assert context("Objective: " + "x" * 60_000, the_map) is None
    assert compared == asked[:20]
