"""What a name stands for at one place of one file, found on demand."""

from collections.abc import Mapping

from tree_sitter import Node, Tree

from waypost.frozen import replace
from waypost.patterns import late_re2
from waypost.telemetry.damaged import define_again
from waypost.telemetry.expression import Choice, Expression, Opaque, Record, Text
from waypost.telemetry.languages import Bound, Language

MAX_NESTING = 400
"""Code nested deeper is generated; its names stay unresolved."""
_WRITTEN = late_re2(rb"\b(\w+)(?:\.(\w+)|\[[\"':]?(\w+)[\"']?\])\s*[-+*/|&?.]{0,2}(=)(?:[^=>~]|$)")
"""`order.event = …` and `order["event"] = …`; text in strings counts, too, which only makes us say less."""

_DELETED = late_re2(rb"\bdel(?:ete)?\s+(\w+)(?:\.(\w+)|\[[\"'](\w+)[\"']\])")
END = 1 << 62
"""Behind all code."""
_MIXED = late_re2(
    rb"\bObject\.assign\(\s*(\w+)\s*,\s*(\{[^{}]*\}\s*\))?|\b(\w+)\.update\(\s*((?:\{[^{}]*\}|\w+\s*=[^=()]*)\s*\))?"
)
"""What puts keys into an object; the second group is all of them, where they are written there."""


