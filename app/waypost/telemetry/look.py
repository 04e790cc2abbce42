"""One look at a parsed file for the calls that send tracked events."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from tree_sitter import Node

from waypost.frozen import replace
from waypost.telemetry.aliases import as_meant
from waypost.telemetry.by_name import by_name
from waypost.telemetry.call_site import Traced
from waypost.telemetry.damaged import Texts, read_again, runs_on
from waypost.telemetry.described import Called
from waypost.telemetry.earlier import Earlier
from waypost.telemetry.expression import Argument
from waypost.telemetry.fitting import of_extended
from waypost.telemetry.getter import type_around
from waypost.telemetry.meant import meant, outer, unheard
from waypost.telemetry.overloads import compete
from waypost.telemetry.parsing import Unparsed
from waypost.telemetry.pattern import Pattern, Place
from waypost.telemetry.reading import Reading
from waypost.telemetry.resolve import Resolution
from waypost.telemetry.sdks import Sdks
from waypost.telemetry.unit import Unit

MAX_CALLS = 5_000
"""Calls of one file; only a generated one has more."""
MAX_PLACES = 20_000
"""What looks like a call in one file: most may be in texts and comments."""
TOO_MANY = "it has more calls than are looked at in one file: it is generated"
MAX_DEPTH = 2_000
"""Levels of the syntax tree above a call; going up takes time for each of them."""
MAX_DAMAGED = 100
"""Calls cut out of one damaged file."""


class Look:
    """One look at a parsed file."""

    def __init__(self, unit: Unit, sdks: Sdks, reading: Reading, earlier: Earlier) -> None:
        self.unit = unit
        self.language = unit.language
        self.reading = reading
        self.earlier = earlier
        language, source = unit.language, unit.source
        self.fitting = sdks.within(unit.path, source, language.family, language.bare, earlier.texts)
        self.damaged = unit.tree.root_node.has_error
        self.damaged_left = MAX_DAMAGED if self.damaged else 0
        self.texts = Texts(unit.source, unit.language) if self.damaged_left and unit.language.texts else None

    def calls(self) -> Iterator[Traced]:
        """The calls, in order of their places. Raises Unparsed where they are too many, or nested too deep."""
        told = 0
        for number, (start, end) in enumerate(self.fitting.candidates()):
            found = next(filter(None, (self.sites(called) for called in self.calls_at(start, end))), [])
            told += bool(found)
            if number >= MAX_PLACES or told > MAX_CALLS:
                raise Unparsed(TOO_MANY)
            yield from found

    def calls_at(self, start: int, end: int) -> Iterable[Called]:
        """The calls of the name at `start` to `end`; how much of a damaged file is read again depends on the others."""
        find = partial(self._called, start, end)
        return find() if self.damaged else self.earlier.calls((start, end), find)

    def _called(self, start: int, end: int) -> Iterator[Called]:
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
            yield (whole := Called(*called, len(self.unit.source), (start, end)))
            yield from self._of_alias(whole)
            yield from self._of_extended(*called, (start, end))
            yield from self._of_own_class(*called, (start, end))
        if self.damaged_left and (called is None or "?" in called[0] or called[1].has_error):
            self.damaged_left -= 1
            again = read_again(self.unit.source, start, end, self.language)
            yield from () if again is None else (Called(*again, (start, end), cut=True),)

    def _of_alias(self, called: Called) -> Iterator[Called]:
        """The same as a call of the method that the file keeps under the name."""
        yield from as_meant(self.unit, called) if self.fitting.aliases.get(called.path[-1]) else ()

    def _of_extended(self, path: tuple[str, ...], call: Node, name: tuple[int, int]) -> Iterator[Called]:
        """The same as a method of the type that the function around it is made one of."""
        kind = self.language.extended(call) if len(path) == 1 else None
        if kind:
            yield Called((of_extended(kind), *path), call, len(self.unit.source), name)

    def _of_own_class(self, path: tuple[str, ...], call: Node, name: tuple[int, int]) -> Iterator[Called]:
        """The same as a method of the class around it, or of one above that, which a team may have declared."""
        if len(path) == 1 and self.language.bare_methods and self.fitting.declares(path[0]):
            own = type_around(self.unit, call.start_byte) or ""
            kinds = (own, *self.fitting.classes.get(own, ())) if own else ()
            yield from (Called((kind, *path), call, len(self.unit.source), name, inside=True) for kind in kinds)

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

    def sites(self, called: Called) -> Sequence[Traced]:
        """What is sent there: not asked again where the same patterns have told it."""
        return self.asked(called, self.patterns(called))

    def patterns(self, called: Called) -> Sequence[Pattern]:
        """Those that a call's dotted path fits."""
        patterns = self.fitting.matching(called.path)
        return [it for it in patterns if it.declared] if called.inside else patterns

    def asked(self, called: Called, patterns: Sequence[Pattern]) -> Sequence[Traced]:
        """What is sent there as some patterns have it."""
        return self.earlier.told(called, patterns, lambda: list(self._told(called, patterns)))

    def _told(self, called: Called, patterns: Sequence[Pattern]) -> Iterator[Traced]:
        """What the first pattern that fits says; of a team's own, all of them."""
        found = list(self._ways(called, patterns))
        named = [_given(site.pattern) for site in found if site.site.names]
        if _differ(found):
            yield _unknown(found[0])
            return
        for site in found:  # of functions with the same name, one knows what another does not
            if site.site.names or not any(given & _given(site.pattern) for given in named):
                yield site

    def _ways(self, called: Called, patterns: Sequence[Pattern]) -> Iterable[Traced]:
        """The same, each way that one call may be read; of a call that may be of one of several functions, nothing."""
        arguments = (*called.given, *self.earlier.arguments(called, self.language)) if patterns else ()
        patterns = self.reading.taking(patterns, arguments)
        seen = outer(self.unit, [it for it in patterns if not it.by_name], called.path, called.name[0])
        fitting = meant(self.unit, seen, called.path, called.call, arguments)
        found = self._read(called, fitting, arguments)
        if compete(self.unit, fitting, arguments):
            return (_unknown(site) for site in islice(found, 1))
        ways = [found if fitting or not seen else self._unheard(seen, called, arguments)]
        if len(seen) < len(patterns):
            ways.append(self._read(called, by_name(patterns), arguments))
        ways.append(self._unnamed(patterns, called, arguments))
        return next(((first, *way) for way in ways if (first := next(way, None)) is not None), ())

    def _unheard(self, patterns: list[Pattern], called: Called, arguments: tuple[Argument, ...]) -> Iterator[Traced]:
        """A call of another function that has the name of a wrapper: that it sends something is all that is known."""
        other = unheard(self.unit, patterns, called.path, called.call, len(arguments))
        if other is not None:
            yield self.reading.unread(other, called, arguments)

    def _unnamed(
        self, patterns: Iterable[Pattern], called: Called, arguments: tuple[Argument, ...]
    ) -> Iterator[Traced]:
        """A call of a function that a team declared which gives no name at the place of it: one of its overloads."""
        telling = len(called.path) > 1 and self.language.overloads
        declared = (it for it in patterns if it.declared and it.take == "value" and not (it.starred or it.needs))
        yield from (self.reading.unread(it, called, arguments) for it in islice(declared, bool(telling and arguments)))

    def _read(self, called: Called, patterns: list[Pattern], arguments: tuple[Argument, ...]) -> Iterator[Traced]:
        told, names, said = set[tuple[object, ...]](), set[str](), set[int | str]()
        asked = set[tuple[object, ...]]()
        finer: dict[tuple[object, ...], Traced] = {}
        for pattern in patterns:
            if told and (not pattern.own or pattern.way in told or _is_said(pattern, said)):
                continue
            site = self.earlier.read(called, pattern, partial(self.reading.site, pattern, called, arguments))
            if site is not None and not site.site.names:
                if pattern.refines:  # what the team declared may know it
                    finer.setdefault(pattern.way, site)
                    continue
                site = finer.get(pattern.way, site)
            new = {name.text for name in site.site.names} - names if site is not None else set()
            if site is not None and (new or not told):  # what is known is said once, and what is unknown, too
                yield site
                told.add(pattern.way)
                asked.add((pattern.callee, pattern.name))
                names |= new
                said |= {at.argument for at in pattern.name if pattern.declared and at.key and site.site.names}
                if not pattern.own:
                    return
            elif site is not None and not site.site.names and _is_another(pattern, asked):
                asked.add((pattern.callee, pattern.name))
                yield _as_told(site)


