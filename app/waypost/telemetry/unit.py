"""One parsed file, and what its names stand for: in itself, and by way of the program that it is part of."""

from functools import cached_property

from tree_sitter import Node

from waypost.frozen import dataclass, replace
from waypost.patterns import late_re2
from waypost.telemetry.damaged import unmarked
from waypost.telemetry.elsewhere import Elsewhere, Nowhere
from waypost.telemetry.expression import Entry, Expression, Record, Reference, Text
from waypost.telemetry.languages import Import, Kept, Language, Signature
from waypost.telemetry.parsing import Work
from waypost.telemetry.positions import Positions
from waypost.telemetry.resources import GIVEN, are_resources, is_own, is_resource
from waypost.telemetry.sdk_constants import WITH_CONSTANTS, event_of

VALUES = frozenset({"value", "rawValue", "key", "id", "event", "eventName"})
"""What stands behind an enum's member where its value is meant: `Event.OPENED.value`."""
OWN_CLASS = frozenset({"self", "Self", "this"})
"""What stands before a member of the class around it."""
ANY_KEY = "[]"
"""The step of a dotted name behind an object or a list of which any member may be meant."""
LATE = "static"
"""What stands before a constant of PHP's of the class that a method is called of."""
MAX_STEPS = 8
"""A constant that stands for a constant, and so on, is followed this far."""

_MAKES = late_re2(
    rb"(?:\bvar\s+(\w+)\s*(?::\s*\w+\s*)?\{|\bval\s+(\w+)\b[^\n={]*\bget\(\)|\bget\s+(\w+)\s*(?:=>|\{)"
    rb"|\bString\s+(?:get)?(\w+)\(\)\s*\{|\bdef\s+(\w+)\(self\)[^:\n]*:)[^}]{0,200}?(?:[\"'+$]|\w\()"
)
"""A getter that makes another text of what it reads: `var key: String { "cart_" + rawValue }`."""

_OVERRIDES = late_re2(rb"(?:\b|@)override\s+(?:[\w<>?.\[\]]+\s+)*(\w+)\s*(?:=|:|\{|;|get\b)")
"""A member that a class has instead of the one of the class above it."""

_PROMISES = late_re2(rb"\benum\s+\w+\s*(implements\b)?[^{;]*\{")
"""Where Java's enums begin, and whether they promise what something else has."""

MAX_LOOKUPS = 50_000
"""Names looked up in one file; only code that is written to keep us busy has more."""


Members = dict[str, list[Node | Kept]]
"""What an object of a class has under each name."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value, and the file it is written in: names in it mean what they mean there."""

    value: Expression
    home: "Unit"


