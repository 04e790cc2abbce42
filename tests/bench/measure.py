"""What a benchmark found beside what it should find, and the table of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

Tell = Callable[[str], None]
"""Shows how far a benchmark has got."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure and its goal in the same unit; `least` where more is better; `note` holds the other figures."""

    what: str
    value: float
    goal: float
    unit: str
    least: bool = False
    note: str = ""

    @property
    def reached(self) -> bool:
        """Whether the figure is as good as it should be, or better."""
        return self.value >= self.goal if self.least else self.value <= self.goal

    @property
    def row(self) -> tuple[str, str, str, str, str]:
        """What, measured, goal, their ratio, and the verdict."""
        goal = f"{'at least' if self.least else 'at most'} {self.goal:g} {self.unit}"
        ratio = f"{self.value / self.goal:.2f}" if self.goal else "-"
        return self.what, f"{_short(self.value)} {self.unit}", goal, ratio, "reached" if self.reached else "NOT REACHED"


HEADINGS = ("measure", "measured", "goal", "of goal", "")


def table(measures: Iterable[Measure]) -> Iterator[str]:
    """The lines of the table: a measure each, its note below."""
    found = list(measures)
    rows = [HEADINGS, *(measure.row for measure in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    notes = ["", *(measure.note for measure in found)]
    for row, note in zip(rows, notes, strict=True):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        if note:
            yield f"    {note}"


def _short(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 10 and value != int(value) else f"{value:.0f}"
