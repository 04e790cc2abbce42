"""What is wrong in a map of the right shape: ids that are there twice or not at all, objectives in circles."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import TypeAlias

from waypost.document import Problem
from waypost.document.quoting import code
from waypost.document.tree import Place, Tree, parse
from waypost.strategy.map import Map, Objective

MAX_FLAWS = 50
MAX_COMPARED = 1_000
"""Ids among which a similar one is looked for; it takes time for each of them."""

Flaw: TypeAlias = tuple[str, Place, str]
"""The file, the place in it, and what to write instead."""


def flaws(files: Mapping[str, bytes], parts: Mapping[str, Map]) -> Iterator[Problem]:
    """The flaws with their places, for which a text is read once more: a map without flaws is read only once."""
    trees: dict[str, Tree | None] = {}
    for path, place, message in islice(_flaws(parts), MAX_FLAWS):
        if path not in trees:
            trees[path], _ = parse(path, files[path])
        if tree := trees[path]:
            yield Problem(path, tree.span(place), message)


def _flaws(parts: Mapping[str, Map]) -> Iterator[Flaw]:
    yield from _twice("objectives", [(path, [it.id for it in part.objectives]) for path, part in parts.items()])
    yield from _twice("product_lines", [(path, [it.id for it in part.product_lines]) for path, part in parts.items()])
    yield from _contradictions(parts)
    known = {objective.id for part in parts.values() for objective in part.objectives}
    lines = {line.id for part in parts.values() for line in part.product_lines}
    for path, place, objective in _placed(parts):
        yield from _unknown(path, (*place, "parents"), objective.parents, known, "objective")
        yield from _unknown(path, (*place, "product_lines"), objective.product_lines, lines, "product line")
    yield from _circles(parts)


def _placed(parts: Mapping[str, Map]) -> Iterator[tuple[str, Place, Objective]]:
    """Every objective with the file and the place it stands at."""
    for path, part in parts.items():
        for index, objective in enumerate(part.objectives):
            yield path, ("objectives", index), objective


def _twice(key: str, names: list[tuple[str, list[str]]]) -> Iterator[Flaw]:
    seen = set[str]()
    for path, listed in names:
        for index, name in enumerate(listed):
            if name in seen:
                message = f"{code(name)} is the id of an earlier entry, too. Give this one its own."
                yield path, (key, index, "id"), message
            seen.add(name)


def _contradictions(parts: Mapping[str, Map]) -> Iterator[Flaw]:
    """What several files of one map say differently, though only one can be right."""
    destination = ""
    terms: dict[str, str] = {}
    for path, part in parts.items():
        if destination and part.destination:
            yield path, ("destination",), f"Keep one destination: {code(destination)} has one, too."
        destination = destination or (path if part.destination else "")
        for term in part.glossary:
            if term in terms:
                yield path, ("glossary", term), f"Keep {code(term)} once: {code(terms[term])} has it, too."
            terms.setdefault(term, path)


def _unknown(path: str, place: Place, names: tuple[str, ...], known: set[str], kind: str) -> Iterator[Flaw]:
    for index, name in enumerate(names):
        if name not in known:
            close = get_close_matches(name, known, n=1) if len(known) <= MAX_COMPARED else []
            hint = f"Did you mean {code(close[0])}?" if close else f"Add it to the map, or take {code(name)} out."
            yield path, (*place, index), f"No {kind} of this map has the id {code(name)}. {hint}"


def _circles(parts: Mapping[str, Map]) -> Iterator[Flaw]:
    """One flaw for each circle of objectives that serve each other."""
    where = {objective.id: (path, place) for path, place, objective in _placed(parts)}
    parents = {
        objective.id: [name for name in objective.parents if name in where] for _, _, objective in _placed(parts)
    }
    for circle in _rings(parents):
        path, place = where[circle[0]]
        way = " by way of " + ", ".join(map(code, circle[1:5])) if circle[1:] else ""
        more = " and others" if circle[5:] else ""
        yield path, (*place, "parents"), f"{code(circle[0])} serves itself{way}{more}. Take one of the parents out."


def _rings(parents: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """The circles of a graph, each told once, in linear time: depth first, without recursion."""
    done = set[str]()
    for start in parents:
        walk = {start: iter(parents[start])} if start not in done else {}
        while walk:
            node = next(reversed(walk))
            parent = next((name for name in walk[node] if name not in done), None)
            if parent is None:
                walk.popitem()
                done.add(node)
            elif parent in walk:
                path = list(walk)
                yield path[path.index(parent) :]
            else:
                walk[parent] = iter(parents[parent])
