"""How properties are named: whether a name fits, what does not fit, and which name would."""

from dataclasses import dataclass
from functools import cached_property

from waypost.document.quoting import listed
from waypost.telemetry.casing import Case, words, write
from waypost.telemetry.naming import Convention, recognise
from waypost.telemetry.vendors import Vendor, property_problem

TIMES = frozenset({"at", "date", "datetime", "time", "timestamp"})
"""Last words that say a property is a moment; of `on` that is not sure."""


@dataclass(frozen=True)
class PropertyConvention:
    """A casing, the first words of those that are true or false, the last words of those that are moments."""

    case: Case | None = None
    booleans_start_with: tuple[str, ...] = ()
    times_end_with: tuple[str, ...] = ()
    vendors: tuple[Vendor, ...] = ()

    @cached_property
    def _cased(self) -> Convention:
        return Convention(case=self.case)

    def problem(self, name: str, kind: str | None = None) -> str | None:
        """Half a sentence on what does not fit a property whose values are of JSON type `kind`; None if all does."""
        if self.case is not None and not self._cased.fits(name):
            known = recognise(name)
            return f"it is {known}, the convention is {self.case}" if known else f"the convention is {self.case}"
        if kind == "boolean" and self._lacks(self.booleans_start_with, words(name)[:1]):
            return f"it is true or false, and such names begin with {listed(self.booleans_start_with)}"
        if words(name)[-1:] and words(name)[-1].lower() in TIMES and self._lacks(self.times_end_with, words(name)[-1:]):
            return f"it is a moment, and such names end with {listed(self.times_end_with)}"
        return property_problem(name, self.vendors)

    def suggest(self, name: str, kind: str | None = None) -> str | None:
        """The name that fits and says the same; None if there is none, or more than one."""
        given = words(name)
        if not name.isascii() or not given:
            return None
        if (
            kind == "boolean"
            and len(self.booleans_start_with) >= 1
            and self._lacks(self.booleans_start_with, given[:1])
        ):
            given = (self.booleans_start_with[0], *given)
        if given[-1].lower() in TIMES and self._lacks(self.times_end_with, given[-1:]):
            given = (*given[:-1], self.times_end_with[0]) if len(self.times_end_with) == 1 else ()
        found = write(self.case, given) if self.case else name if given == words(name) else None
        return found if found and self.problem(found, kind) is None else None

    def _lacks(self, allowed: tuple[str, ...], given: tuple[str, ...]) -> bool:
        return bool(allowed) and not any(word.lower() == given[0].lower() for word in allowed if given)
