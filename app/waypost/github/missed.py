"""Finds what GitHub told us and we did not hear: failed deliveries, and pull requests without our check run."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from datetime import datetime

from waypost.github.client import JSON, App, Client
from waypost.github.faults import Refused
from waypost.github.pulls import OpenPull, open_pulls
from waypost.github.shown import CHECK_RUNS, runs_of
from waypost.outcome import CHECK_RUN_NAME

HEADS = 50
"""Commits whose check runs are asked for in one query."""
CLOSED = (404, 410, 451)
"""What GitHub answers where a repository is gone or blocked, or its pull requests are switched off."""


async def redeliver(
    app: App, since: datetime, events: Collection[str], accepted: Callable[[str], bool]
) -> tuple[str, ...]:
    """Ask GitHub to repeat each delivery that failed since a time and was not `accepted`, once; gives their GUIDs.

    Other than those `events` are left alone: they are never accepted, and would be asked for again and again.
    A failed delivery stays on GitHub's list after a repetition succeeded, so only the inbox knows what is still
    missing. Raises a `Fault`: RateLimited when a minute's worth was asked for, so that the next call asks for the rest.
    A delivery GitHub no longer has is left alone.
    """
    asked: dict[str, None] = {}
    async for delivery in app.itself.paged("/app/hook/deliveries", {"status": "failure"}):
        if datetime.fromisoformat(delivery["delivered_at"]) < since:
            break
        guid = delivery["guid"]
        if (
            delivery["event"] in events
            and guid not in asked
            and not accepted(guid)
            and await _repeated(app, delivery["id"])
        ):
            asked[guid] = None
    return tuple(asked)


async def installations(app: App) -> AsyncIterator[int]:
    """The ids of the App's installations that are not suspended."""
    async for installation in app.itself.paged("/app/installations"):
        if installation["suspended_at"] is None:
            yield installation["id"]


async def unanswered(client: Client, since: datetime) -> AsyncIterator[OpenPull]:
    """Open pull requests of an installation that moved since a time and whose head has no check run of ours.

    Costs a request a repository, and one more for every 50 such pull requests. Raises a `Fault`.
    """
    async for repository in client.paged("/installation/repositories", key="repositories"):
        if repository["archived"] or repository["disabled"]:
            continue
        try:
            async for pull in _unanswered(client, repository["full_name"], since):
                yield pull
        except Refused as refused:
            if refused.status not in CLOSED:
                raise


async def _unanswered(client: Client, repository: str, since: datetime) -> AsyncIterator[OpenPull]:
    pulls = [pull async for pull in open_pulls(client, repository, since)]
    for start in range(0, len(pulls), HEADS):
        part = pulls[start : start + HEADS]
        answered = await _answered(client, repository, [pull.head_sha for pull in part])
        for pull in part:
            if pull.head_sha not in answered:
                yield pull


async def _answered(client: Client, repository: str, heads: Sequence[str]) -> set[str]:
    """Those of the commits that have a check run of ours."""
    owner, _, name = repository.partition("/")
    shas = {f"head_{index}": sha for index, sha in enumerate(heads)}
    declared = "".join(f", ${alias}: GitObjectID!" for alias in shas)
    asked = " ".join(f"{alias}: object(oid: ${alias}) {{ ... on Commit {{ {CHECK_RUNS} }} }}" for alias in shas)
    query = (
        f"query($owner: String!, $name: String!, $app: Int!{declared}) "
        f"{{ repository(owner: $owner, name: $name) {{ {asked} }} }}"
    )
    variables = {"owner": owner, "name": name, "app": await client.app_id(), **shas}
    found: JSON = (await client.graphql(query, variables))["repository"]
    return {sha for alias, sha in shas.items() if CHECK_RUN_NAME in runs_of(found[alias])}


async def _repeated(app: App, delivery_id: int) -> bool:
    try:
        await app.itself.post(f"/app/hook/deliveries/{delivery_id}/attempts")
    except Refused as refused:
        if refused.status in (401, 403):
            raise
        return False
    return True
