"""Which types promise the method of a class, and which files mean those by their names."""

from collections.abc import Iterator, Mapping
from itertools import islice

from waypost.telemetry import languages
from waypost.telemetry.heritage import above, all_above, defines, has
from waypost.telemetry.languages import Language, Signature, no_files
from waypost.telemetry.names import MAX_DEFINERS
from waypost.telemetry.program import Program
from waypost.telemetry.reach import WHOLE
from waypost.telemetry.search import MAX_PACKAGE

Types = Mapping[str, tuple[str, ...]]
"""Types, each with the files that may define it."""
MAX_ABOVE = 20
"""Types above a class that are looked at."""


class Promises:
    """What the classes of a repository promise, as far as it was asked for."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._known: dict[tuple[str, str | None, str], Types] = {}
        self._above: dict[tuple[str, str], Types] = {}
        self._holders: dict[str, tuple[str, ...]] = {}

    def of(self, path: str, method: Signature) -> Types:
        """The class of a method in the file at `path` and the types above it that have one, too, with their files."""
        key = (path, method.owner, method.name)
        if key not in self._known:
            self._known[key] = self._of(path, method)
        return self._known[key]

    def _of(self, path: str, method: Signature) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {method.owner: (path,)} if method.owner else {}
        for one, homes in self.above(path, method.owner or "").items():
            if homes and all(has(one, method.name, languages.family_of(home), self._text(home)) for home in homes):
                found[one] = homes
        return found

    def above(self, path: str, owner: str) -> Types:
        """The types above a class that the file at `path` defines or extends, each with the files that may define it.

        Of others' types there are none.
        """
        key = path, owner
        if key not in self._above:
            self._above[key] = self._all_above(path, owner)
        return self._above[key]

    def _all_above(self, path: str, owner: str) -> dict[str, tuple[str, ...]]:
        language, found = languages.for_path(path), dict[str, tuple[str, ...]]()
        pending = {owner: (path, *self._titled(owner, path))} if language is not None and owner else {}
        seen = {owner}
        while pending and language is not None and len(seen) <= MAX_ABOVE:
            kind, homes = pending.popitem()
            for one in above(kind, [self._text(home) for home in homes]):
                if one not in seen:
                    pending[one] = found[one] = tuple(self._homes(one, path, language))
                    seen.add(one)
        return found

    def holders(self, path: str) -> tuple[str, ...]:
        """The other files that may have fields of the classes of a file: parts of those, and what is above them."""
        if path not in self._holders:
            kinds = all_above(self._text(path))
            found = [home for kind in kinds for homes in self.above(path, kind).values() for home in homes]
            some = [it for kind in kinds for it in self._titled(kind, path) if defines(kind, self._text(it))]
            self._holders[path] = tuple(it for it in dict.fromkeys((*some, *found)) if it != path)[:MAX_ABOVE]
        return self._holders[path]

    def means(self, path: str, kind: str, homes: tuple[str, ...]) -> bool:
        """Whether a file means a type of some other files by its name."""
        unit, language = self.program.unit(path), languages.for_path(path)
        if path in homes or unit is None or language is None or language.files is no_files:
            return True
        if not set(homes).isdisjoint(language.beside(path, self.program.paths)):
            return True
        if language.everywhere and all(it.local != kind for it in unit.imports):
            return True
        return any(self.program.reach.reaches(path, home, frozenset({kind})) for home in homes)

    def _homes(self, kind: str, path: str, language: Language) -> Iterator[str]:
        """The files that may define a type which the file at `path` names."""
        if defines(kind, self._text(path)):
            yield path
            return
        titled = [it for it in self._titled(kind, path) if defines(kind, self._text(it))]
        yield from titled or islice(self._around(kind, path, language), 1)

    def _around(self, kind: str, path: str, language: Language) -> Iterator[str]:
        """The files beside one, or that it has something from, which define a type."""
        beside = language.beside(path, self.program.paths)[:MAX_PACKAGE]
        yield from (it for it in beside if defines(kind, self._text(it)))
        unit = self.program.unit(path) if language.files is not no_files else None
        taken = [it for it in unit.imports if it.local in (kind, WHOLE)] if unit is not None else ()
        files = (file for it in taken for file in language.files(path, it, self.program.paths))
        yield from (file for file in files if defines(kind, self._text(file)))

    def _titled(self, kind: str, path: str) -> list[str]:
        """The files that are called like a type, in languages that have it in common."""
        group = _group(path)
        found = [it for it in self.program.paths.titled(kind) if it != path and _group(it) == group]
        return found if len(found) <= MAX_DEFINERS else []

    def _text(self, path: str) -> bytes:
        return self.program.paths.read(path) or b""


def _group(path: str) -> str:
    return languages.group(languages.family_of(path))
