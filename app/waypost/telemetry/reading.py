"""What a call sends as one pattern reads it: the value at the place of the name, and what that stands for."""

from collections.abc import Sequence

from waypost.frozen import replace
from waypost.patterns import late
from waypost.telemetry.by_definition import as_defined, is_constant, takes_elsewhere
from waypost.telemetry.call_site import Traced
from waypost.telemetry.composed import put_together
from waypost.telemetry.described import Called, Describing
from waypost.telemetry.due import leaves_out
from waypost.telemetry.expression import Argument, Joined, Opaque, Record, Reference, Text
from waypost.telemetry.handed_in import is_handed_in
from waypost.telemetry.languages import Import
from waypost.telemetry.made import due, due_types, made_for, may_be_made, shaped, unseen
from waypost.telemetry.pattern import ANY, Pattern, Place
from waypost.telemetry.places import argument_at, at_place, can_be_name, hidden, may_hold, passed_on
from waypost.telemetry.read_field import as_sent, defined
from waypost.telemetry.resolve import Found, Resolution, names
from waypost.telemetry.taken import affixed, of_call, of_value, typed
from waypost.telemetry.unit import Known, Unit, settled

_OWN = frozenset({("this",), ("self",)})
_LONE = late("[a-z]+")
GLEAN = "GleanMetrics"
"""What holds the objects that Glean makes of events."""
OF_THIS_FILE = frozenset({(), ("this",), ("self",), ("cls",)})
"""What stands before a call of a function or method of the same file."""


def _brings(taken: Import, name: str) -> bool:
    """Whether an import may bring a name from what Glean has made."""
    return taken.local in (name, "*") and GLEAN in taken.module.split(".")


def _is_part(site: Traced) -> bool:
    """Whether a name is a single small word: what an object was given for sending events may complete it."""
    return bool(site.site.names) and all(_LONE.fullmatch(name.text) for name in site.site.names)


