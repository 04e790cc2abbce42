"""Looks now and then for what GitHub told us and we did not hear, and lets it be handled like any delivery."""

import asyncio
from datetime import UTC, datetime, timedelta

import msgspec
import structlog

from waypost.github import missed
from waypost.github.client import App
from waypost.github.faults import Fault
from waypost.github.pulls import OpenPull
from waypost.jobs import Intake
from waypost.jobs.events import HANDLED

EVERY = timedelta(minutes=5)
"""Between two looks at GitHub's list of failed deliveries: one request when there are none."""
ROUND = timedelta(hours=6)
"""Between two rounds through all open pull requests, which cost a request or two for every repository."""
REACH = timedelta(days=3)
"""How far back a look goes: GitHub keeps deliveries that long (its documentation)."""

log = structlog.get_logger(__name__)


async def watch(app: App, intake: Intake) -> None:
    """Look for ever; what goes wrong is logged, and the next look comes all the same."""
    next_round = datetime.now(UTC)
    while True:
        now = datetime.now(UTC)
        try:
            await redelivered(app, intake, now)
            if now >= next_round:
                next_round = now + ROUND
                await settled(app, intake, now)
        except Fault as fault:
            log.warning("could not look for missed deliveries", why=str(fault))
        except Exception as error:
            log.error("looking for missed deliveries failed", exc_info=error)
        await asyncio.sleep(EVERY.total_seconds())


async def redelivered(app: App, intake: Intake, now: datetime) -> None:
    """Ask GitHub to repeat what failed on its way and never arrived."""
    guids = await missed.redeliver(app, now - REACH, HANDLED, lambda guid: intake.inbox.find(guid) is not None)
    if guids:
        log.info("asked GitHub to redeliver", deliveries=list(guids))


async def settled(app: App, intake: Intake, now: datetime) -> None:
    """Take in each open pull request that moved since we are here and has no check run of ours.

    What moved before our first delivery is left in peace: nobody wants a fresh installation to comment on old work.
    """
    first = intake.inbox.oldest()
    # GitHub tells of whole seconds only, so that what moved in the second of our first delivery counts.
    since = max(now - REACH, first.replace(microsecond=0) if first else now)
    async for installation in missed.installations(app):
        try:
            await _settled(app, installation, intake, since)
        except Fault as fault:
            # A limit, or a permission that one owner has not granted, must not keep all the others waiting.
            log.warning("could not look for open pull requests", installation=installation, why=str(fault))


async def _settled(app: App, installation: int, intake: Intake, since: datetime) -> None:
    async for pull in missed.unanswered(app.installation(installation), since):
        guid = f"settle-{pull.repository}-{pull.number}-{pull.head_sha}"
        if await intake.accept(guid, "pull_request", _payload(installation, pull)):
            log.info("pull request without our check run", repository=pull.repository, number=pull.number)


def _payload(installation: int, pull: OpenPull) -> bytes:
    """What GitHub's webhook would have said, as far as we read it."""
    owner, _, name = pull.repository.partition("/")
    return msgspec.json.encode(
        {
            "action": "synchronize",
            "installation": {"id": installation},
            "repository": {"full_name": pull.repository, "name": name, "owner": {"login": owner}},
            "pull_request": {
                "number": pull.number,
                "head": {"sha": pull.head_sha},
                "base": {"sha": pull.base_sha},
            },
        }
    )
