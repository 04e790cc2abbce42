"""What the engine cannot take waits for it, and nothing that waits is lost over it."""

import asyncio
from pathlib import Path

import pytest

from tests.jobs.workshop import pull_request
from waypost.jobs import pump
from waypost.jobs.events import HANDLED
from waypost.jobs.inbox import Inbox, State
from waypost.jobs.lineup import Waiting


async def test_a_push_that_the_engine_could_not_take_gives_way_to_a_younger_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pump, "PAUSE", 0.0)
    inbox, handed, over = Inbox(tmp_path / "inbox.sqlite"), list[str](), asyncio.Event()
    pumping: list[pump.Pump] = []

    async def hand_over(waiting: Waiting) -> None:
        handed.append(waiting.run)
        if len(handed) == 1:
            await inbox.accept("young", "pull_request", pull_request())
            pumping[0].wake()
            while not pumping[0]._lineup:
                await asyncio.sleep(0)
            raise ConnectionError("the database is away")
        inbox.mark(waiting.delivery.guid, State.HANDLED)
        over.set()

    pumping.append(pump.Pump(inbox, hand_over, HANDLED, 1, lambda event, result, seconds: None, lambda: False))
    await inbox.accept("old", "pull_request", pull_request())
    running = asyncio.create_task(pumping[0].run())
    await asyncio.wait_for(over.wait(), 30)
    running.cancel()
    await inbox.writable()
    assert handed == ["old", "young"]
    assert {row.guid: row.state for row in inbox.listing()} == {"old": State.SUPERSEDED, "young": State.HANDLED}
    inbox.close()
