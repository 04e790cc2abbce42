"""Find the places in a source file that send tracked events."""

import re
from collections.abc import Iterator
from itertools import islice

from tree_sitter import Node

from waypost.change import MAX_FILE_BYTES
from waypost.finding import Span
from waypost.frozen import dataclass, replace
from waypost.telemetry import languages
from waypost.telemetry.damaged import Texts, read_again, runs_on
from waypost.telemetry.due import leaves_out
from waypost.telemetry.expression import Argument, Choice, Entry, Expression, Joined, Opaque, Record, Reference, Text
from waypost.telemetry.handed import NOTHING, Handed, handed
from waypost.telemetry.languages import Language
from waypost.telemetry.made import due, due_types, made_for, may_be_made, shaped, unseen
from waypost.telemetry.meant import meant
from waypost.telemetry.parsing import Unparsed, Work
from waypost.telemetry.read_field import as_sent, defined
from waypost.telemetry.resolve import MAX_OPTIONS, Found, Resolution, names, properties
from waypost.telemetry.sdks import ANY, Pattern, Place, Sdks
from waypost.telemetry.taken import affixed, made_with, of_call, of_value, typed
from waypost.telemetry.unit import MAX_STEPS, VALUES, Elsewhere, Known, Unit, settled

MAX_CALLS = 2_000
"""Calls looked at in one file; only a generated file has more."""
MAX_DEPTH = 2_000
"""Levels of the syntax tree above a call; going up takes time for each of them."""
MAX_DAMAGED = 100
"""Calls cut out of one damaged file."""

