"""What an object has that is made of a class of the repository: what its constructor keeps, and what its class says."""

import re
from collections.abc import Callable
from functools import lru_cache

from tree_sitter import Node

from waypost.frozen import replace
from waypost.patterns import late
from waypost.telemetry.expression import Expression, Joined, Record, Reference, Text
from waypost.telemetry.languages import Kept
from waypost.telemetry.languages.above import Above, above
from waypost.telemetry.languages.strings import decode
from waypost.telemetry.unit import Known, Members, Unit, settled

MAX_ABOVE = 3
"""Classes above that of an object."""
_OWN = frozenset({(), ("this",), ("self",)})
_BODIES = frozenset({"class_body", "declaration_list"})
"""What stands behind `new Event("x")` where the object has members of its own."""
_MADE = late(rb"(?:new\s+|const\s+)?((?:\w+\s*[?!]?\.\s*)*\w+)")

_CHANGING = frozenset({"python", "javascript"})
"""Families in which a constructor may write to what it gets before it hands that on."""

Given = Callable[[Kept], Known | None]
"""What a constructor got for a member."""


def of_class(made: Known, key: str) -> Known | None:
    """What an object has under a key by its own class; None where that is not certain, or for no such object."""
    record = made.value
    if not isinstance(record, Record) or not record.constructor or _is_changed(made):
        return None
    path = _path(made, record.constructor)
    return _member(_class(made.home, path, record.start), key, lambda kept: _given(made, record, kept), MAX_ABOVE)


def _path(made: Known, constructor: str) -> tuple[str, ...]:
    """The dotted name of the class that an object is made of."""
    found = _MADE.match(made.home.source, made.value.start)
    path = tuple(decode(found[1]).replace(" ", "").split(".")) if found is not None else ()
    return path if path and path[-1] == constructor else (constructor,)


def _class(home: Unit, path: tuple[str, ...], start: int) -> tuple[Unit, Node] | None:
    kind = home.lookup(Reference(path, start, start))
    if kind is None or not isinstance(kind.value, Record) or kind.value.constructor is not None:
        return None
    node = kind.home.tree.root_node.descendant_for_byte_range(kind.value.start, kind.value.end)
    return (kind.home, node) if node is not None else None


def _member(kind: tuple[Unit, Node] | None, key: str, given: Given, steps: int) -> Known | None:
    """What the objects of a class have under a key, by itself or by the class above it."""
    if kind is None:
        return None
    home, node = kind
    members = {name: list(some) for name, some in _members(home, node).items()}
    while some := members.get(key):
        last = some.pop()  # a getter stands before the field of its name
        if isinstance(last, Kept):
            if (found := given(last)) is not None:
                return found
            continue
        value = home.language.expression(last)
        if not isinstance(value, Reference) or value.path[-1] not in members or value.path[:-1] not in _OWN:
            return Known(value, home)
        key = value.path[-1]
    higher = above(node) if steps and key not in members else None
    if higher is None:
        return None
    found_above = _class(home, higher.path, node.start_byte)
    return _member(found_above, key, lambda kept: _handed(higher, home, given, kept), steps - 1)


def _members(home: Unit, node: Node) -> Members:
    """What every object of a class has, by name; most classes are asked for more than once."""
    if node.start_byte not in home.classes:
        found: Members = {}
        for name, member in home.language.instance(node):
            found.setdefault(name, []).append(member)
        home.classes[node.start_byte] = found
    return home.classes[node.start_byte]


def _handed(higher: Above, home: Unit, given: Given, kept: Kept) -> Known | None:
    """What a class hands to the constructor of the one above it."""
    if higher.given is None:
        return given(kept)
    handed = dict(higher.given)
    node = handed.get(kept.name, handed.get(str(kept.position)))
    value = home.language.expression(node) if node is not None else None
    if (own := _parameter(higher, home, value)) is not None:
        return given(own)
    if isinstance(value, Joined):
        value = replace(value, parts=tuple(_filled(higher, home, given, part) for part in value.parts))
    return Known(value, home) if value is not None else None


def _parameter(higher: Above, home: Unit, value: Expression | None) -> Kept | None:
    """The parameter of a class's own constructor that a value is, if nothing else is written to it."""
    if not isinstance(value, Reference) or len(value.path) > 1 or value.path[0] not in higher.parameters:
        return None
    own = [name for name in higher.parameters if name != "self"]
    changes = home.language.family in _CHANGING and _changing(value.path[0]).search(home.source) is not None
    return Kept(value.path[0], own.index(value.path[0])) if not changes else None


@lru_cache(maxsize=256)
def _changing(name: str) -> "re.Pattern[bytes]":
    return re.compile(rf"(?m)^[ \t]+{re.escape(name)}[ \t]+[-+|?]*=[ \t]".encode())


def _filled(higher: Above, home: Unit, given: Given, part: Expression) -> Expression:
    """A part of a text that a class makes, which is a text if its constructor gets one for it."""
    own = _parameter(higher, home, part)
    got = given(own) if own is not None else None
    held = settled(got).value if got is not None else part
    return Text(held.value, part.start, part.end) if isinstance(held, Text) else part


def _is_changed(made: Known) -> bool:
    """Whether the object has a class of its own, which may say something else."""
    node = made.home.tree.root_node.descendant_for_byte_range(made.value.start, made.value.end)
    return node is None or any(child.type in _BODIES for child in node.named_children)


def _given(made: Known, record: Record, kept: Kept) -> Known | None:
    """What the constructor got for a member."""
    given = dict(record.entries)
    value = given.get(kept.name, given.get(str(kept.position)))
    if value is None and made.home.language.family == "javascript":  # there, the record is the one object it gets
        node = made.home.tree.root_node.descendant_for_byte_range(record.start, record.end)
        arguments = made.home.language.arguments(node) if node is not None else ()
        value = arguments[kept.position].value if kept.position < len(arguments) else None
    return Known(value, made.home) if value is not None else None
