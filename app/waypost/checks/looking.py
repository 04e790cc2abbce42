"""One look at the code of a change: the calls in it that send events, and what has to be read besides to know more."""

from collections.abc import Iterator
from functools import lru_cache

from waypost.change import Around, Change, ChangedFile
from waypost.checks.once import once
from waypost.finding import Unread
from waypost.frozen import dataclass
from waypost.handbook import Handbook
from waypost.settings import Call
from waypost.telemetry import languages
from waypost.telemetry.call_site import CallSite
from waypost.telemetry.calls import find_calls
from waypost.telemetry.earlier import Earlier
from waypost.telemetry.parsing import Memory, Unparsed, Work
from waypost.telemetry.paths import Paths
from waypost.telemetry.program import Program
from waypost.telemetry.sdks import sdks
from waypost.telemetry.shipped import shipped

MAX_AROUND = 60
"""Files read beside a change: those that define the constants it sends."""


@dataclass(frozen=True, slots=True)
class Need:
    """What has to be read beside a change: the list of all files, or the text of some."""

    listing: bool = False
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look has found, file by file in order of path; what was left out, what it would have read besides."""

    calls: tuple[tuple[ChangedFile, tuple[CallSite, ...]], ...]
    unread: tuple[Unread, ...]
    missed: tuple[str, ...]


def needed(change: Change, handbook: Handbook) -> Need | None:
    """What else the checks want to know of what is around a change; None when they have enough, or never will.

    Who answers it with `Change.around` and asks again until it is None has what everybody else has, too.
    """
    if change.around is None:
        return Need(listing=True) if _asks(change, handbook.settings.telemetry.calls) else None
    known = dict(change.around.texts)
    missed = [path for path in look(change, handbook).missed if path not in known]
    return Need(paths=tuple(missed[: MAX_AROUND - len(known)])) if missed and len(known) < MAX_AROUND else None


@once
def look(change: Change, handbook: Handbook) -> Seen:
    """What the code of a change has, as far as what is around it is known."""
    around = change.around or Around()
    return _look(change.files, around.paths, around.texts, handbook.settings.telemetry.calls)


@lru_cache(maxsize=8)
def _look(
    files: tuple[ChangedFile, ...],
    paths: frozenset[str],
    texts: tuple[tuple[str, bytes | None], ...],
    calls: tuple[Call, ...],
) -> Seen:
    looking = _Looking(files, Around(paths, texts), calls)
    found = tuple(looking.calls())
    return Seen(found, tuple(looking.unread), tuple(looking.reader.missed))


def _asks(change: Change, calls: tuple[Call, ...]) -> bool:
    """Whether some name stands in another file; the first one tells."""
    looking = _Looking(change.files, Around(), calls)
    return any(looking.program.search.asked for _ in looking.calls())


class _Looking:
    """Goes through the files in order of path, so that what is left out does not depend on who asks."""

    def __init__(self, files: tuple[ChangedFile, ...], around: Around, calls: tuple[Call, ...]) -> None:
        self.files = sorted(files, key=lambda file: file.path)
        self.reader = _Reader(files, around)
        self.remembered = _remembered(files, calls)
        self.program = Program(Paths(self.reader.paths, self.reader.read), Work(memory=self.remembered.trees))
        self.sdks = sdks(calls)
        self.unread: list[Unread] = []

    def calls(self) -> Iterator[tuple[ChangedFile, tuple[CallSite, ...]]]:
        """The calls of each file."""
        for file in self.files:
            try:
                yield file, self._sites(file)
            except Unparsed as reason:
                self.unread.append(Unread(file.path, str(reason)))

    def _sites(self, file: ChangedFile) -> tuple[CallSite, ...]:
        if file.text is None or not shipped(file.path):
            return ()
        earlier = self.remembered.told.setdefault(file.path, Earlier(self.program))
        earlier.anew(self.program)
        return find_calls(file.path, file.text, self.sdks, self.program.work, self.program, earlier)


class _Reader:
    """The files that a name may be followed into: those of the change, and what is known of those around it."""

    def __init__(self, files: tuple[ChangedFile, ...], around: Around) -> None:
        own = {file.path: file.text for file in files if file.text is not None and languages.reads(file.path)}
        self._texts: dict[str, bytes | None] = {**dict(around.texts), **own}
        self.paths = around.paths | self._texts.keys()
        self.missed: dict[str, None] = {}

    def read(self, path: str) -> bytes | None:
        """A file's text; None where it cannot be read, or was not brought yet."""
        if path in self.paths and path not in self._texts:
            self.missed[path] = None
        return self._texts.get(path)


class _Remembered:
    """What is parsed of the files of a change already, and what looks at them have told of some calls."""

    def __init__(self, files: tuple[ChangedFile, ...], calls: tuple[Call, ...], trees: Memory) -> None:
        self.files = files
        self.calls = calls
        self.trees = trees
        self.told: dict[str, Earlier] = {}


_last: list[_Remembered] = []
"""The change that was looked at last, while it is still asked what else has to be read for it."""


def _remembered(files: tuple[ChangedFile, ...], calls: tuple[Call, ...]) -> _Remembered:
    known = next((it for it in list(_last) if it.files is files), None)
    if known is None or known.calls != calls:
        known = _Remembered(files, calls, known.trees if known is not None else {})
    _last[:] = [known]
    return known


def forget() -> None:
    """Give the memory back, now that nothing else has to be read."""
    _last.clear()
