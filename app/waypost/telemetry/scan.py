"""Every place of a whole repository that sends a tracked event, with the wrappers that it has for that."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.finding import Unread
from waypost.telemetry import languages
from waypost.telemetry.calls import CallSite, Traced, sends, traced_in
from waypost.telemetry.languages import Language
from waypost.telemetry.parsing import Unparsed, Work
from waypost.telemetry.paths import Paths
from waypost.telemetry.program import Program, defining
from waypost.telemetry.resolve import Resolution
from waypost.telemetry.sdks import ALONE, Pattern, Sdks
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

Tell = Callable[[Iterable[str]], Iterable[str]]
"""Shows how far a scan has come while it goes through some paths."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The call sites in order of path and place, the wrappers found and followed, and what was not looked at."""

    sites: tuple[CallSite, ...]
    wrappers: tuple[Wrapper, ...]
    unread: tuple[Unread, ...]


def scan(paths: Paths, wanted: Iterable[str], sdks: Sdks, tell: Tell = lambda paths: paths) -> Scan:
    """All call sites of the files `wanted`; `paths` are all that names may be followed into."""
    return _Scanning(paths, sdks).done(tell(list(wanted)))


class _Scanning:
    """One scan."""

    def __init__(self, paths: Paths, sdks: Sdks) -> None:
        self.paths = paths
        self.sdks = sdks
        self.program = Program(paths, Work(MAX_STEPS))
        self.code: dict[str, Language] = {}
        self.calls: dict[str, tuple[Traced, ...]] = {}
        self.wrappers: dict[tuple[object, ...], Wrapper] = {}
        self.unread: list[Unread] = []

    def done(self, wanted: Iterable[str]) -> Scan:
        self._look_at(path for path in wanted if self._sends(path))
        for _ in range(ROUNDS):
            if not self._follow_wrappers() and not self._search():
                break
        sites = [call.site for path in sorted(self.calls) for call in self.calls[path]]
        unread = [*self.unread, *(Unread(path, why) for path, why in self.program.unparsed.items())]
        return Scan(tuple(sites), tuple(self.wrappers.values()), tuple(sorted(unread, key=lambda it: it.path)))

    def _sends(self, path: str) -> bool:
        language, text = languages.for_path(path), self.paths.read(path)
        if language is None or text is None:
            return False
        self.code[path] = language
        return sends(path, text, language, self.sdks)

    def _look_at(self, some: Iterable[str]) -> None:
        for path in some:
            unit = self.program.unit(path)
            try:
                self.calls[path] = traced_in(unit, self.sdks) if unit is not None else ()
            except Unparsed as reason:
                self.program.unparsed[path] = str(reason)

    def _follow_wrappers(self) -> bool:
        """Look at the calls of wrappers that were not known yet; whether there were any."""
        new = {it.key: it for it in self._discovered() if it.key not in self.wrappers}
        kept = dict(list(new.items())[: MAX_WRAPPERS - len(self.wrappers)])
        holding = self._holding(kept.values()) if kept else {}
        patterns = [pattern for wrapper in kept.values() for pattern in self._patterns(wrapper, holding)]
        self.wrappers |= kept
        own = [pattern for pattern in self.sdks.patterns if pattern.own]  # what a team declared goes before
        self.sdks = Sdks([*own, *patterns, *(pattern for pattern in self.sdks.patterns if not pattern.own)])
        callers = {path for pattern in patterns for path in pattern.files or ()}
        self._look_at(sorted(callers))
        return bool(callers)

    def _discovered(self) -> Iterator[Wrapper]:
        for path, calls in list(self.calls.items()):
            unit = self.program.unit(path)
            yield from wrappers_of(unit, calls) if unit is not None else ()

    def _holding(self, wrappers: Iterable[Wrapper]) -> dict[str, list[str]]:
        """The files that call something by the name of a wrapper or of what it is made in, for each name."""
        found: dict[str, list[str]] = {name: [] for it in wrappers for name in (it.pattern.method, *it.around)}
        called = re2.compile(rf"\b({'|'.join(map(re2.escape, sorted(found)))})\s*[(<!?.) ]".encode())
        for path in self.code:
            text = self.paths.read(path) or b""
            for name in {match.group(1) for match in called.finditer(text)} if called.search(text) else ():
                found[name.decode()].append(path)
        return found

    def _patterns(self, wrapper: Wrapper, holding: dict[str, list[str]]) -> Iterator[Pattern]:
        """The wrapper's own, for the files that refer to it, and those for what a hook gives to its callers."""
        named = {path for name in (wrapper.pattern.method, *wrapper.around) for path in holding[name]}
        some = [path for path in sorted(named) if self.code[path].family == wrapper.pattern.family]
        if len(some) > MAX_CALLERS:
            return
        callers = frozenset(path for path in some if self._refers(path, wrapper))
        yield replace(wrapper.pattern, files=callers)
        if wrapper.signature.owner is not None and self.code[wrapper.path].bare_methods:
            yield replace(wrapper.pattern, files=frozenset({wrapper.path}), receiver=ALONE)
        if wrapper.signature.owner is None:
            yield from (it for path in sorted(callers) if (it := self._by_module(path, wrapper)) is not None)
        for hook in wrapper.around:
            variable = made_by(hook)
            for path in sorted(callers):
                for match in variable.finditer(self.paths.read(path) or b""):
                    method = match.group(1).decode()
                    yield replace(wrapper.pattern, method=method, files=frozenset({path}), receiver=ALONE)

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
        beside = wrapper.path in unit.language.beside(path, self.paths)
        free = unit.language.everywhere or (unit.language.interfaces and wrapper.signature.owner is not None)
        return beside or free or self.program.reaches(unit, wrapper.path, wrapper.concerns)

    def _search(self) -> bool:
        """Find the files that define what is sought, and look again where a name is unknown; whether any was sought."""
        sought = list(self.program.sought)[:MAX_SOUGHT]
        if not sought:
            return False
        self.program.again({key: tuple(found) for key, found in self._definers(sought).items()})
        self._look_at([path for path, calls in self.calls.items() if any(_open(call) for call in calls)])
        return True

    def _definers(self, sought: list[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {key: [] for key in sought}
        patterns: dict[str, Any] = {}
        for path, language in self.code.items():
            names = [name for family, name in sought if family == language.family]
            if names:
                pattern = patterns.setdefault(language.family, defining(language, *names))
                for name in {match.group(1).decode() for match in pattern.finditer(self.paths.read(path) or b"")}:
                    found[language.family, name].append(path)
        return found


def _open(call: Traced) -> bool:
    return call.site.resolution >= Resolution.PATTERN
