"""What earlier looks at one file have told, so that another look asks only for what may have changed since."""

from collections.abc import Callable, Sequence

from waypost.frozen import dataclass
from waypost.telemetry.call_site import Traced
from waypost.telemetry.described import Called
from waypost.telemetry.sdks import Pattern


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call by a dotted path tells that some patterns fit."""

    path: tuple[str, ...]
    patterns: Sequence[Pattern]
    told: Sequence[Traced]

    @property
    def certain(self) -> bool:
        """Whether it stays what it is when more of the program is known."""
        return bool(self.told) and all(it.certain for it in self.told)

    def holds(self, path: tuple[str, ...], patterns: Sequence[Pattern]) -> bool:
        """Whether the same is asked again; a pattern stays the same object for as long as a scan takes."""
        same = path == self.path and len(patterns) == len(self.patterns)
        return same and all(one is other for one, other in zip(patterns, self.patterns, strict=True))


class Earlier:
    """The answers about the calls of one file."""

    def __init__(self) -> None:
        self._answers: dict[tuple[int, bool], Answer] = {}
        self._read: dict[tuple[int, bool, int], tuple[Pattern, Traced | None]] = {}

    def told(
        self, called: Called, patterns: Sequence[Pattern], tell: Callable[[], Sequence[Traced]]
    ) -> Sequence[Traced]:
        """What a call tells that these patterns fit; `tell` says so where nobody knows yet."""
        key = called.name[0], called.cut
        known = self._answers.get(key)
        if known is None or not known.holds(called.path, patterns):
            known = self._answers[key] = Answer(called.path, patterns, tell())
        return known.told

    def read(self, called: Called, pattern: Pattern, read: Callable[[], Traced | None]) -> Traced | None:
        """What one pattern reads of a call."""
        key = called.name[0], called.cut, id(pattern)
        if key not in self._read:
            self._read[key] = pattern, read()  # the pattern, too: an id lives as long as what it names
        return self._read[key][1]

    def forget(self) -> None:
        """More is known of the program: what was not certain may be told otherwise."""
        self._answers = {key: it for key, it in self._answers.items() if it.certain}
        self._read = {}
