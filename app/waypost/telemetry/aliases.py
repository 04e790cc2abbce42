"""Methods that a file calls by a name of its own: `const {capture} = posthog`, `send = partial(client.capture, id)`."""

from tree_sitter import Node

from waypost.frozen import replace
from waypost.telemetry.described import Called
from waypost.telemetry.expression import Argument, Expression, Opaque, Reference
from waypost.telemetry.languages.strings import decode
from waypost.telemetry.unit import Unit

PARTIAL = frozenset({("partial",), ("functools", "partial")})
"""What calls a function of Python's with some arguments given beforehand."""
_TAKEN_OUT = frozenset({"shorthand_property_identifier_pattern", "pair_pattern"})
Meant = tuple[tuple[str, ...], tuple[Argument, ...]]
"""The dotted path of a method, and what it is given beforehand."""


def as_meant(unit: Unit, called: Called) -> Called | None:
    """A call by a bare name as one of the method that the name stands for there; None where it stands for none."""
    if len(called.path) != 1:
        return None
    bound, value = unit.scopes.at(called.call.start_byte, called.path[0])
    found = _meant(unit, value) if bound and value is not None else None
    if found is None or len(found[0]) < 2 or "?" in found[0]:
        return None
    return replace(called, path=found[0], given=found[1])


def _meant(unit: Unit, value: Expression) -> Meant | None:
    if isinstance(value, Reference):
        return value.path, ()
    node = unit.tree.root_node.descendant_for_byte_range(value.start, value.end)
    if not isinstance(value, Opaque) or node is None:
        return None
    if node.type in _TAKEN_OUT:
        return _taken_out(unit, node)
    given = unit.language.arguments(node) if value.called else ()
    if len(value.called) > 2 and value.called[-1] == "bind" and len(given) == 1:
        return value.called[:-1], ()
    first = given[0].value if value.called in PARTIAL and given else None
    return (first.path, given[1:]) if isinstance(first, Reference) else None


def _taken_out(unit: Unit, node: Node) -> Meant | None:
    """What `const {capture} = usePostHog()` takes out of what a call gives."""
    declarator = node.parent.parent if node.parent is not None else None
    value = declarator.child_by_field_name("value") if declarator is not None else None
    function = value.child_by_field_name("function") if value is not None and value.type == "call_expression" else None
    key = node.child_by_field_name("key") or node
    if function is None or unit.language.arguments(value):  # type: ignore[arg-type]  # there is none without a value
        return None
    return (f"{decode(function.text)}()", decode(key.text)), ()
