"""What one process has of a scan: it finds the files that may send events, and looks into some of them."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any

from waypost.frozen import dataclass
from waypost.telemetry import languages
from waypost.telemetry.calls import sends
from waypost.telemetry.languages import Language
from waypost.telemetry.merging import Scan
from waypost.telemetry.paths import Paths
from waypost.telemetry.rounds import asking, in_rounds
from waypost.telemetry.sdks import Sdks
from waypost.telemetry.shard import Shard, Tell


@dataclass(frozen=True, slots=True)
class Sending:
    """Files that may send events, and how large they are: looking at them is most of the work.

    Those of which nothing but a name tells are only `speaking`: they are looked at last.
    """

    sizes: Mapping[str, int]
    speaking: tuple[str, ...]

    @property
    def size(self) -> int:
        """How much there is to look at."""
        return sum(self.sizes.values())


NOTHING = Sending({}, ())


def all_sending(some: Iterable[Sending]) -> Sending:
    """What several parts have found, as one."""
    several = list(some)
    sizes = {path: size for it in several for path, size in it.sizes.items()}
    return Sending(dict(sorted(sizes.items())), tuple(sorted(path for it in several for path in it.speaking)))


class Part:
    """A part of a scan: `wanted` are the files of all parts, of which `number` is this one.

    `turns` are those of this part among all, from 0: with each of them it takes what is next.
    """

    def __init__(
        self,
        paths: Paths,
        wanted: Sequence[Sequence[str]],
        sdks: Sdks,
        tell: Tell = lambda paths: paths,
        number: int = 0,
        turns: Iterable[int] = range(sys.maxsize),
    ) -> None:
        self.paths = paths
        self.wanted = wanted
        self.sdks = sdks
        self.sure = sdks.sure
        self.tell = tell
        self.number = number
        self.turns = turns
        self.code: dict[str, dict[str, Language]] = {}
        self.shard: Shard | None = None

    def sending(self) -> dict[str, Sending]:
        """The files of its own that may send events, by the group of languages that call each other."""
        found: dict[str, tuple[dict[str, int], list[str]]] = {}
        for path in self.tell(self.wanted[self.number]):
            language, text = languages.for_path(path), self.paths.read(path)
            if language is None or text is None:
                continue
            group = languages.group(language.family)
            self.code.setdefault(group, {})[path] = language
            if sends(path, text, language, self.sdks):
                sure, speaking = found.setdefault(group, ({}, []))
                if sends(path, text, language, self.sure):
                    sure[path] = len(text)
                else:
                    speaking.append(path)
        return {group: Sending(sure, tuple(speaking)) for group, (sure, speaking) in found.items()}

    def share(self, group: str, shares: Sequence[Sending]) -> None:
        """Begin with its share of a group of which all parts have one."""
        mine = shares[self.number]
        others = {path for it in shares if it is not mine for path in it.sizes}
        code = {path: language for path, language in self.code.get(group, {}).items() if path not in others}
        self.shard = self._shard(group, code | _of_group(mine.sizes, group), mine)

    def ask(self, method: str, *given: object) -> Any:
        """Have its share of a group do something."""
        return getattr(self.shard, method)(*given)

    def alone(self, groups: Sequence[tuple[str, Sending]], evident: bool) -> dict[str, Scan]:
        """What is found in the groups that it takes to itself."""
        mine = takewhile(lambda turn: turn < len(groups), self.turns)
        return {group: self._alone(group, sending, evident) for group, sending in map(groups.__getitem__, mine)}

    def _alone(self, group: str, sending: Sending, evident: bool) -> Scan:
        code = self.code.get(group, {})
        for some in (some for number, some in enumerate(self.wanted) if number != self.number):
            code = code | _of_group(some, group)
        shard = self._shard(group, code, sending)
        return in_rounds(asking(shard), evident)

    def _shard(self, group: str, code: dict[str, Language], sending: Sending) -> Shard:
        return Shard(self.paths, code, self.sure.of(languages.families(group)), list(sending.sizes), sending.speaking)


def _of_group(paths: Iterable[str], group: str) -> dict[str, Language]:
    some = ((path, languages.for_path(path)) for path in paths)
    return {path: it for path, it in some if it is not None and languages.group(it.family) == group}
