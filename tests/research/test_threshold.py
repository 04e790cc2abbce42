"""The threshold goes down only where suggestions were right nearly always."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.research.matching import SPOKEN
from waypost.research.threshold import Verdict, interval, threshold


def verdicts(good: int, bad: int, probability: float = 0.77) -> list[Verdict]:
    return [Verdict(probability, True)] * good + [Verdict(probability, False)] * bad


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param([], 0.75, id="nobody-said-anything"),
        pytest.param(verdicts(29, 0), 0.75, id="too-few"),
        pytest.param(verdicts(34, 0), 0.75, id="all-right-and-still-uncertain"),
        pytest.param(verdicts(35, 0), 0.70, id="certain-enough-for-one-step"),
        pytest.param(verdicts(500, 0, 0.95), 0.75, id="nothing-known-near-the-threshold"),
        pytest.param(verdicts(500, 0, 0.65), 0.75, id="what-was-not-shown-does-not-count"),
        pytest.param(verdicts(40, 0) + verdicts(20, 0, 0.72), 0.65, id="two-steps"),
        pytest.param(verdicts(40, 0) + verdicts(10, 10, 0.72), 0.70, id="the-lower-ones-are-wrong"),
        pytest.param(verdicts(95, 5), 0.75, id="right-and-not-certainly-so"),
        pytest.param(verdicts(27, 6), 0.75, id="perhaps-wrong"),
        pytest.param(verdicts(60, 40), 0.80, id="certainly-wrong"),
        pytest.param(verdicts(20, 80, 0.99), 0.95, id="never-beyond-the-strictest"),
    ],
)
def test_the_threshold(said: list[Verdict], expected: float) -> None:
    assert threshold(said) == expected


@given(st.lists(st.builds(Verdict, st.sampled_from([0.62, 0.67, 0.72, 0.77, 0.9]), st.booleans()), max_size=300))
def test_it_is_lowered_only_where_the_lower_bound_holds(said: list[Verdict]) -> None:
    found = threshold(said)
    if found < SPOKEN:
        above = [verdict.helped for verdict in said if verdict.probability >= found + 0.05]
        assert interval(sum(above), len(above))[0] >= 0.90
