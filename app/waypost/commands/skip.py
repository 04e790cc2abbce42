"""`/waypost skip <check> because <reason>`: the recorded way out of a check, for what it found so far."""

import re

from waypost.checks import CHECKS
from waypost.commands.kind import PULL_REQUEST, Kind, Who
from waypost.rendering import code
from waypost.rendering.language import meant

_ARGUMENT = re.compile(r"(\S+)[ \t]+because[ \t]+(\S.*)", re.IGNORECASE)


def wanted(argument: str) -> tuple[str, str] | None:
    """The check and the reason."""
    found = _ARGUMENT.fullmatch(argument)
    return (found[1].strip("`").lower(), found[2]) if found else None


def _problem(argument: str) -> str:
    asked = wanted(argument)
    if asked is None:
        return "Which check, and why? The reason is recorded."
    return "" if asked[0] in CHECKS else f"There is no check {code(asked[0], 60)}. {meant(asked[0], CHECKS)}"


KIND = Kind(
    usage="/waypost skip <check> because <reason>",
    about="lets this pull request pass with what a check has found so far; the reason is recorded in the check run",
    who=Who.WRITER_OR_AUTHOR,
    places=PULL_REQUEST,
    problem=_problem,
)
