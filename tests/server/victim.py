"""A real server whose job writes a file per pull request: what the crash tests start, kill, and start again."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from waypost import logs
from waypost.jobs.events import Delivery
from waypost.jobs.retry import Pace
from waypost.jobs.workflow import Work
from waypost.server import build, read_environment, serve


@asynccontextmanager
async def crew() -> AsyncIterator[Work]:
    """Every pull request becomes a file named by its number: idempotent, as writing to GitHub must be."""
    done = Path(sys.argv[1])

    async def job(delivery: Delivery) -> None:
        assert delivery.payload.pull_request is not None
        await asyncio.sleep(0.005)
        (done / str(delivery.payload.pull_request.number)).write_text(delivery.payload.pull_request.head.sha)

    async def bury(delivery: Delivery, error: Exception) -> None:
        (done / f"buried-{delivery.guid}").write_text(str(error))

    yield Work(job, bury)


if __name__ == "__main__":
    config = read_environment({})
    logs.configure(config.log, config.secrets)
    sys.exit(0 if serve(config, build(config, crew, pace=Pace(polling=0.1))) else 3)
