"""The whole house on one machine: a stand-in GitHub, and Waypost behind a door that speaks HTTP."""

import asyncio
import io
import logging
import socket
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import structlog
import uvicorn
from fastapi import FastAPI

from tests.standin import StandIn, key_pair, serve
from tests.standin.door import Seen
from tests.standin.entities import Attempt, Delivery
from waypost import logs, server
from waypost.github.client import App
from waypost.github.needs import EVENTS, PERMISSIONS
from waypost.jobs import Delivery as Job
from waypost.jobs import Intake, RetryLater, Work
from waypost.jobs.appointments import kept
from waypost.jobs.inbox import FAILED, SETTLED, Row
from waypost.jobs.ledger import Ledger, ledger_url
from waypost.jobs.retry import Pace
from waypost.librarian import Librarian
from waypost.thumbs import asked
from waypost.watch import redelivered, settled
from waypost.web.metrics import Metrics
from waypost.web.webhook import PATH
from waypost.worker import Worker

APP_ID = 7
SECRET = "canary-webhook-secret-0123456789"
QUICK = Pace(backoff=(0.0, 0.0), polling=0.1, upkeep=3600)
PATIENCE = 60.0
"""Seconds after which a test that waits has failed."""


class Clock:
    """The App's clock: real time, and what was slept or postponed on top of it, so that nobody waits."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self.postponed: list[float] = []
        self.at_once = False
        """Whether what is due later is done over at once, instead of through the engine, which takes a second."""

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    async def sleep(self, seconds: float) -> None:
        """Let the time go by at once."""
        self.ahead += timedelta(seconds=seconds)

    async def timely(self, doing: Callable[[], Awaitable[None]]) -> None:
        """Do something; where it is postponed, note for how long and let that time go by."""
        while True:
            try:
                return await doing()
            except RetryLater as later:
                seconds = later.seconds(self)
                self.postponed.append(seconds)
                self.ahead += timedelta(seconds=seconds)
                if not self.at_once:
                    raise RetryLater(later.why, after=0.0) from later


@dataclass
class House:
    """GitHub, Waypost's address and inbox, what it logged."""

    github: StandIn
    config: server.Config
    app: FastAPI
    url: str
    clock: Clock
    log: io.StringIO
    ledger: Ledger
    waypost: App
    client: httpx.Client = field(repr=False)

    # --- Webhooks.

    def deliver(self, duplicate: bool = False, reverse: bool = False) -> list[Attempt]:
        """Post what waits, backwards if asked, and come back when all of it is settled."""
        order = {delivery.guid: -number for number, delivery in enumerate(self.github.deliveries)}
        attempts = self.github.deliver(order=(lambda one: order[one.guid]) if reverse else None, duplicate=duplicate)
        self.rest()
        return attempts

    def wait(self, **time: float) -> None:
        """Let time go by for Waypost, such as `hours=3`, and come back when all that fell due is settled."""
        self.clock.ahead += timedelta(**time)
        engine = self.app.state.engine
        thumbs = asked(self.waypost, self.ledger, engine, self.clock())
        asyncio.run_coroutine_threadsafe(thumbs, engine._loop).result()
        while asyncio.run_coroutine_threadsafe(kept(self.ledger, engine, self.clock()), engine._loop).result():
            self.rest()
        self.rest()

    def post(self, delivery: Delivery) -> int:
        """Post one delivery as it is, forged or not; the status of the answer."""
        return self.client.post(PATH, content=delivery.raw, headers=delivery.headers).status_code

    def rest(self) -> None:
        """Come back when nothing is left to do. Raises TimeoutError."""
        until(lambda: all(row.state in (*SETTLED, *FAILED) for row in self.rows), "every delivery is settled")

    @property
    def rows(self) -> list[Row]:
        """Every delivery in the inbox, newest first."""
        found: list[Row] = self.app.state.engine.inbox.listing(limit=-1)
        return found

    def row(self, delivery: Delivery) -> Row | None:
        """What became of a delivery."""
        found: Row | None = self.app.state.engine.inbox.find(delivery.guid)
        return found

    @property
    def newest(self) -> Delivery:
        """The delivery that counts of those that were made last."""
        handled = self.app.state.engine.handled
        told = (one for one in reversed(self.github.deliveries) if one.action in handled.get(one.event, ()))
        return next(one for one in told if one.event != "issue_comment" or one.payload["sender"]["type"] != "Bot")

    def requests(self, mark: int = 0) -> list[Seen]:
        """What Waypost asked of GitHub since a mark, apart from tokens."""
        return [seen for seen in self.github.requests[mark:] if not seen.label.endswith("/access_tokens")]