class Scopes:
    """The constants of one file. A name bound twice, or to something that is no constant, is not known."""

    def __init__(self, tree: Tree, language: Language, source: bytes = b"") -> None:
        """`source` is what the tree was made of."""
        self._root = tree.root_node
        self._language = language
        self._bindings: dict[int, Mapping[str, Bound]] = {}
        self._shared: dict[str, bool] = {}
        self._values: dict[int, Expression] = {}
        self._source = source
        self._put_into: dict[int, dict[bytes, list[bytes | None]]] = {}
        self._mixes = language.family in ("javascript", "python")
        self._defined: dict[str, Node | None] = {}
        self._around: dict[int, list[Node]] = {}
        self._written: dict[int, dict[bytes, dict[bytes, list[int]]]] = {}

    def at(self, offset: int, name: str) -> tuple[bool, Expression | None]:
        """Whether a name is bound around `offset`, and to what; nothing for what is no constant."""
        for scope in reversed(self.around(offset)):
            if self.has(scope, name):
                return self._bound(scope, name)
        return self._again(name)

    def top(self, name: str) -> tuple[bool, Expression | None]:
        """The same at the top of the file."""
        return self._bound(self._root, name) if self.has(self._root, name) else self._again(name)

    def shared(self, name: str, offset: int | None = None) -> bool:
        """Whether other files may write to what a name stands for, at the top or at an offset."""
        if name not in self._shared:
            bound = self._bindings[self._root.id][name] if self.has(self._root, name) else None
            self._shared[name] = isinstance(bound, Node) and self._language.shares(bound)
        if not self._shared[name]:
            return False
        return offset is None or not any(self.has(scope, name) for scope in self.around(offset)[1:])

    def inherited(self, offset: int, name: str, own: bool) -> str | None:
        """The class around an offset that binds a name which classes that extend it may have otherwise.

        `own` says that the name is its member's for certain.
        """
        asked = self._language.inherited
        holders = [it for it in reversed(self.around(offset)) if self.has(it, name)] if asked is not None else []
        kinds = (asked(it, name) for it in (holders if own else holders[:1])) if asked is not None else ()
        return next(filter(None, kinds), None)

    def around(self, offset: int) -> list[Node]:
        """The scopes around an offset, outermost first."""
        if offset not in self._around:
            self._around[offset] = self._scopes_around(offset)
        return self._around[offset]

    def _scopes_around(self, offset: int) -> list[Node]:
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

    def has(self, scope: Node, name: str) -> bool:
        """Whether a scope binds a name."""
        if scope.id not in self._bindings:
            self._bindings[scope.id] = self._language.bindings(scope)
        return name in self._bindings[scope.id]

    def takes_out(self, scope: Node, name: str) -> bool:
        """Whether a scope has a name that it binds from an object that is taken apart."""
        bound = self._bindings[scope.id][name] if self.has(scope, name) else None
        return isinstance(bound, Node) and bound.type == "shorthand_property_identifier_pattern"

    def _again(self, name: str) -> tuple[bool, Expression | None]:
        """In a damaged file, what a name is where its definition is read alone."""
        if not self._root.has_error:
            return NO
        if name not in self._defined:
            self._defined[name] = define_again(self._source, name, self._language)
        node = self._defined[name]
        return (True, self._value(node)) if node is not None else NO

    def _bound(self, scope: Node, name: str) -> tuple[bool, Expression | None]:
        node = self._bindings[scope.id][name]
        if isinstance(node, tuple):
            options = tuple(value for value in map(self._value, node) if not _says_none(value))
            return True, Choice(options, node[0].start_byte, node[-1].end_byte) if options else None
        return True, None if node is None else self._kept(scope, name, node)

    def _kept(self, scope: Node, name: str, node: Node) -> Expression:
        """What a name is bound to; what is written to a key of it afterwards makes that key unknown."""
        value = self._value(node)
        if not isinstance(value, Record):
            return value
        held = name.lstrip("$").encode()
        writes = self._writes(scope).get(held, {})
        written = ((key, said) for key, said in value.entries if key.encode() in writes) if writes else ()
        keys = {key for key, said in written if any(not self._is_said(at, said) for at in writes[key.encode()])}
        if keys:
            value = self._values[node.id] = _unknown(value, keys)
        mixed = self._mixed(scope).get(held)
        return _mixed_with(value, mixed) if mixed else value

    def fills(self, offset: int, name: str) -> bool:
        """Whether keys are put into what a name stands for around an offset."""
        scope = next((it for it in reversed(self.around(offset)) if self.has(it, name)), self._root)
        held = name.lstrip("$").encode()
        return held in self._writes(scope) or held in self._mixed(scope)

    def _mixed(self, scope: Node) -> dict[bytes, list[bytes | None]]:
        """What several keys are put into at once, with the text that says them; None where it does not."""
        if scope.id not in self._put_into:
            found = self._put_into[scope.id] = dict[bytes, list[bytes | None]]()
            for match in _MIXED.finditer(scope.text or b"") if self._mixes else ():
                known = match.group(2) or match.group(4)
                told = known is not None and b"..." not in known and b"**" not in known
                found.setdefault(match.group(1) or match.group(3), []).append(known if told else None)
        return self._put_into[scope.id]

    def _writes(self, scope: Node) -> dict[bytes, dict[bytes, list[int]]]:
        """Where a scope writes to keys: behind the `=`, by what holds the key and the key."""
        if scope.id not in self._written:
            found = self._written[scope.id] = {}
            for match in _WRITTEN.finditer(scope.text or b""):
                places = found.setdefault(match.group(1), {}).setdefault(match.group(2) or match.group(3), [])
                places.append(scope.start_byte + match.end(4))
            for match in _DELETED.finditer(scope.text or b"") if self._mixes else ():
                found.setdefault(match.group(1), {}).setdefault(match.group(2) or match.group(3), []).append(END)
        return self._written[scope.id]

    def _is_said(self, at: int, value: Expression) -> bool:
        """Whether the write that ends there is what the record has the value from: some are filled step by step."""
        return at <= value.start and not self._source[at : value.start].strip()

    def _value(self, node: Node) -> Expression:
        if node.id not in self._values:
            self._values[node.id] = self._language.expression(node)
        return self._values[node.id]


def _unknown(record: Record, keys: set[str]) -> Record:
    """A record of which some keys may hold anything."""
    entries = (
        (key, Opaque(None, key, value.start, value.end) if key in keys else value) for key, value in record.entries
    )
    return replace(record, entries=tuple(entries))


def _mixed_with(record: Record, more: list[bytes | None]) -> Record:
    """A record that has more keys, and whose texts may be others where those are its own."""
    known = b" ".join(text for text in more if text is not None)
    entries = (
        (key, Opaque("string", key, value.start, value.end) if isinstance(value, Text) else value)
        if None in more or key.encode() in known
        else (key, value)
        for key, value in record.entries
    )
    return replace(record, entries=tuple(entries), open=True)


def _says_none(value: Expression) -> bool:
    """Whether a variable has this only until it gets its value."""
    if isinstance(value, Opaque):
        return value.kind in ("null", "boolean")
    return isinstance(value, Text) and not value.value


NO = (False, None)
"""The name is not bound here."""
