"""Accepting webhooks, durably, against Probot on the same machine.

Both get the same 24 KB payload over 64 connections, in turns. Waypost has every delivery on disk before it answers;
Probot keeps nothing. Every status is checked, and afterwards every delivery is looked for.
"""

import asyncio
import os
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import Figures, Target, fire, payload, request
from tests.bench.measure import Measure, Tell
from tests.bench.processes import environment, free_port, running, settled

SECRET = "a-benchmark-secret-of-some-length"
PROBOT = "14"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "waypost-bench" / f"probot-{PROBOT}"
HERE = Path(__file__).parent
CONNECTIONS = 64
ROUNDS = 9
DELIVERIES = 3000
PROBOT_READS = {"NODE_ENV", "LOG_LEVEL", "LOG_FORMAT", "SENTRY_DSN", "REDIS_URL", "GHE_HOST", "WEBHOOK_PROXY_URL"}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and how many deliveries it has got so far."""

    target: Target
    received: Callable[[], int]


def measures(tell: Tell) -> Iterator[Measure]:
    """Throughput and slowest answers as multiples of Probot's, the median of interleaved rounds."""
    with tempfile.TemporaryDirectory() as directory:
        work = Path(directory)
        with probot(work, install(tell)) as theirs, waypost(work) as ours:
            rounds = list(measure(theirs, ours, tell))
    ratios = sorted(figures["Waypost"].rate / figures["Probot"].rate for figures in rounds)
    rates, p99 = _medians(rounds, lambda figures: figures.rate), _medians(rounds, lambda one: one.percentile(0.99))
    shown = ", ".join(f"{name} {rate:.0f}/s" for name, rate in rates.items())
    spread = f"{ratios[0]:.2f}-{ratios[-1]:.2f}; {shown}"
    yield Measure("durable accept, throughput", statistics.median(ratios), 1, "× Probot", least=True, note=spread)
    shown = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in p99.items())
    yield Measure("durable accept, p99", p99["Waypost"] / p99["Probot"], 1, "× Probot", note=shown)


def measure(theirs: Server, ours: Server, tell: Tell) -> Iterator[dict[str, Figures]]:
    """Rounds of both in random order, after one to warm up; each checked for lost deliveries."""
    for number in range(ROUNDS + 1):
        tell(f"round {number} of {ROUNDS}" if number else "warming up")
        figures = {}
        for name, server in random.sample([("Probot", theirs), ("Waypost", ours)], 2):
            messages = [request(server.target, SECRET, payload()) for _ in range(DELIVERIES)]
            before = server.received()
            figures[name] = asyncio.run(fire(server.target, messages, CONNECTIONS))
            settled(lambda: server.received() - before, DELIVERIES)  # noqa: B023 (called at once)
        if number:
            yield figures


def _medians(rounds: list[dict[str, Figures]], figure: Callable[[Figures], float]) -> dict[str, float]:
    return {name: statistics.median(figure(figures[name]) for figures in rounds) for name in ("Waypost", "Probot")}


def install(tell: Tell) -> Path:
    """Probot from npm, in the user's cache, once."""
    if not (CACHE / "node_modules" / "probot").exists():
        tell("installing Probot")
        CACHE.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent", f"probot@{PROBOT}"]
        subprocess.run(npm, cwd=CACHE, check=True)
    return CACHE


@contextmanager
def probot(work: Path, cache: Path) -> Iterator[Server]:
    """Probot under its default settings."""
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
    }
    target = Target(port, "/api/github/webhooks", 200)
    log = work / "probot.log"
    with running(["node", "bench.mjs"], environ, cache, log, port) as process:

        def handled() -> int:
            lines = log.read_text().count("\nhandled ")
            process.send_signal(signal.SIGUSR2)
            settled(lambda: log.read_text().count("\nhandled "), lines + 1)
            return int(log.read_text().rsplit("\nhandled ", 1)[1].split()[0])

        yield Server(target, handled)


@contextmanager
def waypost(work: Path) -> Iterator[Server]:
    """The real service on embedded SQLite; its deliveries are counted in the inbox file."""
    port = free_port()
    environ = environment(
        WAYPOST_APP_ID="1",
        WAYPOST_PRIVATE_KEY="-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----",
        WAYPOST_WEBHOOK_SECRET=SECRET,
        WAYPOST_DATA=str(work / "data"),
        WAYPOST_PORT=str(port),
    )
    command = [sys.executable, "-m", "tests.bench.server"]
    with running(command, environ, Path.cwd(), work / "waypost.log", port):

        def stored() -> int:
            # Counts once all is handled, so that what is left to do here does not slow down the other one's round.
            with closing(sqlite3.connect(work / "data" / "inbox.sqlite")) as inbox:
                busy = "SELECT count(*) FROM delivery WHERE state IN ('accepted', 'handed over')"
                settled(lambda: inbox.execute(busy).fetchone()[0], 0, patience=300.0)
                return int(inbox.execute("SELECT count(*) FROM delivery").fetchone()[0])

        yield Server(Target(port, "/webhooks/github", 202), stored)
