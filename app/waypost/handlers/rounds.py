"""The feedback round on a pull request that changes the strategy: what it shows, when to come back, what is recorded.

The rules are in `waypost.strategy.rounds`. What is remembered: when the round was opened, what each head means (the
semantic difference of the map, and the text of other files that rounds are about), how the round stood last, for the
merge queue, and how much open work names the objectives that move. That is counted once for what the change means, at
the first look, and again only after a push with another meaning: an issue that comes or goes does not rewrite the
pre-read, and all other looks ask GitHub nothing more.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from waypost.change import ChangedFile
from waypost.document.globs import lines, matching
from waypost.facts import PullRequestFacts
from waypost.finding import Stage
from waypost.handlers.answers import Reply
from waypost.outcome import CheckRun, Conclusion, Due, Proposal, Record
from waypost.rendering import Markdown, code, render
from waypost.settings import Rounds, Settings
from waypost.strategy import map as strategy_map
from waypost.strategy.decisions import FOLDER as DECISIONS
from waypost.strategy.rounds import COMMANDS, Concern, Phase, Round, State, Terms, Voice, next_look, state
from waypost.strategy.shifts import Kind, Part, Shift, shifts
from waypost.strategy.ties import Tally

NAME = "Strategy round"
"""The name of the check run."""
ROUND = "round"
"""Kind of record: the round; `opened` is when, `state` how it stood last, `recorded` that its record was offered.

