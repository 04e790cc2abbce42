"""What moved between two maps: the difference that matters to people, in words; typos and order are no difference."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from waypost.document.quoting import code, listed
from waypost.frozen import dataclass
from waypost.strategy.map import Map, Measure, Objective, ProductLine, Status
from waypost.strategy.wording import reworded


class Kind(StrEnum):
    """What happened to a part of the map."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    RETIRED = "retired"
    REACHED = "reached"
    RECONSIDERED = "reconsidered"
    RETARGETED = "retargeted"
    RESCHEDULED = "rescheduled"
    REOWNED = "re-owned"
    REALIGNED = "realigned"
    REWORDED = "reworded"
    STANCE = "stance"


class Part(StrEnum):
    """Which part of the map it happened to."""

    DESTINATION = "destination"
    OBJECTIVE = "objective"
    PRODUCT_LINE = "product line"
    GLOSSARY = "glossary"


@dataclass(frozen=True, slots=True)
class Shift:
    """One thing that moved.

    `id` is the objective's or product line's id in the map before (of what is new: after), or the glossary's term;
    empty for the destination. `successors` are the ids that stand for it from now on. `words` is one sentence with
    nothing untrusted in it but code spans.
    """

    part: Part
    kind: Kind
    id: str
    words: str
    successors: tuple[str, ...] = ()

    def touches(self, objective: str, product_lines: tuple[str, ...] = ()) -> bool:
        """Whether work tied to this objective, or to these product lines, has to do with it."""
        if self.part is Part.OBJECTIVE:
            return objective != "" and objective in (self.id, *self.successors)
        return self.part is Part.PRODUCT_LINE and self.id in product_lines


def shifts(before: Map | None, after: Map | None) -> tuple[Shift, ...]:
    """All that moved from one map to the next, the destination first; nothing for what says the same in other words."""
    old, new = before or Map(), after or Map()
    return (*_destination(old, new), *_objectives(old, new), *_product_lines(old, new), *_glossary(old, new))


def _destination(old: Map, new: Map) -> Iterator[Shift]:
    if not reworded(old.destination, new.destination):
        return
    if not new.destination:
        yield Shift(Part.DESTINATION, Kind.REMOVED, "", "The destination was taken off the map.")
    elif not old.destination:
        yield Shift(Part.DESTINATION, Kind.ADDED, "", f"The destination is new: {_quoted(new.destination)}.")
    else:
        words = f"The destination is now {_quoted(new.destination)}; before, it was {_quoted(old.destination)}."
        yield Shift(Part.DESTINATION, Kind.REWORDED, "", words)


def _objectives(old: Map, new: Map) -> Iterator[Shift]:
    heirs = _heirs(old, new)
    told = {heir for found in heirs.values() for heir in found}
    for objective in old.objectives:
        if old.objective(objective.id) is not objective:
            continue
        now = new.objective(objective.id)
        if found := heirs.get(objective.id):
            yield _succession(objective, found, heirs, new)
        elif now is None:
            yield _shift(objective, Kind.REMOVED, "was taken off the map")
        else:
            yield from _changes(objective, now)
    for objective in new.objectives:
        if old.objective(objective.id) is None and objective.id not in told:
            told.add(objective.id)
            yield _shift(objective, Kind.ADDED, f"is new: {_quoted(objective.title)}")


def _heirs(old: Map, new: Map) -> dict[str, tuple[str, ...]]:
    """The new objectives that take the place of one that is gone or retired by this change, by its id.

    A new one says so by `replaces`, by naming it as its parent, or by having its title.
    """
    fresh = [objective for objective in new.objectives if old.objective(objective.id) is None]
    found: dict[str, tuple[str, ...]] = {}
    by_title = {objective.title.casefold(): objective.id for objective in reversed(fresh)}
    claims: dict[str, list[str]] = {}
    for objective in fresh:
        for name in dict.fromkeys((*objective.replaces, *objective.parents)):
            claims.setdefault(name, []).append(objective.id)
    for objective in old.objectives:
        if not _gone(objective, new.objective(objective.id)):
            continue
        if heirs := claims.get(objective.id):
            found[objective.id] = tuple(dict.fromkeys(heirs))
        elif twin := by_title.get(objective.title.casefold()):
            found[objective.id] = (twin,)
    return found


def _gone(before: Objective, after: Objective | None) -> bool:
    return after is None or (after.status is Status.RETIRED and before.status is not Status.RETIRED)


def _succession(
    objective: Objective, heirs: tuple[str, ...], all_heirs: Mapping[str, tuple[str, ...]], new: Map
) -> Shift:
    if len(heirs) > 1:
        return _shift(objective, Kind.SPLIT, f"was split into {listed(heirs)}", heirs)
    merged = [name for name, found in all_heirs.items() if found == heirs and name != objective.id]
    if merged:
        others = listed(tuple(merged))
        return _shift(objective, Kind.MERGED, f"was merged with {others} into {code(heirs[0])}", heirs)
    after = new.objective(heirs[0])
    same = after is not None and after.title.casefold() == objective.title.casefold()
    words = f"is now called {code(heirs[0])}" if same else f"gave way to {code(heirs[0])}"
    return _shift(objective, Kind.RENAMED, words, heirs)


