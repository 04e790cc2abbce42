"""What commands and the ledger say about the ties of an issue or pull request."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from waypost import commands
from waypost.commands.objective import NONE
from waypost.facts import IssueFacts, PullRequestFacts
from waypost.handlers.contexts import work_of
from waypost.outcome import Record
from waypost.strategy.context import context, speaks
from waypost.strategy.map import Map, Objective
from waypost.strategy.ties import Around, Move, Work, tie

MOVED = "moved"
"""Kind of record, of a repository as a whole: what moved on the map with one commit (the key), and whom it concerns."""
TOLD = "map told"
"""Kind of record, of a repository as a whole: a commit (the key) up to which it was told what moved."""
REMEMBERED = timedelta(days=90)
"""How long it is told that something moved."""


def surrounded(facts: IssueFacts | PullRequestFacts, records: Iterable[Record]) -> Around:
    """The surroundings with what was chosen by a command, and with what moved since the work began."""
    given = facts.talk.commands
    chosen = commands.latest(given, "objective")
    argument = chosen.argument.strip("`") if chosen else ""
    return replace(
        facts.around,
        chosen=None if chosen is None else "" if argument.lower() == NONE else argument,
        wanted=commands.latest(given, "context") is not None,
        moves=tuple(moves(records, facts.number, facts.talk.now)),
    )


def moves(records: Iterable[Record], number: int, now: datetime) -> Iterable[Move]:
    """What moved on the map while this was open, oldest first."""
    for record in records:
        if record.kind == MOVED and number in record.value["numbers"] and record.at > now - REMEMBERED:
            for shift in record.value["shifts"]:
                yield Move(
                    words=shift["words"],
                    at=record.at,
                    url=record.value.get("url", ""),
                    objectives=tuple(shift["objectives"]),
                    product_lines=tuple(shift["product_lines"]),
                    successors=tuple(shift["successors"]),
                )


def chosen_by(known: Iterable[tuple[int, Record]]) -> dict[int, str]:
    """The objectives that were set by command, by number, as far as the ledger tells; the newest counts."""
    found: dict[int, str] = {}
    for number, record in known:
        if record.value.get("name") == "objective":
            argument = str(record.value.get("argument", "")).strip("`")
            found[number] = "" if argument.lower() == NONE else argument
    return found


def told(facts: IssueFacts | PullRequestFacts) -> Objective | None:
    """The objective that the context will tell of, if any."""
    work = work_of(facts)
    found = context(work, facts.handbook.map or Map())
    return found.objective if speaks(work, found) or facts.handbook.templates else None


def on_it(repository: str, the_map: Map, objective: str, title: str, body: str, labels: tuple[str, ...]) -> bool:
    """Whether work with this title, body and labels says itself that it is on an objective."""
    found = tie(Work(repository, title, body, labels), the_map)
    return found.by.explicit and found.objective is not None and found.objective.id == objective
