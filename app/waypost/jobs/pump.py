"""The pump: takes accepted deliveries out of the inbox, sorts them, and hands them over as workers get free."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping

import structlog

from waypost.jobs.events import Delivery, Unreadable, idle, parse
from waypost.jobs.inbox import Inbox, Row, State
from waypost.jobs.lineup import Lineup, Waiting

WINDOW = 500
"""The most deliveries held in memory between inbox and engine; the others wait on disk."""
BATCH = 100
"""Bodies read at once."""
NAP = 0.1
"""Seconds between two hand-overs while deliveries pour in: storing them comes first, since GitHub waits for that."""
PAUSE = 5.0
"""Seconds to wait after the disk or the database failed us."""

HandOver = Callable[[Waiting], Awaitable[None]]
"""Start the delivery's workflow and come back when it is over; raises when the engine could not take it."""

log = structlog.get_logger(__name__)


class Pump:
    """Runs in the engine's loop; sleeps until `wake`."""

    def __init__(
        self,
        inbox: Inbox,
        hand_over: HandOver,
        handled: Mapping[str, frozenset[str]],
        concurrency: int,
        settled: Callable[[str, str, float], None],
        crowded: Callable[[], bool],
    ) -> None:
        self._inbox = inbox
        self._hand_over = hand_over
        self._handled = handled
        self._concurrency = concurrency
        self._settled = settled
        self._crowded = crowded
        self._lineup = Lineup()
        self._seen = 0
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Something was accepted, or a worker got free; call it in the engine's loop."""
        self._wake.set()

    async def run(self) -> None:
        """Pump until cancelled."""
        while True:
            self._wake.clear()
            crowded = self._crowded()
            try:
                self._fill(1 if crowded else WINDOW)
            except sqlite3.Error as error:
                log.error("inbox cannot be read", exc_info=error)
                await asyncio.sleep(PAUSE)
                self._wake.set()
            self._start(1 if crowded else self._concurrency)
            if crowded:
                await asyncio.sleep(NAP)
            else:
                await self._wake.wait()

    def _fill(self, window: int) -> None:
        """Sort accepted deliveries into the lineup until so many wait or the inbox has no more."""
        while (room := window - len(self._lineup)) > 0:
            rows = self._inbox.accepted(self._seen, min(room, BATCH))
            for row in rows:
                self._seen = row.seq
                self._sort(row)
            if not rows:
                return

    def _sort(self, row: Row) -> None:
        try:
            payload = parse(row.event, row.body)
        except Unreadable as error:
            log.error("payload not understood, kept in the inbox", delivery=row.guid, webhook=row.event, why=str(error))
            return self._settle(row.guid, row.event, State.UNREADABLE, str(error))
        actions = self._handled.get(row.event, frozenset())
        if payload.action not in actions:
            return self._settle(row.guid, row.event, State.IGNORED, f"action {payload.action[:50]}")
        if reason := idle(payload):
            return self._settle(row.guid, row.event, State.IGNORED, reason)
        waiting = Waiting(row.run, Delivery(row.guid, row.event, payload, row.received_at))
        old = self._lineup.add(waiting)
        if old is not None:
            self._supersede(old, waiting)
        return None

    def _supersede(self, old: Waiting, young: Waiting) -> None:
        self._settle(old.delivery.guid, old.delivery.event, State.SUPERSEDED, f"by {young.delivery.guid}")

    def _settle(self, guid: str, event: str, state: State, reason: str) -> None:
        self._inbox.mark(guid, state, reason)
        self._settled(event, state.value, 0.0)

    def _start(self, concurrency: int) -> None:
        while len(self._tasks) < concurrency and (waiting := self._lineup.take()) is not None:
            task = asyncio.create_task(self._carry(waiting))
            self._tasks.add(task)
            task.add_done_callback(self._free)

    def _free(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._wake.set()

    async def _carry(self, waiting: Waiting) -> None:
        subject = waiting.delivery.subject
        try:
            await self._hand_over(waiting)
        except Exception as error:
            log.error("delivery waits, the engine cannot take it", delivery=waiting.delivery.guid, exc_info=error)
            await asyncio.sleep(PAUSE)
            younger = self._lineup.put_back(waiting)
            if younger is not None:
                self._supersede(waiting, younger)
        finally:
            self._lineup.done(subject)
