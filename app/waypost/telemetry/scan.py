"""Every place of a whole repository that sends a tracked event, with the wrappers that it has for that."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.finding import Unread
from waypost.frozen import dataclass, replace
from waypost.telemetry import languages
from waypost.telemetry.calls import CallSite, Certain, Traced, sends, traced_in
from waypost.telemetry.languages import Language
from waypost.telemetry.parsing import Unparsed, Work
from waypost.telemetry.paths import Paths
from waypost.telemetry.program import Definers, Program, defining
from waypost.telemetry.resolve import Resolution
from waypost.telemetry.sdks import ALONE, Pattern, Place, Sdks
from waypost.telemetry.wrappers import Wrapper, made_by, wrappers_of

ROUNDS = 4
"""A wrapper of a wrapper is followed, and so on, this far; so is a name that only a search can find."""
MAX_WRAPPERS = 100
MAX_CALLERS = 2_000
"""Files that may call one wrapper; beyond that its name tells nothing."""
MAX_SOUGHT = 2_000
"""Names that are searched for at once."""
MAX_STEPS = 10**9
"""No bound but that of each file: who scans a repository has asked for all of it."""

Sought = tuple[str, str]
"""A family of languages, and a name."""
Tell = Callable[[Iterable[str]], Iterable[str]]
"""Shows how far a scan has come while it goes through some paths."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a scan depends on: another one of files of which all this still holds finds the same.

    `looked` are digests of the files that were looked at closely, None for one that could not be read. Of all others no
    more was asked than whether they may send events, call something by one of the names `called`, or define one of
    those that `defined` has, each with its family of languages. What is not `whole` depends on more than that.
    """

    looked: Mapping[str, str | None]
    called: tuple[Sought, ...]
    defined: Definers
    whole: bool


@dataclass(frozen=True, slots=True)
class Scan:
    """The call sites in order of path and place, the wrappers found and followed, and what was not looked at.

    `evidence` is there for who has asked for it.
    """

    sites: tuple[CallSite, ...]
    wrappers: tuple[Wrapper, ...]
    unread: tuple[Unread, ...]
    evidence: Evidence | None = None


Ask = Callable[..., list[Any]]
"""Has every `Shard` of a scan do something: the name of a method and what it is given, to what each has answered."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at a part has found that concerns all of them: all its wrappers, and names that are searched for."""

    wrappers: tuple[Wrapper, ...]
    sought: tuple[Sought, ...]


def scan(
    paths: Paths, wanted: Iterable[str], sdks: Sdks, tell: Tell = lambda paths: paths, evident: bool = False
) -> Scan:
    """All call sites of the files `wanted`; `paths` are all that names may be followed into."""
    shard = Shard(paths, list(wanted), sdks, tell)
    return scan_with(lambda method, *given: [getattr(shard, method)(*given)], evident)


def scan_with(ask: Ask, evident: bool = False) -> Scan:
    """The same with the files in several shards, which may be in other processes."""
    known: dict[tuple[object, ...], Wrapper] = {}
    found: list[Found] = ask("look", dealt(ask("sending")))
    for _ in range(ROUNDS):
        found = _searched(ask, found)  # first, or what is only not known yet would pass for a function's parameter
        new = {it.key: it for one in found for it in one.wrappers if it.key not in known}
        kept = [new[key] for key in sorted(new, key=repr)][: MAX_WRAPPERS - len(known)]
        if not kept:
            break
        known |= {it.key: it for it in kept}
        found = ask("follow", kept)
    _searched(ask, found)
    results = ask("result")
    sites = sorted((site for sites, _ in results for site in sites), key=lambda site: site.path)
    unread = sorted((it for _, unread in results for it in unread), key=lambda it: it.path)
    evidence = _all_of(ask("evidence")) if evident else None
    return Scan(tuple(sites), tuple(_finest(known.values())), tuple(unread), evidence)


def _all_of(parts: Sequence[Evidence]) -> Evidence:
    looked = {path: digest for part in parts for path, digest in part.looked.items()}
    return replace(parts[0], looked=looked, whole=all(part.whole for part in parts))


