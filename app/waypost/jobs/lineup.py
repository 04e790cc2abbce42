"""Who is next: one delivery per subject at a time, subjects in turn, pushes that piled up collapsed into the newest."""

from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass

from waypost.jobs.events import Delivery


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that waits for its turn, and the name its run will have in the engine."""

    run: str
    delivery: Delivery


class Lineup:
    """The deliveries between the inbox and the engine; knows nothing of either."""

    def __init__(self) -> None:
        self._queues: OrderedDict[str, deque[Waiting]] = OrderedDict()
        self._busy: set[str] = set()
        self._size = 0

    def __len__(self) -> int:
        """How many deliveries wait."""
        return self._size

    @property
    def running(self) -> int:
        """How many subjects are being handled."""
        return len(self._busy)

    def add(self, waiting: Waiting) -> Waiting | None:
        """Let a delivery wait; returns the older one that it supersedes, if there is one."""
        queue = self._queues.setdefault(waiting.delivery.subject, deque())
        old = _same_pile(queue, waiting)
        if old is not None:
            queue.remove(old)
            self._size -= 1
        queue.append(waiting)
        self._size += 1
        return old

    def put_back(self, waiting: Waiting) -> Waiting | None:
        """Let a delivery that was taken wait again, before its subject's others.

        Where a younger one that supersedes it waits by now, it is returned, and nothing is put back.
        """
        queue = self._queues.setdefault(waiting.delivery.subject, deque())
        younger = _same_pile(queue, waiting)
        if younger is None:
            queue.appendleft(waiting)
            self._size += 1
        return younger

    def take(self) -> Waiting | None:
        """The next delivery whose subject is not being handled; its subject is busy until `done`."""
        subject = next((subject for subject in self._queues if subject not in self._busy), None)
        if subject is None:
            return None
        queue = self._queues[subject]
        waiting = queue.popleft()
        self._size -= 1
        if queue:
            self._queues.move_to_end(subject)
        else:
            del self._queues[subject]
        self._busy.add(subject)
        return waiting

    def done(self, subject: str) -> None:
        """The subject is free for its next delivery."""
        self._busy.discard(subject)


def _same_pile(queue: Iterable[Waiting], waiting: Waiting) -> Waiting | None:
    pile = waiting.delivery.pile
    return next((one for one in queue if pile is not None and one.delivery.pile == pile), None)
