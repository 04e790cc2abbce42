"""Files of a scan that call each other: looked at, and looked at again as more is found of what sends events."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence

from waypost.finding import Unread
from waypost.frozen import dataclass
from waypost.telemetry.by_name import lent, speaks
from waypost.telemetry.call_site import CallSite, Traced
from waypost.telemetry.callers import Callers
from waypost.telemetry.calls import passes_on, passing_on_in, sends, traced_in
from waypost.telemetry.doubts import Doubts, writing
from waypost.telemetry.earlier import Earlier
from waypost.telemetry.family import Remembered
from waypost.telemetry.languages import Language
from waypost.telemetry.mentions import may_mention
from waypost.telemetry.parsing import Unparsed, Work
from waypost.telemetry.paths import Paths
from waypost.telemetry.pattern import Pattern
from waypost.telemetry.precedence import finest, in_order
from waypost.telemetry.program import Program
from waypost.telemetry.resolve import Resolution
from waypost.telemetry.sdks import Sdks
from waypost.telemetry.search import Definers, Sought, defines
from waypost.telemetry.unit import Unit
from waypost.telemetry.wrappers import Wrapper, wrappers_around

MAX_STEPS = 10**9
"""No bound but that of each file: who scans a repository has asked for all of it."""
Tell = Callable[[Iterable[str]], Iterable[str]]
"""Shows how far a scan has come while it goes through some paths."""
Has = Callable[[Language, tuple[str, ...], bytes], set[str]]
"""Which of some names the text of a file has in a way that is asked for."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a scan depends on: another one of files of which all this still holds finds the same.

    `looked` are digests of the files that were looked at closely, None for one that could not be read. Of all others no
    more was asked than whether they may send events, call something by one of the names `called`, define one of those
    that `defined` has, or write to one that `written` has, each with its family of languages. What is not `whole`
    depends on more than that.
    """

    looked: Mapping[str, str | None]
    called: tuple[Sought, ...]
    defined: Definers
    written: Definers
    whole: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at a part has found that concerns all of them: all its wrappers, and names that are searched for."""

    wrappers: tuple[Wrapper, ...]
    sought: tuple[Sought, ...]


