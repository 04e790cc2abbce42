"""Find the places in a source file that send tracked events."""

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from waypost.change import MAX_FILE_BYTES
from waypost.finding import Span
from waypost.telemetry import languages
from waypost.telemetry.damaged import read_again
from waypost.telemetry.expression import Argument, Expression, Opaque, Record, Reference
from waypost.telemetry.handed import NOTHING, Handed, handed
from waypost.telemetry.languages import Language
from waypost.telemetry.parsing import Unparsed, Work
from waypost.telemetry.positions import Positions
from waypost.telemetry.resolve import Found, Resolution, names, properties, settled
from waypost.telemetry.scopes import Lookup, Scopes
from waypost.telemetry.sdks import Pattern, Place, Sdks

MAX_CALLS = 2_000
"""Calls looked at in one file; only a generated file has more."""
MAX_DEPTH = 2_000
"""Levels of the syntax tree above a call; going up takes time for each of them."""
MAX_DAMAGED = 100
"""Calls cut out of one damaged file."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name a call sends, and the literal that holds it.

    `span` is the literal with its quotes, at the definition for a constant; `inner` is what stands between the quotes,
    None where no single literal holds the whole name and so no edit can change it.
    """

    text: str
    resolution: Resolution
    span: Span
    inner: Span | None

    @property
    def certain(self) -> bool:
        """Whether this is the name itself, as opposed to a pattern."""
        return self.resolution in (Resolution.LITERAL, Resolution.CONSTANT)


@dataclass(frozen=True, slots=True)
class CallSite:
    """One call that sends a tracked event.

    `span` is the first name's literal, or the expression that could not be resolved; `at` is the whole call.
    A name that two alternatives write has two entries in `names`, since both literals hold it.
    `resolution` is that of the least known name: a call with one unknown alternative is `UNRESOLVED` and still has the
    names that are known. `properties` are keys with the JSON type of literals; `open` says that there may be more keys;
    `handed` has them as the code writes them.
    """

    path: str
    span: Span
    at: Span
    sdk: str
    names: tuple[Name, ...]
    resolution: Resolution
    properties: tuple[tuple[str, str | None], ...] = ()
    open: bool = False
    handed: Handed = NOTHING


def find_calls(path: str, source: bytes, sdks: Sdks, work: Work | None = None) -> tuple[CallSite, ...]:
    """The call sites of one file in order of place; none for a language that is not known or a file that is too large.

    What does not parse is read as far as possible, within what is left of `work`; raises Unparsed beyond it.
    """
    language = languages.for_path(path)
    if language is None or len(source) > MAX_FILE_BYTES:
        return ()
    candidates = [hit for hit, _ in zip(sdks.candidates(source), range(MAX_CALLS), strict=False)]
    if not candidates:
        return ()
    return tuple(_File(path, source, language, sdks, work or Work()).calls(candidates))


@dataclass(frozen=True, slots=True)
class _Called:
    """A call: the dotted path of what is called, its node, and the offset at which its text ends at the latest."""

    path: tuple[str, ...]
    call: Node
    limit: int


