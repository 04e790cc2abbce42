"""What an issue or pull request is tied to: an objective of the map, and how one knows."""

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from itertools import islice

from waypost.document.globs import lines, matching
from waypost.document.markdown import Field, fields
from waypost.frozen import dataclass
from waypost.strategy.map import Map, Objective, ProductLine, Status
from waypost.strategy.suggesting import suggestion

FIELDS = frozenset({"objective", "objectives"})
LINE_FIELDS = frozenset({"product line", "product lines"})
PREFIXES = ("objective:", "objective/", "objective=")
"""What may stand before an id in a label's name; the id alone does as well."""
NONE = frozenset({"none", "n/a", "na", "no", "-", "–", "—"})
"""Answers that say that there is none: then nothing is said."""
UNANSWERED = frozenset({"tbd", "unknown", "_no response_", "no response", "?"})
"""Answers that leave it open; GitHub writes `_No response_` where a form field was left empty."""
MAX_ASKED = 20
"""Entries of an issue that are looked up; who writes more of them means no objective."""
MAX_NAME = 500
"""Characters of an entry; what is longer is no id and no title."""
MAX_COMPARED = 1_000
"""Ids among which a similar one is looked for; it takes time for each of them."""
MAX_PATHS = 3_000


class By(StrEnum):
    """How a tie is known, the surest first."""

    COMMAND = "command"
    FIELD = "field"
    LABEL = "label"
    PARENT = "parent issue"
    LINKED = "linked issue"
    PATHS = "changed paths"
    SUGGESTED = "suggested"
    NOTHING = "nothing"

    @property
    def explicit(self) -> bool:
        """Whether somebody said so right there."""
        return self in (By.COMMAND, By.FIELD, By.LABEL)


@dataclass(frozen=True, slots=True)
class Relative:
    """Another issue that this work belongs to: its parent, or one that a pull request closes."""

    number: int
    title: str
    body: str = ""
    labels: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fellow:
    """Open work on the same objective."""

    number: int
    title: str
    url: str
    pull_request: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many open issues and pull requests say themselves that they are on some objectives; `more` is "at least"."""

    count: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """What moved on the map while the work was open: in words, when, and where the reason is to be read.

    `objectives` are the ids it concerns, before and after; `successors` those that stand for it from now on.
    """

    words: str
    at: datetime
    url: str = ""
    objectives: tuple[str, ...] = ()
    product_lines: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What is around a piece of work, as far as it is known.

    `chosen` is the objective that somebody set by a command, empty for none at all, None where nobody did; `wanted`
    says that somebody asked for the context.
    """

    type: str = ""
    parent: Relative | None = None
    linked: tuple[Relative, ...] = ()
    fellows: tuple[Fellow, ...] = ()
    moves: tuple[Move, ...] = ()
    chosen: str | None = None
    wanted: bool = False


ALONE = Around()
"""Nothing is around."""


@dataclasses.dataclass(frozen=True)
class Work:
    """An issue or pull request, as far as the map is concerned."""

    repository: str
    title: str
    body: str
    labels: tuple[str, ...] = ()
    association: str = ""
    pull_request: bool = False
    draft: bool = False
    paths: tuple[str, ...] = ()
    around: Around = ALONE

    @property
    def type(self) -> str:
        """GitHub's issue type, such as `Bug`."""
        return self.around.type

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The answers in its body."""
        return tuple(fields(self.body))


@dataclass(frozen=True, slots=True)
class Tie:
    """What the work is tied to.

    Where `asked` (as written) is no objective of the map, `objective` is None and `close` holds ids that were perhaps
    meant. `none` says that somebody wants no objective. `via` is the relative that the tie comes from.
    """

    objective: Objective | None = None
    by: By = By.NOTHING
    asked: str = ""
    close: tuple[str, ...] = ()
    via: Relative | None = None
    none: bool = False


def tie(work: Work, the_map: Map) -> Tie:
    """The first tie that is found, the surest way first; nothing where it is not clear."""
    if not the_map.objectives:
        return Tie()
    return next(_ties(work, the_map), Tie())


def product_lines(work: Work, the_map: Map, objective: Objective | None) -> tuple[ProductLine, ...]:
    """The product lines that the work changes or names; for an issue that says nothing of it, its objective's."""
    named = {field.value.casefold() for field in work.fields if field.name in LINE_FIELDS}
    paths = lines(work.paths[:MAX_PATHS])
    found = [line for line in the_map.product_lines if _names(line, named) or _covers(line, work.repository, paths)]
    if not found and objective is not None and not work.pull_request:
        found = [line for name in objective.product_lines if (line := the_map.product_line(name))]
    return tuple(found)


