import asyncio
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.jobs.workshop import PATIENCE, Bench, pull_request, sha, until
from waypost.jobs.events import Delivery
from waypost.jobs.ground import AlreadyRunning, Ground
from waypost.jobs.inbox import State
from waypost.jobs.retry import Hopeless, RetryLater
from waypost.jobs.workflow import Handling, Sheet


async def test_an_accepted_delivery_is_handled_once(bench: Bench) -> None:
    async with bench.engine() as engine:
        assert await engine.accept("a", "pull_request", pull_request())
        await until(engine, "a", State.HANDLED)
        assert not await engine.accept("a", "pull_request", pull_request())
    assert bench.handled == ["a"]
    assert bench.results == [("pull_request", "handled")]


async def test_a_delivery_accepted_while_no_engine_ran_is_handled_at_the_next_start(bench: Bench) -> None:
    bench.directory.mkdir()
    ground = Ground(bench.directory)
    from waypost.jobs.inbox import Inbox

    inbox = Inbox(ground.inbox)
    await inbox.accept("a", "pull_request", pull_request())
    inbox.close()
    ground.close()
    async with bench.engine() as engine:
        await until(engine, "a", State.HANDLED)


async def test_actions_that_nobody_handles_are_settled_without_a_job(bench: Bench) -> None:
    async with bench.engine() as engine:
        await engine.accept("a", "pull_request", pull_request(action="assigned"))
        assert await until(engine, "a", State.IGNORED) == "action assigned"
    assert bench.handled == []


async def test_a_payload_that_nobody_understands_is_kept_and_reported(bench: Bench) -> None:
    async with bench.engine() as engine:
        await engine.accept("a", "pull_request", b'{"action": "opened"')
        assert await until(engine, "a", State.UNREADABLE) == "not JSON"
        row = engine.inbox.find("a")
        assert row is not None
        assert row.body == b'{"action": "opened"'
    assert bench.results == [("pull_request", "unreadable")]


async def test_a_failing_job_is_tried_again_then_buried_with_its_reason_and_can_be_replayed(bench: Bench) -> None:
    tries = list[str]()

    async def fails(delivery: Delivery) -> None:
        tries.append(delivery.guid)
        raise RuntimeError("no luck")

    bench.job = fails
    async with bench.engine() as engine:
        await engine.accept("a", "pull_request", pull_request())
        assert await until(engine, "a", State.BURIED) == "RuntimeError: no luck"
        assert len(tries) == 1 + len(bench.pace.backoff)
        assert bench.buried == [("a", "no luck")]
        assert [result for _, result in bench.results] == ["failed", "failed", "buried"]
        bench.job = bench.record
        assert await engine.replay("a")
        await until(engine, "a", State.HANDLED)
    assert bench.handled == ["a"]


async def test_a_job_that_fails_once_is_handled_by_its_retry(bench: Bench) -> None:
    async def fails_first(delivery: Delivery) -> None:
        bench.job = bench.record
        raise RuntimeError("not yet")

    bench.job = fails_first
    async with bench.engine() as engine:
        await engine.accept("a", "pull_request", pull_request())
        await until(engine, "a", State.HANDLED)
    assert (bench.handled, bench.buried) == (["a"], [])


async def test_a_postponed_job_survives_a_restart_and_does_not_count_as_failed(bench: Bench) -> None:
    postponed = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def limited(delivery: Delivery) -> None:
        loop.call_soon_threadsafe(postponed.set)
        raise RetryLater("rate limit", at=datetime.now(UTC) + timedelta(seconds=1))

    bench.job = limited
    async with bench.engine() as engine:
        await engine.accept("a", "pull_request", pull_request())
        async with asyncio.timeout(PATIENCE):
            await postponed.wait()
            while ("pull_request", "later") not in bench.results:
                await asyncio.sleep(0.01)
    bench.job = bench.record
    async with bench.engine() as engine:
        await until(engine, "a", State.HANDLED)
    assert (bench.handled, bench.buried) == (["a"], [])


async def test_postponing_for_ever_ends_in_a_burial(bench: Bench) -> None:
    async def limited(delivery: Delivery) -> None:
        raise RetryLater("rate limit", after=0)

    bench.pace = replace(bench.pace, postponements=2)
    bench.job = limited
    async with bench.engine() as engine:
        await engine.accept("a", "pull_request", pull_request())
        await until(engine, "a", State.BURIED)
    assert bench.buried == [("a", "rate limit")]


async def test_a_hopeless_job_is_buried_without_another_try(bench: Bench) -> None:
    tries = list[str]()

    async def refused(delivery: Delivery) -> None:
        tries.append(delivery.guid)
        raise Hopeless("403, the App may not do this")

    bench.job = refused
    async with bench.engine() as engine:
        await engine.accept("a", "pull_request", pull_request())
        assert await until(engine, "a", State.BURIED) == "Hopeless: 403, the App may not do this"
    assert (tries, bench.buried) == (["a"], [("a", "403, the App may not do this")])


async def test_a_workflow_that_ends_without_a_verdict_is_settled_and_not_handed_over_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(handling: Handling, sheet: Sheet, verdict: object) -> dict[str, object]:
        raise RuntimeError("a fault in the engine")

    monkeypatch.setattr(Handling, "_conclude", broken)
    bench.pace = replace(bench.pace, upkeep=0.1)
    async with bench.engine() as engine:
        await engine.accept("a", "pull_request", pull_request())
        assert await until(engine, "a", State.BURIED) == "the engine gave up: error"
        await engine.accept("b", "pull_request", pull_request(number=2))
        await until(engine, "b", State.BURIED)
    assert bench.handled == ["a", "b"]


