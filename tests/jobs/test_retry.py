from datetime import UTC, datetime, timedelta

import pytest

from waypost.jobs.retry import Pace, RetryLater

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("later", "seconds"),
    [
        pytest.param(RetryLater("limit", after=90), 90, id="after"),
        pytest.param(RetryLater("limit", at=NOW + timedelta(minutes=2)), 120, id="at"),
        pytest.param(RetryLater("limit", at=NOW - timedelta(minutes=2)), 0, id="long due"),
        pytest.param(RetryLater("limit", after=-5), 0, id="negative"),
    ],
)
def test_seconds_until_the_next_try(later: RetryLater, seconds: float) -> None:
    assert later.seconds(lambda: NOW) == seconds


@pytest.mark.parametrize(
    "when", [{}, {"at": NOW, "after": 1.0}, {"at": NOW.replace(tzinfo=None)}], ids=["neither", "both", "no zone"]
)
def test_an_unclear_time_is_refused(when: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"at="):
        RetryLater("limit", **when)  # type: ignore[arg-type]


def test_waits_grow_and_the_last_one_stands_for_all_further() -> None:
    pace = Pace(backoff=(1.0, 5.0))
    assert [pace.wait(failures) for failures in range(4)] == [1.0, 5.0, 5.0, 5.0]
