"""Whether a function gives a parameter another value before it passes it on: then its callers do not write the name."""

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.unit import Unit

MAX_NODES = 20_000
"""Nodes of a function beyond which nothing is said of its parameters."""
_WRITES = late(
    "(?:augmented_|reference_|operator_)?assignment(?:_expression|_statement)?|named_expression|short_var_declaration"
)
"""Node types of all grammars for what writes to a variable."""
_DEFAULTS = frozenset({"||=", "??="})
"""What writes only where nothing is given."""
_MUTATES = frozenset({"concat", "prepend", "insert", "replace"})
"""Methods that change a text of Ruby's in place, besides those with `!`."""
_LENT = frozenset({"ref", "out"})
_INDEX = late(r"\[\s*[:\"'](\w+)[\"']?\s*\]")
_OTHER_INDEX = late(r"(?<=[\w\])])\[[^\[\]]*\]")
_TARGET = late(r"[@\w$]+(?:(?:\?\.|!\.|\.|->|::)[\w$]+)*")


def rewritten(unit: Unit, function: Node, path: Sequence[str]) -> bool:
    """Whether a function of a file writes to a parameter of its own, or to the field of it that `path` leads to."""
    key = function.id, tuple(path)
    if key not in unit.rewritten:  # a function is asked about for every call of it
        unit.rewritten[key] = _rewritten(function, path)
    return unit.rewritten[key]


def _rewritten(function: Node, path: Sequence[str]) -> bool:
    wanted = [step.lstrip("$").removesuffix("()") for step in path]
    name = wanted[0].encode()
    for count, node in enumerate(_below(function)):
        if count > MAX_NODES:
            return True
        target = _written(node)
        if target is not None and name in (target.text or b"") and _leads_to(target, wanted):
            return True
    return False


def _below(node: Node) -> Iterator[Node]:
    pending = [node]
    while pending:
        node = pending.pop()
        yield node
        pending += node.named_children


def _written(node: Node) -> Node | None:
    """What a node writes to."""
    if _WRITES.fullmatch(node.type):
        operator = node.child_by_field_name("operator")
        if operator is not None and (operator.text or b"").decode() in _DEFAULTS:
            return None
        fields = (node.child_by_field_name(field) for field in ("left", "target", "name"))
        return next(filter(None, fields), node.named_children[0] if node.named_children else None)
    return _lent(node) if node.type == "argument" else _changed_in_place(node)


def _lent(argument: Node) -> Node | None:
    """What C# lets a function write to that is called: `Complete(ref name)`."""
    lent = any(child.type in _LENT for child in argument.children)
    return argument.named_children[-1] if lent and argument.named_children else None


def _changed_in_place(node: Node) -> Node | None:
    """What Ruby's `name << "x"` and `name.prepend("x")` change."""
    if node.type == "binary" and any(child.type == "<<" for child in node.children):
        return node.child_by_field_name("left")
    method = node.child_by_field_name("method") if node.type == "call" else None
    called = (method.text or b"").decode() if method is not None else ""
    return node.child_by_field_name("receiver") if called in _MUTATES or called.endswith("!") else None


def _leads_to(target: Node, path: Sequence[str]) -> bool:
    """Whether something is one of the names, or the objects, that lead to what is passed on."""
    text = _INDEX.sub(r".\1", (target.text or b"").decode("utf-8", "replace"))
    for match in _TARGET.finditer(_OTHER_INDEX.sub("", text)):
        steps = [step.lstrip("$") for step in re.split(r"\?\.|!\.|\.|->|::", match.group())]
        if steps == list(path[: len(steps)]):
            return True
    return False
