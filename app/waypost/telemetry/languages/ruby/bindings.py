"""Which names Ruby's scopes bind."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.languages import Bound, Parameter, Signature
from waypost.telemetry.languages.assigned import all_values
from waypost.telemetry.languages.ruby.values import CONTAINERS, MAX_DEPTH
from waypost.telemetry.languages.strings import decode

MAX_NODES = 50_000
"""Nodes of one scope that are looked at; blocks share the variables around them, so those within are part of it."""
MAX_NAMES = 200
"""Names of one block."""
MAX_AROUND = 200_000
"""Bytes around a block in which its variables may be written to."""
_METHODS = frozenset({"method", "singleton_method"})
_BLOCKS = frozenset({"block", "do_block", "lambda"})
SCOPES = _METHODS | _BLOCKS | CONTAINERS | {"program", "singleton_class"}
_NAMES = frozenset({"identifier", "constant"})
_CHANGES = late(
    "concat|prepend|insert|replace"
    "|(?:g?sub|upcase|downcase|capitalize|swapcase|[lr]?strip|squeeze|tr|reverse|chomp|chop|succ|next|slice)!"
)
"""Methods that make another text of the one that they are called on."""


class _Anything(dict[str, Bound]):
    """The names of a scope that is too large to look at: it may bind anything, so nothing is known in it."""

    def __contains__(self, _name: object) -> bool:
        return True

    def __missing__(self, _name: str) -> None:
        return None


def bindings(scope: Node) -> Mapping[str, Bound]:
    """The names that a scope binds, with the nodes of their values where all of them are known."""
    values: dict[str, list[Node | None]] = {name: [None] for name in _parameters(scope)}
    own = set(values)
    uses: dict[str, list[int]] = {}
    nodes = list(islice(_nodes(scope), MAX_NODES + 1))
    if len(nodes) > MAX_NODES:
        return _Anything()
    for node in nodes:
        if node.type == "identifier" and not _is_target(node):
            uses.setdefault(decode(node.text), []).append(node.start_byte)
        for name, value in _bound(node):
            values.setdefault(name, []).append(value)
    bound = {name: all_values(each, uses.get(name, ())) for name, each in values.items()}
    if scope.type not in _BLOCKS:
        return bound
    if len(bound) > MAX_NAMES:
        return _Anything()
    return {name: value if name in own or not _assigned_around(scope, name) else None for name, value in bound.items()}


def _is_target(identifier: Node) -> bool:
    around = identifier.parent
    return around is not None and around.type == "assignment" and around.child_by_field_name("left") == identifier


def _assigned_around(block: Node, name: str) -> bool:
    """Whether a variable of a block is that of the method around it, which may write something else to it."""
    around: Node | None = block
    while around is not None and around.type not in _METHODS | CONTAINERS | {"program"}:
        around = around.parent
    if around is None or around.end_byte - around.start_byte > MAX_AROUND:
        return True
    start = block.start_byte - around.start_byte
    text = around.text or b""
    pattern = re.compile(rb"(?<![\w.@$])%s\s*(?:\|\||&&|[-+*/<])?=(?![=~>])" % re.escape(name.encode()))
    return any(pattern.search(part) for part in (text[:start], text[start + block.end_byte - block.start_byte :]))


def _parameters(scope: Node) -> Iterator[str]:
    """What a method or block gets, and the names of default values, which only makes us say less."""
    parameters = scope.child_by_field_name("parameters")
    yield from _all(parameters) if parameters is not None else ()


def _nodes(scope: Node) -> Iterator[Node]:
    """The nodes below a scope, those of blocks within too, but not those of methods, classes and modules."""
    pending = list(scope.named_children)
    while pending:
        node = pending.pop()
        yield node
        if node.type not in _METHODS and node.type not in CONTAINERS and node.type != "singleton_class":
            pending.extend(node.named_children)


def _bound(node: Node) -> Iterator[tuple[str, Node | None]]:
    left = node.child_by_field_name("left")
    if node.type in ("assignment", "operator_assignment") and left is not None:
        if left.type not in _NAMES:
            yield from ((name, None) for name in _all(left) if left.type == "left_assignment_list")
        else:
            yield decode(left.text), node.child_by_field_name("right") if node.type == "assignment" else None
    elif (changed := _changed(node)) is not None:
        yield decode(changed.text), None
    elif node.type in CONTAINERS or node.type in _METHODS:
        name = node.child_by_field_name("name")
        if name is not None and name.type in _NAMES:
            yield decode(name.text), node if node.type in CONTAINERS else None
    elif node.type in ("exception_variable", "for"):
        target = node.child_by_field_name("pattern") or node
        yield from ((name, None) for name in _all(target))


def _changed(node: Node) -> Node | None:
    """The variable whose text `name << "x"`, `name.concat("x")` or `name.upcase!` changes."""
    if node.type == "binary" and any(child.type == "<<" for child in node.children):
        target = node.child_by_field_name("left")
    else:
        method = node.child_by_field_name("method") if node.type == "call" else None
        changes = method is not None and _CHANGES.fullmatch(decode(method.text))
        target = node.child_by_field_name("receiver") if changes else None
    return target if target is not None and target.type in _NAMES else None


def _all(node: Node, depth: int = MAX_DEPTH) -> Iterator[str]:
    """All identifiers at and below a node."""
    if node.type == "identifier":
        yield decode(node.text)
    elif depth:
        for child in node.named_children:
            yield from _all(child, depth - 1)


def signature(scope: Node) -> Signature | None:
    """A method as its callers see it."""
    name = scope.child_by_field_name("name") if scope.type in _METHODS else None
    if name is None:
        return None
    listed = scope.child_by_field_name("parameters")
    parameters = (_parameter(node) for node in (listed.named_children if listed is not None else ()))
    return Signature(decode(name.text), tuple(filter(None, parameters)), _owner(scope))


def _parameter(node: Node) -> Parameter | None:
    if node.type not in ("identifier", "optional_parameter", "keyword_parameter"):
        return None
    name = decode((node.child_by_field_name("name") or node).text)
    return Parameter(name, name if node.type == "keyword_parameter" else None)


def _owner(node: Node) -> str | None:
    """The name of the class or module around a node."""
    for _ in range(MAX_DEPTH):
        if node.parent is None or node.type in CONTAINERS:
            break
        node = node.parent
    name = node.child_by_field_name("name") if node.type in CONTAINERS else None
    return decode(name.text).rpartition("::")[2] if name is not None else None


def shares(value: Node) -> bool:
    """Whether other files may give a constant of a module anew."""
    return value.type in CONTAINERS
