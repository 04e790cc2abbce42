"""When a job runs again: later because it asked to, or after a failure, and how often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


class RetryLater(Exception):
    """A job raises this to be run again at a certain time without holding a worker: a rate limit, a busy service.

    Give `at` (an aware datetime) or `after` (seconds), and `why` in a few words for the log. Unlike a failure it does
    not count towards being buried.
    """

    def __init__(self, why: str, *, at: datetime | None = None, after: float | None = None) -> None:
        """Raises ValueError unless exactly one of `at` and `after` is given and `at` has a time zone."""
        if (at is None) == (after is None):
            raise ValueError("give either at= or after=")
        if at is not None and at.tzinfo is None:
            raise ValueError("at= needs a time zone, such as datetime.UTC")
        super().__init__(why)
        self.why = why
        self.at = at
        self.after = after

    def seconds(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> float:
        """How long from now, in seconds, never negative."""
        if self.at is None:
            return max(0.0, self.after or 0.0)
        return max(0.0, (self.at - clock()).total_seconds())


class Hopeless(Exception):
    """A job raises this where trying again would change nothing; the delivery is buried at once."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast jobs run and how patient we are with them; times in seconds.

    `backoff` holds the wait before each retry of a failed job: after the last one the delivery is buried.
    `limit` is how long one try may take before it counts as failed.
    `postponements` bounds how often one delivery may ask for `RetryLater`. `polling` is how often the engine looks for
    retries that are due (new deliveries never wait for it). `keep` is how long settled deliveries stay for replay
    (GitHub redelivers for three days), `keep_failed` the same for those that nobody could handle.
    """

    concurrency: int = 16
    backoff: tuple[float, ...] = (1.0, 5.0, 30.0, 120.0, 600.0)
    postponements: int = 200
    polling: float = 1.0
    limit: float = 300.0
    upkeep: float = 60.0
    keep: float = 4 * 86_400.0
    keep_failed: float = 90 * 86_400.0

    def wait(self, failures: int) -> float:
        """Seconds until the next try after so many earlier failures; the last wait where a longer list was cut."""
        return self.backoff[min(failures, len(self.backoff) - 1)] if self.backoff else 0.0