`open work` is how much open work names the objectives that move, and for which meaning that was counted.
"""
OPEN_WORK = "open work"
MEANING = "meaning"
"""Kind of record: what a head (the key) means, as a digest."""
DUE = "round"
QUESTIONS = (
    "What would make this fail?",
    "What would you do instead?",
    "What do you know about customers that speaks for or against it?",
)
SHOWN = 10
TEXT = 300
"""Characters of what one person says that are shown."""
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


@dataclass(frozen=True, slots=True)
class _Change:
    """What a pull request does to the strategy: what moves on the map, and other files that rounds are about."""

    moved: tuple[Shift, ...]
    files: tuple[ChangedFile, ...]

    def __bool__(self) -> bool:
        return bool(self.moved or self.files)

    @property
    def objectives(self) -> tuple[str, ...]:
        """The ids of the objectives that move; nothing can be tied yet to one that is new."""
        moved = (it.id for it in self.moved if it.part is Part.OBJECTIVE and it.kind is not Kind.ADDED)
        return tuple(dict.fromkeys(moved))

    @property
    def meaning(self) -> str:
        """A digest that stays the same while the change means the same."""
        parts = sorted(shift.words for shift in self.moved)
        parts += [f"{file.path} {hashlib.sha256(file.text or b'').hexdigest()}" for file in self.files]
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def rounding(facts: PullRequestFacts) -> Rounding:
    """The round on this pull request, as the settings of its base ask for it."""
    settings = facts.handbook.settings
    stage = settings.rounds_stage
    if stage is Stage.OFF:
        return Rounding(replies=_without_round(facts))
    change = _change(facts, settings)
    opened = next((it.at for it in facts.talk.records if (it.kind, it.key) == (ROUND, "opened")), None)
    if not change or (facts.closed and opened is None) or (facts.draft and opened is None):
        idle = (_run(facts, "skipped", "No round", "This pull request changes nothing that rounds are about."),)
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
    change = _change(facts, settings)
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


def _running(facts: PullRequestFacts, stage: Stage, change: _Change, opened: datetime | None) -> Rounding:
    settings, talk = facts.handbook.settings, facts.talk
    given = tuple(command for command in talk.commands if command.name in COMMANDS)
    # GitHub's clock may be ahead of ours by a little: what was said has been said.
    now = max([talk.now, *(command.given_at for command in given)])
    meanings = {record.key: (record.at, str(record.value)) for record in talk.records if record.kind == MEANING}
    records = [Record(ROUND, "opened", None, now)] if opened is None else []
    if facts.head_sha not in meanings or meanings[facts.head_sha][1] != change.meaning:
        meanings[facts.head_sha] = (now, change.meaning)
        records.append(Record(MEANING, facts.head_sha, change.meaning, now, replace=True))
    it = Round(
        opened_at=opened or now,
        owner=facts.author,
        commands=given,
        meanings=meanings,
        head_sha=facts.head_sha,
        teams=facts.teams,
        merged=facts.merged,
        closed=facts.closed,
    )
    asked = terms(settings.strategy.rounds)
    found = state(it, asked, now)
    told = _title(found)
    last = {"phase": found.phase.value, "title": told, "moved": [shift.words for shift in change.moved]}
    if last != next((record.value for record in talk.records if (record.kind, record.key) == (ROUND, "state")), None):
        records.append(Record(ROUND, "state", last, now, replace=True))
    if facts.open_work is not None:
        noted = {"meaning": change.meaning, "count": facts.open_work.count, "more": facts.open_work.more}
        records.append(Record(ROUND, OPEN_WORK, noted, now, replace=True))
    section = _section(facts, found, it, asked, change)
    run = _run(facts, _conclusion(found, stage), told, section)
    return Rounding(
        section=section if stage.speaks and found.phase not in (Phase.RECORDED, Phase.WITHDRAWN) else None,
        runs=(run,) if stage.speaks else (),
        replies={key: Reply("confused", why) for key, why in found.refused.items()},
        records=tuple(records),
        dues=(Due(DUE, next_look(found, now)),),
        proposals=(_record(facts, found, it, change),) if found.phase is Phase.RECORDED and stage.speaks else (),
    )


def _change(facts: PullRequestFacts, settings: Settings) -> _Change:
    """What of the change rounds are about; a map that cannot be read counts by its text."""
    paths = settings.strategy.rounds.paths
    # A record of a decision is no change of strategy: it would want a record of its own.
    others = (file for file in facts.change.files if not strategy_map.belongs(file.path))
    files = [file for file in others if not file.path.startswith(f"{DECISIONS}/")]
    chosen = tuple(file for file in files if isinstance(paths, tuple) and matching(paths, lines([file.path])))
    on_map = tuple(file for file in facts.change.files if strategy_map.belongs(file.path))
    if not on_map:
        return _Change((), chosen)
    if facts.preview is None or facts.preview.map is None:
        return _Change((), (*on_map, *chosen))
    return _Change(shifts(facts.handbook.map, facts.preview.map), chosen)


def _without_round(facts: PullRequestFacts) -> dict[str, Reply]:
    given = (command for command in facts.talk.commands if command.name in COMMANDS and command.counts)
    return {command.key: Reply("confused", NO_ROUND) for command in given}


def _duration(asked: object, usual: timedelta) -> timedelta:
    found = _DURATION.fullmatch(asked) if isinstance(asked, str) else None
    return int(found[1]) * _UNITS[found[2]] if found else usual


# --- What GitHub shows.


def _conclusion(found: State, stage: Stage) -> Conclusion:
    if found.phase in (Phase.READY, Phase.RECORDED):
        return "success"
    return "failure" if stage is Stage.REQUIRE and found.phase is not Phase.WITHDRAWN else "neutral"


def _title(found: State) -> str:
    open_ = len(found.open_concerns)
    if open_ and found.phase is Phase.DISCUSSING:
        return f"{open_} concern{'' if open_ == 1 else 's'} without an answer"
    if found.holds and found.phase is Phase.DISCUSSING:
        return "Held"
    named = {Phase.READY: "Heard", Phase.RECORDED: "Heard and merged", Phase.WITHDRAWN: "Closed"}
    until = f" until {_moment(found.until)}" if found.until else ""
    return named.get(found.phase, f"{found.phase.value.capitalize()}{until}")


def _run(facts: PullRequestFacts, conclusion: Conclusion, title: str, summary: str) -> CheckRun:
    return CheckRun(facts.head_sha, conclusion, title, summary, name=NAME)


def _section(facts: PullRequestFacts, found: State, it: Round, asked: Terms, change: _Change) -> str:
    """The pre-read, what was heard, and how to answer."""
    quiet = found.phase is Phase.QUIET
    questions = facts.handbook.settings.strategy.rounds.questions
    teams = {team for login in found.answered for team in it.teams.get(login, ())}
    words = {
        "phase": found.phase.value,
        "until": _moment(found.until) if found.until else "",
        "moved": [Markdown(shift.words) for shift in change.moved[:SHOWN]],
        "more_moved": [Markdown(shift.words) for shift in change.moved[SHOWN : 5 * SHOWN]],
        "files": [code(file.path, 200) for file in change.files[:SHOWN]],
        "reasons": _reasons(facts.body),
        "touches": _touches(facts, change),
        "open_work": facts.open_work or _counted(facts, change),
        "several": len(change.objectives) > 1,
        "questions": questions if isinstance(questions, tuple) else QUESTIONS,
        "people": len(found.answered),
        "teams": len(teams),
        "asked": len(asked.asked),
        "concerns": [] if quiet else list(map(_concern, found.concerns[: 2 * SHOWN])),
        "open": len(found.open_concerns),
        "support": [] if quiet else [voice.author for voice in found.voices if voice.way == "support"][: 2 * SHOWN],
        "voices": [] if quiet else list(_voices(found.voices)),
        "holds": [] if quiet else [{"author": author, "reason": why} for author, why in found.holds],
        "again": found.again[: 2 * SHOWN],
        "waiting": found.waiting[: 2 * SHOWN],
    }
    return render("comments/round.md.j2", words)


def _concern(concern: Concern) -> dict[str, str]:
    fields = ("name", "author", "text", "answer", "answered_by", "challenge", "by")
    return {name: getattr(concern, name)[:TEXT] for name in fields}


def _voices(voices: Iterable[Voice]) -> Iterator[dict[str, str]]:
    """What was asked, proposed and shown, the newest last; and reasons for support."""
    told = [voice for voice in voices if voice.way in ("question", "alternative", "evidence")]
    for voice in told[-2 * SHOWN :]:
        yield {"author": voice.author, "way": voice.way, "text": voice.text[:TEXT]}


def _reasons(body: str) -> str:
    """The first words that the pull request's author says about it."""
    paragraphs = [part.strip() for part in body.replace("\r\n", "\n").split("\n\n")]
    said = next(
        (part for part in paragraphs if part and not part.startswith(("#", "<!--", ">", "```", "|", "-", "*"))), ""
    )
    return said[: 2 * TEXT]