def until(true: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Come back when something is true. Raises TimeoutError with what was waited for."""
    deadline = time.monotonic() + patience
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {patience:.0f} s in vain until {what}")
        time.sleep(0.005)


def add_app(github: StandIn, port: int) -> None:
    """Register Waypost at GitHub, its webhook at a port of this machine."""
    url = f"http://127.0.0.1:{port}{PATH}"
    github.add_app(APP_ID, key_pair().public, PERMISSIONS, EVENTS, webhook_url=url, webhook_secret=SECRET)


@contextmanager
def founded() -> Iterator[tuple[StandIn, str, socket.socket]]:
    """A stand-in with the App registered, its address, and a socket for Waypost at which its webhooks arrive."""
    with socket.create_server(("127.0.0.1", 0)) as listener, serve(github := StandIn()) as address:
        add_app(github, listener.getsockname()[1])
        yield github, address, listener
        github.close()
        assert github.violations == []


@contextmanager
def housed(
    folder: Path,
    github: StandIn,
    address: str,
    listener: socket.socket,
    *,
    sockets: bool = True,
    watching: bool = False,
    database_url: str | None = None,
    pace: Pace = QUICK,
) -> Iterator[House]:
    """Waypost on a data directory. Without `sockets` it calls GitHub in this process, where a stall raises at once;

    `watching` has it look for missed deliveries once, before it is ready.
    """
    config = server.Config(
        app_id=str(APP_ID),
        private_key=key_pair().private,
        webhook_secrets=("the-secret-before-this-one", SECRET),
        github_api_url=f"{address}/api/v3",
        data=folder,
        database_url=database_url,
    )
    clock, watched = Clock(), threading.Event()
    worked: list[Worker] = []

    @asynccontextmanager
    async def crew() -> AsyncIterator[Work]:
        transport = None if sockets else github.transport()
        app = App(config.app_id, config.private_key, config.github_api_url, transport, clock, clock.sleep)
        library = Librarian(folder / server.LIBRARY)
        worker = Worker(app, Ledger(ledger_url(folder, database_url)), clock, librarian=library)
        worked.append(worker)

        async def job(delivery: Job) -> None:
            await clock.timely(partial(worker.job, delivery))

        async def bury(delivery: Job, error: Exception) -> None:
            await clock.timely(partial(worker.bury, delivery, error))

        try:
            yield Work(job, bury, partial(_watch, app, watched) if watching else None)
        finally:
            await app.aclose()
            await worker.ledger.close()
            library.close()

    with _logged(config) as log, httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
        app = server.build(config, crew, pace=pace, metrics=Metrics())
        with _running(app, listener):
            if watching:
                until(lambda: watched.is_set() or not app.state.engine.running, "what was missed was looked for")
                assert watched.is_set(), log.getvalue()
            yield House(
                github, config, app, str(client.base_url), clock, log, worked[-1].ledger, worked[-1].app, client
            )


async def _watch(app: App, watched: threading.Event, intake: Intake) -> None:
    now = datetime.now(UTC)
    await redelivered(app, intake, now)
    await settled(app, intake, now)
    watched.set()
    await asyncio.Event().wait()


@contextmanager
def _logged(config: server.Config) -> Iterator[io.StringIO]:
    """Waypost's own logging, with its redaction, into a string; afterwards all is as before."""
    root, log = logging.getLogger(), io.StringIO()
    handlers, level = list(root.handlers), root.level
    logs.configure("json", config.secrets, stream=log)
    try:
        yield log
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.reset_defaults()


@contextmanager
def _running(app: FastAPI, listener: socket.socket) -> Iterator[None]:
    web = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="on"))
    door = listener.dup()
    thread = threading.Thread(target=web.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    try:
        until(lambda: web.started or not thread.is_alive(), "Waypost listens")
        assert web.started, "Waypost did not start"
        yield
    finally:
        web.should_exit = True
        thread.join()
        door.close()
