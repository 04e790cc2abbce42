"""A real `waypost serve` that is killed again and again in the middle of its work, and what must be left of that."""

import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

import httpx
from starlette.types import Message, Receive, Scope, Send

from tests.standin import StandIn, key_pair, serve
from tests.standin.git import Files
from tests.whole.house import APP_ID, SECRET, add_app, until
from tests.whole.shop import FILES, GOOD, ISSUE, OFF, WORSE, calls

ACCOUNT = "acme"
REPOS = ("acme/shop", "acme/depot")
STEADY = {**FILES, ".github/waypost.yml": "pull_requests: {suggestions: false}\n"}
"""Which suggestions are offered depends on the pushes that were seen, and what the comment says on them."""
TEXTS = (GOOD, OFF, WORSE, calls("Cart Opened", "Cart  Opened", "cart_gone"), calls(*(f"Cart {n}" for n in range(55))))
BODIES = (ISSUE, "Nothing of note.", "Objective: conversion\n", "Objective: conversoin\n")
LONGER = 150.0
"""Seconds: a job that GitHub kept from its work for a minute is waited for."""

Act = Callable[[StandIn], object]
_OPEN = """
SELECT count(*) FROM delivery AS old WHERE state = 'accepted' OR state = 'handed over' AND NOT EXISTS
(SELECT 1 FROM delivery AS new WHERE new.pile = old.pile AND new.seq > old.seq AND new.state = 'handled')
"""