def _ties(work: Work, the_map: Map) -> Iterator[Tie]:
    if (chosen := work.around.chosen) is not None:
        yield _named([chosen] if chosen else [], By.COMMAND, the_map) or Tie(
            by=By.COMMAND, none=not chosen, asked=chosen
        )
    entries = list(_entries(work.fields))
    if entries and all(entry.casefold() in NONE for entry in entries):
        yield Tie(by=By.FIELD, none=True)
    yield from filter(None, [_named(entries, By.FIELD, the_map), _labelled(work.labels, By.LABEL, the_map)])
    for by, relatives in ((By.PARENT, (work.around.parent,)), (By.LINKED, work.around.linked)):
        for relative in filter(None, relatives):
            if (found := _of_relative(relative, by, the_map)) is not None:
                yield found
    if work.paths and (only := _concerned(work, the_map)):
        yield Tie(only, By.PATHS)
    elif not work.pull_request and (likely := suggestion(work.title, work.body, the_map)):
        yield Tie(likely, By.SUGGESTED)


def _entries(given: Iterable[Field]) -> Iterator[str]:
    """What stands in the objective fields, one entry at a time."""
    for field in given:
        if field.name in FIELDS:
            value = field.value.lstrip("*+ ").removeprefix("- ").strip("`'\"*_. ")
            if value and field.value.casefold() not in UNANSWERED and value.casefold() not in UNANSWERED:
                yield value
                yield from (part.strip(" `") for part in value.split(",") if "," in value and part.strip(" `"))


def _named(entries: Iterable[str], by: By, the_map: Map) -> Tie | None:
    """The first entry that is an objective, else the first that was meant to be one."""
    asked = islice((entry for entry in entries if len(entry) <= MAX_NAME and entry.casefold() not in NONE), MAX_ASKED)
    found = [tie for entry in asked if (tie := _resolved(entry, by, the_map))]
    return next((tie for tie in found if tie.objective), found[0] if found else None)


def _resolved(asked: str, by: By, the_map: Map) -> Tie | None:
    """The objective of that id or title; an unknown one only where an id was clearly meant, since prose is no id."""
    if objective := the_map.named(asked):
        return Tie(objective, by, asked)
    ids = [objective.id for objective in the_map.objectives[:MAX_COMPARED]]
    prose = bool(set(asked) & set(" ,:"))
    close = get_close_matches(asked.casefold().replace(" ", "-"), ids, n=3, cutoff=0.85 if prose else 0.6)
    return Tie(None, by, asked, tuple(close)) if close or not prose else None


def _labelled(labels: Iterable[str], by: By, the_map: Map) -> Tie | None:
    for label in labels:
        name = label.strip().casefold()
        for prefix in PREFIXES:
            name = name.removeprefix(prefix).strip()
        if (found := the_map.named(name)) and name == found.id.casefold():
            return Tie(found, by, label)
    return None


def _of_relative(relative: Relative, by: By, the_map: Map) -> Tie | None:
    """What the other issue is tied to itself; what it has wrong is not this work's to mend."""
    found = _named(_entries(fields(relative.body)), by, the_map)
    if found is None or found.objective is None:
        found = _labelled(relative.labels, by, the_map)
    return Tie(found.objective, by, found.asked, via=relative) if found else None


def _concerned(work: Work, the_map: Map) -> Objective | None:
    """The one unfinished objective of the product lines that are changed; of several none is meant."""
    changed = {line.id for line in product_lines(work, the_map, None)}
    found = [
        objective
        for objective in the_map.objectives
        if changed & set(objective.product_lines) and objective.status in (Status.COMMITTED, Status.EXPLORING)
    ]
    return found[0] if len(found) == 1 else None


def _names(line: ProductLine, named: set[str]) -> bool:
    return line.id.casefold() in named or line.title.casefold() in named


def _covers(line: ProductLine, repository: str, paths: str) -> bool:
    """Whether the product line is what these paths of a repository belong to."""
    if not line.paths and not line.repositories:
        return False
    names = f"{repository}\n{repository.rpartition('/')[2]}"
    return (not line.repositories or matching(line.repositories, names)) and (
        not line.paths or (bool(paths) and matching(line.paths, paths))
    )
