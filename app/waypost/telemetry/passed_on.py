"""Whether a call may pass on what the function around it is given: no other makes a wrapper of that function."""

from collections.abc import Iterator, Sequence

from waypost.telemetry.expression import Argument, Choice, Expression, Joined, Opaque, Record, Reference
from waypost.telemetry.unit import Unit


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