class Reading:
    """Reads calls of one file; `whole` says that what they hand over is wanted, too."""

    def __init__(self, unit: Unit, whole: bool = True) -> None:
        self.unit = unit
        self.language = unit.language
        self.describing = Describing(unit, whole)
        self.own: dict[tuple[str, ...], bool] = {}

    def site(self, pattern: Pattern, called: Called, arguments: tuple[Argument, ...]) -> Traced | None:
        """What a call sends as a pattern has it; None where it sends nothing that way."""
        if any(self._text(place, arguments) != text for place, text in pattern.when):
            return None
        return self._by_name(pattern, called, arguments) if pattern.by_name else self._plain(pattern, called, arguments)

    def _plain(self, pattern: Pattern, called: Called, arguments: tuple[Argument, ...]) -> Traced | None:
        if pattern.starred:
            named = self._named_by_call(pattern, called)
            return self.describing.described(pattern, called, [named], None, arguments) if named is not None else None
        if pattern.parts:
            whole = put_together(pattern, arguments, self.unit)
            several = [affixed(name, pattern.affixes) for name in names(whole)] if whole is not None else []
            return self.describing.described(pattern, called, several, whole, arguments) if several else None
        value = self._name_value(pattern, called.path[-1], arguments)
        given = self._object(pattern, arguments)
        if given is not None and (value is None or may_be_made(value)):
            made = made_for(self.unit, pattern, called.path[-1], given) or shaped(pattern, given)
            if made is not None:
                return self.site(made, called, arguments)
            value = value or unseen(given)
        if value is None:
            return None
        where = self._where(pattern, value, arguments)
        value = replace(value, value=typed(value.value, pattern.type or due(pattern, called.path[-1], value)))
        if pattern.take == "value" and where is not None:
            value = as_sent(self.unit, called.path, where, value, declared=pattern.own and pattern.files is None)
        told = pattern.own or pattern.by_name
        said = told or isinstance(value.value, Text | Joined)
        if not said and self._is_of_ours(pattern, called.path, arguments):
            value = replace(value, value=Opaque(None, "event", value.value.start, value.value.end))
        found = names(value) if pattern.take == "value" else of_value(pattern, value)
        found = (self._reached(name, called) for name in found) if pattern.own else found
        found = (affixed(name, pattern.affixes) for name in found)
        return self.describing.described(pattern, called, list(found), value, arguments)

    def _named_by_call(self, pattern: Pattern, called: Called) -> Found | None:
        """The name that code itself has, or that an SDK has for what is called."""
        where = self._written(pattern, called)
        if pattern.sends:
            return Found(pattern.sends, Resolution.CONSTANT, self.unit, *called.name)
        if not pattern.own:
            return self._of_plan(pattern, called)
        return of_call(pattern, called.path, self.unit, *where)

    def _of_plan(self, pattern: Pattern, called: Called) -> Found | None:
        """The event that Glean makes an object of, which its plan calls otherwise than the code."""
        category = called.path[-3] if len(called.path) > 2 else ""
        if GLEAN not in called.path and not any(_brings(it, category) for it in self.unit.imports):
            return None
        match = pattern.receiver.fullmatch(".".join(self.unit.own_path(called.path[:-1])))
        text = self.unit.elsewhere.metric(*match.groups()) if match is not None else None
        known = Resolution.CONSTANT if text is not None else Resolution.UNRESOLVED
        return Found(text or "", known, self.unit, called.call.start_byte, called.name[1])

    def _by_name(self, pattern: Pattern, called: Called, arguments: tuple[Argument, ...]) -> Traced | None:
        """What a function sends of which no more than its own name tells that it does."""
        if pattern.handed and not is_handed_in(self.unit, called.path[-1], called.call, arguments):
            return None
        told = as_defined(self.unit, pattern, called.path, arguments)
        if told is None:
            return None
        if told.unknown:
            return self.unread(replace(told, tells=True), called, arguments)
        site = self._plain(told, called, arguments)
        if site is not None and not told.tells and called.path[:-1] in _OWN and _is_part(site):
            return self.unread(replace(told, tells=True), called, arguments)
        if site is None and (self._made_of(0, arguments) or "").endswith("Event"):
            return self.unread(replace(told, tells=True), called, arguments)
        if site is None or told.tells or site.name is None or not is_constant(site.name):
            return site
        return replace(site, pattern=replace(told, tells=True))

    def taking(self, patterns: Sequence[Pattern], arguments: tuple[Argument, ...]) -> list[Pattern]:
        """Some patterns without those that need an object made for them and are not given one."""
        places = {place.argument for it in patterns if it.made for place in it.name}
        kinds = {where: self._made_of(where, arguments) for where in places}
        return [it for it in patterns if not it.made or any(kinds[at.argument] == it.type for at in it.name)]

    def _made_of(self, where: int | str, arguments: tuple[Argument, ...]) -> str | None:
        """The type that an argument is an object of, where it is made."""
        value = argument_at(where, arguments, self.language)
        behind = settled(Known(value, self.unit)).value if value is not None else None
        return behind.constructor if isinstance(behind, Record) else None

    def unread(self, pattern: Pattern, called: Called, arguments: tuple[Argument, ...]) -> Traced:
        """A call like those of `pattern`, of which nothing is said but that it sends an event."""
        nothing = Found("", Resolution.UNRESOLVED, self.unit, *called.call.byte_range)
        pattern = replace(pattern, properties=(), adds=True)
        return self.describing.described(pattern, called, [nothing], None, arguments)

    def _is_of_ours(self, pattern: Pattern, path: tuple[str, ...], arguments: tuple[Argument, ...]) -> bool:
        """Whether what looks like an SDK's is a function of the repository that may take its event elsewhere."""
        if self._has_its_own(path):
            return True
        given = (place.argument for place in pattern.name if argument_at(place.argument, arguments, self.language))
        where = next(given, None)
        return where is not None and takes_elsewhere(self.unit, path, where)

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
        return next((it for it in places if argument_at(it, arguments, self.language) is value.value), None)

    def _reached(self, name: Found, called: Called) -> Found:
        """A name that stands outside of its call is what the call stands for, wherever it was found."""
        inside = name.home is self.unit and called.call.start_byte <= name.start < called.call.end_byte
        return name if inside else replace(name, resolution=max(name.resolution, Resolution.CONSTANT))

    def _object(self, pattern: Pattern, arguments: tuple[Argument, ...]) -> Known | None:
        """The argument that a team says has the name, where it may be an object that is made for the event."""
        place = pattern.name[0]
        if not pattern.own or pattern.take != "value" or place.key is not None:
            return None
        value = argument_at(place.argument, arguments, self.language)
        return Known(value, self.unit) if value is not None else None

    def _text(self, place: Place, arguments: tuple[Argument, ...]) -> str | None:
        """The literal at a place."""
        known = at_place(place, arguments, self.unit)
        return known.value.value if known is not None and isinstance(known.value, Text) else None

    def _written(self, pattern: Pattern, called: Called) -> tuple[int, int]:
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
        given = argument_at(place.argument, arguments, self.language)
        if found is not None or place.key is None or not pattern.own or given is None or not leaves_out(given):
            return found
        kinds = dict.fromkeys(due_types(self.unit, method, place.argument))
        ways = (at_place(place, arguments, self.unit, replace(pattern, type=kind)) for kind in kinds)
        fitting = [way for way in ways if way is not None]
        return fitting[0] if len(fitting) == 1 else None

    def _keywords(self, pattern: Pattern, arguments: tuple[Argument, ...]) -> Known | None:
        """A variable that Ruby may take for the keywords, the declared one among them, where none is written."""
        if self.language.family != "ruby" or not pattern.declared or not isinstance(pattern.name[0].argument, str):
            return None
        written = any(it.keyword is not None for it in arguments)
        held = [it.value for it in arguments if isinstance(it.value, Reference) and not written]
        found = held[1 if len(held) > 1 else 0] if held else None  # the first is whose event it is
        return Known(Opaque(None, "event", found.start, found.end), self.unit) if found is not None else None

    def _unsaid(self, pattern: Pattern, arguments: tuple[Argument, ...]) -> Known | None:
        """What may hold a name that cannot be seen: a spread, or for a team's own call an object made elsewhere."""
        spread = any(place.constructor is None for place in pattern.name) and hidden(arguments, self.unit)
        spread = spread or self._keywords(pattern, arguments)
        if spread or any(place.key is None for place in pattern.name):
            return spread or None
        held = (argument_at(place.argument, arguments, self.language) for place in pattern.name if pattern.own)
        ways = (passed_on(place, arguments, self.unit) for place in pattern.name if pattern.own)
        passed = next(filter(None, ways), None)
        if passed is not None:
            return passed
        made = next((value for value in held if value is not None and may_hold(value, pattern.tells)), None)
        return Known(Opaque(None, "event", made.start, made.end), self.unit) if made is not None else None
