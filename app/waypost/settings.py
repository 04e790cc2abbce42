"""`.github/waypost.yml`: what a team asked of Waypost, layered over its organisation's settings and the defaults."""

from functools import reduce
from typing import Annotated, Literal, TypeAlias, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from waypost.document import Problem, read
from waypost.finding import Stage

PATH = ".github/waypost.yml"

S = TypeVar("S", bound=Struct)


Case = Literal[
    "snake_case", "kebab-case", "camelCase", "PascalCase", "Title Case", "Sentence case", "lower case",
    "SCREAMING_SNAKE_CASE", "Title_Snake_Case", "dot.case",
]  # fmt: skip
"""The casings that names are written in, each written in itself."""


_PART = r"""(?:\*|[^\s.:*()<>[\]{}"'`,;=+?!&|/%^~-]+)"""
_CALL = rf"^\s*(?=.*[^\s.:*()$@_>0-9-])(?:{_PART}(?:\(\))?(?:[?!&]*\.|::|->))*{_PART}[?!]?\s*$"
"""Names with dots between them, and a letter in one of them."""
_WHERE = r"""^(?:[0-9]{1,2}|[^\s.$:*()"'`,0-9+-][^\s.:*()"'`,]*)(?:\.[^\s.](?:[^.]*[^\s.])?){0,2}$"""
"""`0`, `event`, `0.event`, `0.Event Name` or `0.CartEvent.name`."""
Where: TypeAlias = Annotated[int, Meta(ge=0, le=99)] | Annotated[str, Meta(pattern=_WHERE, max_length=200)]


class Call(Struct, frozen=True, forbid_unknown_fields=True):
    """A function of your own that sends a tracked event."""

    call: Annotated[
        str,
        Meta(
            description="Write the call as the code has it, without brackets and blanks: `sendTelemetryEvent` or "
            "`tracker.send`. A `*` stands for a part that is the event's name: `track.*` for `track.lessonStarted(…)`, "
            "`Events.*.record`.",
            pattern=_CALL,
            max_length=200,
        ),
    ]
    name: Annotated[
        Where,
        Meta(
            description="Write where the event's name is: position of the argument from 0, its keyword, or a key in it "
            "such as `0.event`; `method` where a `*` in the call stands for it."
        ),
    ] = 0
    properties: Annotated[
        Where | None,
        Meta(
            description="Write where its properties are: position of the argument from 0, its keyword, or a key in it "
            "such as `0.props`; leave out if there are none."
        ),
    ] = None
    take: Annotated[
        Literal["value", "constant", "class"],
        Meta(
            description="What of the argument is the name: its value (default), the name of the constant or enum "
            "member (`Event.SIGNED_IN`), or of the class it is made from (`LessonStarted(…)`)."
        ),
    ] = "value"
    case: Annotated[
        Case | None,
        Meta(description="How a name taken from code is written where it arrives, such as `snake_case`."),
    ] = None
    type: Annotated[
        Annotated[str, Meta(pattern=r"^[^\s.()]+(?:\.[^\s.()]+)*$", max_length=200)] | None,
        Meta(
            description="Write the enum or class that is meant where the call leaves it out: `CartEvent` for "
            "`track(.signedIn)`."
        ),
    ] = None
    requires: Annotated[
        Annotated[str, Meta(pattern=r"\S", max_length=200)] | None,
        Meta(
            description="Write a text that a file must hold for its calls to count, for a call with an everyday name."
        ),
    ] = None


class Telemetry(Struct, frozen=True, forbid_unknown_fields=True):
    """How this code sends tracked events."""

    calls: Annotated[
        tuple[Call, ...],
        Meta(description="Your own functions that send tracked events, besides the known SDKs.", max_length=200),
    ] = ()


Duration: TypeAlias = Annotated[str, Meta(pattern=r"^\d{1,3}[hdw]$", description="A time such as `48h`, `3d` or `1w`.")]


class Rounds(Struct, frozen=True, forbid_unknown_fields=True):
    """Feedback rounds on pull requests that change the strategy."""

    stage: Annotated[
        Stage | UnsetType,
        Meta(description="off (default), observe, advise, or require: then the check run fails until all is heard."),
    ] = UNSET
    paths: Annotated[
        Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=500)], ...], Meta(max_length=50)] | UnsetType,
        Meta(description="Files that rounds are about, besides the map: `docs/strategy/**`."),
    ] = UNSET
    quiet: Annotated[
        Duration | UnsetType, Meta(description="How long answers are only counted, not summed up (default: `0h`).")
    ] = UNSET
    minimum: Annotated[Duration | UnsetType, Meta(description="How long a round is open at least (default: `3d`).")] = (
        UNSET
    )
    final: Annotated[
        Duration | UnsetType, Meta(description="How long the last call runs, once all is answered (default: `2d`).")
    ] = UNSET
    teams: Annotated[
        Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=100)], ...], Meta(max_length=20)] | UnsetType,
        Meta(description="Teams (`acme/research`) and people that should respond; silence is recorded as silence."),
    ] = UNSET
    questions: Annotated[
        Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=300)], ...], Meta(max_length=5)] | UnsetType,
        Meta(description="What people are asked, instead of Waypost's own questions."),
    ] = UNSET


