"""Which calls send a tracked event: the SDKs of `sdks.yml` and the wrappers a team declares."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import Any, Literal, Protocol

import re2  # type: ignore[import-untyped]

from waypost.frozen import dataclass, replace
from waypost.patterns import late, late_re2
from waypost.telemetry.callee import Callee
from waypost.telemetry.casing import Case, words
from waypost.telemetry.receiver import receivers_at

Take = Literal["value", "constant", "class"]
ANY = "*"
"""In a declared call, the part that is the event's name."""
METHOD = "method"
"""Says that the event's name is where the `*` stands."""
OPENS = r"\s*!?(?:\?\.\s*)?[(</]"
"""What stands behind a called name; an RE2 pattern."""
BARE = r"(?:\(|[ \t]+[^\s=.,;)\]}|])"
"""The same where brackets may be left out."""
MAX_REMEMBERED = 20_000
"""Texts that are known to fit a pattern or not."""
UNMARKED = str.maketrans("", "", "$@")
"""Takes away the marks of variables."""
_EXTENDED = late_re2(rb"\bfun\s+(?:<[^>]*>\s*)?(?:\w+\.)*(\w+)(?:<[^>]*>)?\??\.\w+\s*\(")
"""How Kotlin makes a function a method of a type that stands elsewhere: `fun Analytics.report(`."""
_DEFINES = late(rb"\b(?:def|function|func|fun)[ \t]+$")
MAX_DEFINES = 12
"""Bytes before a name in which a word makes it a definition."""
NEVER = r"\x00"
"""A called name that cannot be."""


ONE = r"(?i:\.(?:instance|get_?instance|shared|default|current|companion|get|set)(?:\(\))?)"
"""What gives the one object of a class, as in `Tracker.instance`; `set(…)` is of Rails' jobs."""
ALONE = late_re2(r"(?:window|globalThis|self|this|cls)?")
"""What may stand before a function that is called on its own."""


def of_extended(kind: str) -> str:
    """What stands for an object of a type in a function that is made its method, and calls another one of it."""
    return kind[:1].lower() + kind[1:]