class Unit:
    """One file. What does not parse is read as far as possible; raises Unparsed beyond what is left of `work`.

    `functions` are those that were looked for by their name, with their scopes; `wanted` are the types that they want
    for an argument; `rewritten` says of which functions it is known whether they write to what a dotted name leads to.
    `classes` are those that were looked at, by where they begin, with what each of their objects has, and `returned`
    are functions with what each returns.
    """

    def __init__(
        self, path: str, source: bytes, language: Language, work: Work, elsewhere: Elsewhere | None = None
    ) -> None:
        self.path = path
        self.source = language.code(unmarked(source))
        self.language = language
        self.tree, self.scopes = work.read(self.source, language)
        self.elsewhere = elsewhere or Nowhere()
        self._written = source
        self._members: dict[int, tuple[Record, dict[str, Expression]]] = {}
        self._spreading = set[tuple[int, str]]()
        self._left = MAX_LOOKUPS
        self.classes: dict[int, Members] = {}
        self.returned: dict[int, tuple[Expression, ...]] = {}
        self.functions: dict[str, tuple[tuple[Node, Signature], ...]] = {}
        self.wanted: dict[tuple[str, int | str], tuple[str, ...]] = {}
        self.rewritten: dict[tuple[int, tuple[str, ...]], bool] = {}

    @cached_property
    def positions(self) -> Positions:
        """Lines and columns."""
        return Positions(self._written)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """The names this file has from elsewhere."""
        return self.language.imports(self.tree.root_node)

    def own_path(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """A dotted name as it is called where it comes from: an import may have given it another name here."""
        names = (it.name for it in self.imports if it.local == path[0] and it.name not in (None, "default"))
        return (next(names, None) or path[0], *path[1:])

    @cached_property
    def exports(self) -> tuple[Import, ...]:
        """What it gives on under another name, or from elsewhere."""
        return self.language.exports(self.tree.root_node)

    @cached_property
    def taken(self) -> tuple[Import, ...]:
        """What it has from other files or gives on from them."""
        return tuple(it for it in (*self.imports, *self.exports) if it.module)

    @cached_property
    def made(self) -> frozenset[str]:
        """Getters that make another text of what they read, in lower case: they do not give an entry's value."""
        found = _MAKES.findall(self.source)
        return frozenset(name.decode("utf-8", "replace").lower() for names in found for name in names if name)

    @cached_property
    def overridden_here(self) -> frozenset[str]:
        """Members of which a class of this file has one of its own, so that their bare name may mean either."""
        found = _OVERRIDES.findall(self.source) if b"override" in self.source else ()
        return frozenset(name.decode("utf-8", "replace") for name in found)

    def lookup(self, reference: Reference, steps: int = MAX_STEPS) -> Known | None:
        """What a reference of this file stands for; None when that is not known for certain."""
        self._left -= 1
        if not steps or self._left < 0:
            return None
        if reference.path[-1] == GIVEN:
            return self._resource_held(reference, steps)
        bound, value = self.scopes.at(reference.start, reference.path[0])
        if not bound and is_resource(reference.path):
            return self._resource(reference)
        if not bound:
            return self.elsewhere.named(self, reference.path, steps - 1) or self._of_sdk(reference)
        if reference.path[0] in self.overridden_here or self._is_written(reference.path, reference.start):
            return None
        if self.language.inherited is not None and self._is_overridden(reference):
            return None
        found = self.member(value, reference.path[1:], steps - 1) if value is not None else None
        if found is None and self._extends(value) and len(reference.path) > 1:
            return self.elsewhere.named(
                self, reference.path, steps - 1
            )  # it may be defined there, and only extended here
        return found

    def _of_sdk(self, reference: Reference) -> Known | None:
        """What only an SDK has under a name."""
        if reference.path[-1][:1].islower() or self.language.family not in WITH_CONSTANTS:
            return None
        text = event_of(reference.path, self.language.family, self.source, self.imports)
        return Known(Text(text, reference.start, reference.end), self) if text is not None else None

    def _resource(self, reference: Reference) -> Known | None:
        text = self.elsewhere.resource(reference.path) if is_own(reference.path, self.imports) else None
        return Known(Text(text, reference.start, reference.end), self) if text is not None else None

    def _resource_held(self, reference: Reference, steps: int) -> Known | None:
        """The resource behind a name, or several that it may be: what else is kept under a key is not known."""
        known: Known | None = Known(replace(reference, path=reference.path[:-1]), self)
        for left in range(steps - 1, 0, -1):
            if known is None or are_resources(known.value):
                return known
            known = known.home.lookup(known.value, left) if isinstance(known.value, Reference) else None
        return None

    def given(self, path: tuple[str, ...]) -> Known | None:
        """What another file finds here under a dotted name."""
        return None if self._is_written(path) else self.value_at(path)

    def value_at(self, path: tuple[str, ...]) -> Known | None:
        """What stands here under a dotted name, whoever else may write to it."""
        _, value = self.scopes.top(path[0])
        return self.member(value, path[1:]) if value is not None else None

    def _is_written(self, path: tuple[str, ...], offset: int | None = None) -> bool:
        """Whether another file writes to what a dotted name stands for."""
        return self.scopes.shared(path[0], offset) and self.elsewhere.writes(self, path)

    def _is_overridden(self, reference: Reference) -> bool:
        """Whether a class that extends the one around a reference has the member that it means otherwise."""
        if self.language.family == "php":  # there, only this says so
            return reference.path[0] == LATE and self._is_late_other(reference)
        own = reference.path[0] in OWN_CLASS and len(reference.path) > 1
        name = reference.path[own]
        owner = self.scopes.inherited(reference.start, name, own)
        return name in self.overridden_here or (owner is not None and self.elsewhere.writes(self, (name,), owner))

    def _is_late_other(self, reference: Reference) -> bool:
        """Whether the constant of the class that a method is called of may be another one than that of its own."""
        owner, name = self.scopes.inherited(reference.start, LATE, True), reference.path[-1]
        if owner is None:
            return False
        twice = self.source.count(f" {name} =".encode()) > 1  # by a class of the same file
        return twice or self.elsewhere.writes(self, (name,), owner)

    def _extends(self, value: Expression | None) -> bool:
        """Whether a type may have more members than this file gives it."""
        return isinstance(value, Record) and value.open and self.language.everywhere

    def member(self, value: Expression, keys: tuple[str, ...], steps: int = MAX_STEPS) -> Known | None:
        """What stands in a value of this file under `keys`, one below the other."""
        known: Known | None = Known(value, self)
        for number, key in enumerate(keys):
            known = settled(known, steps) if known is not None else None
            if known is None:
                return None
            last = number == len(keys) - 1
            held = _value_of(known.value, key) if last else None
            if (held is not None or self._is_got(known, key)) and key.lower() in known.home.made:
                return None
            if self._is_got(known, key) and known.home.promises(known.value.start):
                return None
            known = Known(held, known.home) if held is not None else known.home.entry(known.value, key)
        return known

    def _is_got(self, known: Known, key: str) -> bool:
        """Whether Java's `getKey()` may be meant by the `key` of an enum's entry, and is not the enum's own."""
        own = isinstance(known.value, Entry) and f"{key}()" in dict(known.value.fields)
        return isinstance(known.value, Entry) and known.home.language.family == "java" and not own

    def promises(self, offset: int) -> bool:
        """Whether Java's enum around an offset says that it is something else, too: it may have getters from there."""
        asked = b"implements" in self.source and b"@Getter" not in self.source  # which makes a getter of its own
        heads = list(_PROMISES.findall(self.source[:offset])) if asked else []
        return bool(heads) and bool(heads[-1])

    def entry(self, value: Expression, key: str) -> Known | None:
        """What a value of this file has under a key; a key written twice has nothing."""
        if isinstance(value, Entry):
            named = Text(value.name, value.start, value.end) if key == value.own else None
            held = next((field for name, field in value.fields if name == key), named)
            return Known(held, self) if held is not None else None
        return self._in_record(value, key) if isinstance(value, Record) else None

    def _in_record(self, record: Record, key: str) -> Known | None:
        if id(record) not in self._members:
            members: dict[str, Expression] = {}
            twice = set[str]()
            for name, value in record.entries:
                (twice if name in members else set()).add(name)
                members[name] = value
            kept = {name: value for name, value in members.items() if name not in twice}
            self._members[id(record)] = record, kept  # the record, too: an id lives as long as what it names
        found = self._members[id(record)][1].get(key)
        if found is not None and not self.overridden(record, key, found):
            return Known(found, self)
        held = self.computed(record, key)
        if found is None and len(held) == 1:
            return Known(held[0], self)
        return self._spread(record, key) if record.spread and not held else None

    def computed(self, record: Record, key: str) -> list[Expression]:
        """What an object of this file has under constants that stand for a key."""
        keys = ((settled(Known(it, self)).value, value) for it, value in record.computed)
        return [value for it, value in keys if isinstance(it, Text) and it.value == key]

    def _spread(self, record: Record, key: str) -> Known | None:
        """What an object has under a key from the last of those that it takes all keys of."""
        place = id(record), key
        if place in self._spreading:
            return None
        self._spreading.add(place)
        behind = (settled(Known(it, self)) for it in reversed(record.spread))
        ways = ((it, it.home.entry(it.value, key)) for it in behind)
        found = next((held for it, held in ways if held is not None or _is_open(it.value)), None)
        self._spreading.discard(place)
        return found

    def overridden(self, record: Record, key: str, value: Expression) -> bool:
        """Whether what is spread into an object behind a key, or a key that is a constant, is known to be the same."""
        if self.computed(record, key):
            return True
        behind = (settled(Known(it, self)).value for it in record.spread if it.start > value.start)
        return any(isinstance(it, Record) and any(name == key for name, _ in it.entries) for it in behind)


def _value_of(value: Expression, key: str) -> Expression | None:
    """What a key behind an enum's member says, where it means the member's value."""
    if isinstance(value, Entry):
        told = dict(value.fields)  # one that has a raw value is read by that, or by a getter of its own
        return value.value if key in VALUES and key not in told and "rawValue" not in told else None
    return value if isinstance(value, Text) and key in VALUES else None


def _is_open(value: Expression) -> bool:
    """Whether a value may have keys that are not known."""
    return not isinstance(value, Record) or value.open


def settled(known: Known, steps: int = MAX_STEPS) -> Known:
    """What a value stands for behind its references, as far as they are known."""
    for left in range(steps, 0, -1):
        behind = known.home.lookup(known.value, left) if isinstance(known.value, Reference) else None
        if behind is None:
            return known
        known = behind
    return known
