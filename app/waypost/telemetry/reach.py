"""Which files of a repository have something from which others: by their imports, and by way of others."""

from collections.abc import Callable, Collection, Iterator
from functools import lru_cache

from waypost.telemetry import languages
from waypost.telemetry.languages import Import
from waypost.telemetry.paths import Paths
from waypost.telemetry.unit import Unit

MAX_HOPS = 3
"""Files that something is given on through on its way."""
WHOLE = "*"
"""In place of a name: all of them."""
Onward = Callable[[str, str, frozenset[str], int], bool]


class Reach:
    """What the files at some paths import; `unit` parses one, which is left until nothing else can tell."""

    def __init__(self, paths: Paths, unit: Callable[[str], Unit | None]) -> None:
        self.paths = paths
        self.unit = unit
        self._reached: dict[tuple[str, str, frozenset[str], int], bool] = {}
        self._may_be_reached: dict[tuple[str, str, frozenset[str], int], bool] = {}

    def reaches(self, path: str, target: str, concerns: frozenset[str], steps: int = MAX_HOPS) -> bool:
        """Whether a file has something that `concerns` the file `target`, from it or by way of others."""
        key = (path, target, concerns, steps)
        if key not in self._reached:
            self._reached[key] = False  # in a circle, the first one is to know
            unit = self.unit(path) if self._may_reach(path, target, concerns, steps) else None
            taken = unit.taken if unit is not None else ()
            self._reached[key] = any(self._brings(path, it, target, concerns, steps, self.reaches) for it in taken)
        return self._reached[key]

    def _may_reach(self, path: str, target: str, concerns: frozenset[str], steps: int) -> bool:
        """The same, as far as it can be told without a parser: it is not so where this says no."""
        key = (path, target, concerns, steps)
        if key not in self._may_be_reached:
            taken = self.paths.once(("skimmed", path), lambda: self._skimmed(path))
            some = (self._brings(path, it, target, concerns, steps, self._may_reach) for it in taken or ())
            self._may_be_reached[key] = taken is None or any(some)
        return self._may_be_reached[key]

    def _skimmed(self, path: str) -> tuple[Import, ...] | None:
        language, text = languages.for_path(path), self.paths.read(path)
        return language.skimmed(text) if language is not None and text is not None else ()

    def modules(
        self, unit: Unit, target: str, concerns: frozenset[str], names: Collection[str | None] = (None,)
    ) -> tuple[str, ...]:
        """What a file calls a module that is or brings `target`, and that it imports by one of `names`: as a whole."""
        whole = [it for it in unit.imports if it.name in names and it.local != WHOLE]
        return tuple(it.local for it in whole if self._brings(unit.path, it, target, concerns, MAX_HOPS, self.reaches))

    def _brings(self, path: str, it: Import, target: str, concerns: frozenset[str], steps: int, onward: Onward) -> bool:
        """Whether an import leads to `target`; one that is called like nothing of it is not even looked for."""
        if it.name is not None and it.local != WHOLE:
            module, taken = _called(it)
            if module not in _names_of(target) and not _alike(taken, concerns):
                return False
        files = self.files(path, it)
        if target in files:
            return True
        return bool(steps) and len(files) == 1 and onward(files[0], target, concerns, steps - 1)

    def taken(self, unit: Unit) -> Iterator[str]:
        """The files of the modules that a file has something from."""
        yield from (file for it in unit.imports for file in self.files(unit.path, it))

    def files(self, path: str, taken: Import) -> tuple[str, ...]:
        """The files that an import of the file at `path` may mean."""
        return self.paths.once((path, taken), lambda: self._files_of(path, taken))

    def _files_of(self, path: str, taken: Import) -> tuple[str, ...]:
        language = languages.for_path(path)
        return language.files(path, taken, self.paths) if language is not None else ()


@lru_cache(maxsize=16384)
def _called(it: Import) -> tuple[str, frozenset[str]]:
    """What the module of an import is called, and what it takes; many files have the same."""
    names = map(_plain, {it.local, it.name or ""})
    file = it.module.rpartition("/")[2].partition(".")[0] if "/" in it.module else last_of(it.module)
    return file, frozenset([name for name in names if len(name) > 3])


@lru_cache(maxsize=1024)
def _names_of(target: str) -> tuple[str, str]:
    """What a module may be called like that is a file, or its folder."""
    *_, folder, name = ["", "", *target.split("/")]
    return name.partition(".")[0], folder


@lru_cache(maxsize=16384)
def _alike(taken: frozenset[str], names: frozenset[str]) -> bool:
    """Whether what is taken is called like one of some names, or after it, as an instance after its class."""
    return any(name in own or own in name for name in map(_plain, names if taken else ()) for own in taken)


@lru_cache(maxsize=16384)
def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def last_of(module: str) -> str:
    """What a module is called, without what it is in."""
    return module.replace("\\", ".").replace("/", ".").replace("::", ".").rpartition(".")[2]
