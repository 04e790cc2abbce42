"""What falls due is taken in at once; what comes in crowds is spread over time."""

from datetime import UTC, datetime, timedelta

import pytest

from waypost.jobs.appointments import keep
from waypost.jobs.ledger import Ledger
from waypost.outcome import Due

START = datetime(2026, 11, 26, tzinfo=UTC)


class EnoughError(Exception):
    """The test has seen enough."""


class Day:
    """A clock that sleeping moves, and a door that notes when what was taken in."""

    def __init__(self, until: timedelta) -> None:
        self.now = START
        self.end = START + until
        self.taken: list[tuple[datetime, bytes]] = []

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        if self.now > self.end:
            raise EnoughError

    async def accept(self, guid: str, event: str, body: bytes) -> bool:
        self.taken.append((self.now, body))
        return True


async def test_a_crowd_that_is_long_overdue_is_spread_over_time() -> None:
    ledger, day = Ledger(), Day(timedelta(minutes=8))
    long_ago = START - timedelta(hours=5)
    await ledger.note_all("acme/shop", [], [(number, Due("moved", long_ago)) for number in range(1, 301)], 1)
    await ledger.note("acme/shop", 999, [], [Due("round", long_ago)], 1)
    with pytest.raises(EnoughError):
        await keep(ledger, day, day, day.sleep)  # type: ignore[arg-type]
    first, body = day.taken[0]
    assert first == START and b'"round"' in body
    crowd = [moment for moment, body in day.taken if b'"moved"' in body]
    assert len(crowd) == 300
    assert max(sum(moment <= other < moment + timedelta(minutes=1) for other in crowd) for moment in crowd) <= 75
    await ledger.close()


async def test_what_falls_due_is_not_waited_for_long() -> None:
    ledger, day = Ledger(), Day(timedelta(minutes=1))
    await ledger.note("acme/shop", 7, [], [Due("round", START + timedelta(seconds=12))], 1)
    with pytest.raises(EnoughError):
        await keep(ledger, day, day, day.sleep)  # type: ignore[arg-type]
    (moment, _), *others = day.taken
    assert not others and START + timedelta(seconds=12) <= moment < START + timedelta(seconds=14)
    await ledger.close()
