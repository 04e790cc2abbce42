"""The files of a repository as one program: what those ask of each other that do not say it themselves."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.frozen import dataclass
from waypost.telemetry import languages
from waypost.telemetry.due import field_type, types_in
from waypost.telemetry.glean import event_of
from waypost.telemetry.languages import Language, no_files, no_package
from waypost.telemetry.names import DEFAULT, Names
from waypost.telemetry.parsing import Unparsed, Work
from waypost.telemetry.paths import Paths
from waypost.telemetry.reach import WHOLE, Reach
from waypost.telemetry.resources import text_of
from waypost.telemetry.search import MAX_PACKAGE, Definers, Search, words
from waypost.telemetry.unit import ANY_KEY, Known, Unit
from waypost.telemetry.written_beside import may_write, writes


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the file at `home` has under a dotted name, and another one may write to.

    Of a member of a class, the `owner`, another class may have another one.
    """

    home: str
    family: str
    path: tuple[str, ...]
    owner: str | None = None

    @property
    def members(self) -> tuple[str, ...]:
        """The names that one may write to; for all that something has, its name with a mark."""
        if self.path[-1] == ANY_KEY:
            return (f"{self.path[-2]}{ANY_KEY}",)
        return self.path[self.path[0] == DEFAULT :]


class Program:
    """The files of a repository, parsed on demand and within bounds.

    `unparsed` says why the code of some files cannot be looked at. `search` knows what only a search of the whole
    repository can find, `reach` what files have from one another. `doubts` are the constants that were told and may be
    written to somewhere, those that are known to be in `written`.
    """

    def __init__(self, paths: Paths, work: Work, definers: Definers | None = None) -> None:
        self.paths = paths
        self.search = Search(paths, definers or {})
        self.reach = Reach(paths, self.unit)
        self.work = work
        self.unparsed: dict[str, str] = {}
        self.doubts: dict[Doubt, None] = {}
        self.written: set[Doubt] = set()
        self._names = Names(paths, self.search, self.reach, self.unit)
        self._units: dict[str, Unit | None] = {}
        self._due: dict[tuple[str, str, int | str], tuple[tuple[str, ...], bool]] = {}
        self._fields: dict[tuple[str, str, str], tuple[str | None, bool]] = {}
        self._members: dict[tuple[str, tuple[str, ...]], frozenset[bytes] | None] = {}

    def again(self, definers: Definers) -> None:
        """Forget what was not found, now that more can be read and the files that define some names are known."""
        self.search.again(definers)
        self._names.again()
        self._due, self._members, self._fields = {}, {}, {}
        self._units = {path: unit for path, unit in self._units.items() if unit is not None}

    @property
    def missed(self) -> int:
        """How often something was missed that may be known later."""
        return self.search.missed

    def named(self, unit: Unit, path: tuple[str, ...], steps: int) -> Known | None:
        """What a dotted name stands for whose first part `unit` does not bind."""
        return self._names.of(unit, path, steps)

    def unit(self, path: str) -> Unit | None:
        """The file at `path`; None where it cannot be read or is no code."""
        if path not in self._units:
            self._units[path] = self._parsed(path)
        return self._units[path]

    def _parsed(self, path: str) -> Unit | None:
        language, text = languages.for_path(path), self.paths.read(path)
        try:
            return Unit(path, text, language, self.work, self) if language and text is not None else None
        except Unparsed as reason:
            self.unparsed[path] = str(reason)
            return None

    def due(self, unit: Unit, method: str, where: int | str) -> tuple[str, ...]:
        """The types that functions called `method` want for an argument, anywhere in the repository."""
        self.search.missed += self.paths.partial
        key = unit.language.family, method, where
        return self.search.remembered(self._due, key, lambda: self._types(unit, method, where))

    def _types(self, unit: Unit, method: str, where: int | str) -> tuple[str, ...]:
        some = (self.unit(path) for path in self.search.found(unit.language, method))
        return tuple(dict.fromkeys(kind for it in some if it is not None for kind in types_in(it, method, where)))

    def may_have(self, unit: Unit, kind: tuple[str, ...], member: str) -> bool:
        """Whether a type may have a member: a file that may define it has to name that, or to name the type anew."""
        self.search.missed += self.paths.partial
        language, top = unit.language, kind[0]
        free = language.everywhere and language.files is no_files and not language.beside(unit.path, self.paths)
        if not free or top.encode() in unit.source:
            return True
        key = (language.family, kind)
        if key not in self._members:
            self._members[key] = self._members_of(*key)
        members = self._members[key]
        if members is None or member.removesuffix("()").encode() in members:
            return True
        if (language.family, top) not in self.search.definers:
            self.search.miss(language.family, top)
        return False

    def _members_of(self, family: str, kind: tuple[str, ...]) -> frozenset[bytes] | None:
        """All words of the files that may define a type; None where one says that it is another one."""
        files = dict.fromkeys((*self.paths.titled(kind[0]), *self.search.definers.get((family, kind[0]), ())))
        texts = [self.paths.read(file) or b"" for file in files]
        if any(_renaming(kind).search(text) for text in texts):
            return None
        return frozenset(words(self.paths, files))

    def field(self, unit: Unit, owner: str, name: str) -> str | None:
        """The type of a field, as the files that define or extend `owner` have it."""
        self.search.missed += self.paths.partial
        key = unit.language.family, owner, name
        return self.search.remembered(self._fields, key, lambda: field_type(self._texts_of(unit.language, owner), name))

    def _texts_of(self, language: Language, name: str) -> Iterator[bytes]:
        texts = (self.paths.read(path) for path in self.search.found(language, name))
        return (text for text in texts if text is not None)

    def homes(self, unit: Unit, path: tuple[str, ...]) -> Iterator[Unit]:
        """The files that may define the function called by a dotted name: by imports, beside it, or by their titles."""
        self.search.elsewhere()
        yield unit
        holder, method = path[-2] if len(path) > 1 else "", path[-1]
        named = {path[0], holder.removesuffix("()"), method}
        taken = [it for it in unit.imports if it.local in named]
        found = [file for it in taken for file in self.reach.files(unit.path, it)]
        whole = (file for it in unit.imports if it.local == WHOLE for file in self.reach.files(unit.path, it))
        around = (*whole, *unit.language.beside(unit.path, self.paths))
        found.extend(file for file in islice(around, MAX_PACKAGE) if self._mentions(file, holder, method))
        found.extend(self.paths.titled(holder.removesuffix("()")) if holder else ())
        found.extend(self.search.found(unit.language, method) if unit.language.functions else ())
        for file in dict.fromkeys(found):
            other = self.unit(file) if languages.family_of(file) == unit.language.family else None
            if other is not None:
                yield other

    def writes(self, unit: Unit, path: tuple[str, ...], owner: str | None = None) -> bool:
        """Whether a file beside `unit`, or one that is known to, writes to what it has under a dotted name."""
        doubt = Doubt(unit.path, unit.language.family, path, owner)
        if doubt in self.written:
            return True
        self.doubts[doubt] = None
        if owner is not None or unit.language.beside is no_package:
            return False
        self.search.elsewhere()
        return self.paths.once(("writes", unit.path, path), lambda: self._is_written_beside(unit, path))

    def resource(self, path: tuple[str, ...]) -> str | None:
        """The text of a string resource of Android's, None when that is not certain."""
        self.search.elsewhere()
        return text_of(self.paths, path)

    def metric(self, category: str, name: str) -> str | None:
        """The event that Glean's code calls so, None when that is not certain."""
        self.search.elsewhere()
        return event_of(self.paths, category, name)

    def _is_written_beside(self, unit: Unit, path: tuple[str, ...]) -> bool:
        beside = islice(unit.language.beside(unit.path, self.paths), MAX_PACKAGE)
        some = (file for file in beside if may_write(self.paths.read(file) or b"", path[0]))
        return any(writes(other, path) for file in some if (other := self.unit(file)) is not None)

    def _mentions(self, file: str, holder: str, method: str) -> bool:
        """Whether a file names what is called."""
        text = self.paths.read(file)
        return text is not None and method.encode() in text and holder.removesuffix("()").encode() in text

    def foreign(self, unit: Unit, name: str) -> str | None:
        """The module that a file imports a name from, if it is not of this repository."""
        self.search.missed += self.paths.partial
        if unit.language.files is no_files:
            return None
        found = [it for it in unit.imports if it.local == name and it.module and it.module[:1] not in "./~#"]
        return found[0].module if len(found) == 1 and not self.reach.files(unit.path, found[0]) else None


@lru_cache(maxsize=1024)
def _renaming(kind: tuple[str, ...]) -> Any:
    """A pattern for the place where a file says that one of some names is another one, or a value."""
    some = "|".join(map(re2.escape, kind))
    return re2.compile(rf"\b(?:typealias|let|var)\s+(?:{some})\b".encode())
