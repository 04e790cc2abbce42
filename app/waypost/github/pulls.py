"""Open pull requests of a repository, as its list shows them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from waypost.github.client import Client
from waypost.github.faults import Refused


@dataclass(frozen=True, slots=True)
class OpenPull:
    """An open pull request: where it is, and both its commits."""

    repository: str
    number: int
    head_sha: str
    base_sha: str


async def numbered(client: Client, repository: str, number: int) -> OpenPull | None:
    """The pull request of this number, open or not; None where that is an issue, or gone. Raises a `Fault`."""
    try:
        row = await client.get(f"/repos/{repository}/pulls/{number}")
    except Refused as refused:
        if refused.status not in (404, 410):
            raise
        return None
    return OpenPull(repository, number, row["head"]["sha"], row["base"]["sha"])


async def open_pulls(client: Client, repository: str, since: datetime | None = None) -> AsyncIterator[OpenPull]:
    """Open pull requests of a repository, forks' included, newest activity first; those that moved `since`, if given.

    Raises a `Fault`.
    """
    newest_first = {"state": "open", "sort": "updated", "direction": "desc"}
    async for row in client.paged(f"/repos/{repository}/pulls", newest_first):
        if since and datetime.fromisoformat(row["updated_at"]) < since:
            return
        yield OpenPull(repository, row["number"], row["head"]["sha"], row["base"]["sha"])


async def open_at(client: Client, repository: str, head_sha: str) -> AsyncIterator[OpenPull]:
    """The open pull requests whose head is this commit; a check run does not name those that come from forks."""
    async for pull in open_pulls(client, repository):
        if pull.head_sha == head_sha:
            yield pull
