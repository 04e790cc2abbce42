"""What a name stands for when it is written in another file: by imports, beside it, or anywhere in the repository."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

import re2  # type: ignore[import-untyped]

from waypost.frozen import dataclass
from waypost.telemetry import languages
from waypost.telemetry.due import field_type, types_in
from waypost.telemetry.expression import Text
from waypost.telemetry.languages import Import, Language, no_files, no_package
from waypost.telemetry.parsing import Unparsed, Work
from waypost.telemetry.paths import Paths
from waypost.telemetry.reach import WHOLE, Reach, last_of
from waypost.telemetry.resources import text_of
from waypost.telemetry.unit import Known, Unit, settled
from waypost.telemetry.written_beside import may_write, writes

K = TypeVar("K")
T = TypeVar("T")
MAX_DEFINERS = 8
"""Files that may define one name; more of them say that the name is not telling."""
MAX_PACKAGE = 200
"""Files of one package that are looked through."""
MAX_CHAIN = 20
"""Files that give on a name from one to the other."""
Answers = dict[tuple[str, tuple[str, ...]], "tuple[Known | None, bool]"]
"""What a dotted name stands for, seen from a file or a family of languages, and whether a name was missed for that."""
DEFAULT = "default"

Sought = tuple[str, str]
"""A family of languages, and a name."""
Definers = Mapping[Sought, tuple[str, ...]]
"""The files that define a name, as a search of the whole repository found them."""


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
        """The names that one may write to."""
        return self.path[self.path[0] == DEFAULT :]


class Program:
    """The files of a repository, parsed on demand and within bounds.

    `unparsed` says why the code of some files cannot be looked at. `asked` says that some name was looked for in other
    files, `sought` are the names, with their family of languages, that only a search of the whole repository can find:
    who has done it may come back with what it found. `missed` counts how often one of those was asked for, or anything
    of other files where most of those are not here yet: what is told without missing any is not told otherwise by then.
    `reach` knows what files have from one another. `doubts` are the constants that were told and may be written to
    somewhere, those that are known to be in `written`.
    """

    def __init__(self, paths: Paths, work: Work, definers: Definers | None = None) -> None:
        self.paths = paths
        self.reach = Reach(paths, self.unit)
        self.work = work
        self.definers = definers or {}
        self.asked = False
        self.unparsed: dict[str, str] = {}
        self.sought: dict[Sought, None] = {}
        self.missed = 0
        self.doubts: dict[Doubt, None] = {}
        self.written: set[Doubt] = set()
        self._units: dict[str, Unit | None] = {}
        self._due: dict[tuple[str, str, int | str], tuple[tuple[str, ...], bool]] = {}
        self._fields: dict[tuple[str, str, str], tuple[str | None, bool]] = {}
        self._chain = 0
        self._members: dict[tuple[str, tuple[str, ...]], frozenset[bytes] | None] = {}
        self._given: Answers = {}
        self._found: Answers = {}
        self._named: Answers = {}

    def again(self, definers: Definers) -> None:
        """Forget what was not found, now that more can be read and the files that define some names are known."""
        self.definers = {**self.definers, **definers}
        self.sought, self._given, self._found, self._named = {}, {}, {}, {}
        self._due, self._members, self._fields = {}, {}, {}
        self._units = {path: unit for path, unit in self._units.items() if unit is not None}

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

    def named(self, unit: Unit, path: tuple[str, ...], steps: int) -> Known | None:
        """What a dotted name stands for whose first part `unit` does not bind."""
        self.asked = True
        self.missed += self.paths.partial
        if not path[0] or not steps:
            return None
        key = (unit.path, path)
        if key in self._named:
            return self._told(self._named[key])
        before = self.missed
        ways = (self._imported, self._of_whole_imports, self._beside, self._anywhere)
        found = next((found for way in ways if (found := way(unit, path)) is not None), None)
        if not self._chain:  # on the way to something else, it may not be known only because it is asked for already
            self._named[key] = found, self.missed > before
        return found

    def _told(self, answer: tuple[T, bool]) -> T:
        """What was told before, where a name that is sought is missed again."""
        self.missed += answer[1]
        return answer[0]

    def _miss(self, family: str, name: str) -> None:
        """Only a search can find the name."""
        self.missed += 1
        self.sought[family, name] = None

    def due(self, unit: Unit, method: str, where: int | str) -> tuple[str, ...]:
        """The types that functions called `method` want for an argument, anywhere in the repository."""
        self.missed += self.paths.partial
        key = unit.language.family, method, where
        return self._remembered(self._due, key, lambda: self._types(unit, method, where))

    def _types(self, unit: Unit, method: str, where: int | str) -> tuple[str, ...]:
        some = (self.unit(path) for path in self._definers(unit.language, method))
        return tuple(dict.fromkeys(kind for it in some if it is not None for kind in types_in(it, method, where)))

    def may_have(self, unit: Unit, kind: tuple[str, ...], member: str) -> bool:
        """Whether a type may have a member: a file that may define it has to name that, or to name the type anew."""
        self.missed += self.paths.partial
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
        if (language.family, top) not in self.definers:
            self._miss(language.family, top)
        return False

    def _members_of(self, family: str, kind: tuple[str, ...]) -> frozenset[bytes] | None:
        """All words of the files that may define a type; None where one says that it is another one."""
        files = dict.fromkeys((*self.paths.titled(kind[0]), *self.definers.get((family, kind[0]), ())))
        texts = [self.paths.read(file) or b"" for file in files]
        if any(_renaming(kind).search(text) for text in texts):
            return None
        return frozenset(self._words(files))

    def field(self, unit: Unit, owner: str, name: str) -> str | None:
        """The type of a field, as the files that define or extend `owner` have it."""
        self.missed += self.paths.partial
        key = unit.language.family, owner, name
        return self._remembered(self._fields, key, lambda: field_type(self._texts_of(unit.language, owner), name))

    def _texts_of(self, language: Language, name: str) -> Iterator[bytes]:
        texts = (self.paths.read(path) for path in self._definers(language, name))
        return (text for text in texts if text is not None)

    def _remembered(self, answers: dict[K, tuple[T, bool]], key: K, ask: Callable[[], T]) -> T:
        """What was told before, else what is told now."""
        if key in answers:
            return self._told(answers[key])
        before = self.missed
        answer = ask()
        answers[key] = answer, self.missed > before
        return answer

    def homes(self, unit: Unit, path: tuple[str, ...]) -> Iterator[Unit]:
        """The files that may define the function called by a dotted name: by imports, beside it, or by their titles."""
        self.asked = True
        self.missed += self.paths.partial
        yield unit
        holder, method = path[-2] if len(path) > 1 else "", path[-1]
        named = {path[0], holder.removesuffix("()"), method}
        taken = [it for it in unit.imports if it.local in named]
        found = [file for it in taken for file in self.reach.files(unit.path, it)]
        whole = (file for it in unit.imports if it.local == WHOLE for file in self.reach.files(unit.path, it))
        around = (*whole, *unit.language.beside(unit.path, self.paths))
        found.extend(file for file in islice(around, MAX_PACKAGE) if self._mentions(file, holder, method))
        found.extend(self.paths.titled(holder.removesuffix("()")) if holder else ())
        found.extend(self._definers(unit.language, method) if unit.language.functions else ())
        for file in dict.fromkeys(found):
            other = self.unit(file) if _family(file) == unit.language.family else None
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
        self.asked = True
        self.missed += self.paths.partial
        return self.paths.once(("writes", unit.path, path), lambda: self._is_written_beside(unit, path))

    def resource(self, path: tuple[str, ...]) -> str | None:
        """The text of a string resource of Android's, None when that is not certain."""
        self.asked = True
        self.missed += self.paths.partial
        return text_of(self.paths, path)

    def _is_written_beside(self, unit: Unit, path: tuple[str, ...]) -> bool:
        beside = islice(unit.language.beside(unit.path, self.paths), MAX_PACKAGE)
        some = (file for file in beside if may_write(self.paths.read(file) or b"", path[0]))
        return any(writes(other, path) for file in some if (other := self.unit(file)) is not None)

    def _mentions(self, file: str, holder: str, method: str) -> bool:
        """Whether a file names what is called."""
        text = self.paths.read(file)
        return text is not None and method.encode() in text and holder.removesuffix("()").encode() in text

    def _definers(self, language: Language, name: str) -> tuple[str, ...]:
        """The files that define a name, if a search has found them and they are not too many."""
        self.asked = True
        found = self.definers.get((language.family, name))
        if found is None:
            self._miss(language.family, name)
        return found if found is not None and len(found) <= MAX_PACKAGE else ()

    def _imported(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        ways = ((it, _behind(it.local, path)) for it in unit.imports)
        found = (self._from(unit, it, rest) for it, rest in ways if rest is not None)
        return next(filter(None, found), None)

    def _of_whole_imports(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        if unit.language.files is no_files:
            return None
        taken = [Import(path[0], it.module, path[0]) for it in unit.imports if it.local == WHOLE]
        return agreed(self._from(unit, it, path[1:]) for it in taken)

    def _beside(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        return self._in(unit.language, unit.language.beside(unit.path, self.paths), path)

    def _anywhere(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        """What the whole repository has under a name, where its language needs no import for that."""
        if not unit.language.everywhere:
            return None
        key = (unit.language.family, path)
        if key in self._found:
            return self._told(self._found[key])
        before = self.missed
        found = self._titled_or_defined(unit, path)
        if not self._chain:
            self._found[key] = found, self.missed > before
        return found

    def _titled_or_defined(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        """By a file of that name, else by a search of the repository for what defines it."""
        family = unit.language.family
        files = [file for file in self.paths.titled(path[0]) if _family(file) == family]
        found = self._in(unit.language, files, path) if len(files) <= MAX_DEFINERS else None
        if found is not None:
            return found
        definers = self.definers.get((family, path[0]))
        if definers is None:
            self._miss(family, path[0])
            return None
        some = self._extending(unit.language, definers, path)
        return self._in(unit.language, some, path) if len(some) <= MAX_DEFINERS else None

    def _extending(self, language: Language, definers: tuple[str, ...], path: tuple[str, ...]) -> list[str]:
        """Of many files that extend one type, those that may have its member."""
        if len(definers) <= MAX_DEFINERS or len(path) < 2 or len(definers) > MAX_PACKAGE:
            return list(definers)
        member = path[1].removesuffix("()")
        some: Iterable[str] = definers
        if not self.paths.partial and member.isascii() and member.isidentifier():
            some = self.paths.once(("words", definers), lambda: self._words(definers)).get(member.encode(), ())
        return [file for file in some if self._may_define(language, file, member)]

    def _words(self, files: Iterable[str]) -> dict[bytes, list[str]]:
        """The files that have each word, for those that many names are looked for in."""
        found: dict[bytes, list[str]] = {}
        for file in files:
            for word in set(re.findall(rb"\w+", self.paths.read(file) or b"")):
                found.setdefault(word, []).append(file)
        return found

    def foreign(self, unit: Unit, name: str) -> str | None:
        """The module that a file imports a name from, if it is not of this repository."""
        self.missed += self.paths.partial
        if unit.language.files is no_files:
            return None
        found = [it for it in unit.imports if it.local == name and it.module and it.module[:1] not in "./~#"]
        return found[0].module if len(found) == 1 and not self.reach.files(unit.path, found[0]) else None

    def _from(self, unit: Unit, taken: Import, rest: tuple[str, ...]) -> Known | None:
        """What an import of `unit` brings, and what stands in it under `rest`."""
        path = rest if taken.name is None else (taken.name, *rest)
        if not path:
            return None
        files = self.reach.files(unit.path, taken)
        found = self._in(unit.language, files, path) if files else None
        if found is None and files and taken.name is not None:  # a member of a class that the module is called by
            found = self._in(unit.language, files, (last_of(taken.module), *path))
        return found

    def _in(self, language: Language, files: Iterable[str], path: tuple[str, ...]) -> Known | None:
        """What the files give under `path`, where they agree."""
        some = list(files)[:MAX_PACKAGE]
        if not some:
            return None
        if len(some) > 1:
            some = [file for file in some if self._may_define(language, file, path[0])]
        return agreed(self._given_by(file, path) for file in some)

    def _may_define(self, language: Language, file: str, name: str) -> bool:
        """Whether a file is worth parsing for a name; one that cannot be read yet is."""
        text = self.paths.read(file)
        if text is None:
            return True
        plain = name.removesuffix("()")
        if plain.encode() not in text:
            return False
        return self.paths.once(
            ("defines", file, language.family, plain),
            lambda: defining(language, plain).search(text) is not None,
        )

    def _given_by(self, file: str, path: tuple[str, ...]) -> Known | None:
        key = (file, path)
        if key in self._given:
            return self._told(self._given[key])
        before = self.missed
        if self._chain < MAX_CHAIN:
            self._given[key] = None, True  # what is asked for on the way to itself is not known
            self._chain += 1
            unit = self.unit(file)
            ways = (self._exported, self._bound, self._given_on, self._of_default)
            some = (found for way in ways if unit is not None and (found := way(unit, path)) is not None)
            self._given[key] = next(some, None), self.missed > before
            self._chain -= 1
            return self._given[key][0]
        self.missed += 1  # who comes another way may get further
        return None

    def _exported(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        for given in unit.exports:
            if given.local == path[0]:
                if given.module:
                    return self._from(unit, given, path[1:])
                own = (given.name or given.local, *path[1:])
                return self._bound(unit, own) or self._imported(unit, own)
        return None

    def _bound(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        return unit.given(path)

    def _given_on(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        """What comes from elsewhere, by name or with everything."""
        if unit.scopes.top(path[0])[0]:
            return None
        own = () if unit.language.keeps_imports else unit.imports
        whole = [it for it in (*unit.exports, *own) if it.local == WHOLE]
        taken = (self._from(unit, Import(path[0], it.module, path[0]), path[1:]) for it in whole)
        imported = self._imported(unit, path) if own else None
        return imported or agreed(taken)

    def _of_default(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        """`module.exports = {…}` gives its members by name, too."""
        return unit.given((DEFAULT, *path)) if path[0] != DEFAULT else None


def agreed(several: Iterable[Known | None]) -> Known | None:
    """What several places say, if they say the same; where they do not, nothing is known."""
    found = list({(id(known.value), known.home.path): known for known in several if known is not None}.values())
    if len(found) < 2:
        return found[0] if found else None
    texts = {value.value if isinstance(value := settled(known).value, Text) else None for known in found}
    return found[0] if len(texts) == 1 and None not in texts else None


@lru_cache(maxsize=1024)
def _renaming(kind: tuple[str, ...]) -> Any:
    """A pattern for the place where a file says that one of some names is another one, or a value."""
    some = "|".join(map(re2.escape, kind))
    return re2.compile(rf"\b(?:typealias|let|var)\s+(?:{some})\b".encode())


@lru_cache(maxsize=4096)
def defining(language: Language, *names: str) -> Any:
    """A pattern for the place where a file of that language defines one of some names; its group is the name."""
    return re2.compile(rf"(?:{language.defines})({'|'.join(map(re2.escape, names))})\b".encode())


def defines(language: Language, names: Sequence[str], text: bytes) -> set[str]:
    """Which of some names a file defines."""
    return {match.group(1).decode() for match in defining(language, *names).finditer(text)}


def _family(path: str) -> str | None:
    language = languages.for_path(path)
    return language.family if language else None


def _behind(local: str, path: tuple[str, ...]) -> tuple[str, ...] | None:
    """What is left of a dotted name behind an import's own name; None where that is not what it begins with."""
    if local == path[0]:
        return path[1:]
    parts = tuple(local.split("."))
    return path[len(parts) :] if len(parts) > 1 and path[: len(parts)] == parts else None
