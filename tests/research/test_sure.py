"""Among few notes a suggestion must be surer: as sure as was measured on small shelves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.research.matching import SPOKEN, sure


@pytest.mark.parametrize(
    ("notes", "least"), [(10, 0.975), (30, 0.95), (60, 0.9), (100, 0.81), (125, 0.75), (10_000, 0.75)]
)
def test_the_fewer_notes_the_surer(notes: int, least: float) -> None:
    assert least <= sure(SPOKEN, notes) < least + 0.01


@given(st.floats(0.5, 0.95), st.integers(0, 200))
def test_it_never_asks_for_less_than_the_threshold_or_for_certainty(threshold: float, notes: int) -> None:
    assert threshold <= sure(threshold, notes) < 1
    assert sure(threshold, notes) >= sure(threshold, notes + 1)
