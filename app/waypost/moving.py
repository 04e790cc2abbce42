"""The map moved: what that means for open work is worked out once, and each piece is looked at again, at a pace.

After a push that touches the map, the map on the default branch is compared with the one that was told of last. What
moved is written down together with a due time for every open issue and pull request it concerns, in one transaction:
after a crash either all of it is there or nothing, and then the push is handled again. The looks themselves are
ordinary deliveries, idempotent, and their words come from what was written down: nobody is told twice or missed.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from waypost.github import maps, read
from waypost.github.client import Client
from waypost.github.faults import Refused
from waypost.github.maps import Commit
from waypost.handlers.surroundings import MOVED, TOLD, chosen_by
from waypost.jobs.ledger import Ledger
from waypost.outcome import Due, Record
from waypost.strategy import decisions
from waypost.strategy.map import Map, public, read_map
from waypost.strategy.shifts import Kind, Part, Shift, shifts
from waypost.strategy.ties import By, Work, product_lines, tie

FOLLOWS = "follows"
"""Kind of record, of a repository with a map: another one (the key) that goes by it."""
APART = timedelta(seconds=1)
"""Between two looks: sixty a minute leave room for what else is to be written."""
MOST_SHIFTS = 200

log = structlog.get_logger(__name__)


async def moved(
    client: Client, ledger: Ledger, repository: str, installation: int, before: str | None, now: datetime
) -> None:
    """Tell what moved on the default branch since it was told last; `before` is where it was if nobody has told yet.

    Raises a `Fault`.
    """
    records = await ledger.records(repository, 0)
    present = await maps.present(client, repository)
    if present is None:
        return
    for name in (repository, *sorted(record.key for record in records if record.kind == FOLLOWS)):
        known = records if name == repository else await ledger.records(name, 0)
        if any(record.kind == TOLD and record.key == present.sha for record in known):
            continue
        since = next((record.key for record in reversed(known) if record.kind == TOLD), before)
        past = await maps.at(client, repository, since) if since and since.strip("0") else None
        try:
            await _tell(client, ledger, repository, name, installation, past or Commit(""), present, now)
        except Refused as refused:
            if name == repository or refused.status not in (404, 410):
                raise
            # One that goes by this map is gone, or closed to us: the others are told all the same.
            log.info("a repository that went by the map is not there", repository=name)


async def _tell(
    client: Client,
    ledger: Ledger,
    home: str,
    repository: str,
    installation: int,
    past: Commit,
    present: Commit,
    now: datetime,
) -> None:
    """Write down what moved for the readers of one repository, and when each open piece of work is looked at."""
    book = await read.book(client, repository)
    if (book.map_home or repository) != home:
        return
    see = public if book.map_outside else (lambda the_map: the_map)
    old, new = (see(read_map(commit.files)[0] or Map()) for commit in (past, present))
    # Two large maps take seconds to compare, and other deliveries must not wait for it.
    all_of_it = await asyncio.to_thread(shifts, old, new) if past.sha else ()
    found = [shift for shift in all_of_it if shift.kind is not Kind.ADDED][:MOST_SHIFTS]
    url = "" if book.map_outside else _reason(home, past, present, found)
    numbers = await _concerned(client, ledger, repository, old, new, found) if found else []
    written = [Record(TOLD, present.sha, None, now)]
    if numbers:
        value = {"url": url, "shifts": list(map(_noted, found)), "numbers": numbers}
        written.append(Record(MOVED, present.sha, value, now))
    dues = [(number, Due(MOVED, now + place * APART)) for place, number in enumerate(numbers)]
    await ledger.note_all(repository, written, dues, installation)
    log.info("the map moved", repository=repository, shifts=len(found), concerned=len(dues))


async def _concerned(
    client: Client, ledger: Ledger, repository: str, old: Map, new: Map, found: Iterable[Shift]
) -> list[int]:
    """The open issues and pull requests tied to something that moved, on the map before or after."""
    chosen = chosen_by(await ledger.find(repository, "command"))
    touching = [shift for shift in found if shift.part in (Part.OBJECTIVE, Part.PRODUCT_LINE)]
    if not touching:
        return []
    return [
        number
        async for number, work in maps.open_work(client, repository)
        if _touched(replace(work, around=replace(work.around, chosen=chosen.get(number))), (old, new), touching)
    ]


def _touched(work: Work, both: tuple[Map, Map], found: list[Shift]) -> bool:
    for the_map in both:
        known = tie(work, the_map)
        if known.none:
            return False
        objective = None if known.by is By.SUGGESTED else known.objective
        lines = tuple(line.id for line in product_lines(work, the_map, objective))
        if any(shift.touches(objective.id if objective else "", lines) for shift in found):
            return True
    return False


def _noted(shift: Shift) -> Mapping[str, Any]:
    """A shift as it is remembered, see `handlers.surroundings.moves`."""
    objective = shift.part is Part.OBJECTIVE
    return {
        "words": shift.words,
        "objectives": [shift.id, *shift.successors] if objective else [],
        "product_lines": [shift.id] if shift.part is Part.PRODUCT_LINE else [],
        "successors": list(shift.successors),
    }


def _reason(home: str, past: Commit, present: Commit, found: Iterable[Shift]) -> str:
    """Where the reason is to be read: a new record of the decision, else the pull request, else the commit."""
    fresh = {path: text for path, text in present.files.items() if path not in past.files}
    inside = tuple((path, text) for path, text in fresh.items() if path.startswith(f"{decisions.FOLDER}/"))
    names = {shift.id for shift in found if shift.id}
    for decision in decisions.read_decisions(inside):
        if names & decision.names:
            return f"/{home}/blob/{present.sha}/{decision.path}"
    return f"/{home}/pull/{present.pull}" if present.pull else f"/{home}/commit/{present.sha}"
