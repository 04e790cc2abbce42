"""A note whose time is over."""

import pytest

from tests.checks.changes import told

NAME = "note-consent-over"


def front(lines: str) -> dict[str, str]:
    return {"research/a.md": f"---\ntitle: A\ndate: 2024-01-01\n{lines}---\n"}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param(
            "consent_until: 2026-06-30\n", "Write `status: withdrawn`, or ask for consent anew:", id="consent"
        ),
        pytest.param("review_after: 2026-06-30\n", "Read the note again and move `review_after`:", id="review"),
        pytest.param("consent_until: 2026-06-30 # old\n", "Write `status: withdrawn`", id="old-line-of-a-touched-note"),
    ],
)
def test_a_day_in_the_past_is_told(lines: str, message: str) -> None:
    (finding,) = told(NAME, front(lines))
    assert finding.span.line == 4
    assert finding.message.startswith(message)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("consent_until: 2026-07-01\nreview_after: 2026-07-01\n", id="the-last-day"),
        pytest.param("consent_until: 2020-01-01\nstatus: withdrawn\n", id="withdrawn"),
        pytest.param("", id="no-days"),
    ],
)
def test_otherwise_nothing_is_said(lines: str) -> None:
    assert told(NAME, front(lines)) == ()
