"""What happens to one delivery in the engine: a try, then handled, postponed, retried or buried."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

import structlog
from dbos import DBOS, SetEnqueueOptions, SetWorkflowID

from waypost.jobs.events import Bury, Delivery, Job, pack, unpack
from waypost.jobs.inbox import Inbox, State
from waypost.jobs.retry import Hopeless, Pace, RetryLater
from waypost.jobs.subjects import Subjects, partition

QUEUE = "waypost"
LATER = "later"

Observe = Callable[[str, str, float], None]
"""Told after every try: the event's name, what came of it (`handled`, `later`, `failed`, …), the seconds it took."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a workflow knows: the delivery, the name of its run, how often it ran and how often it failed."""

    delivery: Delivery
    run: str
    turn: int = 0
    failures: int = 0

    @property
    def workflow_id(self) -> str:
        """The name of this try in the engine."""
        return f"{self.run}:{self.turn}" if self.turn else self.run

    def dump(self) -> dict[str, Any]:
        """Plain JSON values, since another release may read them."""
        delivery = self.delivery
        return {
            "guid": delivery.guid,
            "event": delivery.event,
            "received_at": delivery.received_at.isoformat(),
            "payload": pack(delivery.payload),
            "run": self.run,
            "turn": self.turn,
            "failures": self.failures,
        }

    @classmethod
    def load(cls, values: dict[str, Any]) -> "Sheet":
        """The inverse of `dump`."""
        received_at = datetime.fromisoformat(values["received_at"])
        delivery = Delivery(values["guid"], values["event"], unpack(values["payload"]), received_at)
        return cls(delivery, values["run"], values["turn"], values["failures"])


class Intake(Protocol):
    """Where deliveries are accepted, and what became of them."""

    inbox: Inbox

    async def accept(self, guid: str, event: str, body: bytes) -> bool:
        """Store a delivery durably; False if it was there before."""
        ...


@dataclass(frozen=True, slots=True)
class Work:
    """What the service does with deliveries: the job, what it does once it gives one up, and what it does besides.

    `beside` runs for as long as the engine does.
    """

    job: Job
    bury: Bury
    beside: Callable[[Intake], Coroutine[Any, Any, None]] | None = None


class Handling:
    """Runs deliveries' workflows; everything it needs to know is given once."""

    def __init__(self, inbox: Inbox, subjects: Subjects, work: Work, pace: Pace, observe: Observe) -> None:
        self._inbox = inbox
        self._subjects = subjects
        self._work = work
        self._pace = pace
        self._observe = observe
        self.active = 0
        """Workflows that run at the moment."""

    async def workflow(self, values: dict[str, Any]) -> dict[str, Any]:
        """One try of one delivery; returns its verdict, where `next` names the workflow that tries again."""
        sheet = Sheet.load(values)
        self.active += 1
        try:
            with structlog.contextvars.bound_contextvars(delivery=sheet.delivery.guid, webhook=sheet.delivery.event):
                verdict: dict[str, Any] = await DBOS.run_step_async({"name": "try"}, self._try, sheet)
                return await self._conclude(sheet, verdict)
        finally:
            self.active -= 1

    async def _try(self, sheet: Sheet) -> dict[str, Any]:
        """The step that does the work; it may run more than once, so all it does must bear being done again."""
        started = time.perf_counter()
        try:
            async with self._subjects.hold(sheet.delivery.subject):
                verdict = await self._in_turn(sheet)
        except Exception as error:
            # The locks failed, not the job: PostgreSQL is away. That is worth every retry, but no burial rites.
            verdict = _failed(error) if sheet.failures < len(self._pace.backoff) else _buried(error)
        self._observe(sheet.delivery.event, verdict["result"], time.perf_counter() - started)
        return verdict

    async def _in_turn(self, sheet: Sheet) -> dict[str, Any]:
        delivery = sheet.delivery
        if delivery.pile is not None and self._inbox.newer_in_pile(delivery.guid):
            return {"result": State.SUPERSEDED.value}
        try:
            async with asyncio.timeout(self._pace.limit):
                await self._work.job(delivery)
        except RetryLater as later:
            return self._postponed(sheet, later) or await self._give_up(sheet, later)
        except Exception as error:
            if isinstance(error, Hopeless) or sheet.failures >= len(self._pace.backoff):
                return await self._give_up(sheet, error)
            log.warning("job failed, will be tried again", failures=sheet.failures + 1, exc_info=error)
            return _failed(error)
        return {"result": State.HANDLED.value}

    def _postponed(self, sheet: Sheet, later: RetryLater) -> dict[str, Any] | None:
        if sheet.turn >= self._pace.postponements:
            return None
        seconds = later.seconds()
        log.info("job postponed", why=later.why, seconds=round(seconds, 1))
        return {"result": LATER, "after": seconds, "why": later.why}

    async def _give_up(self, sheet: Sheet, error: Exception) -> dict[str, Any]:
        log.error("delivery buried", failures=sheet.failures + 1, exc_info=error)
        try:
            async with asyncio.timeout(self._pace.limit):
                await self._work.bury(sheet.delivery, error)
        except RetryLater as later:
            # Not even the rites are possible now; the delivery comes back for another try and, failing that, for them.
            return self._postponed(sheet, later) or _buried(error)
        except Exception as second:
            log.error("burying failed", exc_info=second)
        return _buried(error)

    async def _conclude(self, sheet: Sheet, verdict: dict[str, Any]) -> dict[str, Any]:
        result = verdict["result"]
        if result == "failed":
            successor = replace(sheet, turn=sheet.turn + 1, failures=sheet.failures + 1)
            return await self._again(successor, self._pace.wait(sheet.failures))
        if result == LATER:
            return await self._again(replace(sheet, turn=sheet.turn + 1), verdict["after"])
        self._inbox.conclude(sheet.delivery.guid, State(result), verdict.get("why"))
        return verdict

    async def _again(self, sheet: Sheet, seconds: float) -> dict[str, Any]:
        """Durably enqueue the next try; until it is due it costs no worker."""
        name = partition(sheet.delivery.subject)
        with SetWorkflowID(sheet.workflow_id), SetEnqueueOptions(queue_partition_key=name, delay_seconds=seconds):
            await DBOS.enqueue_workflow_async(QUEUE, self.registered, sheet.dump())
        return {"result": LATER, "next": sheet.workflow_id}

    def register(self) -> None:
        """Make the workflow known to DBOS, under a name that never changes."""

        async def handle_delivery(values: dict[str, Any]) -> dict[str, Any]:
            return await self.workflow(values)

        self.registered = DBOS.workflow(name="handle-delivery", max_recovery_attempts=50)(handle_delivery)


def _failed(error: Exception) -> dict[str, Any]:
    return {"result": "failed", "why": _in_short(error)}


def _buried(error: Exception) -> dict[str, Any]:
    return {"result": State.BURIED.value, "why": _in_short(error)}


def _in_short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500].removesuffix(": ")
