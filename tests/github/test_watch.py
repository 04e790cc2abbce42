"""A look for what was missed: nothing is asked for in vain, and one owner's trouble is not everybody's."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from tests.github.conftest import REPOSITORY, GitHub, MakeApp
from waypost.jobs.inbox import Inbox
from waypost.watch import redelivered, settled

NOW = datetime.now(UTC)


@dataclass
class Door:
    """An inbox that was there for a day, and the ids of what it took in."""

    inbox: Inbox
    taken: list[str] = field(default_factory=list)

    async def accept(self, guid: str, event: str, body: bytes) -> bool:
        new = await self.inbox.accept(guid, event, body)
        self.taken += [guid] if new else []
        return new


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    inbox = Inbox(tmp_path / "inbox.sqlite")
    monkeypatch.setattr(inbox, "oldest", lambda: NOW - timedelta(days=1))
    yield Door(inbox)
    inbox.close()


def open_pull(github: GitHub, repository: str) -> str:
    head = github.standin.push(repository, "a", {"a.ts": "x"})
    github.standin.open_pull_request(repository, "a")
    return head


async def test_what_nobody_would_handle_is_not_asked_for(github: GitHub, door: Door) -> None:
    github.standin.open_issue(REPOSITORY, "One")
    transport = httpx.MockTransport(lambda request: httpx.Response(503))
    async with httpx.AsyncClient(transport=transport) as client:
        failed = [attempt.delivery for attempt in await github.standin.deliver_with(client)]
    assert [delivery.event for delivery in failed] == ["installation", "issues"]
    mark = github.mark
    await redelivered(github.app, door, NOW)
    assert len(github.writes(mark)) == 1, "the installation would never get into the inbox, and be asked for for ever"


async def test_the_same_number_and_commit_in_two_repositories_are_two_pull_requests(github: GitHub, door: Door) -> None:
    github.standin.add_repository("acme/copy", github.standin.repository(REPOSITORY).git.path)
    assert open_pull(github, REPOSITORY) == open_pull(github, "acme/copy")
    await settled(github.app, door, NOW)
    assert len(door.taken) == 2


async def test_an_owner_who_turns_us_away_keeps_nobody_else_waiting(github: GitHub, door: Door) -> None:
    github.standin.add_repository("other/shop", {"README.md": "# Shop\n"})
    github.standin.add_installation("other")
    open_pull(github, REPOSITORY)
    open_pull(github, "other/shop")
    github.standin.fault("GET /installation/repositories", "primary_403")
    await settled(github.app, door, NOW)
    assert [guid.rpartition("-")[0] for guid in door.taken] == ["settle-other/shop-1"]


class Closed(httpx.AsyncBaseTransport):
    """GitHub, where one repository's pull requests are switched off."""

    def __init__(self, around: httpx.AsyncBaseTransport) -> None:
        self.around = around

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == f"/repos/{REPOSITORY}/pulls":
            return httpx.Response(404, json={"message": "Not Found"})
        return await self.around.handle_async_request(request)


async def test_a_repository_that_is_closed_to_us_keeps_no_other_waiting(
    github: GitHub, make_app: MakeApp, door: Door
) -> None:
    github.standin.add_repository("acme/zoo", {"README.md": "# Zoo\n"})
    open_pull(github, "acme/zoo")
    await settled(make_app(Closed(github.standin.transport())), door, NOW)
    assert [guid.rpartition("-")[0] for guid in door.taken] == ["settle-acme/zoo-1"]
