"""What GitHub should show afterwards: one check run per head sha, one comment per issue or pull request."""

from dataclasses import dataclass
from typing import Literal

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
class CheckRun:
    """The completed check run of one head sha."""

    head_sha: str
    conclusion: Conclusion
    title: str
    summary: str
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """The one comment on issue or pull request `number`; no body means: nothing to say, fold away what stands there."""

    number: int
    body: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one event should lead to; None leaves that part of GitHub as it is."""

    check_run: CheckRun | None = None
    comment: Comment | None = None
