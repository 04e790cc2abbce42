"""Which event came after which name: earlier names and replacements, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from waypost.document.quoting import code
from waypost.document.tree import Place

MAX_SHOWN = 6


@dataclass(frozen=True)
class Lineage:
    """Earlier names by event, replacements by event, and which events are active and which declared at all."""

    aliases: Mapping[str, tuple[str, ...]]
    replacements: Mapping[str, str]
    active: frozenset[str]
    declared: frozenset[str]

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """The event that an earlier name belongs to, the first of several."""
        pairs = [(alias, name) for name, aliases in self.aliases.items() for alias in aliases]
        return dict(reversed(pairs))

    def next(self, name: str) -> str | None:
        """The name that comes directly after `name`."""
        return self.replacements.get(name) or self.owners.get(name)

    def today(self, name: str) -> str | None:
        """The event to send instead of `name`; None where there is none. `faults` are to be settled before."""
        seen = {name}
        last = name
        while (after := self.next(last)) is not None and after not in seen:
            seen.add(after)
            last = after
        return last if last != name else None

    def faults(self) -> Iterator[tuple[Place, str]]:
        """The place of each earlier name or replacement that cannot be, and how to mend it."""
        circular = dict(self._circles())
        yield from circular.items()
        for place, message in (*self._replacement_faults(), *self._alias_faults()):
            if place not in circular:
                yield place, message

    def _replacement_faults(self) -> Iterator[tuple[Place, str]]:
        for name, after in self.replacements.items():
            place = ("events", name, "replacement")
            if name in self.active:
                yield place, f"{code(name)} is active. Add `status: deprecated`, or take its replacement out."
            elif after not in self.declared and after in self.owners:
                yield place, f"Write {code(self.owners[after])}: {code(after)} is an earlier name of it."
            elif after not in self.declared:
                yield place, f"There is no event {code(after)} to send instead. Add it under `events`."

    def _alias_faults(self) -> Iterator[tuple[Place, str]]:
        for name, aliases in self.aliases.items():
            for index, alias in enumerate(aliases):
                place = ("events", name, "aliases", index)
                if self.owners[alias] != name:
                    other = code(self.owners[alias])
                    yield place, f"{code(alias)} is an earlier name of {other} already. Keep one of them."
                elif alias in self.active:
                    yield place, f"{code(alias)} is an active event. Give it `status: deprecated`, or take it out here."
                elif self.replacements.get(alias, name) != name:
                    other = code(self.replacements[alias])
                    yield place, f"{code(alias)} is replaced by {other}. Take it out here, or change its replacement."

    def _circles(self) -> Iterator[tuple[Place, str]]:
        """Each circle of names that come after each other, at the step that closes it."""
        done = set[str]()
        for start in (*self.owners, *self.replacements):
            chain: dict[str, None] = {}
            name: str | None = start
            while name is not None and name not in done and name not in chain:
                chain[name] = None
                name = self.next(name)
            done.update(chain)
            if name is not None and name in chain:
                circle = list(chain)[list(chain).index(name) :]
                yield self._place(circle[-1], name), _told(circle)

    def _place(self, before: str, after: str) -> Place:
        if self.replacements.get(before) == after:
            return ("events", before, "replacement")
        return ("events", after, "aliases", self.aliases[after].index(before))


def _told(circle: list[str]) -> str:
    if len(circle) == 1:
        return f"{code(circle[0])} is its own earlier name. Take it out."
    shown = " → ".join(code(name) for name in [*circle[:MAX_SHOWN], *(["…"] if len(circle) > MAX_SHOWN else [])])
    return f"These names go round in a circle: {shown} → {code(circle[0])}. Take one of them out."