class _File:
    """One parsed file."""

    def __init__(self, path: str, source: bytes, language: Language, sdks: Sdks, work: Work) -> None:
        self.path = path
        self.source = source
        self.language = language
        self.sdks = sdks
        self.tree = work.parse(source, language)
        self.lookup: Lookup = Scopes(self.tree, language)
        self.positions = Positions(source)
        self.damaged_left = MAX_DAMAGED if self.tree.root_node.has_error else 0

    def calls(self, candidates: list[tuple[int, int]]) -> Iterator[CallSite]:
        for start, end in candidates:
            sites = (self._site(called) for called in self._called(start, end))
            site = next(filter(None, sites), None)
            if site is not None:
                yield site

    def _called(self, start: int, end: int) -> Iterator[_Called]:
        """The call of the name at `start` to `end`, if it is one; in a damaged file, a second reading of it alone."""
        if self._too_deep(start):
            raise Unparsed("its code is nested too deep")
        node = self.tree.root_node.descendant_for_byte_range(start, end)
        if node is None or node.type in self.language.not_code:
            return
        called = self.language.callee(node) if node.type in self.language.names else None
        if called is not None:
            yield _Called(*called, len(self.source))
        if self.damaged_left and (called is None or "?" in called[0]):
            self.damaged_left -= 1
            again = read_again(self.source, start, end, self.language)
            yield from () if again is None else (_Called(*again),)

    def _too_deep(self, offset: int) -> bool:
        cursor = self.tree.root_node.walk()
        while cursor.depth <= MAX_DEPTH:
            if cursor.goto_first_child_for_byte(offset) is None:
                return False
        return True

    def _site(self, called: _Called) -> CallSite | None:
        patterns = list(self.sdks.matching(called.path, self.language.family, self.source))
        arguments = self.language.arguments(called.call) if patterns else ()
        for pattern in patterns:
            value = self._name_value(pattern, arguments)
            if value is not None:
                return self._described(pattern, called, value, arguments)
        return None

    def _name_value(self, pattern: Pattern, arguments: tuple[Argument, ...]) -> Expression | None:
        """The first place that holds something which can be a name."""
        values = (at_place(place, arguments, self.lookup) for place in pattern.name)
        fitting = (value for value in values if value is not None and can_be_name(value, self.lookup))
        loose = any(place.constructor is None for place in pattern.name)
        return next(fitting, hidden(arguments) if loose else None)

    def _described(
        self, pattern: Pattern, called: _Called, value: Expression, arguments: tuple[Argument, ...]
    ) -> CallSite:
        found = list(names(value, self.lookup))
        held = (at_place(place, arguments, self.lookup) for place in pattern.properties)
        holder = next((value for value in held if value is not None), hidden(arguments))
        keys, more = properties(holder, self.lookup) if holder is not None else ((), False)
        known = tuple(self._name(name) for name in found if name.resolution is not Resolution.UNRESOLVED)
        return CallSite(
            path=self.path,
            span=self._span(found[0].start, found[0].end, called.limit),
            at=self._span(*called.call.byte_range, called.limit),
            sdk=pattern.sdk,
            names=tuple(dict.fromkeys(known)),
            resolution=max(name.resolution for name in found),
            properties=keys,
            open=more,
            handed=handed(holder, self._behind(holder), self.source, self.positions),
        )

    def _behind(self, holder: Expression | None) -> Expression | None:
        return settled(holder, self.lookup) if holder is not None else None

    def _name(self, found: Found) -> Name:
        inner = self.positions.span(*found.inner) if found.inner else None
        return Name(found.text, found.resolution, self.positions.span(found.start, found.end), inner)

    def _span(self, start: int, end: int, limit: int) -> Span:
        """A span of nodes, without the brackets that a second reading added at `limit`."""
        return self.positions.span(start, limit if start <= limit < end else end)


def at_place(place: Place, arguments: tuple[Argument, ...], lookup: Lookup) -> Expression | None:
    """The value at `place` of a call, None if there is none; behind a spread it is something unknown."""
    value = _argument(place.argument, arguments)
    if value is None or place.key is None:
        return value
    record = settled(value, lookup)
    if not isinstance(record, Record) or (place.constructor or None) != record.constructor:
        return None
    return next((entry for key, entry in record.entries if key == place.key), None)


def _argument(where: int | str, arguments: tuple[Argument, ...]) -> Expression | None:
    if isinstance(where, str):
        return next((argument.value for argument in arguments if argument.keyword == where), None)
    positional = [argument for argument in arguments if argument.keyword is None]
    for index, argument in enumerate(positional):
        if argument.spread:
            return Opaque(None, "value", argument.value.start, argument.value.end)
        if index == where:
            return argument.value
    return None


def hidden(arguments: tuple[Argument, ...]) -> Expression | None:
    """What may hold a value that stands at none of its places: a spread, whose content is not written here."""
    spread = next((argument.value for argument in arguments if argument.spread), None)
    return Opaque(None, "value", spread.start, spread.end) if spread is not None else None


def can_be_name(value: Expression, lookup: Lookup) -> bool:
    """Whether a value can be text: objects, numbers, functions and their like cannot."""
    behind = settled(value, lookup)
    if isinstance(behind, Reference) or not isinstance(behind, Record | Opaque):
        return True
    return isinstance(behind, Opaque) and behind.kind in (None, "string")