OF_THIS_FILE = frozenset({(), ("this",), ("self",), ("cls",)})
"""What stands before a call of a function or method of the same file."""
_TELLING = re.compile(r"event|name|stat(?!us)|prop|param|extra|attributes|payload", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """One name a call sends, and the literal that holds it.

    `span` is the literal with its quotes, at the definition for a constant, in the file at `path`; `inner` is what
    stands between the quotes, None where no single literal holds the whole name and so no edit can change it.
    """

    text: str
    resolution: Resolution
    path: str
    span: Span
    inner: Span | None

    @property
    def certain(self) -> bool:
        """Whether this is the name itself, as opposed to a pattern."""
        return self.resolution in (Resolution.LITERAL, Resolution.CONSTANT)


@dataclass(frozen=True, slots=True)
class CallSite:
    """One call that sends a tracked event.

    `span` is the first name's literal, or the expression that could not be resolved or whose name stands in another
    file; `at` is the whole call.
    A name that two alternatives write has two entries in `names`, since both literals hold it.
    `resolution` is that of the least known name: a call with one unknown alternative is `UNRESOLVED` and still has the
    names that are known. `properties` are keys with the JSON type of literals; `open` says that there may be more keys;
    `handed` has them as the code writes them. `said` is what stands in the call itself for the name, None where nothing
    alone does; `own` says that a team declared the call.
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
    said: Span | None = None
    own: bool = False


def find_calls(
    path: str, source: bytes, sdks: Sdks, work: Work | None = None, elsewhere: Elsewhere | None = None
) -> tuple[CallSite, ...]:
    """The call sites of one file in order of place; none for a language that is not known or a file that is too large.

    `elsewhere` knows the other files. What does not parse is read as far as possible, within what is left of `work`;
    raises Unparsed beyond it.
    """
    language = languages.for_path(path)
    if language is None or len(source) > MAX_FILE_BYTES or not sends(path, source, language, sdks):
        return ()
    return calls_in(Unit(path, source, language, work or Work(), elsewhere), sdks)


def sends(path: str, source: bytes, language: Language, sdks: Sdks) -> bool:
    """Whether a file may send events at all: what it takes to know costs next to nothing."""
    return next(sdks.within(path, source, language.family, language.bare).candidates(), None) is not None


def calls_in(unit: Unit, sdks: Sdks) -> tuple[CallSite, ...]:
    """The call sites of a parsed file. Raises Unparsed where its code is nested too deep."""
    return tuple(call.site for call in _File(unit, sdks).calls())


def traced_in(unit: Unit, sdks: Sdks, certain: "Certain | None" = None) -> tuple["Traced", ...]:
    """The same, with the values that the name and the properties come from, but without what is handed over.

    `certain` is what earlier looks at the file have told for certain, and is told what this one does.
    """
    return tuple(_File(unit, sdks, whole=False, certain=certain).calls())


@dataclass(frozen=True, slots=True)
class Traced:
    """A call site, the pattern it fits, and the values at the places of its name and properties."""

    site: CallSite
    pattern: Pattern
    name: Known | None
    properties: Known | None

    @property
    def certain(self) -> bool:
        """Whether all of it is known, so that it stays what it is when more of the program is."""
        return self.site.resolution <= Resolution.CONSTANT and not self.site.open


Certain = dict[int, tuple[tuple[str, ...], list[Pattern], list[Traced]]]
"""By the offset of a called name: its dotted path, the patterns that fit, and what they say for certain."""


@dataclass(frozen=True, slots=True)
class _Called:
    """A call: the dotted path of what is called, its node, the offset at which its text ends at the latest, and where
    the called name is.
    """

    path: tuple[str, ...]
    call: Node
    limit: int
    name: tuple[int, int]


class _File:
    """One parsed file."""

    def __init__(self, unit: Unit, sdks: Sdks, whole: bool = True, certain: Certain | None = None) -> None:
        self.unit = unit
        self.whole = whole
        self.own: dict[tuple[str, ...], bool] = {}
        self.certain: Certain = {} if certain is None else certain
        self.language = unit.language
        self.fitting = sdks.within(unit.path, unit.source, unit.language.family, unit.language.bare)
        self.damaged_left = MAX_DAMAGED if unit.tree.root_node.has_error else 0
        self.texts = Texts(unit.source, unit.language) if self.damaged_left and unit.language.texts else None

    def calls(self) -> Iterator[Traced]:
        for start, end in islice(self.fitting.candidates(), MAX_CALLS):
            found = (self._sites(called) for called in self._called(start, end))
            yield from next(filter(None, found), [])

    def _called(self, start: int, end: int) -> Iterator[_Called]:
        """The call of the name at `start` to `end`, if it is one; in a damaged file, a second reading of it alone."""
        if self._too_deep(start):
            raise Unparsed("its code is nested too deep")
        node = self.unit.tree.root_node.descendant_for_byte_range(start, end)
        if node is None:
            return
        if self._is_text(node, start):
            return
        called = self.language.callee(node) if node.type in self.language.names else None
        if called is not None:
            yield _Called(*called, len(self.unit.source), (start, end))
        if self.damaged_left and (called is None or "?" in called[0] or called[1].has_error):
            self.damaged_left -= 1
            again = read_again(self.unit.source, start, end, self.language)
            yield from () if again is None else (_Called(*again, (start, end)),)

    def _is_text(self, node: Node, offset: int) -> bool:
        """Whether an offset is in a comment or string; the tree of damaged code may be wrong about that."""
        if self.texts is not None:
            return self.texts.holds(offset)
        mistaken = self.damaged_left and runs_on(self.unit.source, node, offset)
        return node.type in self.language.not_code and not mistaken

    def _too_deep(self, offset: int) -> bool:
        cursor = self.unit.tree.root_node.walk()
        # Not by the cursor's own depth: that is counted anew whenever it is asked for.
        return all(cursor.goto_first_child_for_byte(offset) is not None for _ in range(MAX_DEPTH))

    def _sites(self, called: _Called) -> list[Traced]:
        """What is sent there: not asked again where the same patterns have told it for certain."""
        patterns, start = list(self.fitting.matching(called.path)), called.name[0]
        known = self.certain.get(start)
        if known is not None and known[:2] == (called.path, patterns):
            return known[2]
        found = list(self._told(called, patterns))
        if found and all(it.certain for it in found):
            self.certain[start] = called.path, patterns, found
        return found

    def _told(self, called: _Called, patterns: list[Pattern]) -> Iterator[Traced]:
        """What the first pattern that fits says; of a team's own, all of them."""
        found = list(self._ways(called, patterns))
        named = [_given(site.pattern) for site in found if site.site.names]
        if _differ(found):
            yield _unknown(found[0])
            return
        for site in found:  # of functions with the same name, one knows what another does not
            if site.site.names or not any(given & _given(site.pattern) for given in named):
                yield site

    def _ways(self, called: _Called, patterns: list[Pattern]) -> Iterator[Traced]:
        """The same, each way that one call may be read."""
        arguments = self.language.arguments(called.call) if patterns else ()
        patterns = meant(self.unit, patterns, called.path, called.call, arguments)
        told, names = set[tuple[object, ...]](), set[str]()
        finer: dict[tuple[object, ...], Traced] = {}
        for pattern in patterns:
            if told and (not pattern.own or pattern.way in told):
                continue
            site = self._site(pattern, called, arguments)
            if site is not None and not site.site.names:
                if pattern.refines:  # what the team declared may know it
                    finer.setdefault(pattern.way, site)
                    continue
                site = finer.get(pattern.way, site)
            new = {name.text for name in site.site.names} - names if site is not None else set()
            if site is not None and (new or not told):  # what is known is said once, and what is unknown, too
                yield site
                told.add(pattern.way)
                names |= new
                if not pattern.own:
                    return

    def _site(self, pattern: Pattern, called: _Called, arguments: tuple[Argument, ...]) -> Traced | None:
        if any(self._text(place, arguments) != text for place, text in pattern.when):
            return None
        if pattern.starred:
            named = of_call(pattern, called.path, self.unit, *self._written(pattern, called))
            return self._described(pattern, called, [named], None, arguments) if named is not None else None
        value = self._name_value(pattern, called.path[-1], arguments)
        given = self._object(pattern, arguments)
        if given is not None and (value is None or may_be_made(value)):
            made = made_for(self.unit, pattern, called.path[-1], given) or shaped(pattern, given)
            if made is not None:
                return self._site(made, called, arguments)
            value = value or unseen(given)
        if value is None:
            return None
        where = self._where(pattern, value, arguments)
        value = replace(value, value=typed(value.value, pattern.type or due(pattern, called.path[-1], value)))
        if pattern.take == "value" and where is not None:
            value = as_sent(self.unit, called.path, where, value, declared=pattern.own and pattern.files is None)
        if not pattern.own and self._has_its_own(called.path) and not isinstance(value.value, Text | Joined):
            value = replace(value, value=Opaque(None, "event", value.value.start, value.value.end))
        found = names(value) if pattern.take == "value" else of_value(pattern, value)
        found = (self._reached(name, called) for name in found) if pattern.own else found
        found = (affixed(name, pattern.affixes) for name in found)
        return self._described(pattern, called, list(found), value, arguments)

    def _has_its_own(self, path: tuple[str, ...]) -> bool:
        """Whether a call is one of a function of this file, which may take its event elsewhere than an SDK's does."""
        receiver = path[:-1]
        if receiver not in OF_THIS_FILE:
            return False
        if path not in self.own:
            found = (signature.owner is not None for _, signature in defined(self.unit, path[-1]))
            self.own[path] = any(method == bool(receiver) or self.language.bare_methods for method in found)
        return self.own[path]

    def _where(self, pattern: Pattern, value: Known, arguments: tuple[Argument, ...]) -> int | str | None:
        """The argument that a value is, None where it is only a part of one."""
        places = (place.argument for place in pattern.name if place.key is None)
        return next((it for it in places if _argument(it, arguments, self.language) is value.value), None)

    def _reached(self, name: Found, called: _Called) -> Found:
        """A name that stands outside of its call is what the call stands for, wherever it was found."""
        inside = name.home is self.unit and called.call.start_byte <= name.start < called.call.end_byte
        return name if inside else replace(name, resolution=max(name.resolution, Resolution.CONSTANT))

    def _object(self, pattern: Pattern, arguments: tuple[Argument, ...]) -> Known | None:
        """The argument that a team says has the name, where it may be an object that is made for the event."""
        place = pattern.name[0]
        if not pattern.own or pattern.take != "value" or place.key is not None:
            return None
        value = _argument(place.argument, arguments, self.language)
        return Known(value, self.unit) if value is not None else None

    def _text(self, place: Place, arguments: tuple[Argument, ...]) -> str | None:
        """The literal at a place."""
        known = at_place(place, arguments, self.unit)
        return known.value.value if known is not None and isinstance(known.value, Text) else None

    def _written(self, pattern: Pattern, called: _Called) -> tuple[int, int]:
        """Where the name of a call with a `*` is written: the method, else all that is called."""
        return called.name if pattern.method == ANY else (called.call.start_byte, called.name[1])

    def _name_value(self, pattern: Pattern, method: str, arguments: tuple[Argument, ...]) -> Known | None:
        """The first place that holds something which can be a name."""
        values = (self._at(place, pattern, method, arguments) for place in pattern.name)
        fitting = (value for value in values if value is not None and (pattern.take != "value" or can_be_name(value)))
        return next(fitting, self._unsaid(pattern, arguments))

    def _at(self, place: Place, pattern: Pattern, method: str, arguments: tuple[Argument, ...]) -> Known | None:
        """What is at a place; where its type is left out, as the one type that the function wants and that has it."""
        found = at_place(place, arguments, self.unit, pattern)
        given = _argument(place.argument, arguments, self.language)
        if found is not None or place.key is None or not pattern.own or given is None or not leaves_out(given):
            return found
        kinds = dict.fromkeys(due_types(self.unit, method, place.argument))
        ways = (at_place(place, arguments, self.unit, replace(pattern, type=kind)) for kind in kinds)
        fitting = [way for way in ways if way is not None]
        return fitting[0] if len(fitting) == 1 else None

    def _unsaid(self, pattern: Pattern, arguments: tuple[Argument, ...]) -> Known | None:
        """What may hold a name that cannot be seen: a spread, or for a team's own call an object made elsewhere."""
        spread = any(place.constructor is None for place in pattern.name) and hidden(arguments, self.unit)
        if spread or any(place.key is None for place in pattern.name):
            return spread or None
        held = (_argument(place.argument, arguments, self.language) for place in pattern.name if pattern.own)
        ways = (_passed_on(place, arguments, self.unit) for place in pattern.name if pattern.own)
        passed = next(filter(None, ways), None)
        if passed is not None:
            return passed
        made = next((value for value in held if value is not None and _may_hold(value)), None)
        return Known(Opaque(None, "event", made.start, made.end), self.unit) if made is not None else None

    def _described(
        self,
        pattern: Pattern,
        called: _Called,
        found: list[Found],
        value: Known | None,
        arguments: tuple[Argument, ...],
    ) -> Traced:
        held = (at_place(place, arguments, self.unit) for place in pattern.properties)
        holder = next((value for value in held if value is not None), hidden(arguments, self.unit))
        if not pattern.properties and value is not None:
            holder = made_with(pattern, value) or holder
        if holder is None and value is not None and isinstance(value.value, Opaque) and _made(pattern):
            holder = value  # an event made elsewhere has properties that are not seen here, either
        keys, more = properties(holder) if holder is not None else ((), False)
        keys = tuple(pair for pair in keys if pair[0] not in _name_keys(pattern))
        known = tuple(self._name(name) for name in found if name.resolution is not Resolution.UNRESOLVED)
        site = CallSite(
            path=self.unit.path,
            span=self._place(found[0], value if self._is_here(value) else self._given(pattern, arguments), called),
            at=self._span(min(called.name[0], called.call.start_byte), called.call.end_byte, called.limit),
            sdk=pattern.sdk,
            names=tuple(dict.fromkeys(known)),
            resolution=max(name.resolution for name in found),
            properties=keys,
            open=more or pattern.adds or (holder is None and self._gives_more(pattern, arguments)),
            handed=self._handed(holder),
            said=self._said(value, called),
            own=pattern.own,
        )
        return Traced(site, pattern, value, holder)

    def _gives_more(self, pattern: Pattern, arguments: tuple[Argument, ...]) -> bool:
        """Whether a call without properties at their place may give some in another way: an overload has its own."""
        if not pattern.properties:
            return pattern.starred and bool(arguments)
        known = {place.argument for place in (*pattern.name, *pattern.properties)}
        last = max((where for where in known if isinstance(where, int)), default=MAX_CALLS)
        others = ((index, it) for index, it in enumerate(arguments) if it.keyword not in known and index not in known)
        more = any(it.keyword is not None or index > last for index, it in others)
        return more and pattern.own and self.language.overloads

    def _said(self, value: Known | None, called: _Called) -> Span | None:
        """What stands in the call for the name."""
        if value is None or value.home is not self.unit:
            return None
        inside = (
            called.call.start_byte <= value.value.start < value.value.end <= min(called.call.end_byte, called.limit)
        )
        return self.unit.positions.span(value.value.start, value.value.end) if inside else None

    def _handed(self, holder: Known | None) -> Handed:
        """What stands in this file of the properties: places in another one are no places of this call."""
        if not self.whole or holder is None or holder.home is not self.unit:
            return NOTHING
        behind = settled(holder)
        value = behind.value if behind.home is self.unit else holder.value
        return handed(holder.value, value, self.unit.source, self.unit.positions)

    def _name(self, found: Found) -> Name:
        positions = found.home.positions
        inner = positions.span(*found.inner) if found.inner else None
        return Name(found.text, found.resolution, found.home.path, positions.span(found.start, found.end), inner)

    def _is_here(self, value: Known | None) -> bool:
        return value is not None and value.home is self.unit

    def _given(self, pattern: Pattern, arguments: tuple[Argument, ...]) -> Known | None:
        """The argument that leads to a name in another file."""
        held = (_argument(place.argument, arguments, self.language) for place in pattern.name)
        return next((Known(value, self.unit) for value in held if value is not None), None)

    def _place(self, found: Found, value: Known | None, called: _Called) -> Span:
        """Where the name is in this file: its literal, else the expression that leads to it."""
        if found.home is self.unit:
            return self._span(found.start, found.end, called.limit)
        at = value.value if value is not None and value.home is self.unit else None
        return self._span(*((at.start, at.end) if at else called.call.byte_range), called.limit)

    def _span(self, start: int, end: int, limit: int) -> Span:
        """A span of nodes, without the brackets that a second reading added at `limit`."""
        return self.unit.positions.span(start, limit if start <= limit < end else end)


def _differ(found: list[Traced]) -> bool:
    """Whether methods of several classes make different names of the same argument: an override adds to the name."""
    ways: dict[tuple[Place, ...], dict[tuple[str, str | None], set[tuple[str, str]]]] = {}
    for callee, pattern in ((it.pattern.callee, it.pattern) for it in found):
        if callee is not None and callee.owner is not None:
            ways.setdefault(pattern.name, {}).setdefault((callee.path, callee.owner), set()).add(pattern.affixes)
    return any(affixes != next(iter(way.values())) for way in ways.values() for affixes in way.values())


def _unknown(call: Traced) -> Traced:
    """A call of which nothing is said but that it sends an event."""
    site = replace(call.site, span=call.site.said or call.site.at, names=(), resolution=Resolution.UNRESOLVED)
    return replace(call, site=site)


def _given(pattern: Pattern) -> frozenset[int | str]:
    """The arguments that may hold a name."""
    return frozenset(place.argument for place in pattern.name)


def _made(pattern: Pattern) -> bool:
    """Whether a pattern's name and properties stand in an object that is made for the event."""
    return any(place.constructor is not None for place in pattern.properties)


def at_place(place: Place, arguments: tuple[Argument, ...], home: Unit, pattern: Pattern | None = None) -> Known | None:
    """The value at `place` of a call, None if there is none; behind a spread it is something unknown.

    For a `pattern` of a team's own, that is a field of whatever the function is given.
    """
    value = _argument(place.argument, arguments, home.language)
    if value is None or place.key is None:
        return Known(value, home) if value is not None else None
    own = pattern is not None and pattern.own and place.constructor is None
    kind = pattern.type if pattern is not None and own else place.constructor
    return _entry(place, Known(typed(value, kind), home), own, MAX_STEPS)


def _entry(place: Place, known: Known, own: bool, steps: int) -> Known | None:
    """What a record has under the key of `place`; of several records that one file may make, what each has."""
    record = settled(known)
    if isinstance(record.value, Choice) and steps:
        options = record.value.options[:MAX_OPTIONS]
        entries = [_entry(place, Known(option, record.home), own, steps - 1) for option in options]
        kept = [entry for entry in entries if entry is not None]
        if len(kept) < len(record.value.options) or len({id(entry.home) for entry in kept}) != 1:
            return None
        return Known(replace(record.value, options=tuple(entry.value for entry in kept)), kept[0].home)
    if not own and getattr(record.value, "constructor", None) != (place.constructor or None):
        return None
    if isinstance(record.value, Entry | Text):  # a member of an enum, as opposed to text that is given as it is
        return record.home.member(record.value, keys_of(place)) if own and record != known else None
    found: Known | None = record
    for key in keys_of(place):
        found = _held(settled(found), key) if found is not None else None
    return found


def keys_of(place: Place) -> tuple[str, ...]:
    """The keys to a value, one within the other."""
    return tuple((place.key or "").split("/"))


def _passed_on(place: Place, arguments: tuple[Argument, ...], home: Unit) -> Known | None:
    """The field of a variable that nothing is known of, such as a parameter: who calls it may know."""
    value = _argument(place.argument, arguments, home.language)
    known = settled(Known(value, home)) if isinstance(value, Reference) else None
    if known is None or place.constructor is not None or not isinstance(known.value, Reference):
        return None
    keys = tuple(key for key in keys_of(place) if key not in VALUES or known.value.path[-1] not in VALUES)
    return replace(known, value=replace(known.value, path=(*known.value.path, *keys)))


def _held(known: Known, key: str, steps: int = MAX_STEPS) -> Known | None:
    """What an object holds under a key, or a list at a position."""
    if isinstance(known.value, Record):
        entry = next((entry for name, entry in known.value.entries if name == key), None)
        if entry is not None and known.home.overridden(known.value, key, entry):
            return None
        return Known(entry, known.home) if entry is not None else _spread(known.value, known.home, key, steps)
    if isinstance(known.value, Opaque) and key.isdecimal() and int(key) < len(known.value.items):
        return Known(known.value.items[int(key)], known.home)
    return known.home.member(known.value, (key,)) if isinstance(known.value, Entry) else None


def _spread(record: Record, home: Unit, key: str, steps: int) -> Known | None:
    """What an object has under a key from those that it takes all keys of; nothing where one of them is not known."""
    for spread in reversed(record.spread) if steps else ():
        behind = settled(Known(spread, home))
        found = _held(behind, key, steps - 1)
        if found is not None or not isinstance(behind.value, Record) or behind.value.open:
            return found
    return None


def _may_hold(value: Expression) -> bool:
    """Whether a value may be an object that has more keys than the code shows here."""
    if isinstance(value, Record):
        return value.open and value.constructor is None
    return isinstance(value, Reference | Choice) or (isinstance(value, Opaque) and value.kind is None)


def _argument(where: int | str, arguments: tuple[Argument, ...], language: Language) -> Expression | None:
    if isinstance(where, str):
        return next((argument.value for argument in arguments if argument.keyword == where), None)
    positional = [argument for argument in arguments if argument.keyword is None]
    for index, argument in enumerate(positional):
        if argument.spread:
            return Opaque(None, "value", argument.value.start, argument.value.end)
        if index == where:
            return argument.value
    return _named_in_place(where, arguments) if language.names_positions else None


def _named_in_place(where: int, arguments: tuple[Argument, ...]) -> Expression | None:
    """An argument that has its place and a name, too: `track(stat = OPENED, properties = map)`.

    Names may stand in any order, so its own must tell that it holds an event or properties.
    """
    found = arguments[where] if where < len(arguments) else None
    telling = found is not None and found.keyword is not None and _TELLING.search(found.keyword)
    return found.value if found is not None and telling else None


def _name_keys(pattern: Pattern) -> frozenset[str | None]:
    """The keys that hold the name in an object that also holds the properties."""
    beside = {place.argument for place in pattern.properties if place.key is None}
    return frozenset(place.key for place in pattern.name if place.key is not None and place.argument in beside)


def hidden(arguments: tuple[Argument, ...], home: Unit) -> Known | None:
    """What may hold a value that stands at none of its places: a spread, whose content is not written here."""
    spread = next((argument.value for argument in arguments if argument.spread), None)
    return Known(Opaque(None, "value", spread.start, spread.end), home) if spread is not None else None


def can_be_name(known: Known) -> bool:
    """Whether a value can be text: objects, numbers, functions and their like cannot."""
    behind = settled(known).value
    if isinstance(behind, Reference) or not isinstance(behind, Record | Opaque):
        return True
    return isinstance(behind, Opaque) and behind.kind in (None, "string")
