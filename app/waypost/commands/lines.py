"""Finds the lines of a comment that are commands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from waypost.document.markdown import spoken

MAX_TEXT = 70_000
"""Characters of a comment that are looked at; GitHub stops at 65,536."""
MAX_LINES = 10
"""Commands in one comment; further ones are left alone."""
MAX_ARGUMENT = 2_000
"""Characters of what stands behind the name; the rest is cut off."""

_COMMAND = re.compile(r" {0,3}/waypost(?:[ \t]+(\S{1,40}))?(?:[ \t]+(.*))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A command as it is written: its name in lower case, and the rest of the line."""

    name: str
    argument: str


def lines(text: str) -> tuple[Line, ...]:
    """The commands in a comment's text: at the start of a line, neither quoted nor code nor hidden; each once."""
    if "/waypost" not in text.lower():
        return ()
    found: dict[Line, None] = {}
    for line in _commands(text[:MAX_TEXT]):
        found[line] = None
        if len(found) == MAX_LINES:
            break
    return tuple(found)


def _commands(text: str) -> Iterator[Line]:
    for line in spoken(text):
        if match := _COMMAND.match(line.rstrip()):
            yield Line((match[1] or "").lower(), (match[2] or "").strip()[:MAX_ARGUMENT])
