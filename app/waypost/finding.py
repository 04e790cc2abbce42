"""What a check found: where, why, and the edit that settles it."""

from enum import StrEnum

from waypost.frozen import dataclass


class Stage(StrEnum):
    """How loud a check may be, from silent to blocking."""

    OFF = "off"
    OBSERVE = "observe"
    ADVISE = "advise"
    REQUIRE = "require"

    @property
    def speaks(self) -> bool:
        """Whether people see what the check finds."""
        return self in (Stage.ADVISE, Stage.REQUIRE)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file: lines and columns from 1, columns in Unicode code points, end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace what stands at `span` of `path` by `text`; an empty span inserts."""

    path: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Fix:
    """The edits that settle a finding, and in a few words what they do."""

    title: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Another way to settle a finding, which somebody has to decide upon: made only where it is asked for by `name`.

    `lines` are those of its edits that put lines of code in front of others, as people could paste them.
    """

    name: str
    fix: Fix
    lines: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of one check; `stage` is stamped by `checks.run` from the settings.

    `message` is Markdown with nothing untrusted in it but code spans: what would help, then why. `also` has the further
    places that the same remark is about, by path.
    """

    check: str
    path: str
    span: Span
    message: str
    fix: Fix | None = None
    stage: Stage = Stage.ADVISE
    also: tuple[tuple[str, Span], ...] = ()
    choice: Choice | None = None

    def settled_by(self, choice: str = "") -> Fix | None:
        """The edits to make: those that are made by default, or those of the choice that was asked for."""
        if not choice:
            return self.fix
        return self.choice.fix if self.choice and self.choice.name == choice else None


@dataclass(frozen=True, slots=True)
class Unread:
    """A file of the change that could not be looked at, and why: unknown, which is never a pass."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Skip:
    """A check that a person let pass, with the reason, and how many of its findings that settles."""

    check: str
    author: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that the checks say about one change, in order of path and line.

    What people let pass is in `skipped` and no longer among the findings.
    """

    findings: tuple[Finding, ...] = ()
    unread: tuple[Unread, ...] = ()
    skipped: tuple[Skip, ...] = ()

    @property
    def spoken(self) -> tuple[Finding, ...]:
        """The findings that people see."""
        return tuple(finding for finding in self.findings if finding.stage.speaks)

    @property
    def failed(self) -> bool:
        """Whether a check that the team itself made `require` found something."""
        return any(finding.stage is Stage.REQUIRE for finding in self.findings)
