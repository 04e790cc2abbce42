"""Memory of the real service on the stand-in, idle and after many deliveries."""

import asyncio
import time
from collections.abc import Iterator

from tests.bench.load import fire, request
from tests.bench.measure import Measure, Tell
from tests.bench.processes import busy, resident
from tests.bench.scene import Scene, scene
from tests.whole.house import SECRET

DELIVERIES = 10_000
ACCOUNTS = 100
IDLE = 10
"""Seconds."""


def measures(tell: Tell) -> Iterator[Measure]:
    """Idle memory, then growth while each of many pull requests is looked at again and again."""
    with scene() as on:
        time.sleep(IDLE)
        idle, cpu = resident(on.pid), busy(on.pid)
        time.sleep(IDLE)
        cpu = (busy(on.pid) - cpu) / IDLE
        yield Measure("memory of `waypost serve`, idle", idle, 150, "MB", note=f"{cpu:.1%} of a core, idle")
        bodies = [on.pull(f"acme-{number}").raw for number in range(ACCOUNTS)]
        sizes, started = [], time.perf_counter()
        for done in range(ACCOUNTS, DELIVERIES + 1, ACCOUNTS):
            deliver(on, bodies)
            sizes.append(resident(on.pid))
            rate = done / (time.perf_counter() - started)
            tell(f"{done} of {DELIVERIES} deliveries, {sizes[-1]:.0f} MB, {rate:.0f} a second")
        states = on.states
    shown = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    yield Measure(
        f"memory after {DELIVERIES:,} deliveries, beyond idle",
        sizes[-1] - idle,
        20,
        "MB",
        note=f"{sizes[-1]:.0f} MB; {sizes[4]:.0f} after 500, {sizes[len(sizes) // 2]:.0f} half way; {shown}",
    )


def deliver(on: Scene, bodies: list[bytes]) -> None:
    """One delivery for each pull request, and wait until all are handled, so that none is settled by another."""
    asyncio.run(fire(on.target, [request(on.target, SECRET, body) for body in bodies], len(bodies)))
    on.rest(patience=300.0, pause=0.02)
