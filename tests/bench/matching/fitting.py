"""Fits the logistic model of `waypost.research.matching` by Newton's method, in plain Python."""

import math
from collections.abc import Sequence

from waypost.research.matching import Model

RIDGE = 3.0
"""How strongly weights are held near zero: there are few pairs, and features that tell much the same."""
ROUNDS = 30

Row = tuple[dict[str, float], int]


def fit(rows: Sequence[Row], names: Sequence[str]) -> Model:
    """The model that makes the labels most probable, over these features."""
    means = {name: sum(found[name] for found, _ in rows) / len(rows) for name in names}
    scales = {
        name: math.sqrt(sum((found[name] - means[name]) ** 2 for found, _ in rows) / len(rows)) or 1.0 for name in names
    }
    data = [([1.0, *((found[name] - means[name]) / scales[name] for name in names)], label) for found, label in rows]
    weights = [0.0] * (len(names) + 1)
    for _ in range(ROUNDS):
        step = _solved(*_gradient(data, weights))
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-8:
            break
    return Model(weights[0], dict(zip(names, weights[1:], strict=True)), means, scales)


def _gradient(data: Sequence[tuple[list[float], int]], weights: list[float]) -> tuple[list[list[float]], list[float]]:
    size = len(weights)
    curve = [[RIDGE * (row == column and row > 0) for column in range(size)] for row in range(size)]
    slope = [-RIDGE * weight if place else 0.0 for place, weight in enumerate(weights)]
    for values, label in data:
        score = sum(value * weight for value, weight in zip(values, weights, strict=True))
        chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
        spread = chance * (1 - chance)
        for row in range(size):
            slope[row] += (label - chance) * values[row]
            for column in range(size):
                curve[row][column] += spread * values[row] * values[column]
    return curve, slope


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a small system of equations, by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for place in range(len(rows)):
        pivot = max(range(place, len(rows)), key=lambda row: abs(rows[row][place]))
        rows[place], rows[pivot] = rows[pivot], rows[place]
        for row in range(len(rows)):
            if row != place:
                factor = rows[row][place] / rows[place][place]
                rows[row] = [value - factor * above for value, above in zip(rows[row], rows[place], strict=True)]
    return [row[-1] / row[place] for place, row in enumerate(rows)]


def wilson(good: int, all_of_them: int) -> float:
    """The lower bound of the 95 % interval (Wilson) of a share."""
    if not all_of_them:
        return 0.0
    z, share = 1.96, good / all_of_them
    middle = share + z * z / (2 * all_of_them)
    spread = z * math.sqrt(share * (1 - share) / all_of_them + z * z / (4 * all_of_them**2))
    return (middle - spread) / (1 + z * z / all_of_them)
