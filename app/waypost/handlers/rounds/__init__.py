"""The feedback round on a pull request that changes the strategy: what it shows, when to come back, what is recorded.

The rules are in `waypost.strategy.rounds`. What is remembered: when the round was opened, what each head means (the
semantic difference of the map, and the text of other files that rounds are about), how the round stood last, for the
merge queue, and how much open work names the objectives that move. That is counted once for what the change means, at
the first look, and again only after a push with another meaning: an issue that comes or goes does not rewrite the
pre-read, and all other looks ask GitHub nothing more.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from waypost.facts import PullRequestFacts
from waypost.finding import Stage
from waypost.handlers.answers import Reply
from waypost.handlers.rounds.change import Change, change_of
from waypost.handlers.rounds.decision import proposal
from waypost.handlers.rounds.shown import NAME, check_run, conclusion_of, section, title
from waypost.outcome import CheckRun, Conclusion, Due, Proposal, Record
from waypost.settings import Rounds, Settings
from waypost.strategy.rounds import COMMANDS, Phase, Round, State, Terms, next_look, state
from waypost.strategy.ties import Tally

__all__ = ("NAME", "ROUND", "Rounding", "enabled", "in_queue", "rounding", "terms", "uncounted")

ROUND = "round"
"""Kind of record: the round; `opened` is when, `state` how it stood last, `recorded` that its record was offered.