class Strategy(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the strategy map is, and how it changes."""

    repository: Annotated[
        str,
        Meta(
            description="The repository with the map of the organisation, where this one has none: `strategy`.",
            pattern=r"^(?:[A-Za-z0-9_.-]+/)?[A-Za-z0-9_.-]+$|^$",
            max_length=200,
        ),
    ] = ""
    rounds: Rounds = Rounds()


class PullRequests(Struct, frozen=True, forbid_unknown_fields=True):
    """Which pull requests Waypost looks at; the others get a skipped check run and no comment."""

    drafts: Annotated[bool | UnsetType, Meta(description="Look at drafts, too (default: true).")] = UNSET
    bots: Annotated[bool | UnsetType, Meta(description="Look at pull requests of bots, too (default: false).")] = UNSET
    suggestions: Annotated[
        bool | UnsetType,
        Meta(description="Offer up to five fixes as suggestions beside their lines (default: true)."),
    ] = UNSET
    authors_may_skip: Annotated[
        bool | UnsetType,
        Meta(
            description="Let authors without write permission skip checks on their own pull requests (default: false)."
        ),
    ] = UNSET


class Checks(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The stage of each check: off, observe (records, says nothing), advise (the default), require (may fail)."""

    event_off_convention: Annotated[
        Stage | UnsetType, Meta(description="A tracked event's name is off the convention.")
    ] = UNSET
    dynamic_event_name: Annotated[
        Stage | UnsetType, Meta(description="A tracked event's name is put together at run time.")
    ] = UNSET
    sensitive_property: Annotated[
        Stage | UnsetType, Meta(description="A tracked event carries what identifies a person, or a secret.")
    ] = UNSET
    property_off_convention: Annotated[
        Stage | UnsetType, Meta(description="A property's name is off the convention.")
    ] = UNSET
    property_off_spec: Annotated[
        Stage | UnsetType, Meta(description="A property is unknown to the spec, missing, or of another type.")
    ] = UNSET
    retired_event: Annotated[
        Stage | UnsetType, Meta(description="An event is sent that the spec has as deprecated or removed.")
    ] = UNSET
    lingering_event: Annotated[
        Stage | UnsetType, Meta(description="An event is sent beside the one that came in its place, months later.")
    ] = UNSET
    renamed_event: Annotated[
        Stage | UnsetType, Meta(description="An event was renamed, and its old name is gone without a word.")
    ] = UNSET
    event_near_duplicate: Annotated[
        Stage | UnsetType, Meta(description="A new event says the same as one that exists.")
    ] = UNSET
    breaking_spec_change: Annotated[
        Stage | UnsetType, Meta(description="The change makes wrong what others rely on in the telemetry spec.")
    ] = UNSET
    event_never_sent: Annotated[Stage | UnsetType, Meta(description="No code sends an event of the spec any more.")] = (
        UNSET
    )
    event_properties_differ: Annotated[
        Stage | UnsetType, Meta(description="One event is sent from two places with different properties.")
    ] = UNSET
    unresolved_event_name: Annotated[
        Stage | UnsetType,
        Meta(description="The names of some events cannot be told from the code (default: observe)."),
    ] = UNSET
    event_not_in_spec: Annotated[
        Stage | UnsetType, Meta(description="A tracked event is not in the telemetry spec.")
    ] = UNSET
    unused_suppression: Annotated[
        Stage | UnsetType, Meta(description="A comment allows what is not there, or does not say why.")
    ] = UNSET
    broken_waypost_file: Annotated[
        Stage | UnsetType, Meta(description="A file written for Waypost cannot be read.")
    ] = UNSET
    note_personal_data: Annotated[
        Stage | UnsetType, Meta(description="A research note tells who took part: mail, phone number, name.")
    ] = UNSET
    note_consent_over: Annotated[
        Stage | UnsetType, Meta(description="Consent for a research note has ended, or it wants a new look.")
    ] = UNSET
    note_dangling_reference: Annotated[
        Stage | UnsetType, Meta(description="A research note refers to one that is missing or withdrawn.")
    ] = UNSET
    note_unclear_field: Annotated[
        Stage | UnsetType, Meta(description="A research note has no date, or a field nobody reads.")
    ] = UNSET
    objective_without_measure: Annotated[
        Stage | UnsetType, Meta(description="A committed objective of the map has no measure.")
    ] = UNSET
    retired_objective: Annotated[Stage | UnsetType, Meta(description="An objective serves one that is retired.")] = (
        UNSET
    )
    stale_measure: Annotated[Stage | UnsetType, Meta(description="The figure of an objective is old.")] = UNSET


class Research(Struct, frozen=True, forbid_unknown_fields=True):
    """Where research notes are, and whether they are suggested."""

    paths: Annotated[
        Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=200)], ...], Meta(max_length=20)] | UnsetType,
        Meta(description="Folders with notes, with all that is below them (default: `research`)."),
    ] = UNSET
    repository: Annotated[
        Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}$")] | UnsetType,
        Meta(description="The repository that holds the notes, `owner/name` of the same owner, if it is another one."),
    ] = UNSET
    suggest: Annotated[
        Stage | UnsetType,
        Meta(description="Suggest notes nobody named: off, observe (records, says nothing) or advise (default)."),
    ] = UNSET
    labels: Annotated[
        Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=100)], ...], Meta(max_length=20)] | UnsetType,
        Meta(description="Labels of issues that ask for new research (default: `research-request`)."),
    ] = UNSET
    semantic: Annotated[
        bool | UnsetType,
        Meta(description="Compare what notes mean, besides their words; needs the extra `semantic` (default: false)."),
    ] = UNSET


