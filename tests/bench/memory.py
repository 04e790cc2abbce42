"""Memory of the service, idle and after many deliveries: `python -m tests.bench.memory`."""

import argparse
import asyncio
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.bench.accept import CONNECTIONS, SECRET, settled, waypost
from tests.bench.load import Target, fire, payload, request

IDLE_LIMIT, GROWTH_LIMIT = 150, 20
"""Megabytes."""


def main() -> int:
    """Print the figures; 1 when one of them is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=10_000, help="how many, each for another pull request")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory, waypost(Path(directory)) as server:
        idle, cpu = resident(server.pid), busy(server.pid)
        time.sleep(10)
        cpu = (busy(server.pid) - cpu) / 10
        deliver(server.target, 500)
        handled(directory, 500)
        warm = resident(server.pid)
        started = time.perf_counter()
        deliver(server.target, args.deliveries)
        handled(directory, 500 + args.deliveries)
        rate = args.deliveries / (time.perf_counter() - started)
        after = resident(server.pid)
    print(f"idle {idle:.0f} MB and {cpu:.1%} of a core; warm {warm:.0f} MB;", end=" ")
    print(f"after {args.deliveries} deliveries {after:.0f} MB ({after - warm:+.0f} MB); {rate:.0f} handled a second")
    return 0 if idle < IDLE_LIMIT and after - warm < GROWTH_LIMIT else 1


def deliver(target: Target, number: int) -> None:
    """So many pushes, each to another pull request, so that none is settled by another."""
    bodies = (payload(index + 1) for index in range(number))
    asyncio.run(fire(target, [request(target, SECRET, body) for body in bodies], CONNECTIONS))


def handled(directory: str, number: int) -> None:
    """Wait until so many deliveries were handled."""

    def count() -> int:
        with closing(sqlite3.connect(Path(directory) / "data" / "inbox.sqlite")) as inbox:
            return int(inbox.execute("SELECT count(*) FROM delivery WHERE state = 'handled'").fetchone()[0])

    settled(count, number, patience=900.0, pause=0.5)


def resident(pid: int) -> float:
    """Megabytes of memory in use."""
    rows = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(row for row in rows if row.startswith("VmRSS:")).split()[1]) / 1024


def busy(pid: int) -> float:
    """Seconds of processor time used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


if __name__ == "__main__":
    sys.exit(main())
