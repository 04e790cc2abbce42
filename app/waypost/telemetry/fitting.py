"""Which patterns may fit the calls of one file, told from its bytes: most files have none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from waypost.patterns import late, late_re2
from waypost.telemetry.family import Family
from waypost.telemetry.mentions import alone, handing, keeping
from waypost.telemetry.paths import for_tests
from waypost.telemetry.pattern import ANY, Pattern
from waypost.telemetry.receiver import receivers_at

Texts = tuple[str, ...] | None
"""The dotted texts that may stand before a called name; None where it takes a parser to know."""
UNMARKED = str.maketrans("", "", "$@")
"""Takes away the marks of variables."""
_RENAMED = late(rb":\s*([\w$]+)")
_BOUND = late(rb"([\w$]+)\s*=\s*[\w$.?!]*$")
MAX_BOUND = 160
"""Bytes before a bound method in which the name stands that it is kept under."""
MAX_ALIASES = 100
"""Names that one file keeps methods under; one with more of them is generated."""
_EXTENDED = late_re2(rb"\bfun\s+(?:<[^>]*>\s*)?(?:\w+\.)*(\w+)(?:<[^>]*>)?\??\.\w+\s*\(")
"""How Kotlin makes a function a method of a type that stands elsewhere: `fun Analytics.report(`."""
_DEFINES = late(rb"\b(?:def|function|func|fun)[ \t]+$")
MAX_DEFINES = 12
"""Bytes before a name in which a word makes it a definition."""
_MARKS = frozenset({b":", b"."})
"""What `RENAMES` begins with, and no call."""


def of_extended(kind: str) -> str:
    """What stands for an object of a type in a function that is made its method, and calls another one of it."""
    return kind[:1].lower() + kind[1:]


class Fitting:
    """The patterns that can fit in one file."""

    def __init__(self, family: Family, path: str, source: bytes, texts: dict[int, Texts]) -> None:
        """`texts` is what stands before called names, as far as it is known: it is the same for all patterns."""
        self._texts = texts
        self._family = family
        self._path = path
        self._source = source
        self._lower: bytes | None = None
        self._possible: dict[str, bool] = {}
        self._known: dict[int, bool] = {}
        self._matching: dict[tuple[str, ...], tuple[Pattern, ...]] = {}
        self._mentioned: dict[bytes, bool] = {b"": True}
        self.aliases: dict[str, str | None] = {}

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Where a called name of interest may stand: byte offsets of the name."""
        return (place for place, patterns in self._called() if any(map(self._fits, patterns)))

    def possible(self) -> Iterator[Pattern]:
        """The patterns that some call of the file may fit, as far as its bytes tell."""
        return (it for _, patterns in self._called() for it in patterns if self._fits(it))

    def _called(self) -> Iterator[tuple[tuple[int, int], Iterable[Pattern]]]:
        """Where a name that some patterns have is called, with those that what stands before it lets it be one of."""
        start, renamed = 0, list[tuple[tuple[int, int], Iterable[Pattern]]]()
        while match := self._family.candidate.search(self._source, start):
            place: tuple[int, int] = match.span(1)
            starred = place[0] < 0
            place = match.span(2) if starred else place
            start = place[1]
            while renamed and renamed[-1][0] < place:
                yield renamed.pop()
            name = self._source[slice(*place)].decode()
            if self._family.renames and self._source[start : start + 1] in _MARKS:
                if (other := self._renamed(place, name)) is not None:
                    renamed = sorted([*renamed, *self._calls_of(other)], key=lambda found: found[0], reverse=True)
                continue
            yield place, self._family.by_method[ANY] if starred else self._before(place[0], name)
        yield from reversed(renamed)

    def _renamed(self, place: tuple[int, int], method: str) -> str | None:
        """The name that the file keeps a method under which stands at a place, where no other method is called so."""
        start, end = place
        if not self._has(method):
            return None
        bound = _BOUND.search(self._source, max(0, start - MAX_BOUND), start)
        found = _RENAMED.match(self._source, end) or bound
        name = found.group(1).decode() if found is not None else method
        if name in self._family.by_method or name in self.aliases or len(self.aliases) > MAX_ALIASES:
            return None  # as a method's name, it is found wherever it is called
        self.aliases[name] = self._kept(name)
        return name if self.aliases[name] is not None else None

    def _calls_of(self, alias: str) -> Iterator[tuple[tuple[int, int], Iterable[Pattern]]]:
        """Where what the file keeps under a name is called."""
        patterns = self._family.by_method[self.aliases[alias] or alias]
        yield from ((match.span(1), patterns) for match in alone(alias).finditer(self._source))

    def _before(self, start: int, method: str) -> Iterable[Pattern]:
        """The patterns of a method that its call at `start` may fit, as far as what stands before it tells."""
        if method not in self._family.free and not self._has(method):
            return ()
        texts = self._texts_at(start)
        if texts != () and self._has(ANY):
            texts = None
        if texts is None:
            return self._family.by_method.get(method, ()) if self._has(method) else ()
        if "" in texts and self._family.keeps and method not in self.aliases:
            self.aliases[method] = self._kept(method)
        if "" in texts and (kept := self.aliases.get(method)):
            return self._family.by_method[kept]
        if self._family.extends and "" in texts:
            texts = (*texts, *self._extended)
        some = {text.translate(marks) for text in texts for marks in ({}, UNMARKED)}
        found = chain.from_iterable(self._family.fitting(method, text) for text in some)
        if method not in self._family.declared:
            return found
        typed = chain.from_iterable(self._of_type(method, text) for text in some)
        return chain(found, typed, self._of_classes(method) if "" in texts else ())

    def _texts_at(self, start: int) -> Texts:
        """What may stand before the name at `start`; nothing does before one that is defined there."""
        if start not in self._texts:
            defined = _DEFINES.search(self._source, max(0, start - MAX_DEFINES), start)
            self._texts[start] = () if defined else receivers_at(self._source, start, self._family.arrows)
        return self._texts[start]

    def _of_classes(self, method: str) -> Iterator[Pattern]:
        """What a team declared of the classes that the file has, which may call it with nothing before it."""
        kinds = {*self.classes, *chain(*self.classes.values())}
        yield from (it for kind in kinds for it in self._family.fitting(method, kind) if it.declared)

    def _of_type(self, method: str, text: str) -> Iterator[Pattern]:
        """What a team declared of the class that the file declares what is before a call to be of."""
        kinds = self._typed.get(text.rpartition(".")[2].rstrip("?!"), ()) if method in self._family.declared else ()
        yield from (it for kind in kinds for it in self._family.fitting(method, kind) if it.declared)

    @cached_property
    def _typed(self) -> Mapping[str, list[str]]:
        """What the file calls values of the classes that a team declared something of."""
        from waypost.telemetry.typed_names import TYPED, instances

        found: dict[str, list[str]] = {}
        kinds = self._family.kinds if self._family.family in TYPED else ()
        for kind in (it for it in kinds if it.encode() in self._source):
            for name in instances((kind,), self._family.family, [self._source]):
                found.setdefault(name, []).append(kind)
        return found

    @cached_property
    def classes(self) -> Mapping[str, tuple[str, ...]]:
        """The classes that the file has, and those that each of them says it is of."""
        from waypost.telemetry.heritage import all_above  # for what only declared calls need

        return all_above(self._source)

    def _kept(self, name: str) -> str | None:
        """The method of something that may be an SDK's client which the file keeps under a name, if it needs that."""
        if not (b"} =" in self._source or name.encode() + b" = " in self._source):
            return None
        if self._is_possible(name, ""):
            return None
        found = keeping(name).search(self._source)
        if found is None:
            return None
        method = (found.group(1) or found.group(4) or found.group(5) or name.encode()).decode()
        holder = (found.group(2) or found.group(3) or b"").decode().rstrip("?!.")
        handed_on = (it for it in self._family.fitting(method, "") if not (it.handed or it.by_name))
        given = holder.endswith("()") and any(map(self._fits, handed_on))  # by a hook, that has it from somewhere
        return method if given or any(map(self._fits, self._family.fitting(method, holder))) else None

    def _is_possible(self, method: str, receiver: str) -> bool:
        """Whether a pattern that the file has what it needs for fits a method behind a receiver."""
        return any(self._fits(it) for it in self._family.fitting(method, receiver) if not it.handed)

    @cached_property
    def _extended(self) -> tuple[str, ...]:
        """What the file makes functions a method of: they may call its others with nothing before them."""
        return tuple({of_extended(name.decode("utf-8", "replace")) for name in _EXTENDED.findall(self._source)})

    def declares(self, method: str) -> bool:
        """Whether a team declared a method."""
        return method in self._family.declared

    def matching(self, path: tuple[str, ...]) -> Sequence[Pattern]:
        """The patterns that fit a call's dotted path, the team's own first."""
        if path not in self._matching:
            receiver, whole = ".".join(path[:-1]), ".".join(path)
            some = (*self._family.fitting(ANY, whole), *self._family.fitting(path[-1], receiver))
            some = (*some, *self._of_type(path[-1], receiver))
            said = map(self._family.said, filter(self._fits, some))
            self._matching[path] = tuple({id(it): it for it in said}.values())
        return self._matching[path]

    def _has(self, method: str) -> bool:
        """Whether a method's patterns have what they need in this file, at least one of them."""
        if method not in self._possible:
            self._possible[method] = any(map(self._fits, self._family.by_method.get(method, ())))
        return self._possible[method]

    def _fits(self, pattern: Pattern) -> bool:
        """Whether the file has what a pattern needs: asked last, since it takes a look at all of the file."""
        key = id(pattern)
        if key not in self._known:
            here = pattern.files is None or self._path in pattern.files
            here = here and not (pattern.shipped and for_tests(self._path))
            told = here and pattern.needs in self._source and self._mentions(pattern.hint)
            self._known[key] = told and (not pattern.handed or handing(pattern.method).search(self._source) is not None)
        return self._known[key]

    def _mentions(self, hint: bytes) -> bool:
        if hint not in self._mentioned:  # many SDKs are told by the same
            self._lower = self._source.lower() if self._lower is None else self._lower
            self._mentioned[hint] = hint in self._lower
        return self._mentioned[hint]
