"""Thumbs are asked for at a small price, by one of us, and never where we are not wanted."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from tests.github.conftest import REPOSITORY, Clock, GitHub, MakeApp
from tests.standin.entities import Comment
from waypost.jobs.inbox import Inbox
from waypost.jobs.ledger import Ledger
from waypost.jobs.polls import Poll
from waypost.thumbs import EVERY, TURNED_AWAY, ask, asked, paused

ASKING = "POST /graphql query thumbs nodes rateLimit"


@dataclass
class Door:
    """An intake that notes what it took in."""

    inbox: Inbox
    taken: list[str] = field(default_factory=list)

    async def accept(self, guid: str, event: str, body: bytes) -> bool:
        new = await self.inbox.accept(guid, event, body)
        self.taken += [body.decode()] if new else []
        return new


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    inbox = Inbox(tmp_path / "inbox.sqlite")
    yield Door(inbox)
    inbox.close()


@pytest.fixture
async def ledger() -> AsyncIterator[Ledger]:
    ledger = Ledger()
    yield ledger
    await ledger.close()


@dataclass
class Street:
    """An App, its ledger and its door, and GitHub on the other side."""

    github: GitHub
    ledger: Ledger
    door: Door
    clock: Clock

    @property
    def installation(self) -> int:
        return next(iter(self.github.standin.state.installations))

    async def says(self, number: int = 1, repository: str = REPOSITORY, subject: int = 0) -> Comment:
        """A comment of ours that suggests notes; `subject` puts it down to another issue than it is on."""
        made = await self.github.client.post(f"/repos/{repository}/issues/{number}/comments", {"body": "Perhaps."})
        now = self.clock()
        poll = Poll(repository, subject or number, made["node_id"], self.installation, now + timedelta(days=14), now)
        await self.ledger.poll(poll)
        return next(one for one in self.github.standin.comments(repository, number) if one.id == made["id"])

    async def ask(self, **later: float) -> list[str]:
        """Let time go by and ask; the requests that it took."""
        self.clock.now += timedelta(**later)
        mark = self.github.mark
        await asked(self.github.app, self.ledger, self.door, self.clock())
        return self.github.since(mark)


@pytest.fixture
def street(github: GitHub, ledger: Ledger, door: Door, clock: Clock) -> Street:
    github.standin.open_issue(REPOSITORY, "One")
    github.standin.open_issue(REPOSITORY, "Two")
    return Street(github, ledger, door, clock)


async def test_a_change_is_taken_in_once(street: Street) -> None:
    said = await street.says()
    assert await street.ask() == [ASKING]
    assert street.door.taken == []
    street.github.standin.react(said, "-1")
    street.github.standin.react(said, "heart")
    for _ in range(3):
        assert await street.ask(minutes=1) == [ASKING]
    (body,) = street.door.taken
    assert '"action":"note-reactions"' in body and '"number":1' in body and f'"id":{street.installation}' in body
    street.github.standin.react(said, "+1")
    await street.ask(minutes=1)
    assert len(street.door.taken) == 2


async def test_a_crash_between_taking_in_and_noting_takes_nothing_in_twice(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = await street.says()
    street.github.standin.react(said, "-1")
    with monkeypatch.context() as crash:
        crash.setattr(street.ledger, "polled", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await street.ask()
    await street.ask(minutes=1)
    assert len(street.door.taken) == 1


async def test_one_request_asks_for_a_hundred_comments_and_none_for_nothing(street: Street) -> None:
    assert await street.ask() == []
    number = street.github.standin.open_issue(REPOSITORY, "Much said").number
    for _ in range(101):
        said = await street.says(number)
        poll = (await street.ledger.polls(street.installation, 1_000))[-1]
        await street.ledger.end_poll(REPOSITORY, number)
        await street.ledger.poll(
            Poll(REPOSITORY, 1_000 + said.id, poll.comment, poll.installation, poll.until, poll.asked)
        )
        street.clock.now += timedelta(seconds=1)
    assert await street.ask() == [ASKING, ASKING]
    assert await street.ask(seconds=EVERY.total_seconds() - 1) == []
    assert await street.ask(seconds=1) == [ASKING, ASKING]
    assert await street.ask(days=15) == []


async def test_an_hour_of_asking_takes_a_request_a_minute(street: Street) -> None:
    await street.says()
    mark, end = street.github.mark, street.clock() + timedelta(hours=1)

    class EnoughError(Exception):
        pass

    async def sleep(seconds: float) -> None:
        street.clock.now += timedelta(seconds=seconds)
        if street.clock() >= end:
            raise EnoughError

    with pytest.raises(EnoughError):
        await ask(street.github.app, street.ledger, street.door, street.clock, sleep)
    assert street.github.since(mark) == [ASKING] * 72


async def test_only_one_replica_asks(street: Street) -> None:
    await street.says()
    now = street.clock()
    taken = [await street.ledger.claim(street.installation, now, now + EVERY) for _ in range(2)]
    assert taken == [True, False]
    assert await street.ask() == []


async def test_what_is_gone_or_out_of_reach_leaves_the_list(street: Street) -> None:
    street.github.standin.add_repository("acme/away", {"README.md": "# Away\n"})
    street.github.standin.open_issue("acme/away", "One")
    kept, gone = await street.says(1), await street.says(2)
    await street.says(1, "acme/away")
    street.github.standin.delete_comment(gone)
    street.github.standin.state.installations[street.installation].repositories = {REPOSITORY}
    street.github.standin.react(kept, "-1")
    assert await street.ask() == [ASKING]
    assert [poll.number for poll in await street.ledger.polls(street.installation, 10)] == [1]
    assert len(street.door.taken) == 1


@pytest.mark.parametrize(
    ("trouble", "pause"),
    [
        ("primary_403", timedelta(seconds=900)),
        ("secondary_seconds", timedelta(seconds=900)),
        ("graphql_rate_limited", timedelta(seconds=900)),
        ("401", EVERY),
        ("500", EVERY),
        ("drop", EVERY),
        ("suspended", TURNED_AWAY),
    ],
)
async def test_whoever_turns_us_away_is_left_in_peace_for_a_while(
    street: Street, trouble: str, pause: timedelta
) -> None:
    said = await street.says()
    standin, installation = street.github.standin, street.github.standin.state.installations[street.installation]
    standin.react(said, "-1")
    if trouble == "suspended":
        standin.suspend(installation)
    else:
        standin.fault("query thumbs", trouble, times=3, seconds=900)
    assert await street.ask() != []
    standin.suspend(installation, False)
    assert await street.ask(seconds=pause.total_seconds() - 10) == []
    standin.door.faults.waiting.clear()
    assert await street.ask(seconds=15) == [ASKING]
    assert len(street.door.taken) == 1


async def test_an_owner_who_took_the_app_off_is_forgotten_and_keeps_nobody_else_waiting(street: Street) -> None:
    await street.says()
    gone = street.installation
    street.github.standin.uninstall(street.github.standin.state.installations[gone])
    street.github.standin.add_repository("other/shop", {"README.md": "# Shop\n"})
    other = street.github.standin.add_installation("other")
    street.github.client = street.github.app.installation(other.id)
    street.github.standin.open_issue("other/shop", "One")
    street.github.standin.react(await street.says(1, "other/shop"), "-1")
    assert ASKING in await street.ask()
    assert len(street.door.taken) == 1
    assert await street.ledger.polls(gone, 10) == ()
    assert await street.ledger.polling(street.clock() + timedelta(hours=1)) == (other.id,)


@pytest.mark.parametrize(
    ("queries", "cost", "pause"),
    [
        (0, 1, EVERY),
        (1, 1, EVERY),
        (6, 1, EVERY),
        (10, 1, timedelta(seconds=72)),
        (1, 8, timedelta(seconds=57.6)),
        (10, 8, timedelta(seconds=576)),
    ],
)
def test_the_pause_grows_so_that_a_tenth_of_the_budget_is_not_exceeded(
    queries: int, cost: int, pause: timedelta
) -> None:
    assert paused(queries * cost / 5_000) == pause


async def test_a_dear_round_is_followed_by_a_longer_pause(street: Street, make_app: MakeApp) -> None:
    class Dear(httpx.AsyncBaseTransport):
        """GitHub, where asking costs a hundred points."""

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            answered = await street.github.standin.transport().handle_async_request(request)
            text = (await answered.aread()).replace(b'"cost":1', b'"cost":100')
            return httpx.Response(answered.status_code, content=text, headers={"content-type": "application/json"})

    await street.says()
    street.github.app = make_app(Dear())
    assert await street.ask() == [ASKING]
    assert await street.ask(minutes=11) == []
    assert await street.ask(minutes=1) == [ASKING]
