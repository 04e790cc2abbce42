"""How sure a suggestion must be among few notes: `python -m tests.bench.matching.small FOLDER [--open]`.

Shelves of 10, 30, 60 and 100 notes are drawn from the design histories (see `tests.bench.matching`), and all issues of
their repository are asked there, by a model that has seen no pair of it. An issue is answerable on a shelf that has a
note judged to help; on small shelves most are not. Pairs that only come up here were judged in `small_judged.json`, in
the same way: by reading both.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.matching.__main__ import (
    HERE,
    NAMES,
    REPOSITORIES,
    TODAY,
    Issue,
    Judged,
    indexed,
    judgements,
    notes_of,
    read,
)
from tests.bench.matching.fitting import fit, wilson
from waypost.library import Index
from waypost.research.matching import Model, probable

SIZES = (10, 30, 60, 100)
DRAWS = {10: 24, 30: 8, 60: 5, 100: 4}
"""Shelves of each size out of each repository: more of the small ones, on which fewer issues can be answered."""
LOWEST = 0.7
STEPS = tuple(round(LOWEST + 0.01 * step, 2) for step in range(29))


@dataclass(frozen=True)
class Said:
    """A suggestion on a shelf: for which issue, how probable, whether it helps (None: not judged)."""

    issue: str
    path: str
    probability: float
    right: bool | None


@dataclass(frozen=True)
class Asked:
    """An issue asked on one shelf: whether a note there helps, and what would be said from the lowest threshold."""

    size: int
    answerable: bool
    said: tuple[Said, ...]


def main() -> None:
    """Print, for each size and threshold, how right suggestions are and how often something is said."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--open", type=float, help="list pairs from this probability that nobody has judged")
    args = parser.parse_args()
    found = [asked for name in REPOSITORIES for asked in shelves(args.folder, name)]
    if args.open is not None:
        unknown = [one for asked in found for one in asked.said if one.right is None]
        unknown.sort(key=lambda one: one.probability)
        for one in {(one.issue, one.path): one for one in unknown}.values():
            if one.probability >= args.open:
                print(f"{one.issue} {one.probability:.2f} {one.path}")
    for size in SIZES:
        for threshold in STEPS:
            print(line(size, threshold, [asked for asked in found if asked.size == size]))


def shelves(folder: Path, name: str) -> Iterator[Asked]:
    """Every issue of a repository on every shelf that is drawn from its notes."""
    further: Judged = json.loads((HERE / "small_judged.json").read_text("utf-8"))
    parts = (judgements("judged.json"), judgements("fresh_judged.json"), further)
    known: Judged = {}
    for key, pairs in (item for part in parts for item in part.items()):
        known[key] = known.get(key, {}) | pairs
    model = without(folder, name)
    files = dict(notes_of(folder / REPOSITORIES[name]))
    for size, draws in DRAWS.items():
        for draw in range(draws):
            kept = random.Random(f"{name} {size} {draw}").sample(sorted(files), min(size, len(files)))
            index = Index(None)
            index.update((path, "", files[path]) for path in kept)
            for issue in (*read("issues.txt", {name: index}), *read("fresh.txt", {name: index})):
                yield asked_on(size, issue, set(kept), known.get(issue.key, {}), model)


def without(folder: Path, name: str) -> Model:
    """The model that has seen no pair of a repository."""
    indexes = {other: indexed(folder / place) for other, place in REPOSITORIES.items() if other != name}
    labels = judgements("judged.json")
    return fit([row for issue in read("issues.txt", indexes) for row in issue.rows(labels)], NAMES)


def asked_on(size: int, issue: Issue, kept: set[str], known: dict[str, int], model: Model) -> Asked:
    """One issue on one shelf."""
    answerable = any(known.get(path) for path in kept)
    found = probable(issue.gathered, TODAY, LOWEST, model=model)
    said = (Said(issue.key, one.note.path, one.probability, _right(known.get(one.note.path))) for one in found)
    return Asked(size, answerable, tuple(said))


def _right(label: int | None) -> bool | None:
    return None if label is None else bool(label)


def line(size: int, threshold: float, asked: Sequence[Asked]) -> str:
    """One line of the table; the interval counts each pair once, on however many shelves it came up."""
    said = [one for it in asked for one in it.said if one.probability >= threshold]
    judged = [one for one in said if one.right is not None]
    pairs = {(one.issue, one.path): one.right for one in judged}
    good, all_of_them = sum(bool(one) for one in pairs.values()), len(pairs)
    spoken = {answerable: _spoken(asked, threshold, answerable) for answerable in (True, False)}
    return (
        f"{size:4} {threshold:.2f}: {sum(bool(one.right) for one in judged)} of {len(judged)} right"
        f" ({sum(bool(one.right) for one in judged) / max(1, len(judged)):.3f}), pairs {good} of {all_of_them}"
        f" (95 % from {wilson(good, all_of_them):.3f}), {len(said) - len(judged)} not judged; speaks on"
        f" {spoken[True]} answerable, {spoken[False]} others"
    )


def _spoken(asked: Sequence[Asked], threshold: float, answerable: bool) -> str:
    these = [it for it in asked if it.answerable == answerable]
    spoken = sum(any(one.probability >= threshold for one in it.said) for it in these)
    return f"{spoken} of {len(these)} ({spoken / max(1, len(these)):.3f})"


if __name__ == "__main__":
    main()
