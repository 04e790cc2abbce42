"""Accepting webhooks, durably, against Probot on the same machine: `python -m tests.bench.accept`.

Both get the same 24 KB payload over 64 connections, in turns. Waypost has every delivery on disk before it answers;
Probot keeps nothing. Every status is checked, and afterwards every delivery is looked for.
"""

import argparse
import asyncio
import os
import random
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import Figures, Target, fire, payload, request

SECRET = "a-benchmark-secret-of-some-length"
PROBOT = "14"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "waypost-bench" / f"probot-{PROBOT}"
HERE = Path(__file__).parent
CONNECTIONS = 64
PROBOT_READS = {"NODE_ENV", "LOG_LEVEL", "LOG_FORMAT", "SENTRY_DSN", "REDIS_URL", "GHE_HOST", "WEBHOOK_PROXY_URL"}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and how many deliveries it has got so far."""

    target: Target
    received: Callable[[], int]
    pid: int


def main() -> int:
    """Print the figures; 1 when Waypost is slower than Probot, or slower to answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured")
    parser.add_argument("--deliveries", type=int, default=3000, help="how many deliveries in a round")
    parser.add_argument("--spread", action="store_true", help="every delivery for another pull request: no collapsing")
    parser.add_argument("--production", action="store_true", help="run Probot with NODE_ENV=production")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        work = Path(directory)
        with probot(work, install(), args.production) as theirs, waypost(work) as ours:
            rounds = list(measure(theirs, ours, args.rounds, args.deliveries, args.spread))
    return report(rounds)


def measure(theirs: Server, ours: Server, rounds: int, deliveries: int, spread: bool) -> Iterator[dict[str, Figures]]:
    """Rounds of both in random order, after one to warm up; each checked for lost deliveries."""
    for number in range(rounds + 1):
        figures = {}
        for name, server in random.sample([("Probot", theirs), ("Waypost", ours)], 2):
            bodies = (payload(index + 1 if spread else 7) for index in range(deliveries))
            messages = [request(server.target, SECRET, body) for body in bodies]
            before = server.received()
            figures[name] = asyncio.run(fire(server.target, messages, CONNECTIONS))
            settled(lambda: server.received() - before, deliveries)  # noqa: B023 (called at once)
        if number:
            yield figures


def report(rounds: list[dict[str, Figures]]) -> int:
    """Print ratio and latencies."""
    ratios = [figures["Waypost"].rate / figures["Probot"].rate for figures in rounds]
    slowest = {name: statistics.median(figures[name].percentile(0.99) for figures in rounds) for name in rounds[0]}
    for name in ("Probot", "Waypost"):
        rate = statistics.median(figures[name].rate for figures in rounds)
        half = statistics.median(figures[name].percentile(0.5) for figures in rounds)
        print(f"{name:8} {rate:6.0f} deliveries/s   median {half * 1000:4.0f} ms   p99 {slowest[name] * 1000:4.0f} ms")
    ratio = statistics.median(ratios)
    print(f"durable accept: {ratio:.2f} times Probot's throughput [{min(ratios):.2f}-{max(ratios):.2f}],", end=" ")
    print(f"{slowest['Waypost'] / slowest['Probot']:.2f} times its p99")
    return 0 if ratio >= 1 and slowest["Waypost"] < slowest["Probot"] else 1


def install() -> Path:
    """Probot from npm, in the user's cache, once."""
    if not (CACHE / "node_modules" / "probot").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent", f"probot@{PROBOT}"]
        subprocess.run(npm, cwd=CACHE, check=True)
    return CACHE


@contextmanager
def probot(work: Path, cache: Path, production: bool) -> Iterator[Server]:
    """Probot under its default settings; in production it writes its log as JSON."""
    port = free_port()
    shutil.copy(HERE / "probot.mjs", cache / "bench.mjs")
    key = subprocess.run(["openssl", "genrsa", "2048"], capture_output=True, check=True, text=True).stdout
    environ = {
        **{name: value for name, value in os.environ.items() if name not in PROBOT_READS},
        "APP_ID": "1",
        "PRIVATE_KEY": key,
        "WEBHOOK_SECRET": SECRET,
        "PORT": str(port),
        "HOST": "127.0.0.1",
        **({"NODE_ENV": "production"} if production else {}),
    }
    target = Target(port, "/api/github/webhooks", 200)
    log = work / "probot.log"
    with running(["node", "bench.mjs"], environ, cache, log, port) as process:

        def handled() -> int:
            lines = log.read_text().count("\nhandled ")
            process.send_signal(signal.SIGUSR2)
            settled(lambda: log.read_text().count("\nhandled "), lines + 1)
            return int(log.read_text().rsplit("\nhandled ", 1)[1].split()[0])

        yield Server(target, handled, process.pid)


@contextmanager
def waypost(work: Path) -> Iterator[Server]:
    """The real service on embedded SQLite; its deliveries are counted in the inbox file."""
    port = free_port()
    environ = {
        **os.environ,
        "WAYPOST_APP_ID": "1",
        "WAYPOST_PRIVATE_KEY": "-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----",
        "WAYPOST_WEBHOOK_SECRET": SECRET,
        "WAYPOST_DATA": str(work / "data"),
        "WAYPOST_PORT": str(port),
    }
    command = [sys.executable, "-m", "tests.bench.server"]
    with running(command, environ, Path.cwd(), work / "waypost.log", port) as process:

        def stored() -> int:
            # Counts once all is handled, so that what is left to do here does not slow down the other one's round.
            with closing(sqlite3.connect(work / "data" / "inbox.sqlite")) as inbox:
                busy = "SELECT count(*) FROM delivery WHERE state IN ('accepted', 'handed over')"
                settled(lambda: inbox.execute(busy).fetchone()[0], 0, patience=300.0)
                return int(inbox.execute("SELECT count(*) FROM delivery").fetchone()[0])

        yield Server(Target(port, "/webhooks/github", 202), stored, process.pid)


@contextmanager
def running(
    command: list[str], environ: dict[str, str], cwd: Path, log: Path, port: int
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that listens on the port; ended afterwards."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environ, cwd=cwd, stdout=out, stderr=out)
        try:
            settled(lambda: listening(port) or process.poll() is not None, True)
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} did not start:\n{log.read_text()}")
            yield process
        finally:
            process.terminate()
            process.wait()


def listening(port: int) -> bool:
    """Whether somebody answers there."""
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settled(look: Callable[[], object], wanted: object, patience: float = 60.0, pause: float = 0.05) -> None:
    """Wait until `look` returns what is wanted. Raises RuntimeError when it never does."""
    end = time.monotonic() + patience
    while (seen := look()) != wanted:
        if time.monotonic() > end:
            raise RuntimeError(f"expected {wanted}, saw {seen}")
        time.sleep(pause)


if __name__ == "__main__":
    sys.exit(main())
