"""Feedback rounds: a change of strategy is not final before it was heard.

The state of a round is worked out from facts alone, whenever somebody looks: the commands that were given, the meaning
of each head, and the present moment. There is nothing to fall out of step: doubled, late and reordered webhooks, edits
and restarts all lead to the same state.

| phase | it is that | it ends |
|---|---|---|
| open | nobody has answered yet | with the first answer (discussing), or when the minimum is over (final) |
| quiet | the quiet time runs; answers are only counted | when the quiet time is over (open or discussing) |
| discussing | the minimum runs, a concern has no answer, or somebody holds | when none of these is so (final) |
| final | the last call runs | when it is over (ready); by a concern, hold or new meaning (discussing) |
| ready | the last call is over | by the merge (recorded); by a concern, hold or new meaning (discussing) |
| recorded | it was merged | never |
| withdrawn | it was closed without a merge | when it is opened again |

The rules:

- The last call begins anew whenever the discussion ends: at the end of the minimum, with the last concern's answer or
  withdrawal, with the end of a hold, with a push that changes the meaning. `extend` moves its end, by 90 days at most.
- A concern has a name. It is *settled* when whoever raised it (or a delegate) resolves it, or when the owner of the
  change has answered it; agreement is not asked for. An answer can be challenged once; then it needs another answer,
  which stands. Raising it again under the same name asks for a new answer.
- What was said stays heard when the comment is deleted. Only `resolve` and `release` take something back.
- A hold lapses after 14 days, and everybody has one. Nobody can raise more than 20 concerns. So a round comes to its
  end as soon as the owner has answered what was raised, and time goes by.
- Who answered for another meaning is asked again; who has not answered by the end is recorded as silent, which is not
  consent.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from waypost.document.quoting import code, listed
from waypost.said import Command

MAX_CONCERNS = 20
"""Concerns that one person may raise, counting each time one is raised anew."""
HOLD_LAPSES = timedelta(days=14)
LONGEST = timedelta(days=90)
"""The furthest that a round may be extended beyond its beginning."""
NAME = re.compile(r"[^\s:]{1,60}")

ANSWERS = ("support", "concern", "question", "alternative", "evidence")
"""The commands that make somebody one who has answered."""


class Phase(StrEnum):
    """Where a round is; see the table above."""

    OPEN = "open"
    QUIET = "quiet"
    DISCUSSING = "discussing"
    FINAL = "final comment period"
    READY = "ready"
    RECORDED = "recorded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Terms:
    """How rounds go in this repository; `asked` names the teams (`acme/research`) and people that should respond."""

    quiet: timedelta = timedelta()
    minimum: timedelta = timedelta(days=3)
    final: timedelta = timedelta(days=2)
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """All that the state of a round follows from.

    `owner` is whoever proposes the change, `meanings` the meaning of each head (by sha) with the time since when it
    was known, `teams` the teams of those who answered, among the ones that are asked.
    """

    opened_at: datetime
    owner: str
    commands: tuple[Command, ...] = ()
    meanings: Mapping[str, tuple[datetime, str]] = field(default_factory=dict)
    head_sha: str = ""
    teams: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    merged: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Concern:
    """A named objection: what was said and answered; `settled_at` is when it came to need nothing more.

    `by` says how it was settled: `answered` or `resolved`.
    """

    name: str
    author: str
    text: str
    raised_at: datetime
    answer: str = ""
    answered_by: str = ""
    challenge: str = ""
    settled_at: datetime | None = None
    by: str = ""
    delegates: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether nobody has to say anything more about it."""
        return self.settled_at is not None


@dataclass(frozen=True, slots=True)
class Voice:
    """One answer: who, which way (`support`, `question` …), what was said, and for which head."""

    author: str
    way: str
    text: str
    at: datetime
    head_sha: str


