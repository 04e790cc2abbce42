"""A verdict as workflow commands, which GitHub shows as annotations beside the lines of the diff."""

from collections.abc import Iterator, Mapping

from waypost.finding import Finding, Stage, Verdict

SHOWN = 10
"""GitHub shows this many annotations of a kind per step, and drops the rest without a word."""


def render(verdict: Verdict) -> str:
    """One command a finding, up to SHOWN of a kind, and a plain line for what is beyond."""
    required = [finding for finding in verdict.spoken if finding.stage is Stage.REQUIRE]
    advised = [finding for finding in verdict.spoken if finding.stage is not Stage.REQUIRE]
    return "".join(f"{row}\n" for row in (*_commands("error", required), *_commands("notice", advised)))


def command(kind: str, properties: Mapping[str, str], message: str) -> str:
    """One workflow command, with everything in it escaped that could end it or start another."""
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {shown}::{_data(message)}"


def _commands(kind: str, findings: list[Finding]) -> Iterator[str]:
    for finding in findings[:SHOWN]:
        yield command(kind, _properties(finding), finding.message)
    if (beyond := len(findings) - SHOWN) > 0:
        yield f"{beyond} more of this kind ({kind}): GitHub shows {SHOWN} in a step."


def _properties(finding: Finding) -> dict[str, str]:
    span = finding.span
    place = {"file": finding.path, "line": str(span.line), "endLine": str(span.end_line)}
    if span.line == span.end_line:  # GitHub takes columns on one line only
        place |= {"col": str(span.column), "endColumn": str(span.end_column)}
    return {**place, "title": f"Waypost: {finding.check}"}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
