"""Asks GitHub every minute for the thumbs on comments that suggest notes: no webhook tells of reactions.

Where they have changed, the issue or pull request is looked at again, by an ordinary delivery. One request asks for a
hundred comments, so that it costs little; where there are very many, the minute grows into as many as needed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog

from waypost.github import thumbs
from waypost.github.client import App, Client
from waypost.github.faults import Fault, RateLimited, Refused
from waypost.handlers.research import LOOK_AGAIN
from waypost.jobs import Intake
from waypost.jobs.appointments import payload
from waypost.jobs.events import DUE
from waypost.jobs.ledger import Appointment, Ledger
from waypost.jobs.polls import Poll

EVERY = timedelta(seconds=50)
"""Between two looks at one installation: with what is done then, a thumb down is acted upon within a minute."""
GLANCE = 5.0
"""Seconds between two looks into the ledger, which cost no request."""
HOUR = timedelta(hours=1)
SHARE = 0.1
"""The part of an installation's hourly budget that may be spent on asking."""
QUERIES = 10
"""Requests to one installation at a time; what is left over is asked first next time."""
TURNED_AWAY = timedelta(minutes=10)
"""How long an installation is left in peace that lets us see nothing: it may be suspended."""
ABREAST = 8
"""Installations that are asked at the same time."""

log = structlog.get_logger(__name__)


async def ask(
    app: App,
    ledger: Ledger,
    intake: Intake,
    clock: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Ask for ever; what goes wrong is logged, and asked again all the same."""
    while True:
        try:
            await asked(app, ledger, intake, clock())
        except Exception as error:
            log.error("thumbs could not be asked for", exc_info=error)
        await sleep(GLANCE)


async def asked(app: App, ledger: Ledger, intake: Intake, now: datetime) -> None:
    """Ask each installation whose time has come; replicas share out the turns."""
    abreast = asyncio.Semaphore(ABREAST)

    async def one(installation: int) -> None:
        async with abreast:
            if await ledger.claim(installation, now, now + EVERY):
                await _installation(app.installation(installation), ledger, intake, installation, now)

    await asyncio.gather(*map(one, await ledger.polling(now)))


async def _installation(client: Client, ledger: Ledger, intake: Intake, installation: int, now: datetime) -> None:
    """Ask one installation; what keeps us from it says when to ask again."""
    try:
        pause = paused(await _through(client, ledger, intake, installation, now))
        if pause > EVERY:
            await ledger.postpone(installation, now + pause)
    except RateLimited as limited:
        await ledger.postpone(installation, max(limited.until, now + EVERY))
    except Refused as refused:
        log.info("thumbs are not shown to us", installation=installation, why=str(refused))
        if refused.status in (404, 410):
            await ledger.end_polls(installation)  # it was uninstalled
        elif refused.status != 401:
            await ledger.postpone(installation, now + TURNED_AWAY)
    except Fault as fault:
        log.info("thumbs could not be asked for", installation=installation, why=str(fault))


def paused(share: float) -> timedelta:
    """How long to wait after a round that took this share of an hour's budget."""
    return max(EVERY, HOUR * (share / SHARE))


async def _through(client: Client, ledger: Ledger, intake: Intake, installation: int, now: datetime) -> float:
    """Ask for a hundred comments at a time; the share of an hour's budget that it took."""
    polls, share = await ledger.polls(installation, QUERIES * thumbs.AT_ONCE), 0.0
    for start in range(0, len(polls), thumbs.AT_ONCE):
        part = polls[start : start + thumbs.AT_ONCE]
        answer = await thumbs.thumbs(client, [poll.comment for poll in part])
        share += answer.share
        changed = [poll for poll in part if answer.thumbs.get(poll.comment) not in (None, poll.thumbs)]
        await _looked_at(intake, changed)
        await ledger.polled(now, answer.thumbs, [poll.comment for poll in changed])
    return share


async def _looked_at(intake: Intake, changed: Sequence[Poll]) -> None:
    """Have these looked at; after a crash before that is noted they come again under the same name."""
    for poll in changed:
        what = Appointment(poll.repository, poll.number, LOOK_AGAIN, poll.asked, poll.installation)
        guid = f"thumbs-{poll.comment}-{poll.asked:%Y%m%dT%H%M%S.%f}"
        if await intake.accept(guid, DUE, payload(what)):
            log.info("thumbs have changed", repository=poll.repository, number=poll.number)
