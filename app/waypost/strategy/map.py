"""`strategy/map.yml`: the destination, the objectives on the way, the product lines with their stance, the glossary."""

import datetime
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from itertools import islice
from typing import Annotated, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

from waypost.document import Problem, read
from waypost.document.quoting import code
from waypost.document.tree import Place, parse

PATH = "strategy/map.yml"

Identifier: TypeAlias = Annotated[
    str, Meta(description="A short name with hyphens: `checkout-conversion`.", min_length=1, max_length=100)
]
Line: TypeAlias = Annotated[str, Meta(min_length=1, max_length=500)]
Prose: TypeAlias = Annotated[str, Meta(max_length=5_000)]
Flaw: TypeAlias = tuple[Place, str]

MAX_FLAWS = 50
MAX_COMPARED = 1_000
"""Ids among which a similar one is looked for; it takes time for each of them."""


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


class ProductLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the product, and what the organisation means to do with it."""

    id: Identifier
    title: Line
    paths: Annotated[tuple[Line, ...], Meta(description="Where its code is: `apps/shop/**`.")] = ()
    stance: Stance | UnsetType = UNSET
    reason: Annotated[Prose, Meta(description="Why this stance.")] = ""


class Map(Struct, frozen=True, forbid_unknown_fields=True):
    """The strategy of an organisation or repository. Every key may be left out."""

    destination: Annotated[Prose, Meta(description="Where the journey goes, in a sentence or two.")] = ""
    objectives: Annotated[tuple[Objective, ...], Meta(description="The place markers on the way.")] = ()
    product_lines: Annotated[tuple[ProductLine, ...], Meta(description="The parts of the product.")] = ()
    glossary: Annotated[Mapping[str, Prose], Meta(description="Words of this organisation: `term: meaning`.")] = {}

    def objective(self, name: str) -> Objective | None:
        """The objective of that id; of two with the same id the first."""
        return next((objective for objective in self.objectives if objective.id == name), None)

    def product_line(self, name: str) -> ProductLine | None:
        """The product line of that id; of two with the same id the first."""
        return next((line for line in self.product_lines if line.id == name), None)


def read_map(text: bytes | None) -> tuple[Map | None, tuple[Problem, ...]]:
    """The map in a file's text, keeping what can be kept, and what is wrong in it; no file is no map."""
    if text is None:
        return None, ()
    the_map, problems = read(PATH, text, Map)
    if the_map is None:
        return None, problems
    flaws = tuple(islice(_flaws(the_map), MAX_FLAWS))
    return the_map, tuple(sorted((*problems, *_placed(text, flaws))))


def _placed(text: bytes, flaws: tuple[Flaw, ...]) -> Iterator[Problem]:
    """The flaws with their places, for which the text is read once more: a map without flaws is read only once."""
    tree, _ = parse(PATH, text) if flaws else (None, ())
    if tree is not None:
        yield from (Problem(PATH, tree.span(place), message) for place, message in flaws)


def _flaws(the_map: Map) -> Iterator[Flaw]:
    objectives = [objective.id for objective in the_map.objectives]
    product_lines = [line.id for line in the_map.product_lines]
    yield from _duplicates("objectives", objectives)
    yield from _duplicates("product_lines", product_lines)
    known, lines = set(objectives), set(product_lines)
    for index, objective in enumerate(the_map.objectives):
        place = ("objectives", index)
        yield from _unknown((*place, "parents"), objective.parents, known, "objective")
        yield from _unknown((*place, "product_lines"), objective.product_lines, lines, "product line")


def _duplicates(key: str, names: list[str]) -> Iterator[Flaw]:
    seen = set[str]()
    for index, name in enumerate(names):
        if name in seen:
            yield (key, index, "id"), f"{code(name)} is the id of an earlier entry, too. Give this one its own."
        seen.add(name)


def _unknown(place: Place, names: tuple[str, ...], known: set[str], kind: str) -> Iterator[Flaw]:
    for index, name in enumerate(names):
        if name not in known:
            close = get_close_matches(name, known, n=1) if len(known) <= MAX_COMPARED else []
            hint = f"Did you mean {code(close[0])}?" if close else f"Add it to the map, or take {code(name)} out."
            yield (*place, index), f"No {kind} of this map has the id {code(name)}. {hint}"
