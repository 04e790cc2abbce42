"""Methods that a file calls by a name of its own: `const {capture} = posthog`, `send = partial(client.capture, id)`."""

from collections.abc import Iterator

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


def as_meant(unit: Unit, called: Called) -> Iterator[Called]:
    """A call by a bare name as one of the method that the name stands for there; none where it stands for none.

    What a hook gives may be a function that goes by its name alone, and was only handed on by it.
    """
    bound, value = unit.scopes.at(called.call.start_byte, called.path[0]) if len(called.path) == 1 else (False, None)
    found = _meant(unit, value) if bound and value is not None else None
    if found is None or "?" in found[0]:
        return
    path, given = found
    yield replace(called, path=path, given=given)
    if path[0].endswith("()") and len(path) == 2 and path[1] != called.path[0]:
        yield replace(called, path=path[1:], given=given)


def _meant(unit: Unit, value: Expression) -> Meant | None:
    if isinstance(value, Reference):
        return (value.path, ()) if len(value.path) > 1 else None
    node = unit.tree.root_node.descendant_for_byte_range(value.start, value.end)
    if not isinstance(value, Opaque) or node is None:
        return None
    if node.type in _TAKEN_OUT:
        return _taken_out(unit, node)
    given = unit.language.arguments(node) if value.called else ()
    if len(value.called) > 1 and value.called[-1] == "bind" and given:
        return value.called[:-1], given[1:]
    first = given[0].value if value.called in PARTIAL and given else None
    return (first.path, given[1:]) if isinstance(first, Reference) and len(first.path) > 1 else None


def _taken_out(unit: Unit, node: Node) -> Meant | None:
    """What `const {capture} = usePostHog()` takes out of what a call gives."""
    declarator = node.parent.parent if node.parent is not None else None
    value = declarator.child_by_field_name("value") if declarator is not None else None
    function = value.child_by_field_name("function") if value is not None and value.type == "call_expression" else None
    key = node.child_by_field_name("key") or node
    if function is None or unit.language.arguments(value):  # type: ignore[arg-type]  # there is none without a value
        return None
    return (f"{decode(function.text)}()", decode(key.text)), ()
