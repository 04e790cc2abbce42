"""What one command is: how it is written, where it is understood, and who may give it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from waypost.said import Command

Place = Literal["issue", "pull request"]
ISSUE: frozenset[Place] = frozenset({"issue"})
PULL_REQUEST: frozenset[Place] = frozenset({"pull request"})


class Who(Enum):
    """Who may give a command; the value finishes the sentence "it needs …"."""

    ANYBODY = "nothing"
    WRITER = "write permission in this repository"
    WRITER_OR_AUTHOR = "write permission in this repository, or to be the author"


@dataclass(frozen=True, slots=True)
class Kind:
    """One command.

    `usage` is how it is written and `about` what it does, in a sentence. `problem` says what is wrong with an
    argument (one line, at most 2,000 characters, as people wrote it) as a sentence; empty where nothing is.
    """

    usage: str
    about: str
    who: Who = Who.ANYBODY
    places: frozenset[Place] = ISSUE | PULL_REQUEST
    problem: Callable[[str], str] = lambda argument: ""

    def allows(self, command: Command, author: str) -> bool:
        """Whether whoever gave the command may; `author` is whoever opened the issue or pull request."""
        if self.who is Who.ANYBODY or command.permission.writes:
            return True
        return self.who is Who.WRITER_OR_AUTHOR and command.author.lower() == author.lower()

    @property
    def places_in_words(self) -> str:
        """Where it belongs."""
        return " or ".join(f"{'an' if place == 'issue' else 'a'} {place}" for place in sorted(self.places))


def nothing(argument: str) -> str:
    """For commands that stand alone."""
    return "It takes no more words." if argument else ""


def something(argument: str) -> str:
    """For commands that need a text."""
    return "" if argument else "Something is missing."
