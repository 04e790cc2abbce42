"""How fast we may write: GitHub counts content-creating requests per installation over a minute."""

from collections import deque
from datetime import datetime, timedelta

WRITES = 75
"""Writes within a minute; GitHub's secondary limit is about 80 (REST documentation)."""
WINDOW = timedelta(seconds=60)


class Pace:
    """The last minute's writes of one installation."""

    def __init__(self, writes: int = WRITES) -> None:
        self._writes = writes
        self._taken: deque[datetime] = deque()

    def next_free(self, now: datetime) -> datetime:
        """The moment from which the next write is allowed: `now`, or when the oldest of the window leaves it."""
        while self._taken and self._taken[0] <= now - WINDOW:
            self._taken.popleft()
        if len(self._taken) < self._writes:
            return now
        return self._taken[-self._writes] + WINDOW

    def take(self, moment: datetime) -> None:
        """Count a write at `moment`."""
        self._taken.append(moment)
