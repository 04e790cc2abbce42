"""The map: the destination, the objectives on the way, the product lines with their stance, the glossary.

It is `strategy/map.yml`, or several files of the same shape in `strategy/map/`, read as one.
"""

import datetime
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Annotated, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from waypost.document import Problem, read

PATH = "strategy/map.yml"
FOLDER = "strategy/map"
MAX_BYTES = 8_000_000
"""Bytes of all files of a map together; one file alone may not have more either."""
ASK_AFTER_DAYS = 30
"""Days after which work on an objective is asked what came of it, unless its measure says otherwise."""

Identifier: TypeAlias = Annotated[
    str, Meta(description="A short name with hyphens: `checkout-conversion`.", min_length=1, max_length=100)
]
Line: TypeAlias = Annotated[str, Meta(min_length=1, max_length=500)]
Prose: TypeAlias = Annotated[str, Meta(max_length=5_000)]


class Status(StrEnum):
    """How settled an objective is."""

    EXPLORING = "exploring"
    COMMITTED = "committed"
    REACHED = "reached"
    RETIRED = "retired"


class Stance(StrEnum):
    """What the organisation means to do with a product line."""

    INVEST = "invest"
    SUSTAIN = "sustain"
    SUNSET = "sunset"


class Measure(Struct, frozen=True, forbid_unknown_fields=True):
    """The figure that tells how far an objective is."""

    target: Annotated[float, Meta(description="The figure at which the objective is reached.")]
    baseline: Annotated[float | None, Meta(description="The figure at the start.")] = None
    now: Annotated[float | None, Meta(description="The figure today.")] = None
    unit: Annotated[str, Meta(description="What is counted: `%`, `days`, `teams`.", max_length=50)] = ""
    source: Annotated[str, Meta(description="Where the figure is read.", max_length=1_000)] = ""
    date: Annotated[datetime.date | None, Meta(description="The day `now` was read: `2024-05-31`.")] = None
    ask_after_days: Annotated[
        int,
        Meta(description="Days after a merge until its author is asked what came of it (default: 30).", ge=0, le=3_650),
    ] = ASK_AFTER_DAYS


class Objective(Struct, frozen=True, forbid_unknown_fields=True):
    """A place marker on the way to the destination: what should be true."""

    id: Identifier
    title: Annotated[Line, Meta(description="What should be true, in one line.")]
    why: Annotated[Prose, Meta(description="Why it matters, in a sentence or two.")] = ""
    measure: Measure | UnsetType = UNSET
    owner: Annotated[str, Meta(description="The team or person who answers questions about it.", max_length=200)] = ""
    horizon: Annotated[str | int, Meta(description="Until when, as you plan: `2025-Q3`.")] = ""
    status: Status = Status.COMMITTED
    parents: Annotated[tuple[Identifier, ...], Meta(description="Ids of the objectives this one serves.")] = ()
    product_lines: Annotated[tuple[Identifier, ...], Meta(description="Ids of the product lines it concerns.")] = ()
    replaces: Annotated[
        tuple[Identifier, ...], Meta(description="Ids of former objectives it takes the place of, split or merged.")
    ] = ()
    public: Annotated[bool, Meta(description="Show it in public repositories though the map is in a private one.")] = (
        False
    )


class ProductLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the product, and what the organisation means to do with it."""

    id: Identifier
    title: Line
    paths: Annotated[tuple[Line, ...], Meta(description="Where its code is: `apps/shop/**`.")] = ()
    repositories: Annotated[
        tuple[Line, ...], Meta(description="Repositories it is made of, for a map of a whole organisation: `shop`.")
    ] = ()
    stance: Stance | UnsetType = UNSET
    reason: Annotated[Prose, Meta(description="Why this stance.")] = ""
    public: Annotated[bool, Meta(description="Show it in public repositories though the map is in a private one.")] = (
        False
    )


class Map(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The strategy of an organisation or repository. Every key may be left out."""

    destination: Annotated[Prose, Meta(description="Where the journey goes, in a sentence or two.")] = ""
    objectives: Annotated[tuple[Objective, ...], Meta(description="The place markers on the way.")] = ()
    product_lines: Annotated[tuple[ProductLine, ...], Meta(description="The parts of the product.")] = ()
    glossary: Annotated[Mapping[str, Prose], Meta(description="Words of this organisation: `term: meaning`.")] = {}

    def objective(self, name: str) -> Objective | None:
        """The objective of that id; of two with the same id the first."""
        return self._objectives.get(name)

    def product_line(self, name: str) -> ProductLine | None:
        """The product line of that id; of two with the same id the first."""
        return self._product_lines.get(name)

    def named(self, words: str) -> Objective | None:
        """The objective of that id or title, whatever the case; of two the first."""
        return self._by_words.get(words.casefold())

    @cached_property
    def _objectives(self) -> dict[str, Objective]:
        return {objective.id: objective for objective in reversed(self.objectives)}

    @cached_property
    def _product_lines(self) -> dict[str, ProductLine]:
        return {line.id: line for line in reversed(self.product_lines)}

    @cached_property
    def _by_words(self) -> dict[str, Objective]:
        backwards = [(objective, name) for objective in self.objectives for name in (objective.id, objective.title)]
        return {name.casefold(): objective for objective, name in reversed(backwards)}


def belongs(path: str) -> bool:
    """Whether `path` is a file of the map."""
    return path == PATH or (path.rpartition("/")[0] == FOLDER and path.endswith((".yml", ".yaml")))


def read_map(files: Mapping[str, bytes]) -> tuple[Map | None, tuple[Problem, ...]]:
    """The map in its files' texts by path, keeping what can be kept, and what is wrong in it; no file is no map."""
    return _read(tuple(sorted((path, text) for path, text in files.items() if belongs(path))))


@lru_cache(maxsize=16)
def _read(files: tuple[tuple[str, bytes], ...]) -> tuple[Map | None, tuple[Problem, ...]]:
    """The map of these files in order of their paths; kept, since most looks at a repository find the same map."""
    from waypost.strategy.flaws import flaws  # it needs the shapes of this module

    parts: dict[str, Map] = {}
    problems: list[Problem] = []
    left = MAX_BYTES
    for path, text in files:
        left -= len(text) if len(text) <= MAX_BYTES else 0  # one that is too large by itself is refused unread
        if left < 0:
            message = f"The files of the map are larger than {MAX_BYTES:,} bytes together. Shorten them."
            problems.append(Problem.at_line(path, 1, message))
            break
        part, found = read(path, text, Map)
        problems.extend(found)
        if part is not None:
            parts[path] = part
    if not parts:
        return None, tuple(sorted(problems))
    return together(parts.values()), tuple(sorted((*problems, *flaws(dict(files), parts))))


def together(parts: Iterable[Map]) -> Map:
    """Several files' maps as one; of what only one can say, the first says it."""
    kept = tuple(parts)
    if len(kept) == 1:
        return kept[0]
    return Map(
        destination=next((part.destination for part in kept if part.destination), ""),
        objectives=tuple(objective for part in kept for objective in part.objectives),
        product_lines=tuple(line for part in kept for line in part.product_lines),
        glossary={term: meaning for part in reversed(kept) for term, meaning in part.glossary.items()},
    )


def public(the_map: Map) -> Map:
    """What readers from outside may see of a map that is closed to them: only what it marks as public itself."""
    objectives = tuple(objective for objective in the_map.objectives if objective.public)
    lines = tuple(line for line in the_map.product_lines if line.public)
    ids, line_ids = {objective.id for objective in objectives}, {line.id for line in lines}
    return Map(
        objectives=tuple(
            replace(
                objective,
                parents=tuple(name for name in objective.parents if name in ids),
                replaces=tuple(name for name in objective.replaces if name in ids),
                product_lines=tuple(name for name in objective.product_lines if name in line_ids),
            )
            for objective in objectives
        ),
        product_lines=lines,
    )
