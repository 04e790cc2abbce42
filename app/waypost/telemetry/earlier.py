"""What earlier looks at one file have told, so that another look asks only for what may have changed since."""

from collections.abc import Callable, Iterable, Sequence

from waypost.frozen import dataclass, replace
from waypost.telemetry.call_site import CallSite, Traced
from waypost.telemetry.described import Called
from waypost.telemetry.elsewhere import Elsewhere
from waypost.telemetry.expression import Argument
from waypost.telemetry.fitting import Texts
from waypost.telemetry.languages import Language
from waypost.telemetry.pattern import Pattern


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call tells that some patterns fit, and whether a name was missed for that."""

    patterns: Sequence[Pattern]
    told: Sequence[Traced]
    missed: bool

    @property
    def certain(self) -> bool:
        """Whether it stays what it is when more of the program is known."""
        return bool(self.told) and all(it.certain for it in self.told)

    def holds(self, patterns: Sequence[Pattern]) -> bool:
        """Whether the same is asked again; a pattern stays the same object for as long as a scan takes.

        Names that tell are asked last, and change nothing where anything was told without them.
        """
        if self.told and len(patterns) > len(self.patterns) and not any(it.by_name for it in self.patterns):
            patterns = [it for it in patterns if not it.by_name]
        same = len(patterns) == len(self.patterns)
        return same and all(one is other for one, other in zip(patterns, self.patterns, strict=True))


class Earlier:
    """The answers about the calls of one file; `elsewhere` says whether a name was missed for them.

    `texts` is what stands before called names.
    """

    def __init__(self, elsewhere: Elsewhere) -> None:
        self._elsewhere = elsewhere
        self._missed_before = 0
        self.texts: dict[int, Texts] = {}
        self._calls: dict[tuple[int, int], tuple[Called, ...]] = {}
        self._arguments: dict[tuple[int, bool], tuple[Argument, ...]] = {}
        self._passing: dict[int | str, bool] = {}
        self._answers: dict[tuple[int, bool, tuple[str, ...]], Answer] = {}
        self._read: dict[tuple[int, bool, tuple[str, ...], object], tuple[Pattern, Traced | None, bool]] = {}
        self._sites: tuple[CallSite, ...] | None = None

    def sites(self, find: Callable[[], tuple[CallSite, ...]]) -> tuple[CallSite, ...]:
        """What all of the calls tell, which is asked once if nothing is missed for it."""
        if self._sites is not None:
            return self._sites
        before = self._missed
        found = find()
        if self._missed == before:
            self._sites = found
            for known in (self._calls, self._arguments, self._passing, self._answers, self._read):
                known.clear()  # nobody asks for these again
        return found

    def calls(self, name: tuple[int, int], find: Callable[[], Iterable[Called]]) -> tuple[Called, ...]:
        """The calls of a name in whole code."""
        if name not in self._calls:
            self._calls[name] = tuple(find())
        return self._calls[name]

    def arguments(self, called: Called, language: Language) -> tuple[Argument, ...]:
        """What a call is given."""
        key = called.name[0], called.cut
        if key not in self._arguments:
            self._arguments[key] = language.arguments(called.call)
        return self._arguments[key]

    def passes_on(self, what: int | str, ask: Callable[[], bool]) -> bool:
        """Whether the call at an offset, or one by a name, may pass on what the function around it is given."""
        if what not in self._passing:
            self._passing[what] = ask()
        return self._passing[what]

    def told(
        self, called: Called, patterns: Sequence[Pattern], tell: Callable[[], Sequence[Traced]]
    ) -> Sequence[Traced]:
        """What a call tells that these patterns fit; `tell` says so where nobody knows yet."""
        key = called.name[0], called.cut, called.path
        known = self._answers.get(key)
        if known is None or not known.holds(patterns):
            before = self._missed
            told = tell()
            known = self._answers[key] = Answer(patterns, told, self._missed > before)
        return known.told

    def certain(self, called: Called, patterns: Sequence[Pattern]) -> Sequence[Traced] | None:
        """What other patterns than these have told of a call, if they did for certain."""
        known = self._answers.get((called.name[0], called.cut, called.path))
        return known.told if known is not None and known.certain and not known.holds(patterns) else None

    def told_at(self) -> frozenset[int]:
        """Where the names of calls are that tell something: a function's own name has nothing to add to that."""
        return frozenset(start for (start, _, _), known in self._answers.items() if known.told)

    def read(self, called: Called, pattern: Pattern, read: Callable[[], Traced | None]) -> Traced | None:
        """What one pattern reads of a call."""
        key = called.name[0], called.cut, called.path, _what(pattern)
        if key not in self._read:
            before = self._missed
            found = read()
            self._read[key] = pattern, found, self._missed > before  # the pattern, too, or another has its id
            return found
        other, found, missed = self._read[key]
        self._missed_before += missed
        if found is None or other is pattern:
            return found
        own = pattern if found.pattern is other else replace(found.pattern, callee=pattern.callee)
        return replace(found, pattern=own)

    def forget(self) -> None:
        """What was missed is known by now: what was not certain without it may be told otherwise."""
        self._answers = {key: it for key, it in self._answers.items() if it.certain or not it.missed}
        self._read = {key: it for key, it in self._read.items() if not it[2]}

    def anew(self, elsewhere: Elsewhere) -> None:
        """The same code is looked at again, by what is known of other files now."""
        self._elsewhere, self._missed_before = elsewhere, 0
        self._answers, self._read = {}, {}

    @property
    def _missed(self) -> int:
        return self._elsewhere.missed + self._missed_before


def _what(it: Pattern) -> object:
    """What tells a pattern from others that read the same of a call: for whose calls they are makes no difference."""
    if it.callee is None or it.by_name or it.starred:
        return id(it)
    what = it.sdk, it.name, it.properties, it.when, it.take, it.case, it.type, it.makes
    return *what, it.own, it.adds, it.tells, it.refines, it.made, it.unknown, it.files is None
