"""What should be so afterwards: what GitHub shows, and what Waypost remembers and comes back to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Conclusion = Literal["success", "failure", "neutral", "skipped"]
Level = Literal["notice", "warning", "failure"]

CHECK_RUN_NAME = "Waypost"
MAX_SUMMARY = 65_535
"""Characters of a check run's summary and of its text (GitHub's REST documentation)."""
MAX_COMMENT = 60_000
"""Characters of a comment; GitHub stops at 65,536, and we leave room for the marker."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A remark beside a line of the diff; columns only where it starts and ends on one line (GitHub's rule)."""

    path: str
    start_line: int
    end_line: int
    level: Level
    title: str
    message: str
    start_column: int | None = None
    end_column: int | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A button on a check run: up to 20 characters on it, up to 40 that explain it, and what GitHub tells us then."""

    label: str
    description: str
    identifier: str


@dataclass(frozen=True, slots=True)
class CheckRun:
    """A completed check run of one head sha; its name tells it from others of ours."""

    head_sha: str
    conclusion: Conclusion
    title: str
    summary: str
    annotations: tuple[Annotation, ...] = ()
    name: str = CHECK_RUN_NAME
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """The one comment on issue or pull request `number`; no body means: nothing to say, fold away what stands there.

    `anew` puts a new comment in the place of one that reads otherwise: people hear of it, as they do not of an edit.
    """

    number: int
    body: str | None
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Reaction:
    """The one reaction of Waypost's on a comment (a GraphQL id): `+1` done, `eyes` under way, `confused` not done."""

    node_id: str
    content: Literal["+1", "confused", "eyes"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A remark on lines of the diff (from 1, `last` included) that offers other text for them; `mark` names it."""

    path: str
    first: int
    last: int
    body: str
    mark: str


@dataclass(frozen=True, slots=True)
class Review:
    """Suggestions to offer on one head of a pull request, each once.

    `uncertain` says that some may have been offered already, by a try whose end nobody knows.
    """

    head_sha: str
    suggestions: tuple[Suggestion, ...]
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pull request of Waypost's own: files to write (by path) on a branch off the default branch.

    There is one for each branch name. It is brought up to date while it is open; once it was closed or merged it is
    not offered again.
    """

    branch: str
    title: str
    body: str
    message: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """A fact about an issue or pull request that outlives every event: see `waypost.jobs.ledger`.

    `kind` says what sort of fact it is, `key` which one of these; the first value written stays, unless `replace`.
    `value` is plain JSON.
    """

    kind: str
    key: str
    value: Any
    at: datetime
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """When to come back to an issue or pull request for a reason of this kind; None means: no more.

    There is one due time for each kind. What is due arrives as a delivery `waypost_due` with the kind as its action.
    """

    kind: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one event should lead to; None, or nothing, leaves that part as it is."""

    check_run: CheckRun | None = None
    comment: Comment | None = None
    reactions: tuple[Reaction, ...] | None = None
    """All there should be on the comments that were read; elsewhere Waypost takes its own away."""
    records: tuple[Record, ...] = ()
    dues: tuple[Due, ...] = ()
    further_runs: tuple[CheckRun, ...] = ()
    """Check runs of other names, on the same commit."""
    proposals: tuple[Proposal, ...] = ()
    number: int | None = None
    """The issue or pull request it is about."""
    poll_until: datetime | None = None
    """Until when people's thumbs on the comment are asked for; None, where there is a comment: not, or no more."""