def _finest(wrappers: Iterable[Wrapper]) -> Iterator[Wrapper]:
    """The wrappers, without what another one of the same function says of the same argument more precisely."""
    by_function: dict[tuple[object, ...], list[Wrapper]] = {}
    for it in wrappers:
        by_function.setdefault((it.path, it.signature.owner, it.signature.name), []).append(it)
    for several in by_function.values():
        several = _once(several)
        places = [it.pattern.name[0] for it in several]
        yield from (it for it in several if not any(_within(it.pattern.name[0], place) for place in places))


def _once(overloads: Iterable[Wrapper]) -> list[Wrapper]:
    """Functions of one name, those that take the event's name from the same place as one, which tells most."""
    kept: dict[tuple[object, ...], Wrapper] = {}
    for it in sorted(overloads, key=lambda it: -len(it.pattern.properties)):
        kept.setdefault(it.key[:-1], it)
    return list(kept.values())


def _within(place: Place, other: Place) -> bool:
    """Whether `other` is a field of what is at a place."""
    return place.argument == other.argument and bool(
        other.key if place.key is None else (other.key or "").startswith(f"{place.key}/")
    )


def _searched(ask: Ask, found: list[Found]) -> list[Found]:
    """What is found once all that is sought is searched for, and what is sought for that."""
    for _ in range(ROUNDS):
        sought = sorted({name for one in found for name in one.sought})[:MAX_SOUGHT]
        if not sought:
            break
        found = ask("again", _together(ask("defined", sought)))
    return found


def _together(parts: Iterable[Definers]) -> Definers:
    found: dict[Sought, list[str]] = {}
    for part in parts:
        for key, paths in part.items():
            found.setdefault(key, []).extend(paths)
    return {key: tuple(sorted(paths)) for key, paths in found.items()}


def dealt(sizes: Sequence[Mapping[str, int]]) -> list[list[str]]:
    """Files with their sizes, as each shard has found them, in as many shares of about the same size."""
    every = {path: size for some in sizes for path, size in some.items()}
    shares: list[list[str]] = [[] for _ in sizes]
    loads = [0] * len(sizes)
    for path in sorted(every, key=lambda path: (-every[path], path)):
        least = loads.index(min(loads))
        shares[least].append(path)
        loads[least] += every[path]
    return [sorted(share) for share in shares]