async def test_a_job_that_hangs_counts_as_failed(bench: Bench) -> None:
    async def hangs(delivery: Delivery) -> None:
        await asyncio.Event().wait()

    bench.pace = replace(bench.pace, limit=0.01, backoff=())
    bench.job = hangs
    async with bench.engine() as engine:
        await engine.accept("a", "pull_request", pull_request())
        assert await until(engine, "a", State.BURIED) == "TimeoutError"


async def test_what_was_running_at_a_shutdown_is_done_after_the_next_start(bench: Bench) -> None:
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
    async with bench.engine() as engine:
        await until(engine, "a", State.HANDLED)
    assert bench.handled == ["a"]


async def test_a_lost_engine_file_loses_no_delivery(bench: Bench) -> None:
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
    for file in bench.directory.glob("engine.sqlite*"):
        file.unlink()
    bench.job = bench.record
    async with bench.engine() as engine:
        await until(engine, "a", State.HANDLED)
    assert bench.handled == ["a"]


async def test_one_subject_at_a_time_in_order_while_others_run_beside_it(bench: Bench) -> None:
    running = dict[int, int]()
    most = {"together": 0}
    order = dict[int, list[str]]()

    async def watched(delivery: Delivery) -> None:
        assert delivery.payload.pull_request is not None
        number = delivery.payload.pull_request.number
        assert not running.get(number)
        running[number] = 1
        order.setdefault(number, []).append(delivery.guid)
        most["together"] = max(most["together"], sum(running.values()))
        await asyncio.sleep(0.02)
        running[number] = 0

    bench.job = watched
    async with bench.engine() as engine:
        guids = [f"{number}-{index}" for index in range(5) for number in range(1, 5)]
        for guid in guids:
            number = int(guid.split("-")[0])
            await engine.accept(guid, "pull_request", pull_request(number, "edited"))
        for guid in guids:
            await until(engine, guid, State.HANDLED)
    assert order == {number: [f"{number}-{index}" for index in range(5)] for number in range(1, 5)}
    assert bench.buried == []
    assert most["together"] > 1


async def test_pushes_that_pile_up_are_settled_by_the_newest(bench: Bench) -> None:
    gate = asyncio.Event()
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()
    engine_loop = list[asyncio.AbstractEventLoop]()

    async def slow(delivery: Delivery) -> None:
        engine_loop[:] = [asyncio.get_running_loop()]
        loop.call_soon_threadsafe(begun.set)
        await gate.wait()
        bench.handled.append(delivery.guid)

    bench.job = slow
    async with bench.engine() as engine:
        await engine.accept("first", "pull_request", pull_request(sha="1" * 40))
        async with asyncio.timeout(PATIENCE):
            await begun.wait()
        for guid in ("second", "third", "fourth"):
            await engine.accept(guid, "pull_request", pull_request(sha=sha(guid)))
        await engine.accept("other", "pull_request", pull_request(2))
        await until(engine, "third", State.SUPERSEDED)
        engine_loop[0].call_soon_threadsafe(gate.set)
        await until(engine, "fourth", State.HANDLED)
        await until(engine, "other", State.HANDLED)
        assert await until(engine, "second", State.SUPERSEDED) == "by third"
    assert sorted(bench.handled) == ["first", "fourth", "other"]


async def test_the_retry_of_a_push_does_nothing_once_a_newer_push_was_handled(bench: Bench) -> None:
    async def fails_the_first(delivery: Delivery) -> None:
        if delivery.guid == "old":
            raise RetryLater("rate limit", after=0.3)
        await bench.record(delivery)

    bench.job = fails_the_first
    async with bench.engine() as engine:
        await engine.accept("old", "pull_request", pull_request(sha="1" * 40))
        await until(engine, "old", State.HANDED_OVER)
        await engine.accept("new", "pull_request", pull_request(sha="2" * 40))
        await until(engine, "new", State.HANDLED)
        await until(engine, "old", State.SUPERSEDED)
    assert bench.handled == ["new"]


async def test_a_second_process_on_the_same_directory_is_refused_and_told_what_to_do(bench: Bench) -> None:
    async with bench.engine():
        script = (
            "import sys; from pathlib import Path; from waypost.jobs.ground import Ground; Ground(Path(sys.argv[1]))"
        )
        other = subprocess.run([sys.executable, "-c", script, bench.directory], capture_output=True, text=True)
        with pytest.raises(AlreadyRunning, match="WAYPOST_DATABASE_URL"):
            Ground(bench.directory)
    assert "AlreadyRunning: Another Waypost (process" in other.stderr
    Ground(bench.directory).close()


async def test_what_cannot_start_says_so_to_whoever_starts_it(bench: Bench) -> None:
    bench.directory.mkdir()
    (bench.directory / "engine.sqlite").write_bytes(b"no database at all, in a file of some length" * 50)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        async with bench.engine():
            pass


async def test_what_was_handled_but_could_not_be_noted_is_settled_at_the_next_start_without_a_second_try(
    bench: Bench,
) -> None:
    async with bench.engine() as engine:
        await engine.accept("a", "pull_request", pull_request())
        await until(engine, "a", State.HANDLED)
    with sqlite3.connect(bench.directory / "inbox.sqlite") as inbox:
        inbox.execute("UPDATE delivery SET state = 'accepted'")
    async with bench.engine() as engine:
        await until(engine, "a", State.HANDLED)
    assert bench.handled == ["a"]
