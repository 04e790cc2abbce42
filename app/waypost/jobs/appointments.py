"""Turns what is due into deliveries: durable, one subject at a time, tried again, like any webhook of GitHub's.

Due times are in the ledger; the clock is given. A kill between taking a delivery in and striking out the appointment
makes the delivery come twice, under the same name, so that it is taken in once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec
import structlog

from waypost.jobs.events import DUE
from waypost.jobs.ledger import CROWDS, Appointment, Ledger
from waypost.jobs.workflow import Intake

EVERY = 30.0
"""Seconds between two looks at what is due, where nothing falls due sooner."""
CROWD = 15
"""Of what comes in crowds one is taken in each second, so many at once where none came for a while: 75 in any minute at
most, since each may write a comment and GitHub takes 80. A start begins with none, so that restarts add nothing."""

log = structlog.get_logger(__name__)


async def keep(
    ledger: Ledger,
    intake: Intake,
    clock: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Keep all appointments, for ever; what goes wrong is logged, and the next look comes all the same."""
    room, before = 0.0, clock()
    while True:
        now = clock()
        room, before = min(CROWD, room + max(0.0, (now - before).total_seconds())), now
        pause = EVERY
        try:
            room -= await _all(ledger, intake, now, int(room))
            following = await ledger.next_due()
            pause = EVERY if following is None else min(EVERY, max(1.0, (following - now).total_seconds()))
        except Exception as error:
            log.error("appointments could not be kept", exc_info=error)
        await sleep(pause)


async def _all(ledger: Ledger, intake: Intake, now: datetime, crowd: int) -> int:
    """Take in all that is due by now, of what comes in crowds `crowd`; how many of those there were."""
    taken = 0
    while found := await taken_in(ledger, intake, now, crowd - taken):
        taken += sum(one.kind in CROWDS for one in found)
    return taken


async def kept(ledger: Ledger, intake: Intake, now: datetime, crowd: int = 100) -> int:
    """Take in what is due by now, a hundred at most, and of what comes in crowds `crowd`; how many there were."""
    return len(await taken_in(ledger, intake, now, crowd))


async def taken_in(ledger: Ledger, intake: Intake, now: datetime, crowd: int) -> tuple[Appointment, ...]:
    """Take in what is due by now, a hundred at most, and of what comes in crowds `crowd`."""
    found = await ledger.due(now, crowd=crowd)
    for one in found:
        guid = f"due-{one.repository}-{one.number}-{one.kind}-{one.at:%Y%m%dT%H%M%S.%f}"
        if await intake.accept(guid, DUE, payload(one)):
            log.info("due", repository=one.repository, number=one.number, kind=one.kind)
        await ledger.met(one)
    return found


def payload(one: Appointment) -> bytes:
    """The delivery's body, as a webhook of GitHub's would have it."""
    return msgspec.json.encode(
        {
            "action": one.kind,
            "installation": {"id": one.installation},
            "repository": {"full_name": one.repository},
            "issue": {"number": one.number},
        }
    )