@dataclass
class Trap:
    """The stand-in's door, which kills Waypost at the n-th request, before or after it has taken effect.

    With `holds` only requests whose body holds these bytes are counted.
    """

    github: StandIn
    kill: Callable[[], None] = lambda: None
    left: int = -1
    after_effect: bool = False
    holds: bytes = b""
    sprung: threading.Event = field(default_factory=threading.Event)

    @property
    def state(self) -> object:
        """What `serve` sets its address in."""
        return self.github.state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or see to it that nobody is there to hear the answer."""
        if self.holds:
            sent = await receive()
            receive = _again(sent, receive)
            if self.holds not in sent.get("body", b""):
                await self.github(scope, receive, send)
                return
        self.left -= 1
        if self.left != 0:
            await self.github(scope, receive, send)
            return
        if self.after_effect:
            await self.github(scope, receive, _nowhere)
        self.kill()
        self.sprung.set()
        while (await receive())["type"] != "http.disconnect":
            pass


def _again(first: Message, then: Receive) -> Receive:
    """Receive a message that was taken already, then what follows."""
    taken = [first]

    async def receive() -> Message:
        return taken.pop() if taken else await then()

    return receive


async def _nowhere(message: Message) -> None:
    """Nobody listens."""


@dataclass
class Victim:
    """`waypost serve` in a process of its own, always on the same data directory and port."""

    folder: Path
    address: str
    port: int
    process: "subprocess.Popen[bytes] | None" = None
    client: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False, verify=False))

    def start(self) -> None:
        """Begin; see `ready`."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("WAYPOST_")} | {
            "WAYPOST_APP_ID": str(APP_ID),
            "WAYPOST_PRIVATE_KEY": key_pair().private,
            "WAYPOST_WEBHOOK_SECRET": SECRET,
            "WAYPOST_GITHUB_API_URL": f"{self.address}/api/v3",
            "WAYPOST_DATA": str(self.folder / "data"),
            "WAYPOST_PORT": str(self.port),
            # Where Python may not keep bytecode, every start would take seconds.
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(self.folder.parent / "bytecode"),
        }
        with (self.folder / "log").open("ab") as log:
            command = [sys.executable, "-m", "waypost.cli", "serve"]
            self.process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)

    def ready(self) -> bool:
        """Whether it takes deliveries, or has died meanwhile."""
        assert self.process is not None
        if self.process.poll() is not None:
            assert self.process.returncode == -signal.SIGKILL, self.log
            return True
        try:
            return self.client.get(f"http://127.0.0.1:{self.port}/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """As the kernel does it when memory runs out."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    @property
    def dead(self) -> bool:
        """Whether it was killed."""
        return self.process is None or self.process.poll() is not None

    @property
    def log(self) -> str:
        """All it has printed so far."""
        return (self.folder / "log").read_text()

    @property
    def states(self) -> dict[str, str]:
        """What became of each delivery it accepted, by GUID."""
        inbox = self.folder / "data" / "inbox.sqlite"
        if not inbox.exists():
            return {}
        with closing(sqlite3.connect(inbox)) as connection:
            return dict(connection.execute("SELECT guid, state FROM delivery").fetchall())

    @property
    def at_rest(self) -> bool:
        """Whether all that was accepted is answered; a push that will be tried again may be answered by a newer one."""
        with closing(sqlite3.connect(self.folder / "data" / "inbox.sqlite")) as connection:
            return not connection.execute(_OPEN).fetchone()[0]


@dataclass(frozen=True)
class Shown:
    """What is to be seen on GitHub in the end; whether there was something to fold away depends on the pushes seen."""

    heads: dict[tuple[str, int], list[tuple[str | None, ...]]]
    comments: dict[tuple[str, int], list[str]]


@contextmanager
def scene(folder: Path, files: Files = FILES) -> Iterator[tuple[Trap, Victim]]:
    """GitHub with two repositories, and a Waypost that has not been started yet."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    trap = Trap(StandIn())
    with serve(trap) as address:  # type: ignore[arg-type]
        add_app(trap.github, port)
        for name in REPOS:
            trap.github.add_repository(name, files)
        trap.github.add_installation(ACCOUNT)
        trap.github.state.pending.clear()
        victim = Victim(folder, address, port)
        trap.kill = victim.kill
        try:
            yield trap, victim
        finally:
            if not victim.dead:
                victim.kill()
            trap.github.close()


def acts(chance: random.Random, count: int) -> Iterator[Act]:
    """So many things that people do: the same for the same seed. The first six are pull requests and issues."""
    numbers = dict.fromkeys(REPOS, 0)
    things: list[tuple[str, int, bool]] = []
    for turn in range(count):
        repo, text, body = chance.choice(REPOS), chance.choice(TEXTS), chance.choice(BODIES)
        if turn < 6 or chance.random() < 0.2:
            numbers[repo] += 1
            things.append((repo, numbers[repo], turn % 3 > 0))
            yield partial(_open if turn % 3 else _ask, repo=repo, number=numbers[repo], text=text, body=body)
        else:
            # Not always the same one: what moves three times while it is read is left for a minute.
            where, number, is_pull = things.pop(chance.randrange(len(things) - 3))
            things.append((where, number, is_pull))
            yield partial(_push if is_pull else _edit, repo=where, number=number, text=text, body=body, turn=turn)


def _ask(github: StandIn, repo: str, number: int, text: str, body: str) -> None:
    assert github.open_issue(repo, "People leave", body).number == number


def _edit(github: StandIn, repo: str, number: int, text: str, body: str, turn: int) -> None:
    github.edit_issue(repo, number, body=body)


def _push(github: StandIn, repo: str, number: int, text: str, body: str, turn: int) -> None:
    # A file of its own each time, so that no push is empty.
    github.push(repo, f"work-{number}", {"a.ts": text, "turn.txt": str(turn)})


def _open(github: StandIn, repo: str, number: int, text: str, body: str) -> None:
    github.push(repo, f"work-{number}", {"a.ts": text})
    assert github.open_pull_request(repo, f"work-{number}").number == number


def undisturbed(folder: Path, seed: int, count: int) -> Shown:
    """What is shown after so many acts if nobody is killed."""
    folder.mkdir()
    with scene(folder, STEADY) as (trap, victim):
        victim.start()
        until(victim.ready, "Waypost is ready")
        for turn, act in enumerate(acts(random.Random(seed), count)):
            act(trap.github)
            trap.github.deliver()
            if turn % 4 == 3:
                until(lambda: victim.at_rest, "what was asked so far is answered", LONGER)
        until(lambda: victim.at_rest, "everything is answered", LONGER)
        assert trap.github.violations == []
        return shown(trap.github)


def disturbed(folder: Path, seed: int, count: int, kills: int) -> tuple[Shown, Victim]:
    """The same with as many kills, at requests to GitHub and acceptances that the seed chooses."""
    folder.mkdir()
    chance, todo = random.Random(-seed), acts(random.Random(seed), count)
    with scene(folder, STEADY) as (trap, victim):
        for _ in range(kills):
            trap.after_effect, at_door = chance.random() < 0.5, chance.random() < 0.2
            trap.sprung.clear()
            trap.left = -1 if at_door else chance.randint(1, 14)
            victim.start()
            until(victim.ready, "Waypost is ready")
            for act in islice(todo, -(-count // kills)):
                act(trap.github)
                trap.github.deliver()
            if not at_door:
                until(lambda: trap.sprung.is_set() or victim.at_rest, "the trap springs, or all is done", LONGER)
            if not victim.dead:
                victim.kill()
            trap.left = -1
        victim.start()
        until(victim.ready, "Waypost is ready")
        until(lambda: _redelivered(trap.github, victim), "what failed was asked for again, and all is answered", LONGER)
        assert trap.github.violations == []
        return shown(trap.github), victim


def _redelivered(github: StandIn, victim: Victim) -> bool:
    """Deliver what Waypost asks for; whether every delivery that counts was accepted and settled."""
    github.deliver()
    states = victim.states
    return victim.at_rest and all(
        one.guid in states for one in github.deliveries if one.event in ("pull_request", "issues")
    )


def shown(github: StandIn) -> Shown:
    """All check runs and comments of ours, free of anything that differs from run to run."""
    heads: dict[tuple[str, int], list[tuple[str | None, ...]]] = {}
    comments: dict[tuple[str, int], list[str]] = {}
    for repo in REPOS:
        for number, issue in github.repository(repo).issues.items():
            assert len([said for said in issue.comments if said.app]) <= 1
            comments[repo, number] = [_timeless(said.body) for said in issue.comments if not said.folded]
            if issue.pull:
                runs = github.check_runs(repo, issue.pull.head_sha)
                heads[repo, number] = [
                    (run.status, run.conclusion, run.title, run.summary, str(run.annotations)) for run in runs
                ]
    return Shown(heads, comments)


def _timeless(body: str) -> str:
    """A comment without what else was on the way when it was written, and without the digest of it all."""
    return re.sub(r"Also on the way: .*\n\n|<!-- waypost:comment \w+ -->", "", body)


def command_killed(folder: Path, left: int, after_effect: bool, holds: bytes = b"") -> None:
    """Have fixes applied on command, with a death at the n-th request (that holds these bytes); it is done once."""
    folder.mkdir()
    repo = REPOS[0]
    with scene(folder) as (trap, victim):
        github = trap.github
        github.set_role(repo, "ann", "write")
        trap.after_effect, trap.left, trap.holds = after_effect, left, holds
        victim.start()
        until(victim.ready, "Waypost is ready")
        github.push(repo, "work", {"a.ts": OFF})
        before = github.open_pull_request(repo, "work").head_sha
        github.pass_time(seconds=2)
        said = github.comment(repo, 1, "/waypost apply", author="ann")
        _story(trap, victim)
        assert trap.sprung.is_set() or not holds
        repository = github.repository(repo)
        head = repository.issues[1].head_sha
        assert [str(parent) for parent in repository.git.commit(head).parent_ids] == [before]
        found = repository.git.at(head, "a.ts")
        assert found is not None and found.data.decode() == GOOD  # type: ignore[attr-defined]
        assert [one.content for one in said.reactions] == ["+1"]
        remarks = [remark.body for review in github.reviews(repo, 1) for remark in review.comments]
        assert len(remarks) == len(set(remarks)) <= 1
        assert len([one for one in github.comments(repo, 1) if one.app]) <= 1
        assert github.violations == []


def _story(trap: Trap, victim: Victim) -> None:
    """Deliver until all is answered, with one death and one new start if the trap springs."""
    trap.github.deliver()
    until(lambda: trap.sprung.is_set() or _redelivered(trap.github, victim), "it springs, or all is done")
    if trap.sprung.is_set():
        victim.start()
        until(victim.ready, "Waypost is ready again")
    until(lambda: _redelivered(trap.github, victim), "all is answered")
