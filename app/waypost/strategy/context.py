"""Which objective an issue says it is tied to, and what the map says about it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from waypost.document.markdown import fields
from waypost.strategy.map import Map, Measure, Objective, ProductLine

FIELDS = frozenset({"objective", "objectives"})
NOTHING = frozenset({"none", "n/a", "na", "no", "-", "tbd", "unknown", "_no response_", "?"})
"""Answers that say that there is none; GitHub writes `_No response_` where a form field was left empty."""
MAX_ASKED = 20
"""Entries of an issue that are looked up; who writes more of them means no objective."""
MAX_NAME = 500
"""Characters of an entry; what is longer is no id and no title."""
MAX_COMPARED = 1_000
"""Ids among which a similar one is looked for; it takes time for each of them."""
BAR = 10
"""Cells of the bar."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an objective is: `share` from 0 (baseline) to 1 (target), and the same as a bar of ten cells."""

    share: float
    bar: str
    percent: int


@dataclass(frozen=True, slots=True)
class Context:
    """What the map says about one issue.

    Where `asked` (as written) is no objective of the map, `objective` is None and `close` holds ids that were
    perhaps meant.
    """

    asked: str
    objective: Objective | None = None
    close: tuple[str, ...] = ()
    progress: Progress | None = None
    product_lines: tuple[ProductLine, ...] = ()


def context(body: str, the_map: Map | None) -> Context | None:
    """The context of an issue with this body; None where it names no objective, or there is no map to name one of."""
    if the_map is None or not the_map.objectives:
        return None
    entries = islice((asked for asked in _asked(body) if len(asked) <= MAX_NAME), MAX_ASKED)
    found = [candidate for asked in entries if (candidate := _resolved(asked, the_map))]
    return next((context for context in found if context.objective), found[0] if found else None)


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


def _asked(body: str) -> Iterator[str]:
    """What stands in the issue's objective fields, one entry at a time."""
    for field in fields(body):
        if field.name in FIELDS:
            value = field.value.lstrip("-*+ ").strip("`'\"*_. ")
            if value and field.value.lower() not in NOTHING and value.lower() not in NOTHING:
                yield value
                yield from (part.strip(" `") for part in value.split(",") if "," in value and part.strip(" `"))


def _resolved(asked: str, the_map: Map) -> Context | None:
    """The objective of that id or title; an unknown one only where an id was clearly meant, since prose is no id."""
    wanted = asked.casefold()
    for objective in the_map.objectives:
        if wanted in (objective.id.casefold(), objective.title.casefold()):
            return _about(asked, objective, the_map)
    ids = [objective.id for objective in the_map.objectives[:MAX_COMPARED]]
    prose = bool(set(asked) & set(" ,:"))
    close = tuple(get_close_matches(wanted.replace(" ", "-"), ids, n=3, cutoff=0.85 if prose else 0.6))
    return Context(asked, close=close) if close or not prose else None


def _about(asked: str, objective: Objective, the_map: Map) -> Context:
    lines = (the_map.product_line(name) for name in objective.product_lines)
    return Context(
        asked=asked,
        objective=objective,
        progress=progress(objective.measure) if objective.measure else None,
        product_lines=tuple(line for line in lines if line),
    )
