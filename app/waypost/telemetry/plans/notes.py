"""What comes up while a foreign plan is read or written: parts without a place on the other side, and faults."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from waypost.document import Problem
from waypost.finding import Span
from waypost.telemetry.shape import Event

MAX_PROBLEMS = 50
MAX_PARTS = 500
"""Places that are listed; nobody reads more."""


@dataclass
class Notes:
    """Parts that are not taken, by where they stand, and what cannot be read in the file at `path`."""

    path: str = ""
    parts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def skip(self, where: str) -> None:
        """Something at `where` has no place on the other side."""
        known = where in self.parts or len(self.parts) < MAX_PARTS
        self.parts[where if known else "and more"] += 1

    def fault(self, message: str, line: int = 1, column: int = 1) -> None:
        """Something cannot be read."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(self.path, Span(line, column, line, column), message))


@dataclass(frozen=True, slots=True)
class Plan:
    """The events of a foreign plan, what of it has no place in a spec (with how often), and what could not be read."""

    events: Mapping[str, Event]
    unknown: tuple[tuple[str, int], ...] = ()
    problems: tuple[Problem, ...] = ()
