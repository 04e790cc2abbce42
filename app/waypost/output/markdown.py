"""A verdict as Markdown, for the job summary of a workflow run."""

from collections.abc import Iterator
from itertools import groupby

from waypost.finding import Finding, Stage, Verdict
from waypost.rendering import code, prose

SHOWN = 200
"""Findings listed; a job summary has room for 1 MiB."""


def render(verdict: Verdict) -> str:
    """A heading, the findings that people see by file, and what could not be looked at."""
    if not verdict.spoken:
        rest = " in what it could look at" if verdict.unread else ""
        return "\n".join([f"### Waypost has nothing to remark{rest}\n", *_unread(verdict)]) + "\n"
    return "\n".join([*_findings(verdict.spoken), *_unread(verdict)]) + "\n"


def _findings(spoken: tuple[Finding, ...]) -> Iterator[str]:
    yield f"### Waypost has {'1 remark' if len(spoken) == 1 else f'{len(spoken)} remarks'}\n"
    for path, group in groupby(spoken[:SHOWN], lambda finding: finding.path):
        yield f"{code(path)}\n"
        yield from map(_finding, group)
        yield ""
    if len(spoken) > SHOWN:
        yield f"… and {len(spoken) - SHOWN} more.\n"
    if any(finding.fix for finding in spoken):
        yield "`waypost check --fix` applies the suggested edits.\n"


def _finding(finding: Finding) -> str:
    required = ", required here" if finding.stage is Stage.REQUIRE else ""
    choice = f" Or {code(f'waypost check --fix {finding.choice.name}')}." if finding.choice else ""
    return f"- Line {finding.span.line}: {prose(finding.message)}{choice} ({code(finding.check)}{required})"


def _unread(verdict: Verdict) -> Iterator[str]:
    for unread in verdict.unread[:SHOWN]:
        reason = prose(unread.reason)
        yield f"- Not looked at: {code(unread.path)} ({reason})" if unread.path else f"- {reason}"
    if len(verdict.unread) > SHOWN:
        yield f"- … and {len(verdict.unread) - SHOWN} more."