QUIET = frozenset({"unresolved-event-name"})
"""Checks that only observe unless a team asks for more: what they find is information, or often meant as it is."""


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """Waypost's settings. Every key may be left out."""

    checks: Checks = Checks()
    telemetry: Telemetry = Telemetry()
    pull_requests: PullRequests = PullRequests()
    research: Research = Research()
    strategy: Strategy = Strategy()

    def stage(self, check: str) -> Stage:
        """How loud `check` is here; a check nobody spoke of advises, or is `QUIET`."""
        chosen: Stage | UnsetType = getattr(self.checks, check.replace("-", "_"))
        default = Stage.OBSERVE if check in QUIET else Stage.ADVISE
        return default if chosen is UNSET else chosen

    @property
    def notes(self) -> tuple[str, ...]:
        """The folders that hold research notes."""
        chosen = self.research.paths
        return tuple(path.strip("/") or "." for path in chosen) if isinstance(chosen, tuple) else ("research",)

    @property
    def suggestions(self) -> Stage:
        """Whether notes nobody named are suggested."""
        chosen = self.research.suggest
        return chosen if isinstance(chosen, Stage) else Stage.ADVISE

    @property
    def research_labels(self) -> frozenset[str]:
        """Labels of issues that ask for new research, in lower case."""
        chosen = self.research.labels
        return frozenset(map(str.lower, chosen if isinstance(chosen, tuple) else ("research-request",)))

    @property
    def semantic(self) -> bool:
        """Whether notes are compared by what they mean, too."""
        return self.research.semantic is True

    @property
    def rounds_stage(self) -> Stage:
        """How loud feedback rounds are."""
        chosen = self.strategy.rounds.stage
        return chosen if isinstance(chosen, Stage) else Stage.OFF

    @property
    def drafts(self) -> bool:
        """Whether drafts are looked at."""
        return self.pull_requests.drafts is not False

    @property
    def bots(self) -> bool:
        """Whether pull requests of bots are looked at."""
        return self.pull_requests.bots is True

    @property
    def offers_fixes(self) -> bool:
        """Whether fixes are offered beside their lines."""
        return self.pull_requests.suggestions is not False


def layered(*layers: Settings) -> Settings:
    """One Settings out of several, the first winning key by key; lists are joined, the first's entries in front."""
    return reduce(_over, layers, Settings())


def _over(upper: Settings, lower: Settings) -> Settings:
    return Settings(
        checks=_filled(upper.checks, lower.checks),
        telemetry=Telemetry(calls=upper.telemetry.calls + lower.telemetry.calls),
        pull_requests=_filled(upper.pull_requests, lower.pull_requests),
        research=_filled(upper.research, lower.research),
        strategy=Strategy(
            repository=upper.strategy.repository or lower.strategy.repository,
            rounds=_filled(upper.strategy.rounds, lower.strategy.rounds),
        ),
    )


def _filled(upper: S, lower: S) -> S:
    """`upper`, with what it leaves out taken from `lower`."""
    return replace(
        lower, **{name: value for name in upper.__struct_fields__ if (value := getattr(upper, name)) is not UNSET}
    )


def read_settings(text: bytes | None) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings in a file's text, keeping what can be kept; no file is no settings."""
    if text is None:
        return Settings(), ()
    settings, problems = read(PATH, text, Settings, whole=("telemetry", "calls"))
    return settings or Settings(), problems
