import asyncio
import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.jobs.workshop import pull_request, sha
from tests.server.process import KEY_LINE, PATIENCE, SECRET, Server, deliver


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    if server.process is not None:
        server.kill()


def states(server: Server) -> dict[str, int]:
    """How many deliveries are in which state."""
    with closing(sqlite3.connect(server.directory / "data" / "inbox.sqlite")) as inbox:
        return dict(inbox.execute("SELECT state, count(*) FROM delivery GROUP BY state").fetchall())


async def settled(server: Server) -> None:
    """Wait until nothing is left to do."""
    async with asyncio.timeout(PATIENCE):
        while states(server).keys() & {"accepted", "handed over"}:
            await asyncio.sleep(0.05)


async def load(server: Server, accepted: set[int], numbers: range) -> None:
    """Deliver pushes to these pull requests from a few senders, as far as the server lives."""
    waiting = iter(numbers)

    async def sender(client: httpx.AsyncClient) -> None:
        for number in waiting:
            status = await deliver(client, f"guid-{number}", pull_request(number, sha=sha(f"sha-{number}")))
            if status == 202:
                accepted.add(number)
            if status is None:
                return

    async with httpx.AsyncClient(base_url=server.url) as client:
        await asyncio.gather(*(sender(client) for _ in range(8)))


async def test_every_accepted_delivery_is_handled_although_the_server_is_killed_under_load(server: Server) -> None:
    accepted = set[int]()
    chance = random.Random(2)
    for round_ in range(3):
        await server.start()
        start = 1 + round_ * 1000
        under_load = asyncio.create_task(load(server, accepted, range(start, start + 1000)))
        before = len(accepted)
        wanted = before + chance.randint(20, 150)
        async with asyncio.timeout(PATIENCE):
            while len(accepted) < wanted:
                await asyncio.sleep(0.005)
        server.kill()
        await under_load
    await server.start()
    await settled(server)
    handled = {int(file.name): file.read_text() for file in server.done.iterdir()}
    assert accepted <= handled.keys()
    assert handled == {number: sha(f"sha-{number}") for number in handled}
    assert states(server).keys() == {"handled"}


async def test_a_stop_leaves_a_clean_house_and_nothing_undone(server: Server) -> None:
    accepted = set[int]()
    await server.start()
    await load(server, accepted, range(1, 40))
    assert server.stop() == 0
    await server.start()
    await settled(server)
    assert {int(file.name) for file in server.done.iterdir()} == accepted == set(range(1, 40))


async def test_a_full_disk_refuses_with_503_and_loses_nothing_accepted(server: Server) -> None:
    server.largest = 1_500_000
    await server.start()
    accepted, refused = set[int](), set[int]()
    async with httpx.AsyncClient(base_url=server.url) as client:
        for number in range(1, 60):
            body = pull_request(number, sha=sha(f"sha-{number}"), ballast=os.urandom(40_000).hex())
            status = await deliver(client, f"guid-{number}", body)
            assert status in (202, 503)
            (accepted if status == 202 else refused).add(number)
            if len(refused) == 3:
                break
        assert (await client.get("/healthz")).status_code == 200
    server.kill()
    server.largest = None
    await server.start()
    await settled(server)
    assert accepted
    assert len(refused) == 3
    assert {int(file.name) for file in server.done.iterdir()} == accepted


async def test_secrets_and_bodies_stay_out_of_the_logs(server: Server) -> None:
    await server.start()
    async with httpx.AsyncClient(base_url=server.url) as client:
        named = {"number": 1, "head": {"sha": "1" * 40}, "base": {"sha": "2" * 40}, "title": "a-body-canary"}
        body = pull_request(sender={"login": "a-body-canary"}, pull_request=named)
        assert await deliver(client, "guid-1", body) == 202
        assert await deliver(client, "guid-2", b'{"action": "a-body-canary"') == 202
        forged = await client.post("/webhooks/github", content=body, headers={"X-Hub-Signature-256": SECRET})
        shown = forged.text + (await client.get("/metrics")).text
        await settled(server)
    server.stop()
    for canary in (SECRET, KEY_LINE, "a-body-canary"):
        assert canary not in server.log + shown
    assert '"delivery": "guid-2"' in server.log