def _touches(facts: PullRequestFacts, change: _Change) -> list[str]:
    """The product lines that the objectives belong to which move."""
    names: dict[str, None] = {}
    for book in (facts.handbook, facts.preview):
        if book and book.map:
            for objective in book.map.objectives:
                if any(shift.touches(objective.id, objective.product_lines) for shift in change.moved):
                    names |= dict.fromkeys(objective.product_lines)
    return list(names)[:SHOWN]


def _counted(facts: PullRequestFacts, change: _Change) -> Tally | None:
    """What was counted for the change as it is, as the ledger tells."""
    for record in facts.talk.records:
        if (record.kind, record.key) == (ROUND, OPEN_WORK) and record.value["meaning"] == change.meaning:
            return Tally(record.value["count"], record.value["more"])
    return None


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


# --- The record.


def _record(facts: PullRequestFacts, found: State, it: Round, change: _Change) -> Proposal:
    """The decision record, offered as a pull request once the change is merged."""
    taken = [int(found_[1]) for one in facts.handbook.decisions if (found_ := re.search(r"/(\d{1,6})[^/]*$", one.path))]
    number = max(taken, default=0) + 1
    slug = re.sub(r"[^a-z0-9]+", "-", facts.title.lower()).strip("-")[:60].strip("-") or "decision"
    day = facts.talk.now
    words = {
        "number": number,
        "title": facts.title,
        "date": f"{day:%Y-%m-%d}",
        "pull": facts.number,
        "decided_by": facts.merged_by or facts.author,
        "moved": [Markdown(shift.words) for shift in change.moved[: 5 * SHOWN]],
        "files": [code(file.path, 200) for file in change.files[:SHOWN]],
        "reasons": _reasons(facts.body),
        "support": [{"author": v.author, "text": v.text[:TEXT]} for v in found.voices if v.way == "support"][:100],
        "voices": list(_voices(found.voices)),
        "concerns": list(map(_concern, found.concerns[:100])),
        "turns": [f"{since:%Y-%m-%d}" for since in _turns(it)],
        "silent": found.waiting[:100],
    }
    text = render("comments/decision.md.j2", words)
    return Proposal(
        branch=f"waypost/decision-{facts.number}",
        title=f"Record the decision of #{facts.number}",
        body=render("comments/decision_offer.md.j2", {"pull": facts.number, "number": number}),
        message=f"Record the decision of #{facts.number}",
        files={f"{DECISIONS}/{number:04d}-{slug}.md": text},
    )


def _turns(it: Round) -> Iterator[datetime]:
    """When the change came to mean something else."""
    before = ""
    for since, meaning in sorted(it.meanings.values()):
        if before and meaning != before:
            yield since
        before = meaning