@dataclass(frozen=True, slots=True)
class State:
    """Where a round stands.

    `until` is when the phase ends if nothing happens, None where that depends on people. `again` are those who
    answered for another meaning; `waiting` the teams and people who were asked and have not answered.
    `refused` says, by the key of a command, why it is not counted.
    """

    phase: Phase
    until: datetime | None
    concerns: tuple[Concern, ...] = ()
    voices: tuple[Voice, ...] = ()
    again: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    holds: tuple[tuple[str, str], ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def open_concerns(self) -> tuple[Concern, ...]:
        """The concerns that need an answer."""
        return tuple(concern for concern in self.concerns if not concern.settled)

    @property
    def answered(self) -> tuple[str, ...]:
        """Everybody who has answered, in order."""
        return tuple(dict.fromkeys(voice.author for voice in self.voices))


def state(it: Round, terms: Terms, now: datetime) -> State:
    """Where the round stands now."""
    heard = _heard(it, now)
    calm, restless = _calm_since(it, terms, heard, now)
    phase, until = _phase(it, terms, heard, calm, restless, now)
    return State(
        phase=phase,
        until=until,
        concerns=tuple(heard.concerns.values()),
        voices=tuple(heard.voices),
        again=_again(it, heard.voices),
        waiting=_waiting(it, terms, heard.voices),
        holds=tuple((hold.author, hold.reason) for hold in heard.holds if hold.lasts(now)),
        refused=heard.refused,
    )


def next_look(found: State, now: datetime) -> datetime | None:
    """When the state changes though nobody does anything."""
    return found.until if found.until is not None and found.until > now else None


def named(argument: str) -> tuple[str, str] | None:
    """Name and text of `<name>: <text>`."""
    name, colon, text = argument.partition(":")
    return (name.strip().lower(), text.strip()) if colon and text.strip() and NAME.fullmatch(name.strip()) else None


def name_of(argument: str) -> str | None:
    """A name that stands alone."""
    return argument.strip().rstrip(":").lower() if NAME.fullmatch(argument.strip().rstrip(":")) else None


def delegation(argument: str) -> tuple[str, str] | None:
    """Name and login of `<name> to <login>`."""
    found = re.fullmatch(r"([^\s:]{1,60})[ \t]+to[ \t]+@?([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))", argument.strip())
    return (found[1].lower(), found[2]) if found else None


def reason(argument: str) -> str | None:
    """The reason in `because <reason>`."""
    found = re.fullmatch(r"because[ \t]+(\S.*)", argument.strip(), re.IGNORECASE)
    return found[1] if found else None


def day(argument: str) -> datetime | None:
    """The end (UTC) of the day that is named."""
    try:
        named_day = dt.date.fromisoformat(argument.strip())
    except ValueError:
        return None
    return datetime.combine(named_day, dt.time(23, 59, 59), dt.UTC)


# --- What was heard, command by command.


@dataclass(slots=True)
class _Hold:
    author: str
    reason: str
    since: datetime
    until: datetime

    def lasts(self, now: datetime) -> bool:
        return self.since <= now < self.until


@dataclass(slots=True)
class _Heard:
    """What the commands have come to, in the order in which they were given."""

    concerns: dict[str, Concern] = field(default_factory=dict)
    voices: list[Voice] = field(default_factory=list)
    holds: list[_Hold] = field(default_factory=list)
    extended: datetime | None = None
    stirs: list[datetime] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    raised: dict[str, int] = field(default_factory=dict)
    challenged: set[str] = field(default_factory=set)


def _heard(it: Round, now: datetime) -> _Heard:
    heard = _Heard()
    said = {command.key: command for command in it.commands if not command.refused and command.given_at <= now}
    for command in sorted(said.values(), key=lambda one: (one.given_at, one.comment_id, one.key)):
        hear = _HEARD.get(command.name)
        if hear and (why := hear(it, heard, command)):
            heard.refused[command.key] = why
    return heard


def _concern(it: Round, heard: _Heard, command: Command) -> str:
    said = named(command.argument)
    if said is None:
        return "Give it a short name and say it in a line: `/waypost concern <name>: <text>`."
    name, text = said
    known = heard.concerns.get(name)
    if known and not _same(known.author, command.author):
        return f"There is a concern of that name already, by {code(known.author)}. Give yours another name."
    count = heard.raised.get(command.author.lower(), 0)
    if count >= MAX_CONCERNS:
        return f"One person can raise up to {MAX_CONCERNS} concerns in a round."
    heard.raised[command.author.lower()] = count + 1
    delegates = known.delegates if known else ()
    heard.concerns[name] = Concern(name, command.author, text, command.given_at, delegates=delegates)
    heard.challenged.discard(name)
    heard.stirs.append(command.given_at)
    return _voice(it, heard, command, text)


def _voice(it: Round, heard: _Heard, command: Command, text: str | None = None) -> str:
    said = (reason(command.argument) or command.argument) if text is None else text
    heard.voices.append(Voice(command.author, command.name, said, command.given_at, command.head_sha))
    return ""


def _answer(it: Round, heard: _Heard, command: Command) -> str:
    said = named(command.argument)
    if said is None or said[0] not in heard.concerns:
        return _which(heard)
    concern = heard.concerns[said[0]]
    if not (_same(command.author, it.owner) or command.permission.writes):
        return f"Answers come from whoever proposes the change: {code(it.owner)}."
    heard.stirs.append(command.given_at)
    heard.concerns[concern.name] = replace(
        concern,
        answer=said[1],
        answered_by=command.author,
        settled_at=concern.settled_at if concern.by == "resolved" else command.given_at,
        by=concern.by or "answered",
    )
    return ""


def _challenge(it: Round, heard: _Heard, command: Command) -> str:
    said = named(command.argument)
    if said is None or said[0] not in heard.concerns:
        return _which(heard)
    concern = heard.concerns[said[0]]
    if not _may_speak_for(concern, command.author):
        return f"Only {code(concern.author)}, who raised it, can challenge the answer. Raise one of your own."
    if not concern.answer or concern.by == "resolved":
        return "There is no answer to challenge."
    if concern.name in heard.challenged:
        return "It was challenged before, so the second answer stands; both are recorded."
    heard.challenged.add(concern.name)
    heard.stirs.append(command.given_at)
    heard.concerns[concern.name] = replace(concern, challenge=said[1], settled_at=None, by="")
    return ""


def _resolve(it: Round, heard: _Heard, command: Command) -> str:
    name = name_of(command.argument)
    if name is None or name not in heard.concerns:
        return _which(heard)
    concern = heard.concerns[name]
    if not _may_speak_for(concern, command.author):
        return f"Only {code(concern.author)}, who raised it, can resolve it, or whoever they delegate to."
    if concern.by != "resolved":
        heard.stirs.append(command.given_at)
        heard.concerns[name] = replace(concern, settled_at=command.given_at, by="resolved")
    return ""


def _delegate(it: Round, heard: _Heard, command: Command) -> str:
    said = delegation(command.argument)
    if said is None or said[0] not in heard.concerns:
        return _which(heard)
    concern = heard.concerns[said[0]]
    if not _same(concern.author, command.author):
        return f"Only {code(concern.author)}, who raised it, can delegate it."
    heard.concerns[concern.name] = replace(concern, delegates=(*concern.delegates, said[1]))
    return ""


def _hold(it: Round, heard: _Heard, command: Command) -> str:
    if any(_same(hold.author, command.author) for hold in heard.holds):
        return "You have held this round before; everybody can do so once."
    until = command.given_at + HOLD_LAPSES
    heard.holds.append(_Hold(command.author, reason(command.argument) or "", command.given_at, until))
    heard.stirs.append(command.given_at)
    return ""


def _release(it: Round, heard: _Heard, command: Command) -> str:
    mine = [hold for hold in heard.holds if _same(hold.author, command.author) and hold.lasts(command.given_at)]
    for hold in mine:
        hold.until = command.given_at
    return "" if mine else "You do not hold this round; only whoever holds it can release it."


def _extend(it: Round, heard: _Heard, command: Command) -> str:
    until = day(command.argument)
    if until is None:
        return "Write the day as year, month and day: `/waypost extend 2026-05-31`."
    if not command.given_at < until <= it.opened_at + LONGEST:
        return f"Name a day to come, up to {it.opened_at + LONGEST:%Y-%m-%d}."
    heard.extended = max(until, heard.extended or until)
    return ""


_HEARD = {
    "support": _voice,
    "question": _voice,
    "alternative": _voice,
    "evidence": _voice,
    "concern": _concern,
    "answer": _answer,
    "challenge": _challenge,
    "resolve": _resolve,
    "delegate": _delegate,
    "hold": _hold,
    "release": _release,
    "extend": _extend,
}
COMMANDS = tuple(_HEARD)
"""The names of the commands that a round is made of."""


def _same(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def _may_speak_for(concern: Concern, login: str) -> bool:
    return any(_same(login, name) for name in (concern.author, *concern.delegates))


def _which(heard: _Heard) -> str:
    if not heard.concerns:
        return "No concern was raised."
    return f"Which concern? There {'are' if len(heard.concerns) > 1 else 'is'} {listed(tuple(sorted(heard.concerns)))}."


# --- Phases.


def _calm_since(it: Round, terms: Terms, heard: _Heard, now: datetime) -> tuple[datetime, bool]:
    """Since when nothing is left to discuss, and whether something is."""
    minimum = it.opened_at + max(terms.minimum, terms.quiet)
    ended = [min(hold.until, now) for hold in heard.holds if hold.until <= now]
    settled = [concern.settled_at for concern in heard.concerns.values() if concern.settled_at]
    since = max([minimum, *heard.stirs, *ended, *settled, *_turns(it, now)])
    restless = any(not concern.settled for concern in heard.concerns.values())
    held = any(hold.lasts(now) for hold in heard.holds)
    return since, restless or held


def _turns(it: Round, now: datetime) -> list[datetime]:
    """When the meaning of the change became another one."""
    turns: list[datetime] = []
    before = None
    for since, meaning in sorted(it.meanings.values()):
        if before is not None and meaning != before and since <= now:
            turns.append(since)
        before = meaning
    return turns


def _phase(
    it: Round, terms: Terms, heard: _Heard, calm: datetime, restless: bool, now: datetime
) -> tuple[Phase, datetime | None]:
    if it.merged:
        return Phase.RECORDED, None
    if it.closed:
        return Phase.WITHDRAWN, None
    if now < (quiet := it.opened_at + terms.quiet):
        return Phase.QUIET, quiet
    if restless:
        lapses = [hold.until for hold in heard.holds if hold.lasts(now)]
        waits = any(not concern.settled for concern in heard.concerns.values())
        return Phase.DISCUSSING, None if waits or not lapses else max(lapses)
    if now < calm:
        return (Phase.DISCUSSING if heard.voices else Phase.OPEN), calm
    end = max(calm + terms.final, heard.extended or calm)
    return (Phase.FINAL, end) if now < end else (Phase.READY, None)


def _again(it: Round, voices: Sequence[Voice]) -> tuple[str, ...]:
    """Those whose latest answer was for another meaning than the present one."""
    present = it.meanings.get(it.head_sha)
    if present is None:
        return ()
    latest = {voice.author: voice for voice in voices}
    known = {author: it.meanings.get(voice.head_sha) for author, voice in latest.items()}
    return tuple(author for author, meaning in known.items() if meaning is not None and meaning[1] != present[1])


def _waiting(it: Round, terms: Terms, voices: Iterable[Voice]) -> tuple[str, ...]:
    """The teams and people who were asked and have not answered."""
    authors = {voice.author.lower() for voice in voices}
    teams = {team.lower() for login, names in it.teams.items() if login.lower() in authors for team in names}
    return tuple(name for name in terms.asked if name.lower().lstrip("@") not in authors | teams)
