"""What an object has that is made of a class of the repository: what its constructor keeps, and what its class says."""

from tree_sitter import Node

from waypost.telemetry.expression import Record, Reference
from waypost.telemetry.languages import Kept
from waypost.telemetry.unit import Known

_OWN = frozenset({(), ("this",), ("self",)})
_BODIES = frozenset({"class_body", "declaration_list"})
"""What stands behind `new Event("x")` where the object has members of its own."""


def of_class(made: Known, key: str) -> Known | None:
    """What an object has under a key by its own class; None where that is not certain, or for no such object."""
    record = made.value
    if not isinstance(record, Record) or not record.constructor or _is_changed(made):
        return None
    kind = made.home.lookup(Reference((record.constructor,), record.start, record.end))
    if kind is None or not isinstance(kind.value, Record) or kind.value.constructor is not None:
        return None
    node = kind.home.tree.root_node.descendant_for_byte_range(kind.value.start, kind.value.end)
    members: dict[str, list[Node | Kept]] = {}
    for name, member in kind.home.language.instance(node) if node is not None else ():
        members.setdefault(name, []).append(member)
    while some := members.get(key):
        last = some.pop()  # a getter stands before the field of its name
        if isinstance(last, Kept):
            return _given(made, record, last)
        value = kind.home.language.expression(last)
        if not isinstance(value, Reference) or value.path[-1] not in members or value.path[:-1] not in _OWN:
            return Known(value, kind.home)
        key = value.path[-1]
    return None


def _is_changed(made: Known) -> bool:
    """Whether the object has a class of its own, which may say something else."""
    node = made.home.tree.root_node.descendant_for_byte_range(made.value.start, made.value.end)
    return node is None or any(child.type in _BODIES for child in node.named_children)


def _given(made: Known, record: Record, kept: Kept) -> Known | None:
    """What the constructor got for a member."""
    given = dict(record.entries)
    value = given.get(kept.name, given.get(str(kept.position)))
    return Known(value, made.home) if value is not None else None