def _changes(before: Objective, after: Objective) -> Iterator[Shift]:
    for look in (_status, _target, _horizon, _owner, _parents, _words):
        yield from look(before, after)


def _status(before: Objective, after: Objective) -> Iterator[Shift]:
    if before.status is after.status:
        return
    kinds = {Status.RETIRED: Kind.RETIRED, Status.REACHED: Kind.REACHED}
    words = f"is now {after.status} (before: {before.status})"
    yield _shift(before, kinds.get(after.status, Kind.RECONSIDERED), words)


def _target(before: Objective, after: Objective) -> Iterator[Shift]:
    old, new = before.measure or None, after.measure or None
    if (old and (old.target, old.unit)) == (new and (new.target, new.unit)):
        return
    if new is None:
        yield _shift(before, Kind.RETARGETED, "has no measure any more")
    elif old is None:
        yield _shift(before, Kind.RETARGETED, f"now aims at {_figure(new)}")
    else:
        yield _shift(before, Kind.RETARGETED, f"now aims at {_figure(new)} (before: {_figure(old)})")


def _horizon(before: Objective, after: Objective) -> Iterator[Shift]:
    if _plain(before.horizon) == _plain(after.horizon):
        return
    until = code(str(after.horizon)) if _plain(after.horizon) else "no date"
    since = f" (before: {code(str(before.horizon))})" if _plain(before.horizon) else ""
    yield _shift(before, Kind.RESCHEDULED, f"now has {until} as its horizon{since}")


def _owner(before: Objective, after: Objective) -> Iterator[Shift]:
    if _plain(before.owner) == _plain(after.owner):
        return
    owner = f"is now owned by {code(after.owner)}" if _plain(after.owner) else "has no owner any more"
    since = f" (before: {code(before.owner)})" if _plain(before.owner) else ""
    yield _shift(before, Kind.REOWNED, f"{owner}{since}")


def _parents(before: Objective, after: Objective) -> Iterator[Shift]:
    if set(before.parents) == set(after.parents):
        return
    words = f"now serves {listed(after.parents)}" if after.parents else "no longer serves another objective"
    since = f" (before: {listed(before.parents)})" if before.parents else ""
    yield _shift(before, Kind.REALIGNED, f"{words}{since}")


def _words(before: Objective, after: Objective) -> Iterator[Shift]:
    if reworded(before.title, after.title):
        words = f"is now {_quoted(after.title)}; before, it was {_quoted(before.title)}"
        yield _shift(before, Kind.REWORDED, words)
    elif reworded(before.why, after.why):
        words = f"matters for another reason now: {_quoted(after.why)}" if after.why else "has no reason given any more"
        yield _shift(before, Kind.REWORDED, words)


def _product_lines(old: Map, new: Map) -> Iterator[Shift]:
    for line in old.product_lines:
        now = new.product_line(line.id)
        if old.product_line(line.id) is not line:
            continue
        if now is None:
            yield _of_line(line, Kind.REMOVED, "was taken off the map")
        elif (line.stance or None) != (now.stance or None):
            yield _of_line(line, Kind.STANCE, _stance(line, now))
    for line in new.product_lines:
        if old.product_line(line.id) is None and new.product_line(line.id) is line:
            stance = f", to {line.stance}" if line.stance else ""
            yield _of_line(line, Kind.ADDED, f"is new{stance}")


def _stance(before: ProductLine, after: ProductLine) -> str:
    since = f" (before: {before.stance})" if before.stance else ""
    if not after.stance:
        return f"has no stance any more{since}"
    reason = f": {_quoted(after.reason)}" if after.reason else ""
    return f"is now to {after.stance}{since}{reason}"


def _glossary(old: Map, new: Map) -> Iterator[Shift]:
    for term in dict.fromkeys((*old.glossary, *new.glossary)):
        before, after = old.glossary.get(term), new.glossary.get(term)
        if after is None:
            yield Shift(Part.GLOSSARY, Kind.REMOVED, term, f"The word {code(term)} left the glossary.")
        elif before is None:
            yield Shift(Part.GLOSSARY, Kind.ADDED, term, f"The word {code(term)} is new: {_quoted(after)}.")
        elif reworded(before, after):
            yield Shift(Part.GLOSSARY, Kind.REWORDED, term, f"The word {code(term)} now means {_quoted(after)}.")


def _shift(objective: Objective, kind: Kind, words: str, successors: tuple[str, ...] = ()) -> Shift:
    return Shift(Part.OBJECTIVE, kind, objective.id, f"The objective {code(objective.id)} {words}.", successors)


def _of_line(line: ProductLine, kind: Kind, words: str) -> Shift:
    return Shift(Part.PRODUCT_LINE, kind, line.id, f"The product line {code(line.id)} {words}.")


def _figure(measure: Measure) -> str:
    unit = measure.unit
    near = "" if unit[:1] in {"%", "°"} or not unit else " "
    return code(f"{measure.target:,.12g}{near}{unit}")


def _plain(value: str | int) -> str:
    return " ".join(str(value).split()).casefold()


def _quoted(text: str) -> str:
    """A text as a code span without the full stop that ends its sentence; the sentence around it has its own."""
    return code(text.strip().rstrip("."))
