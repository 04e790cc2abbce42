"""The parts of the comment come in one order, whoever hands them in, and never outgrow a comment."""

import pytest

from waypost.handlers.conversation import LEFT_OUT, Part, compose
from waypost.outcome import MAX_COMMENT

HUGE = "x" * MAX_COMMENT


@pytest.mark.parametrize(
    ("parts", "comment"),
    [
        pytest.param({}, None, id="no parts"),
        pytest.param({Part.CHECKS: None, Part.CONTEXT: " \n"}, None, id="parts that say nothing"),
        pytest.param({Part.CHECKS: "one\n"}, "one\n", id="one"),
        pytest.param(
            {Part.PREVIEW: "last", Part.ANSWERS: "first", Part.ROUND: "next"}, "first\n\nnext\n\nlast\n", id="order"
        ),
        pytest.param(
            {Part.CHECKS: "one", Part.CONTEXT: HUGE, Part.PREVIEW: "no"}, f"one\n\n{LEFT_OUT}\n", id="too long"
        ),
    ],
)
def test_parts_are_composed(parts: dict[Part, str | None], comment: str | None) -> None:
    assert compose(parts) == comment


def test_the_longest_comment_fits() -> None:
    composed = compose(dict.fromkeys(Part, "x" * 15000))
    assert composed
    assert len(composed) <= MAX_COMMENT
    assert composed.endswith(f"{LEFT_OUT}\n")