class Shard:
    """A part of the files of one scan; `number` says which one it is, from 0."""

    def __init__(
        self, paths: Paths, wanted: Sequence[str], sdks: Sdks, tell: Tell = lambda paths: paths, number: int = 0
    ) -> None:
        self.paths = paths
        self.wanted = wanted
        self.sdks = sdks
        self.tell = tell
        self.number = number
        self.looked: dict[str, bytes | None] = {}
        self.called: dict[Sought, None] = {}
        self.too_many = False
        self.program = Program(Paths(paths, self._looked_at, paths.partial), Work(MAX_STEPS))
        self.code: dict[str, Language] = {}
        self.calls: dict[str, tuple[Traced, ...]] = {}
        self.certain: dict[str, Certain] = {}
        self.wrappers: dict[str, tuple[Wrapper, ...]] = {}

    def sending(self) -> dict[str, int]:
        """The files that may send events, and how large they are: looking at them is most of the work."""
        return {path: len(self.paths.read(path) or b"") for path in self.tell(self.wanted) if self._sends(path)}

    def look(self, shares: Sequence[Sequence[str]]) -> Found:
        """Look at the files of its share, which are its own from now on; what all parts should know of it."""
        for path in (path for share in shares for path in share):
            self.code.pop(path, None)
        mine = shares[self.number]
        self.code |= {path: language for path in mine if (language := languages.for_path(path)) is not None}
        self._look_at(mine)
        return self._found()

    def follow(self, wrappers: Sequence[Wrapper]) -> Found:
        """Look for the calls of some wrappers."""
        holding = self._holding(wrappers)
        patterns = [pattern for wrapper in wrappers for pattern in self._patterns(wrapper, holding)]
        self.sdks = Sdks(list(_in_order(self.sdks.patterns, patterns)))
        callers = {path for pattern in patterns for path in pattern.files or ()}
        self._look_at(sorted(callers))
        return self._found()

    def defined(self, sought: Sequence[Sought]) -> Definers:
        """The files that define some names."""
        return {key: tuple(found) for key, found in self._definers(sought).items()}

    def again(self, definers: Definers) -> Found:
        """Look again where a name was not known."""
        self.program.again(definers)
        self._look_at([path for path, calls in self.calls.items() if any(_open(call) for call in calls)])
        return self._found()

    def result(self) -> tuple[tuple[CallSite, ...], tuple[Unread, ...]]:
        """The call sites, and what was not looked at."""
        calls = (call for path in sorted(self.calls) for call in self.calls[path])
        sites = (call.site for call in calls if call.site.names or call.pattern.tells or call.pattern.refines)
        return tuple(sites), tuple(
            Unread(path, why) for path, why in self.program.unparsed.items() if path in self.code
        )

    def evidence(self) -> Evidence:
        """What all that was found here depends on."""
        looked = {path: digest_of(text) for path, text in self.looked.items()}
        return Evidence(looked, tuple(self.called), self.program.definers, not self.too_many)

    def _looked_at(self, path: str) -> bytes | None:
        """The content of a file for who looks at it closely."""
        if path not in self.looked:
            self.looked[path] = self.paths.read(path)
        return self.looked[path]

    def _found(self) -> Found:
        wrappers = tuple(it for some in self.wrappers.values() for it in some)
        return Found(wrappers, tuple(self.program.sought))

    def _sends(self, path: str) -> bool:
        language, text = languages.for_path(path), self.paths.read(path)
        if language is None or text is None:
            return False
        self.code[path] = language
        return sends(path, text, language, self.sdks)

    def _look_at(self, some: Iterable[str]) -> None:
        for path in some:
            unit = self.program.unit(path)
            if unit is None:
                continue
            try:
                self.calls[path] = traced_in(unit, self.sdks, self.certain.setdefault(path, {}))
                self.wrappers[path] = tuple(wrappers_of(unit, self.calls[path]))
            except Unparsed as reason:
                self.program.unparsed[path] = str(reason)

    def _holding(self, wrappers: Iterable[Wrapper]) -> dict[str, list[str]]:
        """The files that call something by the name of a wrapper or of what it is made in, for each name."""
        found: dict[str, list[str]] = {name: [] for it in wrappers for name in (it.pattern.method, *it.around) if name}
        for it in wrappers:
            names = filter(None, (it.pattern.method, *it.around))
            self.called |= dict.fromkeys((it.pattern.family or "", name) for name in names)
        called = calling(found)
        for path in self.code:
            text = self.paths.read(path) or b""
            for name in {match.group(1) for match in called.finditer(text)} if called.search(text) else ():
                found[name.decode()].append(path)
        return found

    def _patterns(self, wrapper: Wrapper, holding: dict[str, list[str]]) -> Iterator[Pattern]:
        """The wrapper's own, for the files that refer to it, and those for what a hook gives to its callers."""
        named = {path for name in (wrapper.pattern.method, *wrapper.around) for path in holding.get(name, ())}
        some = [path for path in sorted(named) if self.code[path].family == wrapper.pattern.family]
        if len(some) > MAX_CALLERS:
            self.too_many = True
            return
        callers = frozenset(path for path in some if self._refers(path, wrapper))
        if wrapper.signature.name:
            yield from self._called(wrapper, callers)
        for hook in wrapper.around:
            for path in sorted(callers):
                for method in _made_by(hook, self.paths.read(path) or b""):
                    callee = replace(wrapper.pattern.callee, top=False) if wrapper.pattern.callee is not None else None
                    files = frozenset({path})
                    yield replace(wrapper.pattern, method=method, files=files, receiver=ALONE, callee=callee)

    def _called(self, wrapper: Wrapper, callers: frozenset[str]) -> Iterator[Pattern]:
        """For files that call it by its name, or by the one that they import it under."""
        alike = frozenset(path for path in callers if path != wrapper.path and self._has_its_own(path, wrapper))
        own = frozenset({wrapper.path} if wrapper.returned else ())  # there, something else may have its file's name
        yield replace(wrapper.pattern, files=callers - alike - own)
        if alike:
            yield replace(wrapper.pattern, files=alike, receiver=Elsewhere(wrapper.pattern.receiver))
        yield from (it for path in sorted(callers) for it in self._renamed(path, wrapper))
        if wrapper.path in self.code and wrapper.signature.owner is not None and self._bare_methods(wrapper):
            yield replace(wrapper.pattern, files=frozenset({wrapper.path}), receiver=ALONE)
        if wrapper.signature.owner is None:
            yield from (it for path in sorted(callers) if (it := self._by_module(path, wrapper)) is not None)
        elif wrapper.pattern.family == "go" and (receiver := self._go_receiver(wrapper)):
            package = frozenset(path for path in callers if path.rpartition("/")[0] == wrapper.path.rpartition("/")[0])
            yield replace(wrapper.pattern, files=package, receiver=re2.compile(re2.escape(receiver)))

    def _go_receiver(self, wrapper: Wrapper) -> str | None:
        """What the methods of a type in Go call the value that they are of: the same letter in all its package."""
        owner, method = re2.escape(wrapper.signature.owner or ""), re2.escape(wrapper.signature.name)
        found = re2.search(
            rf"func\s*\((\w+)\s+\*?{owner}\)\s*{method}\b".encode(), self.paths.read(wrapper.path) or b""
        )
        return found.group(1).decode() if found else None

    def _has_its_own(self, path: str, wrapper: Wrapper) -> bool:
        """Whether a file defines a function called like the wrapper, which is what it means where nothing is before."""
        text = self.paths.read(path)
        return text is not None and functions(self.code[path].family, wrapper.pattern.method).search(text) is not None

    def _renamed(self, path: str, wrapper: Wrapper) -> Iterator[Pattern]:
        """For a file that imports the wrapper under another name."""
        unit = self.program.unit(path) if wrapper.signature.owner is None else None
        for it in unit.imports if unit is not None else ():
            renamed = it.name == wrapper.pattern.method != it.local and it.local.isidentifier()
            if renamed and not _declared(it.local).search(self.paths.read(path) or b""):
                yield replace(wrapper.pattern, method=it.local, files=frozenset({path}), receiver=ALONE)

    def _bare_methods(self, wrapper: Wrapper) -> bool:
        language = languages.for_path(wrapper.path)
        return language is not None and language.bare_methods

    def _by_module(self, path: str, wrapper: Wrapper) -> Pattern | None:
        """For a file that has the wrapper's whole module under a name, and calls it by that."""
        unit = self.program.unit(path)
        names = self.program.modules(unit, wrapper.path, wrapper.concerns) if unit is not None else ()
        if not names:
            return None
        receiver = re2.compile(rf"(?:{'|'.join(map(re2.escape, sorted(set(names))))})")
        return replace(wrapper.pattern, files=frozenset({path}), receiver=receiver)

    def _refers(self, path: str, wrapper: Wrapper) -> bool:
        """Whether a file can mean this wrapper: it is the same, or has something from it, or needs nothing for that."""
        unit = self.program.unit(path)
        if unit is None or path == wrapper.path:
            return unit is not None
        beside = wrapper.path in unit.language.beside(path, self.program.paths)
        free = unit.language.everywhere or (unit.language.interfaces and wrapper.signature.owner is not None)
        return beside or free or self.program.reaches(unit, wrapper.path, wrapper.concerns)

    def _definers(self, sought: Sequence[Sought]) -> dict[Sought, list[str]]:
        found: dict[Sought, list[str]] = {key: [] for key in sought}
        patterns: dict[str, Any] = {}
        for path, language in self.code.items():
            names = [name for family, name in sought if family == language.family]
            if names:
                pattern = patterns.setdefault(language.family, defining(language, *names))
                for name in {match.group(1).decode() for match in pattern.finditer(self.paths.read(path) or b"")}:
                    found[language.family, name].append(path)
        return found


