"""What a name stands for at one place of one file, found on demand."""

from collections.abc import Callable, Mapping

from tree_sitter import Node, Tree

from waypost.telemetry.expression import Expression, Record, Reference
from waypost.telemetry.languages import Language

Lookup = Callable[[Reference], Expression | None]
"""From a reference to what it stands for; None when that is not known for certain."""

MAX_NESTING = 400
"""Code nested deeper is generated; its names stay unresolved."""


class Scopes:
    """The constants of one file. A name bound twice, or to something that is no constant, is not known."""

    def __init__(self, tree: Tree, language: Language) -> None:
        self._root = tree.root_node
        self._language = language
        self._bindings: dict[int, Mapping[str, Node | None]] = {}
        self._values: dict[int, Expression] = {}
        self._members: dict[int, dict[str, Expression]] = {}

    def __call__(self, reference: Reference) -> Expression | None:
        """What `reference` stands for in this file."""
        found = self._bound(reference.path[0], reference.start)
        if found is None:
            return None
        value: Expression | None = found
        rest = reference.path[1:]
        if len(rest) > 1 and rest[-1] == "value":  # an enum member's value, in Python
            rest = rest[:-1]
        for key in rest:
            value = self._member(value, key) if isinstance(value, Record) else None
        return value

    def _bound(self, name: str, offset: int) -> Expression | None:
        for scope in reversed(self._around(offset)):
            names = self._names(scope)
            if name in names:
                node = names[name]
                return None if node is None else self._value(node)
        return None

    def _around(self, offset: int) -> list[Node]:
        """The scopes around an offset, outermost first."""
        cursor = self._root.walk()
        found = [self._root]
        for _ in range(MAX_NESTING):
            if cursor.goto_first_child_for_byte(offset) is None:
                return found
            node = cursor.node
            if node is None or node.start_byte > offset:
                return found
            if node.type in self._language.scopes:
                found.append(node)
        return []

    def _names(self, scope: Node) -> Mapping[str, Node | None]:
        if scope.id not in self._bindings:
            self._bindings[scope.id] = self._language.bindings(scope)
        return self._bindings[scope.id]

    def _value(self, node: Node) -> Expression:
        if node.id not in self._values:
            self._values[node.id] = self._language.expression(node)
        return self._values[node.id]

    def _member(self, record: Record, key: str) -> Expression | None:
        """A key's value; a key written twice has none."""
        if id(record) not in self._members:
            members: dict[str, Expression] = {}
            twice = set[str]()
            for name, value in record.entries:
                (twice if name in members else set()).add(name)
                members[name] = value
            self._members[id(record)] = {name: value for name, value in members.items() if name not in twice}
        return self._members[id(record)].get(key)
