"""What a name stands for when it is written in another file: by imports, beside it, or anywhere in the repository."""

from collections.abc import Callable, Iterable
from itertools import chain

from waypost.patterns import late
from waypost.telemetry import languages
from waypost.telemetry.expression import Text
from waypost.telemetry.heritage import all_above
from waypost.telemetry.languages import Import, Language, no_files
from waypost.telemetry.paths import Paths
from waypost.telemetry.reach import WHOLE, Reach, last_of
from waypost.telemetry.search import MAX_PACKAGE, Search, defining, words
from waypost.telemetry.unit import Known, Unit, settled

MAX_DEFINERS = 8
"""Files that may define one name; more of them say that the name is not telling."""
MAX_CHAIN = 20
"""Files that give on a name from one to the other."""
Answers = dict[tuple[str, tuple[str, ...]], "tuple[Known | None, bool]"]
"""What a dotted name stands for, seen from a file or a family of languages, and whether a name was missed for that."""
DEFAULT = "default"

_CLASSES = frozenset({"java", "kotlin"})
"""Families whose modules are packages or classes; a capital tells that what is taken is a member of one."""
_PACKAGE = late(rb"(?m)^[ \t]*package[ \t]+([\w.]+)")


class Names:
    """The names of a program; `unit` parses a file, and `reach` knows what files have from one another."""

    def __init__(self, paths: Paths, search: Search, reach: Reach, unit: Callable[[str], Unit | None]) -> None:
        self.paths = paths
        self.search = search
        self.reach = reach
        self.unit = unit
        self._chain = 0
        self._given: Answers = {}
        self._found: Answers = {}
        self._named: Answers = {}

    def again(self) -> None:
        """Forget what was not found, now that more is known."""
        self._given, self._found, self._named = {}, {}, {}

    def of(self, unit: Unit, path: tuple[str, ...], steps: int) -> Known | None:
        """What a dotted name stands for whose first part `unit` does not bind."""
        self.search.elsewhere()
        if not path[0] or not steps:
            return None
        key = (unit.path, path)
        if key in self._named:
            return self.search.told(self._named[key])
        before = self.search.missed
        ways = (self._imported, self._of_types_above, self._of_whole_imports, self._beside, self._anywhere)
        found = next((found for way in ways if (found := way(unit, path)) is not None), None)
        if not self._chain:  # on the way to something else, it may not be known only because it is asked for already
            self._named[key] = found, self.search.missed > before
        return found

    def _imported(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        ways = ((it, _behind(it.local, path)) for it in unit.imports)
        found = (self._from(unit, it, rest) for it, rest in ways if rest is not None)
        return next(filter(None, found), None)

    def _of_types_above(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        """What Java's classes have from the types that they say they are of: constants, and types within those."""
        named = path[0].isupper() if len(path) == 1 else path[0][:1].isupper()
        if unit.language.family != "java" or not named or any(it.local == path[0] for it in unit.imports):
            return None
        kinds = self.paths.once(("kinds", unit.path), lambda: dict.fromkeys(chain(*all_above(unit.source).values())))
        ways = (self._imported, self._of_whole_imports, self._beside)
        some = [(kind, *path) for kind in kinds if kind not in path]
        return agreed(next(filter(None, (way(unit, it) for way in ways)), None) for it in some)

    def _of_whole_imports(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        if unit.language.files is no_files:
            return None
        taken = [Import(path[0], it.module, path[0]) for it in unit.imports if it.local == WHOLE]
        return agreed(self._from(unit, it, path[1:]) for it in taken)

    def _beside(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        return self._imported_so(
            unit, path[0], self._in(unit.language, unit.language.beside(unit.path, self.paths), path)
        )

    def _imported_so(self, unit: Unit, name: str, found: Known | None) -> Known | None:
        """What is found under a name that Kotlin or Java may import of another package: of that, or nothing."""
        if found is None or unit.language.family not in _CLASSES:
            return found
        modules = [it.module for it in unit.imports if it.local == name and it.module]
        package = _PACKAGE.search(found.home.source) if modules else None
        own = package.group(1).decode() if package is not None else ""
        return found if not own or any(f"{module}.".startswith(f"{own}.") for module in modules) else None

    def _anywhere(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        """What the whole repository has under a name, where its language needs no import for that."""
        if not unit.language.everywhere:
            return None
        return self._imported_so(unit, path[0], self._of_family(unit, path))

    def _of_family(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        key = (unit.language.family, path)
        if key in self._found:
            return self.search.told(self._found[key])
        before = self.search.missed
        found = self._titled_or_defined(unit, path)
        if not self._chain:
            self._found[key] = found, self.search.missed > before
        return found

    def _titled_or_defined(self, unit: Unit, path: tuple[str, ...]) -> Known | None:
        """By a file of that name, else by a search of the repository for what defines it."""
        family = unit.language.family
        files = [file for file in self.paths.titled(path[0]) if languages.family_of(file) == family]
        found = self._in(unit.language, files, path) if len(files) <= MAX_DEFINERS else None
        if found is not None:
            return found
        definers = self.search.definers.get((family, path[0]))
        if definers is None:
            self.search.miss(family, path[0])
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
            some = self.paths.once(("words", definers), lambda: words(self.paths, definers)).get(member.encode(), ())
        return [file for file in some if self._may_define(language, file, member)]

    def _from(self, unit: Unit, taken: Import, rest: tuple[str, ...]) -> Known | None:
        """What an import of `unit` brings, and what stands in it under `rest`."""
        path = rest if taken.name is None else (taken.name, *rest)
        if not path:
            return None
        files = self.reach.files(unit.path, taken)
        if not files or taken.name is None:
            return self._in(unit.language, files, path) if files else None
        last = last_of(taken.module)
        ways = [path, (last, *path)]  # or a member of a class that the module is called by
        if unit.language.family in _CLASSES and last[:1].isupper():
            ways = ways[::-1] if _is_of_file(last, files) else ways[1:]
        return next((found for way in ways if (found := self._in(unit.language, files, way)) is not None), None)

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
            return self.search.told(self._given[key])
        before = self.search.missed
        if self._chain < MAX_CHAIN:
            self._given[key] = None, True  # what is asked for on the way to itself is not known
            self._chain += 1
            unit = self.unit(file)
            ways = (self._exported, self._bound, self._given_on, self._of_default)
            some = (found for way in ways if unit is not None and (found := way(unit, path)) is not None)
            self._given[key] = next(some, None), self.search.missed > before
            self._chain -= 1
            return self._given[key][0]
        self.search.missed += 1  # who comes another way may get further
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


def _is_of_file(kind: str, files: Iterable[str]) -> bool:
    """Whether a class goes by the name of a file, whose own functions and constants are its members in Java."""
    stems = {file.rpartition("/")[2].partition(".")[0] for file in files}
    return kind in stems or kind.removesuffix("Kt") in stems


def agreed(several: Iterable[Known | None]) -> Known | None:
    """What several places say, if they say the same; where they do not, nothing is known."""
    found = list({(id(known.value), known.home.path): known for known in several if known is not None}.values())
    if len(found) < 2:
        return found[0] if found else None
    texts = {value.value if isinstance(value := settled(known).value, Text) else None for known in found}
    return found[0] if len(texts) == 1 and None not in texts else None


def _behind(local: str, path: tuple[str, ...]) -> tuple[str, ...] | None:
    """What is left of a dotted name behind an import's own name; None where that is not what it begins with."""
    if local == path[0]:
        return path[1:]
    parts = tuple(local.split("."))
    return path[len(parts) :] if len(parts) > 1 and path[: len(parts)] == parts else None