def _in_order(known: Iterable[Pattern], found: Sequence[Pattern]) -> Iterator[Pattern]:
    """What a team declared, what was found before and now, and the SDKs; each behind what knows its argument better."""
    kinds: dict[tuple[bool, bool], list[Pattern]] = {(own, new): [] for own in (True, False) for new in (True, False)}
    for pattern in known:
        kinds[pattern.own, pattern.files is not None].append(pattern)
    declared, before = kinds[True, False], kinds[True, True]
    sdks = {it.sdk for it in declared}
    for these in (declared, [*before, *found]):
        yield from (it for pattern in found for it in _more_precise(pattern, these))
        yield from (it for it in before if it.refines and (it.sdk in sdks) == (these is declared))
        yield from (it for it in these if not it.refines)
    yield from (*kinds[False, False], *kinds[False, True])


def _more_precise(found: Pattern, own: Iterable[Pattern]) -> Iterator[Pattern]:
    """For what is known by its argument alone, which field of it is sent."""
    if found.name[0].key is not None or found.take == "constant":
        for it in own:
            alike = it.method == found.method and it.take == "value" and it.name[0].key is None and not it.starred
            name = tuple(place for place in found.name if place.argument == it.name[0].argument)
            if alike and name:
                kept = it.properties or found.properties
                both = _Both(it.receiver, found.receiver)
                yield replace(found, sdk=it.sdk, receiver=both, name=name, properties=kept, adds=it.adds, refines=True)


