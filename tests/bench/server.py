"""The real service with a job that does nothing: what the benchmarks put under load."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from waypost import logs
from waypost.jobs.events import Delivery
from waypost.jobs.workflow import Work
from waypost.server import build, read_environment, serve


@asynccontextmanager
async def crew() -> AsyncIterator[Work]:
    async def job(delivery: Delivery) -> None:
        """Handled."""

    async def bury(delivery: Delivery, error: Exception) -> None:
        raise AssertionError("nothing fails here")

    yield Work(job, bury)


if __name__ == "__main__":
    config = read_environment({})
    logs.configure(config.log, config.secrets)
    sys.exit(0 if serve(config, build(config, crew)) else 3)
