"""The engine: DBOS in a thread and event loop of its own, fed by the pump, so that jobs do not delay the door."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AsyncExitStack, closing, suppress
from threading import Thread

import structlog
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

from waypost.jobs.events import HANDLED
from waypost.jobs.ground import Ground
from waypost.jobs.inbox import Inbox, State
from waypost.jobs.lineup import Waiting
from waypost.jobs.memory import give_back, share_heaps
from waypost.jobs.pump import Pump
from waypost.jobs.reconcile import forget, reconcile
from waypost.jobs.replicas import Replicas
from waypost.jobs.retry import Pace
from waypost.jobs.subjects import Subjects
from waypost.jobs.workflow import LATER, QUEUE, Handling, Observe, Sheet, Work

VERSION = "1"
"""Raise it when new code could not continue a running workflow; what is under way then needs the older release."""

CROWD = 8
"""So many deliveries being stored at the same moment are a crowd at the door."""

Crew = Callable[[], AbstractAsyncContextManager[Work]]
"""Makes the job and what it needs (such as HTTP clients) in the engine's event loop, and clears it away at the end."""

log = structlog.get_logger(__name__)


class Engine:
    """Accepts deliveries for the web's loop and runs them in its own; one per process, since DBOS is."""

    def __init__(
        self,
        ground: Ground,
        crew: Crew,
        *,
        database_url: str | None = None,
        pace: Pace | None = None,
        handled: Mapping[str, frozenset[str]] = HANDLED,
        observe: Observe = lambda event, result, seconds: None,
    ) -> None:
        """`database_url` is PostgreSQL's; without it the engine keeps an SQLite file. Raises InboxError."""
        self.handled = handled
        self.inbox = Inbox(ground.inbox)
        self._ground = ground
        self._crew = crew
        self._url = database_url
        self._pace = pace or Pace()
        self._observe = observe
        self._started: Future[None] = Future()
        self._thread = Thread(target=self._run, name="waypost-engine", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pump: Pump | None = None
        self._stopping: asyncio.Event | None = None
        self._grace = 0.0
        self._arriving = 0
        self.died: Callable[[], None] = lambda: None
        """Called, in the engine's thread, when it ends by a fault of its own."""

    def start(self) -> None:
        """Start the thread and wait until the engine runs; raises what kept it from starting."""
        share_heaps()
        self._thread.start()
        self._started.result()

    def stop(self, grace: float = 0.0) -> None:
        """Take no more work, give running jobs `grace` seconds, leave the rest to the next start, close the inbox."""
        self._grace = grace
        if self._stopping is not None:
            self._tell(self._stopping.set)
        if self._thread.ident is not None:
            self._thread.join()
        self.inbox.close()

    @property
    def running(self) -> bool:
        """Whether deliveries are being handled."""
        return self._thread.is_alive() and self._started.done() and self._started.exception() is None

    async def accept(self, guid: str, event: str, body: bytes) -> bool:
        """Come back when the delivery is on disk; False if it was before. Raises sqlite3.Error: nothing was stored."""
        self._arriving += 1
        try:
            new = await self.inbox.accept(guid, event, body)
        finally:
            self._arriving -= 1
        if new:
            self._wake()
        return new

    async def replay(self, guid: str) -> bool:
        """Handle a delivery again, whatever became of it; False if it is unknown."""
        known = await self.inbox.replay(guid)
        self._wake()
        return known

    def _crowded(self) -> bool:
        return self._arriving >= CROWD

    def _wake(self) -> None:
        if self._pump is not None:
            self._tell(self._pump.wake)

    def _tell(self, what: Callable[[], object]) -> None:
        # After the engine has ended nobody listens; what was accepted waits for the next start.
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(what)

    def _run(self) -> None:
        try:
            with asyncio.Runner() as runner:
                self._loop = runner.get_loop()
                runner.run(self._serve())
        except Exception as error:
            log.error("engine ended", exc_info=error)
            if not self._started.done():
                self._started.set_exception(error)
            self.died()

    async def _serve(self) -> None:
        self._stopping = asyncio.Event()
        async with AsyncExitStack() as stack:
            work = await stack.enter_async_context(self._crew())
            subjects = Subjects(self._url)
            stack.push_async_callback(subjects.close)
            handling = Handling(self.inbox, subjects, work, self._pace, self._observe)
            replicas = await self._announced(stack)
            await self._launch(handling)
            stack.push_async_callback(self._shut_down, handling)
            await reconcile(self.inbox)
            await self._work(handling, replicas, work)

    async def _announced(self, stack: AsyncExitStack) -> Replicas | None:
        if self._url is None:
            return None
        replicas = Replicas(self._url, self._ground.replica())
        stack.push_async_callback(replicas.close)
        await replicas.announce()
        return replicas

    async def _launch(self, handling: Handling) -> None:
        """Start DBOS; it adopts the event loop it is launched in."""
        _quiet()
        DBOS(config=_config(self._url or _sqlite(self._ground), self._ground.replica(), self._pace))
        handling.register()
        DBOS.launch()
        await DBOS.register_queue_async(
            QUEUE,
            worker_concurrency=self._pace.concurrency,
            partition_concurrency=1,
            polling_interval_sec=self._pace.polling,
            on_conflict="always_update",
        )

    async def _work(self, handling: Handling, replicas: Replicas | None, work: Work) -> None:
        assert self._stopping is not None

        async def hand_over(waiting: Waiting) -> None:
            delivery = waiting.delivery
            with SetWorkflowID(waiting.run):
                handle = await DBOS.start_workflow_async(handling.registered, Sheet(delivery, waiting.run).dump())
            self.inbox.hand_over(delivery.guid, delivery.pile)
            try:
                verdict = await handle.get_result()
            except Exception as error:
                # Handing it over again would only meet the same end; the next upkeep settles it.
                log.error("workflow ended without a verdict", delivery=delivery.guid, exc_info=error)
                return
            if verdict["result"] != LATER:
                # Where the workflow had ended before a crash or a full disk, its own note of it may be missing.
                self.inbox.conclude(delivery.guid, State(verdict["result"]), verdict.get("why"))

        self._pump = Pump(self.inbox, hand_over, self.handled, self._pace.concurrency, self._observe, self._crowded)
        chores = [asyncio.create_task(self._pump.run()), asyncio.create_task(self._upkeep(replicas))]
        if work.beside is not None:
            chores.append(asyncio.create_task(work.beside(self)))
        self._started.set_result(None)
        stop = asyncio.create_task(self._stopping.wait())
        done, _ = await asyncio.wait([*chores, stop], return_when=asyncio.FIRST_COMPLETED)
        for task in (*chores, stop):
            task.cancel()
        for task in done - {stop}:
            task.result()

    async def _upkeep(self, replicas: Replicas | None) -> None:
        """Every now and then: dead replicas' work, agreement of inbox and engine, and old rows."""
        while True:
            try:
                if replicas is not None:
                    await replicas.announce()
                    await replicas.take_over()
                await reconcile(self.inbox)
                self._wake()
                await forget(self.inbox, self._pace)
                give_back()
            except Exception as error:
                # The database may be away for a while; the next round sees to it.
                log.error("upkeep failed", exc_info=error)
            await asyncio.sleep(self._pace.upkeep)

    async def _shut_down(self, handling: Handling) -> None:
        """End DBOS outside of our loop, because it waits for threads that wait for the loop."""
        patience = max(1, round(self._grace)) if handling.active and self._grace else 0
        with ThreadPoolExecutor(1) as aside:
            await asyncio.get_running_loop().run_in_executor(aside, _destroy, patience)


def _destroy(patience: int) -> None:
    DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=patience)


def _quiet() -> None:
    """Let DBOS log through the service's handlers, without a console of its own."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    logger.propagate = True


def _config(url: str, replica: str, pace: Pace) -> DBOSConfig:
    return DBOSConfig(
        name="waypost",
        system_database_url=url,
        executor_id=replica,
        application_version=VERSION,
        enable_otlp=False,
        log_level="WARNING",
        serializer=DBOSPortableJSONSerializer(),
        max_executor_threads=4,
        # Shutting down waits for this one's sleep to end.
        notification_listener_polling_interval_sec=pace.polling,
        scheduler_polling_interval_sec=3600.0,
    )


def _sqlite(ground: Ground) -> str:
    """The engine's own file, made so that reading it never waits for a write."""
    with closing(sqlite3.connect(ground.engine)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    return f"sqlite:///{ground.engine}"
