"""The context of an issue by the worker itself, warm: what it costs in CPU and in requests to GitHub."""

import asyncio
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx

from tests.bench.measure import Measure, Tell
from tests.standin import StandIn, key_pair
from tests.standin.entities import Delivery
from waypost.github.client import App
from waypost.github.needs import EVENTS, PERMISSIONS
from waypost.jobs import Delivery as Job
from waypost.jobs.events import parse
from waypost.strategy import map as strategy_map
from waypost.worker import Worker

ISSUES = 40
OBJECTIVES, LINES = 2_000, 200
REPOSITORY = "acme/shop"
BODY = "People leave at the address form; GMV falls.\n\nObjective: objective-7\n\n" + "Words of no weight. " * 100


def measures(tell: Tell) -> Iterator[Measure]:
    """A map of 2,000 objectives, read cold and kept; then issues on one of them."""
    files = large_map()
    yield from _reading(files)
    costs, counts = asyncio.run(_contexts(files, tell))
    yield Measure(
        "CPU for the context of an issue, warm, median of 40",
        statistics.median(costs) * 1000,
        30,
        "ms",
        note=f"slowest {max(costs) * 1000:.0f} ms; what the stand-in itself takes in this process is taken off",
    )
    yield Measure(
        "GitHub requests for the context of an issue, warm, most of 40",
        max(counts),
        2,
        "requests",
        note="one that reads, one that writes; other work on the same objective is searched for every ten minutes",
    )


def large_map() -> dict[str, bytes]:
    """A map with 2,000 objectives and 200 product lines, in files small enough for GitHub to hand out whole."""
    fifth = OBJECTIVES // 5
    files = {
        f"strategy/map/{part}.yml": "objectives:\n" + "".join(map(_objective, range(part * fifth, (part + 1) * fifth)))
        for part in range(5)
    }
    lines = "".join(
        f"  - {{id: line-{n}, title: Line {n}, paths: ['apps/{n}/**'], stance: invest, reason: It grows.}}\n"
        for n in range(LINES)
    )
    files["strategy/map.yml"] = f"destination: There.\nproduct_lines:\n{lines}glossary: {{GMV: Worth}}\n"
    return {path: text.encode() for path, text in files.items()}


def _objective(number: int) -> str:
    parents = f"    parents: [objective-{number // 2}]\n" if number else ""
    return f"""  - id: objective-{number}
    title: What should be true, number {number}
    why: Because of the {number} people who leave at the address form, and most never come back.
    measure: {{baseline: {number}, target: {number + 10}, now: {number + 3}, unit: "%", date: 2026-11-01}}
    owner: team-{number % 40}
    horizon: 2027-Q1
{parents}    product_lines: [line-{number % LINES}]
"""


def _reading(files: dict[str, bytes]) -> Iterator[Measure]:
    strategy_map.read_map({strategy_map.PATH: b"objectives: []"})  # what is made once for all maps
    cold = min(_timed(files, cold=True) for _ in range(5))
    warm = min(_timed(files, cold=False) for _ in range(5))
    what = f"CPU for a map of {OBJECTIVES:,} objectives and {LINES} product lines"
    yield Measure(f"{what}, cold", cold * 1000, 300, "ms", note=f"{sum(map(len, files.values())):,} bytes")
    yield Measure(f"{what}, from cache", warm * 1000, 5, "ms")


def _timed(files: dict[str, bytes], cold: bool) -> float:
    if cold:
        strategy_map._read.cache_clear()
    copied = {path: bytes(bytearray(text)) for path, text in files.items()}
    started = time.process_time()
    the_map, problems = strategy_map.read_map(copied)
    taken = time.process_time() - started
    assert the_map is not None and not problems
    return taken


async def _contexts(files: dict[str, bytes], tell: Tell) -> tuple[list[float], list[int]]:
    github = StandIn()
    github.add_app(1, key_pair().public, PERMISSIONS, EVENTS, "https://waypost.test/", "a-webhook-secret")
    github.add_repository(REPOSITORY, files)
    github.add_installation("acme")
    door = _Clocked(github)
    app = App(1, key_pair().private, transport=door)
    worker = Worker(app)
    costs, counts = [], []
    for number in range(ISSUES + 1):
        tell(f"issue {number} of {ISSUES}")
        github.open_issue(REPOSITORY, f"Issue {number}", BODY, author="ann")
        job = _job(next(one for one in reversed(github.deliveries) if one.event == "issues"))
        mark, door.spent, started = len(github.requests), 0.0, time.process_time()
        await worker.job(job)
        costs.append(time.process_time() - started - door.spent)
        counts.append(len(github.requests) - mark)
    await app.aclose()
    await worker.ledger.close()
    assert all(len(github.comments(REPOSITORY, number + 1)) == 1 for number in range(ISSUES))
    github.close()
    return costs[1:], counts[1:]


def _job(delivery: Delivery) -> Job:
    return Job(delivery.guid, delivery.event, parse(delivery.event, delivery.raw), datetime.now(UTC))


class _Clocked(httpx.AsyncBaseTransport):
    """A transport into the stand-in that counts the CPU it takes there."""

    def __init__(self, github: StandIn) -> None:
        self._inner = github.transport()
        self.spent = 0.0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, and count."""
        started = time.process_time()
        try:
            return await self._inner.handle_async_request(request)
        finally:
            self.spent += time.process_time() - started

    async def aclose(self) -> None:
        """Nothing to close."""
