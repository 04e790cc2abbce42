"""What came of work that was merged: asked once, some time later; the answer becomes a figure for the map."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from waypost import commands
from waypost.commands.outcome import Figure, declined, figure
from waypost.facts import IssueFacts, PullRequestFacts
from waypost.handlers import contexts
from waypost.handlers.answers import Reply
from waypost.handlers.conversation import Part, compose
from waypost.outcome import Comment, Due, Outcome, Proposal, Record
from waypost.rendering import code, render
from waypost.said import Command
from waypost.strategy.map import Map, Measure, Objective
from waypost.strategy.ties import By, tie

SHIPPED = "shipped"
"""Kind of record: work on an objective (its id is the value) that was merged with a pull request (the key)."""
ASKED = "asked"
"""Kind of record: what came of work on an objective (the key) was asked."""
KIND = "outcome"
"""Kind of due time."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """Where to ask about work that was merged, what to remember there, and when to come back."""

    number: int
    record: Record
    due: Due


@dataclass(frozen=True, slots=True)
class Answer:
    """A figure that somebody named for an objective."""

    objective: Objective
    measure: Measure
    figure: Figure
    command: Command


def shipped(facts: PullRequestFacts) -> Shipped | None:
    """What follows from a pull request that was merged, if it was tied to an objective with a measure.

    The question belongs on the issue that it closed; it is on the pull request where there is none.
    """
    found = tie(contexts.work_of(facts), facts.handbook.map or Map())
    objective = found.objective if found.by is not By.SUGGESTED else None
    if not facts.merged or objective is None or not objective.measure:
        return None
    here = found.via is not None and found.by is By.LINKED and found.via.url.startswith(f"/{facts.repository}/")
    number = found.via.number if here and found.via else facts.number
    when = facts.talk.now + timedelta(days=objective.measure.ask_after_days)
    return Shipped(number, Record(SHIPPED, str(facts.number), objective.id, facts.talk.now), Due(KIND, when))


def added(outcome: Outcome, facts: IssueFacts | PullRequestFacts) -> Outcome:
    """The outcome, with the question or its answer where the work is over and it is time."""
    asked = _asked(facts)
    if not facts.closed or asked is None:
        return outcome
    before = any(record.kind == ASKED for record in facts.talk.records)
    body = compose({Part.OUTCOME: _section(facts, *asked), Part.CONTEXT: contexts.section(facts)})
    record = Record(ASKED, asked[0].id, None, facts.talk.now)
    return replace(outcome, comment=Comment(facts.number, body, anew=not before), records=(*outcome.records, record))


def answer(facts: IssueFacts | PullRequestFacts) -> Answer | None:
    """The figure that was named last, by somebody who may write, or by the author of work that was merged."""
    command = commands.latest(facts.talk.commands, "outcome")
    if command is not None and not _may(facts, command):
        return None
    named = figure(command.argument) if command else None
    objective = _objective(facts)
    if command is None or named is None or objective is None or not objective.measure:
        return None
    return Answer(objective, objective.measure, named, command)


def replies(facts: IssueFacts | PullRequestFacts) -> dict[str, Reply]:
    """What to say to figures that lead nowhere."""
    objective, given = _objective(facts), commands.of(facts.talk.commands, "outcome")
    if objective is not None and objective.measure:
        line = "The author is asked once the work is merged; until then it needs write permission in this repository."
        return {command.key: Reply("confused", line) for command in given if not _may(facts, command)}
    why = f"{code(objective.id)} has no measure on the map." if objective else "this is tied to no objective."
    line = f"Tie it to an objective with a measure first, as in {code('/waypost objective <id>')}: {why}"
    return {command.key: Reply("confused", line) for command in given}


def proposal(given: Answer, files: dict[str, str], where: str, day: date) -> Proposal:
    """The edit of the map, to be looked at by whoever keeps it; one for each objective and figure it has now."""
    objective, measure = given.objective, given.measure
    state = hashlib.sha256(f"{objective.id}\0{measure.now}\0{measure.date}".encode()).hexdigest()[:8]
    name = re.sub(r"[^A-Za-z0-9]+", "-", objective.id).strip("-")[:60] or "objective"
    words = {
        "objective": objective,
        "value": given.figure.value,
        "note": given.figure.note,
        "author": given.command.author,
        "where": where,
        "day": day,
    }
    return Proposal(
        branch=f"waypost/outcome/{name}-{state}",
        title=f"{objective.id[:100]}: now {given.figure.value:.12g} {measure.unit}".rstrip(),
        body=render("comments/outcome_proposal.md.j2", words),
        message=f"Say how far {objective.id[:100]} is",
        files=files,
    )


def _asked(facts: IssueFacts | PullRequestFacts) -> tuple[Objective, Measure, datetime] | None:
    """The objective that is asked about, and since when its work is merged; None where it is not time, or no matter."""
    merged = [record for record in facts.talk.records if record.kind == SHIPPED]
    objective = _objective(facts)
    if not merged or objective is None or not objective.measure:
        return None
    since = max(record.at for record in merged)
    command = commands.latest(facts.talk.commands, "outcome")
    over = command is not None and declined(command.argument)
    early = facts.talk.now < since + timedelta(days=objective.measure.ask_after_days)
    return None if over or (early and answer(facts) is None) else (objective, objective.measure, since)


def _may(facts: IssueFacts | PullRequestFacts, command: Command) -> bool:
    """Whether a figure counts: anybody could open an issue, name an objective, and have the map's keepers bothered."""
    return command.permission.writes or any(record.kind == SHIPPED for record in facts.talk.records)


def _objective(facts: IssueFacts | PullRequestFacts) -> Objective | None:
    """The objective that the work was merged for, else the one it is tied to."""
    the_map = facts.handbook.map or Map()
    merged = [record for record in facts.talk.records if record.kind == SHIPPED]
    for record in reversed(merged):
        if found := the_map.objective(record.value):
            return found
    found_tie = tie(contexts.work_of(facts), the_map)
    return None if found_tie.by is By.SUGGESTED else found_tie.objective


def _section(facts: IssueFacts | PullRequestFacts, objective: Objective, measure: Measure, since: datetime) -> str:
    given = answer(facts)
    words = {
        "objective": objective,
        "measure": measure,
        "days": (facts.talk.now - since).days,
        "value": given.figure.value if given else None,
        "note": given.figure.note if given else "",
        "author": given.command.author if given else "",
        "settled": given is not None and measure.now == given.figure.value,
    }
    return render("comments/outcome.md.j2", words)