class Shard:
    """The files of one scan that a process has of languages that call each other: `code` are all, with their languages.

    Of those, the ones in `sending` may send events; of the ones in `speaking`, nothing but a name tells that.
    """

    def __init__(
        self, paths: Paths, code: dict[str, Language], sdks: Sdks, sending: Sequence[str], speaking: Sequence[str]
    ) -> None:
        self.paths = paths
        self.code = code
        self.sdks = sdks
        self.sending = sending
        self.speaking = speaking
        self.spoken: list[Pattern] = []
        self.looked: dict[str, bytes | None] = {}
        self.program = Program(paths.reading(self._looked_at), Work(MAX_STEPS))
        self.callers = Callers(paths, self.program, self.code)
        self.doubts = Doubts(self.program, self.callers.promises)
        self.written: Definers = {}
        self.remembered = Remembered()
        self.calls: dict[str, tuple[Traced, ...]] = {}
        self.unsettled: dict[str, None] = {}
        self.earlier: dict[str, Earlier] = {}
        self.wrappers: dict[str, list[Wrapper]] = {}
        self.around: dict[int, tuple[Traced, tuple[Wrapper, ...]]] = {}  # the call, too, or another has its id

    def look(self) -> Found:
        """Look at the files that may send events; what all shards should know of it."""
        return self._look_anew(self.sending)

    def follow(self, wrappers: Sequence[Wrapper]) -> Found:
        """Look for the calls of some wrappers."""
        patterns = self.callers.patterns(wrappers)
        given = [lent(it.pattern) for it in wrappers if speaks(it.pattern)]
        self.spoken += given
        known = finest(in_order(self.sdks.patterns, patterns))
        self.sdks = Sdks(
            [*known, *(given if self.sdks.names else ())], names=self.sdks.names, remembered=self.remembered
        )
        callers: dict[str, set[str]] = {}
        for pattern in patterns:
            for path in pattern.files or ():
                callers.setdefault(path, set()).add(pattern.method)
        self.unsettled |= dict.fromkeys(callers)
        return self._look_at([path for path in sorted(callers) if self._passes_on(path, callers[path])])

    def listen(self) -> Found:
        """Look for calls of functions whose names tell, now that those are known of which more is."""
        self.sdks = self.sdks.with_names(self.spoken, self.remembered)
        names = Sdks((), names=True)
        more = [path for path in self.calls if self._may(path, names, self._earlier(path).told_at())]
        return self._look_anew([*self.speaking, *more])

    def settle(self) -> Found:
        """Look at all calls of what was only looked at for wrappers, now that those are known."""
        some, self.unsettled = self.unsettled, {}
        return self._look_at(some)

    def defined(self, sought: Sequence[Sought]) -> Definers:
        """The files that define some names."""
        return {key: tuple(found) for key, found in self._search(sought, defines).items()}

    def again(self, definers: Definers) -> Found:
        """Look again where a name was not known."""
        self.program.again(definers)
        self.around.clear()
        for earlier in self.earlier.values():
            earlier.forget()
        return self._look_at([path for path, calls in self.calls.items() if any(_open(call) for call in calls)])

    def doubted(self) -> tuple[Sought, ...]:
        """The names of constants that were told, and that another file may write to."""
        return self.doubts.sought()

    def writers(self, sought: Sequence[Sought]) -> Definers:
        """The files that may write to something by some names."""
        return {key: tuple(found) for key, found in self._search(sought, writing).items()}

    def take_back(self, writers: Definers) -> None:
        """Look again where a constant was told that a file writes to."""
        self.written = writers
        if self.doubts.settle(writers):
            self.program.again({})
            self.around.clear()
            for earlier in self.earlier.values():
                earlier.anew(self.program)
            self._look_at([path for path, calls in self.calls.items() if any(call.site.names for call in calls)])

    def result(self) -> tuple[tuple[CallSite, ...], tuple[Unread, ...]]:
        """The call sites, and what was not looked at."""
        calls = (call for path in sorted(self.calls) for call in self.calls[path])
        sites = (call.site for call in calls if call.counts)
        return tuple(sites), tuple(
            Unread(path, why) for path, why in self.program.unparsed.items() if path in self.code
        )

    def evidence(self) -> Evidence:
        """What all that was found here depends on."""
        looked = {path: digest_of(text) for path, text in self.looked.items()}
        whole = not self.callers.too_many
        return Evidence(looked, tuple(self.callers.called), self.program.search.definers, self.written, whole)

    def _looked_at(self, path: str) -> bytes | None:
        """The content of a file for who looks at it closely."""
        if path not in self.looked:
            self.looked[path] = self.paths.read(path)
        return self.looked[path]

    def _found(self) -> Found:
        wrappers = tuple(it for some in self.wrappers.values() for it in some)
        return Found(wrappers, tuple(self.program.search.sought))

    def _may(self, path: str, sdks: Sdks, told: Container[int] = ()) -> bool:
        text = self.paths.read(path)
        return text is not None and sends(path, text, self.code[path], sdks, told)

    def _look_anew(self, some: Sequence[str]) -> Found:
        """Look at files of which more is known than before, first for wrappers only."""
        self.unsettled |= dict.fromkeys(some)
        return self._look_at(some)

    def _look_at(self, some: Iterable[str]) -> Found:
        for path in some:
            unit = self.program.unit(path)
            if unit is None:
                continue
            try:
                self.calls[path] = self._calls(unit)
                self.wrappers[path] = [it for call in self.calls[path] for it in self._around(unit, call)]
            except Unparsed as reason:
                self.program.unparsed[path] = str(reason)
                self.calls.pop(path, None)  # what a look for wrappers has told of it is not all
        return self._found()

    def _calls(self, unit: Unit) -> tuple[Traced, ...]:
        """The calls of a file; only what a wrapper may be around, until it is to be settled."""
        earlier = self._earlier(unit.path)
        if unit.path not in self.unsettled:
            return traced_in(unit, self.sdks, earlier)
        calls, whole = passing_on_in(unit, self.sdks, earlier)
        if whole:
            del self.unsettled[unit.path]
        return calls

    def _passes_on(self, path: str, names: Iterable[str]) -> bool:
        """Whether a file may have a wrapper around a call by one of some names."""
        unit = self.program.unit(path)
        try:
            return unit is not None and passes_on(unit, self.sdks, self._earlier(path), names)
        except Unparsed:  # whoever looks at it says why
            return True

    def _earlier(self, path: str) -> Earlier:
        return self.earlier.setdefault(path, Earlier(self.program))

    def _around(self, unit: Unit, call: Traced) -> tuple[Wrapper, ...]:
        """The wrappers that a call stands in, which are looked for once until more is known."""
        if id(call) not in self.around:
            self.around[id(call)] = call, tuple(wrappers_around(unit, call))
        return self.around[id(call)][1]

    def _search(self, sought: Sequence[Sought], has: Has) -> dict[Sought, list[str]]:
        """The files of each family that have some of the names sought in the way wanted."""
        found: dict[Sought, list[str]] = {key: [] for key in sought}
        by_family: dict[str, tuple[str, ...]] = {}
        for family, name in sought:
            by_family[family] = (*by_family.get(family, ()), name)
        for path, language in self.code.items():
            names, text = by_family.get(language.family, ()), self.paths.read(path) or b""
            if names and may_mention(text, names):
                for name in has(language, names, text):
                    found[language.family, name].append(path)
        return found


def digest_of(content: bytes | None) -> str | None:
    """What tells a file's content from others."""
    from hashlib import blake2b  # it takes a while, and few ask for evidence

    return blake2b(content, digest_size=20).hexdigest() if content is not None else None


def _open(call: Traced) -> bool:
    return call.site.resolution >= Resolution.PATTERN
