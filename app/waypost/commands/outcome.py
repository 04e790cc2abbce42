"""`/waypost outcome <value> [note]`: what came of the work, as the figure of its objective reads now."""

import re
from dataclasses import dataclass

from waypost.commands.kind import Kind, Who

NONE = "none"
MAX_NUMBER = 10**15
_VALUE = re.compile(r"`?([-+]?\d[\d ,'_]*(?:\.\d+)?|[-+]?\.\d+)`?(?:\s*(%|[^\W\d_]\w{0,20})(?=\W|$))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, and what was said with it."""

    value: float
    note: str


def figure(argument: str) -> Figure | None:
    """The figure that a command names; None where it names none."""
    found = _VALUE.match(argument)
    if found is None:
        return None
    value = float(re.sub(r"[ ,'_]", "", found[1]))
    return Figure(value, argument[found.end() :].strip(" :;,–—-")) if abs(value) < MAX_NUMBER else None


def declined(argument: str) -> bool:
    """Whether somebody says that there is nothing to tell."""
    return argument.partition(" ")[0].strip("`.,").lower() in {NONE, "unknown", "nothing"}


def _problem(argument: str) -> str:
    return "" if declined(argument) or figure(argument) else "Name the figure first."


KIND = Kind(
    "/waypost outcome <figure> [note]",
    "Says what came of the work; the figure is proposed for the map. `none` ends the question.",
    who=Who.WRITER_OR_AUTHOR,
    problem=_problem,
)
