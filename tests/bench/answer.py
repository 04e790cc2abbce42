"""From the webhook of a push to the finished check run, by the real service on the stand-in."""

import statistics
import time
from collections.abc import Iterator

import httpx

from tests.bench.measure import Measure, Tell
from tests.bench.scene import Scene, scene
from tests.standin.entities import Delivery

ACCOUNTS = 6
"""Pushes go to several accounts in turn, since GitHub allows each only so many writes a minute."""
PUSHES = 60


def measures(tell: Tell) -> Iterator[Measure]:
    """How long and how many requests a push takes; every other push changes what there is to say."""
    with scene() as on, httpx.Client(trust_env=False) as client:
        accounts = [f"acme-{number}" for number in range(ACCOUNTS)]
        first = [answered(on, client, on.pull(account)) for account in accounts]
        warm: list[tuple[float, int]] = []
        offering: list[int] = []
        for turn in range(PUSHES):
            tell(f"push {turn + 1} of {PUSHES}")
            delivery, mark = (
                on.push(accounts[turn % ACCOUNTS], turn // ACCOUNTS // 2, str(turn)),
                len(on.github.requests),
            )
            warm.append(answered(on, client, delivery))
            if any(seen.label.endswith("/reviews") for seen in on.github.requests[mark:]):
                offering.append(len(warm) - 1)
        again = [requests(on, client, on.told()) for _ in range(3)]
    seconds = sorted(taken for taken, _ in warm)
    p95 = seconds[int(len(seconds) * 0.95)]
    opened = statistics.median(taken for taken, _ in first)
    yield Measure(
        "push webhook to finished check run, warm, median of 60",
        statistics.median(seconds) * 1000,
        300,
        "ms",
        note=f"p95 {p95 * 1000:.0f} ms, slowest {seconds[-1] * 1000:.0f} ms, an account's first {opened * 1000:.0f} ms",
    )
    counts = [count for turn, (_, count) in enumerate(warm) if turn not in offering]
    offers = max((warm[turn][1] for turn in offering), default=0)
    yield Measure(
        "GitHub requests for a push, warm, without new suggestions, most of 60",
        max(counts),
        4,
        "requests",
        note=f"{offers} with new ones; {min(counts)} where the comment stays; {max(again)} where nothing changes;"
        f" {max(count for _, count in first)} for an account's first (with its token)",
    )


def answered(on: Scene, client: httpx.Client, delivery: Delivery) -> tuple[float, int]:
    """Seconds from the webhook until the check run is written, and how many requests all of it took."""
    on.door.written.clear()
    started = time.perf_counter()
    count = requests(on, client, delivery)
    if not on.door.written.is_set():
        raise RuntimeError("a push was handled without a check run")
    assert delivery.repository is not None
    head = delivery.payload["pull_request"]["head"]["sha"]
    (run,) = on.github.check_runs(delivery.repository.full_name, head)
    if run.status != "completed":
        raise RuntimeError("the check run is not finished")
    return on.door.at - started, count


def requests(on: Scene, client: httpx.Client, delivery: Delivery) -> int:
    """Deliver, wait until it is handled, and count what was asked of GitHub."""
    mark = len(on.github.requests)
    headers = {**delivery.headers, "X-GitHub-Delivery": f"{delivery.guid}-{mark}"}
    status = client.post(f"http://127.0.0.1:{on.target.port}{on.target.path}", content=delivery.raw, headers=headers)
    if status.status_code != on.target.status:
        raise RuntimeError(f"the service answers {status.status_code}")
    on.rest()
    return len(on.github.requests) - mark
