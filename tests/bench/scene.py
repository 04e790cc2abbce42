"""A stand-in GitHub in this process, and the real `waypost serve` in one of its own, so that its use is ours alone."""

import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.types import Receive, Scope, Send

from tests.bench.load import Target
from tests.bench.processes import environment, free_port, running, settled
from tests.standin import StandIn, key_pair, serve
from tests.standin.entities import Delivery
from tests.standin.state import State
from tests.whole.house import APP_ID, SECRET, add_app
from waypost.web.webhook import PATH

SPEC = "version: 1\nconvention:\n  case: snake_case\nevents:\n  cart_opened:\n    description: A cart is there.\n"
BASE = {
    "telemetry/spec.yml": SPEC,
    **{f"web/page{number}.ts": f"export const page = {number};\n" * 100 for number in range(5)},
}
_OPEN = "SELECT count(*) FROM delivery WHERE state IN ('accepted', 'handed over')"
_STATES = "SELECT state, count(*) FROM delivery GROUP BY state"


def changed(turn: int, note: str = "") -> dict[str, str]:
    """Five changed files with one call each; three events are named off the convention, and differ with `turn`.

    With another `note` it is another change in which the same is found.
    """
    events = ["cart_opened", "cart_opened", f"Cart Closed {turn}", f"cartPaid{turn}", f"Cart-Lost-{turn}"]
    return {
        f"web/page{number}.ts": BASE[f"web/page{number}.ts"] + f'posthog.capture("{event}"); // {note}\n'
        for number, event in enumerate(events)
    }


class Door:
    """The stand-in, which tells when it has answered the write of a check run."""

    def __init__(self, github: StandIn) -> None:
        self._github = github
        self.written = threading.Event()
        self.at = 0.0
        """When that was, by `time.perf_counter`."""

    @property
    def state(self) -> State:
        """What `serve` sets its address in."""
        return self._github.state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then look at the clock."""
        await self._github(scope, receive, send)
        if scope["type"] == "http" and scope["method"] in ("POST", "PATCH") and "/check-runs" in scope["path"]:
            self.at = time.perf_counter()
            self.written.set()


@dataclass(frozen=True)
class Scene:
    """GitHub and a service that is ready, each repository with one open pull request of five changed files."""

    github: StandIn
    door: Door
    target: Target
    pid: int
    folder: Path = field(repr=False)

    def pull(self, account: str) -> Delivery:
        """A new account whose repository gets a pull request; the delivery that tells of it, not sent yet."""
        name = f"{account}/shop"
        self.github.add_repository(name, BASE)
        self.github.add_installation(account)
        self.github.push(name, "work", changed(0))
        self.github.open_pull_request(name, "work")
        return self.told()

    def push(self, account: str, turn: int, note: str) -> Delivery:
        """A push to that pull request; the same findings for the same `turn`."""
        self.github.push(f"{account}/shop", "work", changed(turn, note))
        return self.told()

    def told(self) -> Delivery:
        """The newest delivery that tells of a pull request, instead of sending what waits."""
        self.github.state.pending.clear()
        return next(one for one in reversed(self.github.deliveries) if one.event == "pull_request")

    def rest(self, patience: float = 60.0, pause: float = 0.005) -> None:
        """Come back when everything accepted is handled."""
        with closing(sqlite3.connect(self.folder / "data" / "inbox.sqlite")) as inbox:
            settled(lambda: inbox.execute(_OPEN).fetchone()[0], 0, patience, pause)

    @property
    def states(self) -> dict[str, int]:
        """How many deliveries are in which state."""
        with closing(sqlite3.connect(self.folder / "data" / "inbox.sqlite")) as inbox:
            return dict(inbox.execute(_STATES).fetchall())


@contextmanager
def scene() -> Iterator[Scene]:
    """Both, started; the stand-in has found nothing wrong in the end. Raises RuntimeError otherwise."""
    port, github = free_port(), StandIn()
    add_app(github, port)
    door = Door(github)
    with tempfile.TemporaryDirectory() as directory, serve(door) as address:  # type: ignore[arg-type]
        folder = Path(directory)
        environ = environment(
            WAYPOST_APP_ID=str(APP_ID),
            WAYPOST_PRIVATE_KEY=key_pair().private,
            WAYPOST_WEBHOOK_SECRET=SECRET,
            WAYPOST_GITHUB_API_URL=f"{address}/api/v3",
            WAYPOST_DATA=str(folder / "data"),
            WAYPOST_PORT=str(port),
        )
        # What compiling the modules once takes is no part of the service's memory from then on.
        subprocess.run([sys.executable, "-c", "import waypost.server"], env=environ, check=True)
        command = [sys.executable, "-m", "waypost.cli", "serve"]
        with running(command, environ, Path.cwd(), folder / "log", port) as process:
            yield Scene(github, door, Target(port, PATH, 202), process.pid, folder)
        github.close()
    if github.violations:
        raise RuntimeError(f"the stand-in objects: {github.violations[0]}")
