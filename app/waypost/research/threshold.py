"""How probable a suggestion must be: less than at the start only where those made so far were right nearly always."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from waypost.research.matching import SPOKEN

GOAL = 0.90
"""Share of suggestions that should be right: the bound of the 95 % interval (Wilson) that counts against us."""
LOWEST, STRICTEST, STEP = 0.6, 0.95, 0.05
ENOUGH = 30
"""Judgements below which nothing is changed."""
NEAR = 10
"""Judgements just above the threshold (within one step) that it takes to go lower: the others say little of those."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What people said of one suggestion: the probability it was made with, and whether it helped."""

    probability: float
    helped: bool


def threshold(verdicts: Iterable[Verdict]) -> float:
    """The probability from which to speak, by all that was said so far.

    Step by step lower for as long as those above are right nine times out of ten for certain; higher where they
    certainly are not.
    """
    known = tuple(verdicts)
    found = SPOKEN
    while found > LOWEST and _right(known, found):
        found = round(found - STEP, 2)
    while SPOKEN <= found < STRICTEST and _wrong(known, found):
        found = round(found + STEP, 2)
    return found


def _right(verdicts: tuple[Verdict, ...], start: float) -> bool:
    above = [verdict for verdict in verdicts if verdict.probability >= start]
    near = sum(verdict.probability < start + STEP for verdict in above)
    return len(above) >= ENOUGH and near >= NEAR and interval(*_counted(above))[0] >= GOAL


def _wrong(verdicts: tuple[Verdict, ...], start: float) -> bool:
    above = [verdict for verdict in verdicts if verdict.probability >= start]
    return len(above) >= ENOUGH and interval(*_counted(above))[1] < GOAL


def _counted(verdicts: list[Verdict]) -> tuple[int, int]:
    return sum(verdict.helped for verdict in verdicts), len(verdicts)


def interval(good: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson)."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, good / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle - spread) / (1 + z * z / total), (middle + spread) / (1 + z * z / total)