`open work` is how much open work names the objectives that move, and for which meaning that was counted.
"""
OPEN_WORK = "open work"
MEANING = "meaning"
"""Kind of record: what a head (the key) means, as a digest."""
DUE = "round"
NO_ROUND = "There is no feedback round on this pull request."
_DURATION = re.compile(r"(\d{1,3})([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


@dataclass(frozen=True, slots=True)
class Rounding:
    """All that a round leads to on one pull request."""

    section: str | None = None
    runs: tuple[CheckRun, ...] = ()
    replies: Mapping[str, Reply] = field(default_factory=dict)
    records: tuple[Record, ...] = ()
    dues: tuple[Due, ...] = ()
    proposals: tuple[Proposal, ...] = ()


def rounding(facts: PullRequestFacts) -> Rounding:
    """The round on this pull request, as the settings of its base ask for it."""
    settings = facts.handbook.settings
    stage = settings.rounds_stage
    if stage is Stage.OFF:
        return Rounding(replies=_without_round(facts))
    change = change_of(facts, settings)
    opened = next((it.at for it in facts.talk.records if (it.kind, it.key) == (ROUND, "opened")), None)
    if not change or (facts.closed and opened is None) or (facts.draft and opened is None):
        idle = (check_run(facts, "skipped", "No round", "This pull request changes nothing that rounds are about."),)
        quiet = facts.closed or not stage.speaks
        return Rounding(runs=() if quiet else idle, replies=_without_round(facts), dues=(Due(DUE, None),))
    return _running(facts, stage, change, opened)


def uncounted(facts: PullRequestFacts) -> tuple[str, ...]:
    """The objectives whose open work has to be counted before the round is told; none where it is known, or no round.

    `PullRequestFacts.open_work` is the answer.
    """
    settings = facts.handbook.settings
    if not settings.rounds_stage.speaks or facts.closed:
        return ()
    if facts.draft and not any((it.kind, it.key) == (ROUND, "opened") for it in facts.talk.records):
        return ()
    change = change_of(facts, settings)
    return () if _counted(facts, change) else change.objectives


def enabled(records: Iterable[Record]) -> bool:
    """Whether a round is remembered."""
    return any(record.kind == ROUND for record in records)


def in_queue(head_sha: str, settings: Settings, records: Iterable[Record]) -> CheckRun | None:
    """The check run of a trial merge: as the round stood at the last look."""
    if not settings.rounds_stage.speaks:
        return None
    last = next((it.value for it in records if (it.kind, it.key) == (ROUND, "state")), None)
    if last is None:
        return CheckRun(head_sha, "skipped", "No round", "No feedback round is known of this change.", name=NAME)
    failed = settings.rounds_stage is Stage.REQUIRE and last["phase"] not in (Phase.READY, Phase.RECORDED)
    conclusion: Conclusion = "failure" if failed else "neutral" if last["phase"] not in (Phase.READY,) else "success"
    return CheckRun(head_sha, conclusion, last["title"], "As it stands on the pull request.", name=NAME)


def terms(asked: Rounds) -> Terms:
    """How rounds go here."""
    usual = Terms()
    return Terms(
        quiet=_duration(asked.quiet, usual.quiet),
        minimum=_duration(asked.minimum, usual.minimum),
        final=_duration(asked.final, usual.final),
        asked=asked.teams if isinstance(asked.teams, tuple) else (),
    )


def _running(facts: PullRequestFacts, stage: Stage, change: Change, opened: datetime | None) -> Rounding:
    given = tuple(command for command in facts.talk.commands if command.name in COMMANDS)
    # GitHub's clock may be ahead of ours by a little: what was said has been said.
    now = max([facts.talk.now, *(command.given_at for command in given)])
    it = Round(
        opened_at=opened or now,
        owner=facts.author,
        commands=given,
        meanings=_meanings(facts, change, now),
        head_sha=facts.head_sha,
        teams=facts.teams,
        merged=facts.merged,
        closed=facts.closed,
    )
    asked = terms(facts.handbook.settings.strategy.rounds)
    found = state(it, asked, now)
    text = section(facts, found, it, asked, change, facts.open_work or _counted(facts, change))
    told = stage.speaks
    return Rounding(
        section=text if told and found.phase not in (Phase.RECORDED, Phase.WITHDRAWN) else None,
        runs=(check_run(facts, conclusion_of(found, stage), title(found), text),) if told else (),
        replies={key: Reply("confused", why) for key, why in found.refused.items()},
        records=tuple(_records(facts, found, it, change, now)),
        dues=(Due(DUE, next_look(found, now)),),
        proposals=(proposal(facts, found, it, change),) if told and found.phase is Phase.RECORDED else (),
    )


def _meanings(facts: PullRequestFacts, change: Change, now: datetime) -> dict[str, tuple[datetime, str]]:
    """What each head means, and since when that was known; the present one as it is now."""
    known = {record.key: (record.at, str(record.value)) for record in facts.talk.records if record.kind == MEANING}
    present = known.get(facts.head_sha)
    return known if present and present[1] == change.meaning else known | {facts.head_sha: (now, change.meaning)}


def _records(facts: PullRequestFacts, found: State, it: Round, change: Change, now: datetime) -> Iterator[Record]:
    """What is new since the last look."""
    known = {(record.kind, record.key): record.value for record in facts.talk.records}
    if (ROUND, "opened") not in known:
        yield Record(ROUND, "opened", None, it.opened_at)
    if known.get((MEANING, facts.head_sha)) != change.meaning:
        yield Record(MEANING, facts.head_sha, change.meaning, now, replace=True)
    last = {"phase": found.phase.value, "title": title(found), "moved": [shift.words for shift in change.moved]}
    if known.get((ROUND, "state")) != last:
        yield Record(ROUND, "state", last, now, replace=True)
    if facts.open_work is not None:
        noted = {"meaning": change.meaning, "count": facts.open_work.count, "more": facts.open_work.more}
        yield Record(ROUND, OPEN_WORK, noted, now, replace=True)


def _counted(facts: PullRequestFacts, change: Change) -> Tally | None:
    """What was counted for the change as it is, as the ledger tells."""
    for record in facts.talk.records:
        if (record.kind, record.key) == (ROUND, OPEN_WORK) and record.value["meaning"] == change.meaning:
            return Tally(record.value["count"], record.value["more"])
    return None


def _without_round(facts: PullRequestFacts) -> dict[str, Reply]:
    given = (command for command in facts.talk.commands if command.name in COMMANDS and command.counts)
    return {command.key: Reply("confused", NO_ROUND) for command in given}


def _duration(asked: object, usual: timedelta) -> timedelta:
    found = _DURATION.fullmatch(asked) if isinstance(asked, str) else None
    return int(found[1]) * _UNITS[found[2]] if found else usual