@dataclass(frozen=True, slots=True)
class _Both:
    """What two patterns match."""

    one: Any
    other: Any

    def fullmatch(self, text: str) -> Any:
        """As RE2 has it."""
        return self.one.fullmatch(text) and self.other.fullmatch(text)


class Elsewhere:
    """What a pattern for receivers matches, but for a function or method of the file's own."""

    OWN = frozenset({"", "this", "self", "cls"})

    def __init__(self, receiver: Any) -> None:
        self.receiver = receiver

    def fullmatch(self, text: str) -> Any:
        """As RE2 has it."""
        return None if text in self.OWN else self.receiver.fullmatch(text)


def _made_by(hook: str, text: bytes) -> Iterator[str]:
    """The variables in which a file keeps what a hook gives it, and nothing else anywhere in it."""
    kept = Counter(match.group(1).decode() for match in made_by(hook).finditer(text))
    yield from (name for name, count in kept.items() if len(_declared(name).findall(text)) == count)


@lru_cache(maxsize=1024)
def _declared(name: str) -> Any:
    """A pattern for where a file declares a variable or function."""
    return re2.compile(rf"\b(?:const|let|var|val|final|function|fun)\s+{re2.escape(name)}\b".encode())


_FUNCTION = r"\b(?:fun|func|def|function)\s+(?:\([^()]*\)\s*)?(?:self\.)?"
_TYPED = r"(?m)^[ \t]*(?:[\w<>\[\]?.,@]+\s+)+"
_BODY = r"\s*\([^;{}]*\)\s*(?:async\b\*?\s*|throws\s[\w.,\s]+)?(?:\{|=>)"


@lru_cache(maxsize=1024)
def functions(family: str, name: str) -> Any:
    """A pattern for where a file of a family of languages defines a function or method with that name."""
    escaped = re2.escape(name)
    if family in ("java", "csharp", "dart"):
        return re2.compile(rf"{_TYPED}{escaped}{_BODY}".encode())
    variable = rf"|\b(?:const|let|var)\s+{escaped}\s*=\s*(?:async\s*)?(?:\(|function\b|\w+\s*=>)"
    return re2.compile(rf"{_FUNCTION}{escaped}\b{variable if family == 'javascript' else ''}".encode())


def calling(names: Iterable[str]) -> Any:
    """A pattern for what a file has that calls something by one of some names; its group is the name."""
    return re2.compile(rf"\b({'|'.join(map(re2.escape, sorted(names)))})\s*[(<!?.) ]".encode())


def digest_of(content: bytes | None) -> str | None:
    """What tells a file's content from others."""
    from hashlib import blake2b  # it takes a while, and few ask for evidence

    return blake2b(content, digest_size=20).hexdigest() if content is not None else None


def _open(call: Traced) -> bool:
    return call.site.resolution >= Resolution.PATTERN