def _is_said(pattern: Pattern, said: set[int | str]) -> bool:
    """Whether a team has said which field of the same argument is the name, as opposed to what was found to be sent."""
    return not pattern.declared and all(place.argument in said for place in pattern.name)


def _differ(found: list[Traced]) -> bool:
    """Whether methods of several classes make different names of a call: an override takes or completes it its way."""
    ways: dict[tuple[Place, ...], dict[tuple[str, str | None], set[tuple[object, ...]]]] = {}
    texts: dict[tuple[str, str | None], set[str]] = {}
    for it in found:
        callee = it.pattern.callee
        if callee is not None and callee.owner is not None:
            function = callee.path, callee.owner
            ways.setdefault(it.pattern.name, {}).setdefault(function, set()).add(it.pattern.makes)
            if it.site.names:
                texts.setdefault(function, set()).update(name.text for name in it.site.names)
    return _disagree(texts.values()) or any(_disagree(way.values()) for way in ways.values())


def _disagree(several: Iterable[object]) -> bool:
    first, *others = [*several] or [None]
    return any(it != first for it in others)


def _is_another(pattern: Pattern, asked: set[tuple[object, ...]]) -> bool:
    """Whether it is one more event that a function sends which was asked about: by something else that it is given."""
    names = {name for callee, name in asked if callee == pattern.callee}
    return bool(names) and pattern.name not in names


def _as_told(call: Traced) -> Traced:
    """One more event that a function sends by the same call: not told again, but a wrapper may be around that, too."""
    return replace(call, pattern=replace(call.pattern, tells=False, refines=False))


def _unknown(call: Traced) -> Traced:
    """A call of which nothing is said but that it sends an event."""
    site = replace(call.site, span=call.site.said or call.site.at, names=(), resolution=Resolution.UNRESOLVED)
    return replace(call, site=site)


def _given(pattern: Pattern) -> frozenset[int | str]:
    """The arguments that may hold a name."""
    return frozenset(place.argument for place in pattern.name)
