"""What the spec says about the events of a change: as it is at the base, and as the change leaves it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from waypost.change import Change
from waypost.checks.once import once
from waypost.document.quoting import code
from waypost.handbook import Handbook
from waypost.telemetry.casing import words
from waypost.telemetry.spec import Event, Spec, files_after, read_specs

SLIP = 0.86
"""How much alike two names must be for one to be a slip of the other."""


@dataclass(frozen=True)
class Declared:
    """The spec before and after a change; `files` are its texts afterwards, for edits that fit onto them."""

    files: Mapping[str, bytes]
    base: Spec
    head: Spec

    def event(self, name: str) -> Event | None:
        """What is declared under a name; declaring it in the change itself is just as good."""
        return self.head.events.get(name) or self.base.events.get(name)

    @property
    def spec(self) -> Spec:
        """The spec as the change leaves it, or as it was where the change takes it away."""
        return self.head if self.head.events else self.base

    @cached_property
    def decided(self) -> frozenset[str]:
        """The names somebody decided upon: declared, legacy, or earlier names of what is declared.

        A legacy list only gets shorter: a name that the change itself puts into one that was there does not count.
        """
        legacy = self.base.legacy or self.head.legacy
        specs = (self.base, self.head)
        return frozenset(legacy).union(*(spec.names | spec.lineage.owners.keys() for spec in specs))

    def retired(self, name: str) -> str | None:
        """Half a sentence on why a name should not be sent any more; None where it may be."""
        event = self.spec.events.get(name)
        if event is None:
            owner = self.spec.lineage.owners.get(name)
            return f"it is an earlier name of {code(owner)}" if owner else None
        if event.active:
            return None
        since = f" since {event.since:%Y-%m-%d}" if hasattr(event.since, "year") else ""
        return f"the spec has it as {event.status}{since}"

    def replacement(self, name: str) -> str | None:
        """The event to send instead of a retired one, if there is one that may be sent."""
        today = self.spec.lineage.today(name)
        return today if today in self.spec.lineage.active else None


@once
def declared(change: Change, handbook: Handbook) -> Declared:
    """The spec before and after a change; an empty one where there is none."""
    base = handbook.spec or Spec()
    after = files_after(handbook.spec_files, change)
    same = after == handbook.spec_files
    return Declared(after, base, base if same else read_specs(after)[0] or Spec())


def slip(name: str, known: Iterable[str], letters: bool = True) -> str | None:
    """Of the known names the one that was meant: the same words in another writing, or a few `letters` apart."""
    spoken = _spoken(name)
    others = {_spoken(other): other for other in known}
    if spoken in others:
        return others[spoken] if others[spoken] != name else None
    alike = [other for other in others if _digits(other) == _digits(spoken)] if letters and len(spoken) > 4 else []
    close = get_close_matches(spoken, alike, n=1, cutoff=SLIP)
    return others[close[0]] if close else None


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


def _spoken(name: str) -> str:
    return "".join(words(name)).lower() or name
