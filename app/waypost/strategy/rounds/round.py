"""What a feedback round is made of, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from waypost.said import Command


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
