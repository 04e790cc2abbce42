"""What the map says about one issue or pull request."""

import math
from dataclasses import dataclass, field, replace
from itertools import islice

from waypost.strategy.decisions import Decision, about
from waypost.strategy.map import Map, Measure, Objective, ProductLine, Stance, Status
from waypost.strategy.terms import Term, terms
from waypost.strategy.ties import By, Fellow, Move, Tie, Work, product_lines, tie

BAR = 10
"""Cells of the bar."""
FELLOWS = 3
DECISIONS = 3
LINES = 5
"""Product lines that are told of."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an objective is: `share` from 0 (baseline) to 1 (target), and the same as a bar of ten cells."""

    share: float
    bar: str
    percent: int


@dataclass(frozen=True, slots=True)
class Context:
    """All that may be told: the tie, how far its objective is, and what else bears on the work."""

    tie: Tie = field(default_factory=Tie)
    progress: Progress | None = None
    product_lines: tuple[ProductLine, ...] = ()
    fellows: tuple[Fellow, ...] = ()
    decisions: tuple[Decision, ...] = ()
    terms: tuple[Term, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def objective(self) -> Objective | None:
        """The objective that the work is tied to; one that is only suggested is none."""
        return None if self.tie.by is By.SUGGESTED else self.tie.objective


def context(work: Work, the_map: Map, decisions: tuple[Decision, ...] = ()) -> Context:
    """What the map says about this work."""
    found = _led_on(tie(work, the_map), work.around.moves)
    tied = None if found.by is By.SUGGESTED else found.objective
    lines = product_lines(work, the_map, tied)[:LINES]
    ids = tuple(line.id for line in lines)
    return Context(
        tie=found,
        progress=progress(tied.measure) if tied and tied.measure else None,
        product_lines=lines,
        fellows=work.around.fellows[:FELLOWS] if tied else (),
        decisions=tuple(islice(about(tied.id, decisions), DECISIONS)) if tied else (),
        terms=terms(f"{work.title}\n{work.body}", the_map.glossary),
        moves=tuple(move for move in work.around.moves if concerns(move, found, ids)),
    )


def concerns(move: Move, known: Tie, lines: tuple[str, ...]) -> bool:
    """Whether what moved has to do with work tied like this, be it to an objective that is no more."""
    tied = known.objective.id if known.objective and known.by is not By.SUGGESTED else known.asked
    return (tied != "" and tied in move.objectives) or bool(set(lines) & set(move.product_lines))


def _led_on(known: Tie, moves: tuple[Move, ...]) -> Tie:
    """The tie, where its objective gave way to others, with these as what is perhaps meant."""
    if known.objective is not None or not known.asked:
        return known
    heirs = [name for move in moves if known.asked in move.objectives for name in move.successors]
    return replace(known, close=tuple(dict.fromkeys((*heirs, *known.close))))


def speaks(work: Work, found: Context) -> bool:
    """Whether Waypost says something of its own accord.

    On an issue: where it is tied, or its objective is clear, or was misspelt. On a pull request, whose issue has told
    the same already: only where somebody tied it right there, or where there is something to know before it is merged.
    """
    known = found.tie
    if known.none:
        return False
    if known.by.explicit or found.moves:
        return True
    if not work.pull_request or work.around.wanted:
        return known.objective is not None
    over = known.objective is not None and known.objective.status in (Status.RETIRED, Status.REACHED)
    return over or any(line.stance is Stance.SUNSET for line in found.product_lines)


def progress(measure: Measure) -> Progress | None:
    """How far the measure is on its way, be it up or down; None where a figure is missing."""
    if measure.baseline is None or measure.now is None or measure.baseline == measure.target:
        return None
    share = (measure.now - measure.baseline) / (measure.target - measure.baseline)
    if not math.isfinite(share):
        return None
    share = min(1.0, max(0.0, share))
    cells = math.floor(share * BAR + 1e-9)
    return Progress(share, "█" * cells + "░" * (BAR - cells), math.floor(share * 100 + 1e-9))
