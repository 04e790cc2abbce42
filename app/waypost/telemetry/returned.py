"""What a call stands for: all that the function which it calls may return, where each of it is known.

What a function gives back as it got it is what the call gives it.
"""

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from waypost.frozen import replace
from waypost.telemetry.expression import Argument, Choice, Expression, Joined, Opaque, Record, Reference, Text
from waypost.telemetry.languages import Signature
from waypost.telemetry.own_method import is_meant
from waypost.telemetry.rewritten import rewritten
from waypost.telemetry.unit import Known, Unit, settled


def returned(call: Known, as_given: bool = False) -> tuple[Known, ...]:
    """The values that a call can give; nothing where what it calls is not known for certain.

    A part of a text that is a parameter is what the call gives for it only if that is a text, too, or `as_given`.
    """
    found = _function(call)
    if found is None:
        return ()
    home, function = found
    values = _values(home, function)
    signature = home.language.signature(function) if values else None
    given = _Given(home, function, signature, call, as_given) if signature is not None else None
    if values and _is_own(call) and not (given and given.is_meant()):
        return ()
    return tuple(way for value in values for way in (given.ways(value) if given else (Known(value, home),)))


def made_by_call(known: Known) -> Known | None:
    """The object that a call makes, or one of several, where a value is such a call; None for any other value."""
    call = settled(known)
    ways = [settled(way) for way in returned(call)] if _is_as_made(known, call) else []
    plain = all(isinstance(it.value, Record) and it.value.constructor is None for it in ways)
    if not ways or not plain or any(it.home is not ways[0].home for it in ways):
        return None
    several = Choice(tuple(it.value for it in ways), ways[0].value.start, ways[-1].value.end)
    return ways[0] if len(ways) == 1 else replace(ways[0], value=several)


def _is_as_made(known: Known, call: Known) -> bool:
    """Whether what a call has made is used as it is: right there, or by a name that nothing puts keys into."""
    if not isinstance(call.value, Opaque) or not call.value.called:
        return False
    name = known.value
    if not isinstance(name, Reference):
        return True
    alone = len(name.path) == 1 and call.home is known.home
    return alone and not known.home.scopes.fills(name.start, name.path[0])


def _function(call: Known) -> tuple[Unit, Node] | None:
    """The one function that a call calls."""
    value = call.value
    if not isinstance(value, Opaque) or not value.called or not _may_be_found(call.home, value):
        return None
    called = settled(Known(Reference(value.called, value.start, value.end), call.home))
    if not isinstance(called.value, Opaque) or called.value.kind != "function":
        return None
    root = called.home.tree.root_node
    node = root.descendant_for_byte_range(called.value.start, called.value.end)
    return (called.home, node) if node is not None else None


def _is_own(call: Known) -> bool:
    """Whether a call means a method of the class around it, as in languages whose methods bind a name of their own."""
    return isinstance(call.value, Opaque) and call.value.called[-1].endswith("()")


def _may_be_found(home: Unit, call: Opaque) -> bool:
    """Whether an import may bring what is called: a search of the whole repository finds no functions."""
    return not home.language.everywhere or home.scopes.at(call.start, call.called[0])[0]


def _values(home: Unit, function: Node) -> tuple[Expression, ...]:
    if function.start_byte not in home.returned:  # a function is asked about for every call of it
        nodes = home.language.returns(function)
        home.returned[function.start_byte] = tuple(home.language.expression(node) for node in nodes)
    return home.returned[function.start_byte]


class _Given:
    """What a function is given by one call."""

    def __init__(self, home: Unit, function: Node, signature: Signature, call: Known, as_given: bool) -> None:
        self.home, self.function, self.signature, self.call = home, function, signature, call
        self.as_given = as_given and call.home is home
        node = call.home.tree.root_node.descendant_for_byte_range(call.value.start, call.value.end)
        self.arguments = call.home.language.arguments(node) if node is not None else ()

    def is_meant(self) -> bool:
        """Whether the call can mean nothing but the function, as a method of the class around it."""
        value = self.call.value
        if not isinstance(value, Opaque) or self.call.home is not self.home:
            return False
        return is_meant(self.home, value, self.function, self.signature, self.arguments)

    def ways(self, value: Expression) -> Iterator[Known]:
        """What a value that the function returns can be for the caller."""
        known = settled(Known(value, self.home))
        if known.home is self.home and isinstance(known.value, Choice):
            for option in known.value.options:
                yield from self.ways(option)
        elif known.home is self.home and isinstance(known.value, Joined):
            parts = tuple(map(self._part, known.value.parts))
            yield replace(known, value=replace(known.value, parts=parts))
        elif known.home is self.home and isinstance(known.value, Record):
            entries = tuple((key, self._part(entry)) for key, entry in known.value.entries)
            yield replace(known, value=replace(known.value, entries=entries))
        elif known.home is self.home and isinstance(known.value, Opaque) and known.value.fills:
            items = tuple(map(self._part, known.value.items))
            yield replace(known, value=replace(known.value, items=items))
        else:
            yield self._argument(known) or Known(value, self.home)

    def _part(self, part: Expression) -> Expression:
        """A part of a text or an object, which is a text for the caller if the argument is one."""
        given = self._argument(Known(part, self.home))
        if given is not None and self.as_given:
            return given.value
        held = settled(given).value if given is not None else part
        return Text(held.value, part.start, part.end) if isinstance(held, Text) else part

    def _argument(self, known: Known) -> Known | None:
        """The argument that a parameter stands for, None for anything else."""
        value = known.value
        if known.home is not self.home or not isinstance(value, Reference) or len(value.path) > 1:
            return None
        name, scopes = value.path[0], self.home.scopes
        holder = next((it for it in reversed(scopes.around(value.start)) if scopes.has(it, name)), None)
        if holder != self.function or rewritten(self.home, self.function, (name,)):
            return None
        found = _argument_for(self.signature, name, self.arguments, self._any_number())
        return Known(found, self.call.home) if found is not None else None

    def _any_number(self) -> bool:
        """Whether the function may take more by position than it has names for."""
        listed = self.function.child_by_field_name("parameters")
        return listed is not None and b"*" in (listed.text or b"")


def _argument_for(
    signature: Signature, name: str, arguments: Sequence[Argument], any_number: bool
) -> Expression | None:
    """The argument for a parameter by its name inside, by keyword or by position; none behind a spread.

    Where there is no telling how many are taken by position, one that has a keyword is told by that alone.
    """
    index = next((at for at, it in enumerate(signature.parameters) if it.name == name), None)
    if index is None or any(it.spread for it in arguments):
        return None
    keyword = signature.parameters[index].keyword
    named = next((it.value for it in arguments if it.keyword is not None and it.keyword == keyword), None)
    placed = [it.value for it in arguments if it.keyword is None and not (keyword and any_number)]
    if keyword is None:  # what has a label stands between those that have none
        index = sum(it.keyword is None for it in signature.parameters[:index])
    return named or (placed[index] if index < len(placed) else None)
