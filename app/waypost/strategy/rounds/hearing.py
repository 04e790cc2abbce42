"""What the commands of a round have come to, one after the other."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from waypost.document.quoting import code, listed
from waypost.said import Command
from waypost.strategy.rounds.arguments import day, delegation, name_of, named, reason
from waypost.strategy.rounds.round import Concern, Round, Voice

MAX_CONCERNS = 20
"""Concerns that one person may raise, counting each time one is raised anew."""
HOLD_LAPSES = timedelta(days=14)
LONGEST = timedelta(days=90)
"""The furthest that a round may be extended beyond its beginning."""
ANSWERS = ("support", "concern", "question", "alternative", "evidence")
"""The commands that make somebody one who has answered."""


@dataclass(slots=True)
class Hold:
    """What keeps a round from ending: who, why, and from when to when."""

    author: str
    reason: str
    since: datetime
    until: datetime

    def lasts(self, now: datetime) -> bool:
        """Whether it is in force."""
        return self.since <= now < self.until


@dataclass(slots=True)
class Heard:
    """What the commands have come to, in the order in which they were given."""

    concerns: dict[str, Concern] = field(default_factory=dict)
    voices: list[Voice] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    extended: datetime | None = None
    stirs: list[datetime] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    raised: dict[str, int] = field(default_factory=dict)
    challenged: set[str] = field(default_factory=set)


def heard_so_far(it: Round, now: datetime) -> Heard:
    """What was said up to now."""
    heard = Heard()
    said = {command.key: command for command in it.commands if not command.refused and command.given_at <= now}
    for command in sorted(said.values(), key=lambda one: (one.given_at, one.comment_id, one.key)):
        hear = _HEARD.get(command.name)
        if hear and (why := hear(it, heard, command)):
            heard.refused[command.key] = why
    return heard


def _concern(it: Round, heard: Heard, command: Command) -> str:
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


def _voice(it: Round, heard: Heard, command: Command, text: str | None = None) -> str:
    said = (reason(command.argument) or command.argument) if text is None else text
    heard.voices.append(Voice(command.author, command.name, said, command.given_at, command.head_sha))
    return ""


def _answer(it: Round, heard: Heard, command: Command) -> str:
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


def _challenge(it: Round, heard: Heard, command: Command) -> str:
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


def _resolve(it: Round, heard: Heard, command: Command) -> str:
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


def _delegate(it: Round, heard: Heard, command: Command) -> str:
    said = delegation(command.argument)
    if said is None or said[0] not in heard.concerns:
        return _which(heard)
    concern = heard.concerns[said[0]]
    if not _same(concern.author, command.author):
        return f"Only {code(concern.author)}, who raised it, can delegate it."
    heard.concerns[concern.name] = replace(concern, delegates=(*concern.delegates, said[1]))
    return ""


def _hold(it: Round, heard: Heard, command: Command) -> str:
    if any(_same(hold.author, command.author) for hold in heard.holds):
        return "You have held this round before; everybody can do so once."
    until = command.given_at + HOLD_LAPSES
    heard.holds.append(Hold(command.author, reason(command.argument) or "", command.given_at, until))
    heard.stirs.append(command.given_at)
    return ""


def _release(it: Round, heard: Heard, command: Command) -> str:
    mine = [hold for hold in heard.holds if _same(hold.author, command.author) and hold.lasts(command.given_at)]
    for hold in mine:
        hold.until = command.given_at
    return "" if mine else "You do not hold this round; only whoever holds it can release it."


def _extend(it: Round, heard: Heard, command: Command) -> str:
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


def _which(heard: Heard) -> str:
    if not heard.concerns:
        return "No concern was raised."
    return f"Which concern? There {'are' if len(heard.concerns) > 1 else 'is'} {listed(tuple(sorted(heard.concerns)))}."
