"""Calls that may pass on what the function around them is given: no others make a wrapper of that function."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from waypost.telemetry.call_site import Traced
from waypost.telemetry.described import Called
from waypost.telemetry.expression import Argument, Choice, Expression, Joined, Opaque, Record, Reference
from waypost.telemetry.look import Look
from waypost.telemetry.mentions import calling
from waypost.telemetry.unit import Unit


class LookForWrappers(Look):
    """One look for no other calls than those that a wrapper may be around; `whole` says that there are no others."""

    whole = True

    def passes_on(self, name: str) -> bool:
        """Whether a call by a name does so."""
        places = (match.span(1) for match in calling((name,)).finditer(self.unit.source))
        return any(True for place in places for _ in self.calls_at(*place))

    def calls_at(self, start: int, end: int) -> Iterable[Called]:
        """Those of a name at `start` to `end`."""
        for called in super().calls_at(start, end):
            passing = self._passes_on(called)
            self.whole = self.whole and passing
            if passing:
                yield called

    def _passes_on(self, called: Called) -> bool:
        arguments = self.earlier.arguments(called, self.language)
        return self.earlier.passes_on(called.name[0], partial(may_pass_on, self.unit, arguments, called.name[0]))

    def sites(self, called: Called) -> Sequence[Traced]:
        """What is sent there, or was by what was known before where that is certain: it passes nothing on."""
        patterns = self.patterns(called)
        certain = self.earlier.certain(called, patterns)
        self.whole = self.whole and certain is None
        return self.asked(called, patterns) if certain is None else certain


def may_pass_on(unit: Unit, arguments: Sequence[Argument], offset: int) -> bool:
    """Whether a call at an offset is given anything that has a name which a function around it binds."""
    names = {it.path[0] for argument in arguments for it in _references(argument.value)}
    around = reversed(unit.scopes.around(offset)[1:]) if names else ()
    return any(unit.scopes.has(scope, name) for scope in around for name in names)


def _references(value: Expression) -> Iterator[Reference]:
    pending = [value]
    while pending:
        it = pending.pop()
        if isinstance(it, Reference):
            yield it
        pending += _within(it)


def _within(value: Expression) -> Sequence[Expression]:
    """What a value is put together from."""
    match value:
        case Joined(parts=parts) | Choice(options=parts) | Opaque(items=parts):
            return parts
        case Record(entries=entries, spread=spread):
            return *(held for _, held in entries), *spread
    return ()
