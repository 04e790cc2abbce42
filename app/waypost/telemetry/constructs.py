"""Classes whose objects send what they were made with: who makes one writes the name, as in `new Button("opened")`."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]
from tree_sitter import Node

from waypost.frozen import replace
from waypost.patterns import late_re2
from waypost.telemetry.expression import Reference
from waypost.telemetry.languages import Kept, Signature, parts
from waypost.telemetry.meant import class_around
from waypost.telemetry.pattern import ALONE, Pattern
from waypost.telemetry.unit import OWN_CLASS, Unit

CONSTRUCTORS = {"javascript": "constructor", "python": "__init__"}
"""What a class's constructor is called in families whose classes are followed."""
MADE = late_re2("(?:new)?")
"""What stands before a class's name where an object of it is made."""
_BY_SUPER = {"javascript": ("super", ALONE), "python": ("__init__", late_re2(r"super\(\)"))}
"""How a class that is below another one calls the constructor of that."""


def as_maker(signature: Signature, family: str) -> Signature | None:
    """A constructor as those see it who make an object; None for any other function."""
    if not signature.owner or CONSTRUCTORS.get(family) != signature.name:
        return None
    return replace(signature, name=signature.owner, owner=None)


def kept_by_constructor(unit: Unit, reference: Reference) -> tuple[Reference, Node] | None:
    """What a member of the object around is as a parameter of its constructor, and that, if it is nothing else."""
    if len(reference.path) < 2 or reference.path[0] not in OWN_CLASS:
        return None
    node = unit.tree.root_node.descendant_for_byte_range(reference.start, reference.start)
    kind = class_around(node) if node is not None else None
    maker = _constructor(unit, kind) if kind is not None else None
    found = [it for name, it in unit.language.instance(kind) if name == reference.path[1]] if kind and maker else []
    if len(found) != 1 or not isinstance(found[0], Kept) or maker is None or kind is None:
        return None
    writes = _writing(reference.path[1])
    if len(writes.findall(kind.text or b"")) != len(writes.findall(maker.text or b"")):
        return None
    return replace(reference, path=(found[0].name, *reference.path[2:])), maker


@lru_cache(maxsize=256)
def _writing(member: str) -> Any:
    return re2.compile(rf"\b(?:this|self)\.{re2.escape(member)}\s*(?:[-+*/|&?]{{0,2}}=[^=>]|\+\+|--)".encode())


def _constructor(unit: Unit, kind: Node) -> Node | None:
    wanted = CONSTRUCTORS.get(unit.language.family, "").encode()
    methods = (it for it in parts(kind.child_by_field_name("body")) if it.child_by_field_name("name") is not None)
    return next((it for it in methods if _name(it) == wanted), None)


def _name(node: Node) -> bytes | None:
    name = node.child_by_field_name("name")
    return name.text if name is not None else None


def by_super(pattern: Pattern, path: str, text: bytes) -> Iterator[Pattern]:
    """The pattern for a file with classes below the one that objects are made of."""
    below = frozenset(match.group(1).decode() for match in _below(pattern.method).finditer(text))
    method, receiver = _BY_SUPER[pattern.family or "javascript"]
    callee = replace(pattern.callee, top=False) if pattern.callee is not None else None
    if below:
        files = frozenset({path})
        yield replace(pattern, method=method, receiver=receiver, files=files, within=below, callee=callee)


@lru_cache(maxsize=256)
def setting(member: str) -> Any:
    """A pattern for what gives an object something else for a member: from outside, or as a field of a class below."""
    modifiers = r"(?:(?:public|private|protected|readonly|override|declare)\s+)*"
    return re2.compile(rf"(?m)(?:\.|^\s*{modifiers}|[{{;]\s*){re2.escape(member)}\s*(?::[^=;\n]*)?\s=[^=>]".encode())


@lru_cache(maxsize=256)
def _below(kind: str) -> Any:
    """`class B<T> extends A<T>`, `class B(A):`; the group is the class."""
    name = re2.escape(kind)
    return re2.compile(
        rf"\bclass\s+(\w+)\b[^{{}}():=]*(?:\bextends\s+(?:\w+\.)?{name}\b|\((?:[^()]*[\s,.])?{name}\b)".encode()
    )