class DeclaredCall(Protocol):
    """A wrapper declared in the settings; `waypost.settings.Call` says what each of these means."""

    @property
    def call(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> int | str: ...  # noqa: D102
    @property
    def properties(self) -> int | str | None: ...  # noqa: D102
    @property
    def take(self) -> Take: ...  # noqa: D102
    @property
    def case(self) -> str | None: ...  # noqa: D102
    @property
    def type(self) -> str | None: ...  # noqa: D102
    @property
    def requires(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a call a value stands: an argument by position or keyword; in it, a key, maybe of a constructor.

    In `key`, a `/` goes into an object within, and a number is the position in a list.
    """

    argument: int | str
    constructor: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to send an event.

    `receiver` matches the dotted text before the method's name, the empty text for a function called on its own.
    `family` is the language family; None means any. `when` are places with the text they must hold. `needs` must be
    found in the file, `hint` in lower case, whatever its case. `own` says that a team declared it: all of its own
    patterns that fit a call count, since one wrapper can send several events. `adds` says that what is called may add
    properties of its own. `starred` says that the groups of `receiver` are the event's name, and `before` what stands
    right before a starred method. For `take`, `case` and `type` see the settings; `files` limits it to some files,
    `affixes` are put around what is at the name's place. `refines` says that it knows better than a declared pattern
    which field of the same argument is sent. `made` says that it needs an object of its `type` to be made for it, and
    `callee` is the function that was found to be called so. `by_name` says that nothing but what it is called tells
    that it sends an event, and `unknown` that what it sends is not known.
    """

    sdk: str
    family: str | None
    method: str
    receiver: Any  # a compiled RE2 pattern, which has no types
    name: tuple[Place, ...]
    properties: tuple[Place, ...]
    when: tuple[tuple[Place, str], ...] = ()
    needs: bytes = b""
    hint: bytes = b""
    own: bool = False
    adds: bool = False
    starred: bool = False
    before: str = ""
    take: Take = "value"
    case: Case | None = None
    type: str | None = None
    files: frozenset[str] | None = None
    affixes: tuple[str, str] = ("", "")
    tells: bool = True
    refines: bool = False
    made: bool = False
    callee: Callee | None = None
    by_name: bool = False
    unknown: bool = False

    @property
    def way(self) -> tuple[object, ...]:
        """What tells it from other patterns that fit the same call: each is an event of its own."""
        name = tuple(replace(place, key=None) for place in self.name) if self.refines else self.name
        return name, self.affixes, self.starred


class Sdks:
    """All patterns in order of precedence, with one alternation per language that finds candidates in raw bytes."""

    def __init__(self, patterns: Sequence[Pattern], known: bool = False, names: bool = False) -> None:
        """`known` puts what `sdks.yml` says behind them, and `names` the names of functions that tell what they do."""
        self._own = tuple(patterns)
        self._known = known
        self.names = names
        self._families: dict[str, _Family] = {}

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """All of them."""
        return (*self._own, *chain.from_iterable(_known_in(family) for family in _families() if self._known))

    def within(self, path: str, source: bytes, family: str, bare: bool = False) -> "Fitting":
        """The patterns that can fit in one file of a family of languages; `bare` where brackets may be left out."""
        if family not in self._families:
            own = [pattern for pattern in self._own if pattern.family in (None, family)]
            fitting = [*own, *(_known_in(family) if self._known else ()), *self._named(family)]
            self._families[family] = _Family(fitting, BARE if bare else OPENS, family)
        return Fitting(self._families[family], path, source)

    def _named(self, family: str) -> tuple[Pattern, ...]:
        from waypost.telemetry.by_name import named  # it makes patterns of ours

        return named(family) if self.names else ()

    @property
    def sure(self) -> "Sdks":
        """Those that more tells of than a name."""
        return Sdks(self._own, self._known)

    def with_names(self, more: Iterable[Pattern] = ()) -> "Sdks":
        """These, the names that tell, and `more` of what is called by them."""
        return Sdks([*self.patterns, *more], names=True)


class _Family:
    """The patterns of a family, by the called name; those with a `*` for it are under `*`."""

    def __init__(self, patterns: Sequence[Pattern], opens: str, family: str) -> None:
        self.arrows = family == "php"
        self.extends = family == "kotlin"
        self.by_method: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            self.by_method.setdefault(pattern.method, []).append(pattern)
        self.free = {it.method for it in patterns if not it.needs and it.files is None}
        self._fitting: dict[tuple[str, str], tuple[Pattern, ...]] = {}
        self.candidate = re2.compile("|".join([self._named(opens), *self._starred(opens)]).encode())

    def fitting(self, method: str, text: str) -> tuple[Pattern, ...]:
        """The patterns of a method that what stands before a call fits: most calls of a repository look alike."""
        key = method, text
        found = self._fitting.get(key)
        if found is None:
            if len(self._fitting) >= MAX_REMEMBERED:
                self._fitting.clear()
            some = self.by_method.get(method, ())
            found = self._fitting[key] = tuple(it for it in some if it.receiver.fullmatch(text))
        return found

    def _named(self, opens: str) -> str:
        """Group 1 is a called name that some pattern has."""
        names = sorted(self.by_method.keys() - {ANY}, key=lambda name: (-len(name), name))
        return rf"(?:^|[^\w$])({'|'.join(map(re2.escape, names)) or NEVER}){opens}"

    def _starred(self, opens: str) -> Iterator[str]:
        """Group 2 is any called name behind what a team wrote before its `*`."""
        before = sorted({pattern.before for pattern in self.by_method.get(ANY, ())})
        if before:
            some = "|".join(r"\w" if name == ANY else rf"\b{re2.escape(name)}" for name in before)
            yield rf"(?:{some})(?:\(\))?\s*(?:[!?]?\.|->|::)\s*(\w+){opens}"


class Fitting:
    """The patterns that can fit in one file."""

    def __init__(self, family: _Family, path: str, source: bytes) -> None:
        self._family = family
        self._path = path
        self._source = source
        self._lower: bytes | None = None
        self._possible: dict[str, bool] = {}
        self._known: dict[int, bool] = {}
        self._matching: dict[tuple[str, ...], tuple[Pattern, ...]] = {}
        self._mentioned: dict[bytes, bool] = {b"": True}

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Where a called name of interest may stand: byte offsets of the name."""
        return (place for place, patterns in self._called() if any(map(self._fits, patterns)))

    def possible(self) -> Iterator[Pattern]:
        """The patterns that some call of the file may fit, as far as its bytes tell."""
        return (it for _, patterns in self._called() for it in patterns if self._fits(it))

    def _called(self) -> Iterator[tuple[tuple[int, int], Iterable[Pattern]]]:
        """Where a name that some patterns have is called, with those that what stands before it lets it be one of."""
        start = 0
        while match := self._family.candidate.search(self._source, start):
            place: tuple[int, int] = match.span(match.lastindex)
            start = place[1]
            starred = match.lastindex > 1
            yield place, self._family.by_method[ANY] if starred else self._before(place[0], match.group(1).decode())

    def _before(self, start: int, method: str) -> Iterable[Pattern]:
        """The patterns of a method that its call at `start` may fit, as far as what stands before it tells."""
        if method not in self._family.free and not self._has(method):
            return ()
        if _DEFINES.search(self._source, max(0, start - MAX_DEFINES), start):
            return ()
        texts = receivers_at(self._source, start, self._family.arrows) if not self._has(ANY) else None
        if texts is None:
            return self._family.by_method.get(method, ()) if self._has(method) else ()
        if self._family.extends and "" in texts:
            texts = (*texts, *self._extended)
        some = {text.translate(marks) for text in texts for marks in ({}, UNMARKED)}
        return chain.from_iterable(self._family.fitting(method, text) for text in some)

    @cached_property
    def _extended(self) -> tuple[str, ...]:
        """What the file makes functions a method of: they may call its others with nothing before them."""
        return tuple({of_extended(name.decode("utf-8", "replace")) for name in _EXTENDED.findall(self._source)})

    def matching(self, path: tuple[str, ...]) -> Sequence[Pattern]:
        """The patterns that fit a call's dotted path, the team's own first."""
        if path not in self._matching:
            receiver, whole = ".".join(path[:-1]), ".".join(path)
            some = (*self._family.fitting(ANY, whole), *self._family.fitting(path[-1], receiver))
            self._matching[path] = tuple(_different(filter(self._fits, some)))
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
            self._known[key] = here and pattern.needs in self._source and self._mentions(pattern.hint)
        return self._known[key]

    def _mentions(self, hint: bytes) -> bool:
        if hint not in self._mentioned:  # many SDKs are told by the same
            self._lower = self._source.lower() if self._lower is None else self._lower
            self._mentioned[hint] = hint in self._lower
        return self._mentioned[hint]


def _different(fitting: Iterable[Pattern]) -> Iterator[Pattern]:
    """Patterns that fit one call, once each: some of a function only say in other ways which calls they are for."""
    seen = set[Pattern]()
    for it in fitting:
        what = replace(it, receiver=None, files=None) if it.callee is not None else None
        if what not in seen:
            yield it
        if what is not None:
            seen.add(what)


def sdks(calls: Sequence[DeclaredCall] = ()) -> Sdks:
    """The known SDKs, with a team's own wrappers in front of them."""
    return _sdks(tuple(calls))


@lru_cache(maxsize=64)
def _sdks(calls: tuple[DeclaredCall, ...]) -> Sdks:
    return Sdks([*filter(None, map(declared, calls))], known=True, names=True)


@cache
def _known_in(family: str) -> tuple[Pattern, ...]:
    """What `sdks.yml` says of a family of languages: most repositories have one or two."""
    some = (line.rstrip(",") for line in _entries() if f'"language": "{family}"' in line)
    return tuple(_pattern(**entry) for entry in json.loads(f"[{','.join(some)}]"))


def _families() -> Iterable[str]:
    """The families of languages that `sdks.yml` has SDKs for."""
    return dict.fromkeys(re.findall(r'"language": "(\w+)"', "".join(_entries())))


@cache
def _entries() -> list[str]:
    """The entries of `sdks.yml` as JSON, a line for each: a reader of YAML would take as long as a small scan."""
    with open(f"{__file__.rpartition('sdks')[0]}sdks.json", encoding="utf-8") as file:  # noqa: PTH123 - it is lean
        return file.read().splitlines()


def _pattern(
    *,
    sdk: str,
    language: str,
    call: str,
    name: Sequence[str],
    properties: Sequence[str],
    receiver: str | None = None,
    needs: str = "",
    when: Mapping[str, str] | None = None,
    hint: str = "",
) -> Pattern:
    return Pattern(
        sdk=sdk,
        family=language,
        method=call,
        receiver=_receiver(receiver),
        name=tuple(_place(place) for place in name),
        properties=tuple(_place(place) for place in properties),
        when=tuple((_place(place), text) for place, text in (when or {}).items()),
        needs=needs.encode(),
        hint=hint.encode(),
    )


@lru_cache(maxsize=1024)
def _receiver(pattern: str | None) -> Any:
    return late_re2(rf"(?i)(?:.*\.)?\$?(?:{pattern})") if pattern else ALONE


def declared(call: DeclaredCall) -> Pattern | None:
    """A team's own wrapper, in any language; None where nothing but a `*` tells which calls are meant."""
    written = call.call.strip().replace("::", ".").replace("->", ".").lstrip("$@")
    receiver, _, method = written.rpartition(".")
    starred = ANY in written.split(".")
    if starred and not re.search(r"[^\W_]", written):
        return None
    return Pattern(
        sdk=call.call.strip(),
        family=None,
        method=method,
        receiver=_starred(written, method) if starred else _declared_receiver(receiver, method),
        name=(_place(str(call.name)),),
        properties=() if call.properties is None else (_place(str(call.properties)),),
        needs=(call.requires or "").encode(),
        own=True,
        starred=starred,
        before=receiver.rpartition(".")[2],
        take=call.take,
        case=Case(call.case) if call.case else None,
        type=call.type,
    )


def _starred(call: str, method: str) -> Any:
    """For the whole dotted path, or for what is before the method where that is not the `*` itself."""
    parts = call.split(".") if method == ANY else call.split(".")[:-1]
    dotted = r"\.".join(r"([\w$]+)" if part == ANY else rf"{re2.escape(part)}(?:\(\))?" for part in parts)
    return re2.compile(rf"(?:.*\.)?{dotted}")


def _declared_receiver(receiver: str, method: str) -> Any:
    """What may stand before a wrapper: what its team wrote; else anything if its name of several words tells enough."""
    if receiver:
        before, _, last = receiver.rpartition(".")
        path = re2.escape(f"{before}.") if before else ""
        return re2.compile(rf"(?:.*\.)?{path}{_instance_of(last)}(?:\(\))?")
    return re2.compile(".*") if len(words(method)) > 1 else _receiver(None)


def _instance_of(name: str) -> str:
    """A class stands for what is called after it, too: `Tracker` for `tracker`, `mTracker` and `Tracker.shared`."""
    written: str = re2.escape(name)
    if not name[:1].isupper():
        return written
    return rf"(?:_?{name[0].lower()}{re2.escape(name[1:])}|(?:[ms]_?)?{written})(?:{ONE})?"


@lru_cache(maxsize=1024)
def _place(text: str) -> Place:
    """`0`, `event`, `0.event` or `0.BaseEvent.event_type`."""
    argument, *rest = text.split(".")
    where: int | str = int(argument) if argument.isascii() and argument.isdigit() else argument
    if len(rest) < 2:
        return Place(where, None, rest[0] if rest else None)
    return Place(where, rest[0], rest[1])
