"""An engine with a job that tests can watch, slow down and break."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from waypost.jobs.engine import Engine
from waypost.jobs.events import Delivery
from waypost.jobs.ground import Ground
from waypost.jobs.inbox import State
from waypost.jobs.retry import Pace
from waypost.jobs.workflow import Work

QUICK = Pace(backoff=(0.0, 0.0), polling=0.05, upkeep=3600)
PATIENCE = 60
"""Seconds after which a test that waits has failed."""


def sha(label: str) -> str:
    """A commit sha that stands for a label."""
    return hashlib.sha1(label.encode(), usedforsecurity=False).hexdigest()


def pull_request(number: int = 1, action: str = "synchronize", sha: str = "a" * 40, **more: Any) -> bytes:
    """The body of a pull request webhook, with little more than what is read of it."""
    repository = {"full_name": "octo/shop", "name": "shop", "owner": {"login": "octo"}, "private": False}
    event = {
        "action": action,
        "installation": {"id": 1},
        "repository": repository,
        "pull_request": {"number": number, "head": {"sha": sha}, "base": {"sha": "b" * 40, "ref": "main"}},
    }
    return json.dumps(event | more).encode()


class Bench:
    """Records what the job is given; `job` may be replaced by a test."""

    def __init__(self, directory: Path, database_url: str | None = None) -> None:
        self.directory = directory
        self.database_url = database_url
        self.pace = QUICK
        self.handled: list[str] = []
        self.buried: list[tuple[str, str]] = []
        self.results: list[tuple[str, str]] = []
        self.job: Callable[[Delivery], Awaitable[None]] = self.record

    async def record(self, delivery: Delivery) -> None:
        """The job when no test replaced it."""
        self.handled.append(delivery.guid)

    async def bury(self, delivery: Delivery, error: Exception) -> None:
        """What is done about deliveries that nobody can handle."""
        self.buried.append((delivery.guid, str(error)))

    def observe(self, event: str, result: str, seconds: float) -> None:
        """The figures."""
        self.results.append((event, result))

    @asynccontextmanager
    async def crew(self) -> AsyncIterator[Work]:
        """Who does the work, looked up late so that tests can change it."""

        async def job(delivery: Delivery) -> None:
            await self.job(delivery)

        yield Work(job, self.bury)

    @asynccontextmanager
    async def engine(self) -> AsyncIterator[Engine]:
        """A running engine on this directory; leaving the block is a shutdown that waits for nobody."""
        ground = Ground(self.directory)
        engine = Engine(ground, self.crew, database_url=self.database_url, pace=self.pace, observe=self.observe)
        try:
            await asyncio.to_thread(engine.start)
            yield engine
        finally:
            await asyncio.to_thread(engine.stop)
            ground.close()


async def until(engine: Engine, guid: str, *states: State) -> str | None:
    """Wait until the delivery is in one of the states; returns the reason noted with it."""
    async with asyncio.timeout(PATIENCE):
        while (row := engine.inbox.find(guid)) is None or row.state not in states:
            await asyncio.sleep(0.01)
        return row.reason
