"""Which files have a method of a class from above, and which mean another class's by its name."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.telemetry import languages
from waypost.telemetry.heritage import all_above, defines, has
from waypost.telemetry.languages import Signature
from waypost.telemetry.program import Program
from waypost.telemetry.search import MAX_PACKAGE
from waypost.telemetry.typed_names import kinds_of

MAX_BETWEEN = 2
"""Classes between one and that which has the method."""


Declared = tuple[tuple[str, frozenset[str]], ...]
"""Names of a file, and the types that it declares each of them to be of."""


class Kinship:
    """What the classes of a repository have to do with each other, as far as it was asked for."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.paths = program.paths

    def inheriting(self, some: frozenset[str], method: Signature) -> Iterator[tuple[str, frozenset[str]]]:
        """The files that call a method with nothing before it, with those of their classes that have it from above."""
        for path in self._alone(some, method.name):
            classes = frozenset(self._below(path, method.owner or ""))
            unit = self.program.unit(path) if classes else None
            if unit is not None and all(it.local != method.name for it in unit.imports):
                yield path, classes

    def promising(
        self, some: frozenset[str], method: Signature, promised: Mapping[str, Collection[str]]
    ) -> Iterator[tuple[str, frozenset[str]]]:
        """The same with those of their types that have `promised` it to what is below them, and leave it to that."""
        for path in self._alone(some, method.name):
            kinds = frozenset(kind for kind, homes in promised.items() if path in homes and kind != method.owner)
            if kinds and _done(method.name).search(self._text(path)) is None:
                yield path, kinds

    def _alone(self, some: frozenset[str], method: str) -> list[str]:
        """The files that call something by a name with nothing before it."""
        key = ("alone", method, some)
        return self.paths.once(key, lambda: [it for it in some if _alone(method).search(self._text(it))])

    def others(
        self, some: frozenset[str], home: str, method: Signature, fits: Callable[[str], object]
    ) -> Iterator[tuple[str, frozenset[str]]]:
        """Of what some files call a method of that `fits`, that which they declare to be of another class with such a
        method, where that has nothing to do with the class in the file `home`.
        """
        key = ("behind", method.name, some)
        for path, kinds in self.paths.once(key, lambda: [*self._declaring(some, method.name)]):
            found = (
                it for it, of in kinds if fits(it) and all(self._is_unlike(kind, path, home, method) for kind in of)
            )
            if names := frozenset(found):
                yield path, names

    def _declaring(self, some: Iterable[str], method: str) -> Iterator[tuple[str, Declared]]:
        found = ((path, self._declared(path, method)) for path in some)
        yield from ((path, names) for path, names in found if names)

    def _declared(self, path: str, method: str) -> Declared:
        """What a file calls a method of that it declares to be of some types, with those."""
        family, text = languages.family_of(path), self._text(path)
        named = {match.group(1).decode() for match in _behind(method).finditer(text)}
        kinds = ((name, kinds_of(name, family, text)) for name in sorted(named))
        return tuple((name, some) for name, some in kinds if some)

    def _is_unlike(self, kind: str, path: str, home: str, method: Signature) -> bool:
        """Whether a type that a file names has the method, and nothing to do with the class that it is of."""
        if kind == method.owner:
            return False
        key = ("unlike", kind, home, method.owner, method.name)
        titled = self.paths.once(("homes", kind), lambda: self._homes(kind, self.paths.titled(kind)[:MAX_PACKAGE]))
        if not titled:
            return self._are_unlike(kind, self._homes(kind, (path,)), home, method)
        return self.paths.once(key, lambda: self._are_unlike(kind, titled, home, method))

    def _homes(self, kind: str, some: Iterable[str]) -> list[str]:
        return [path for path in some if defines(kind, self._text(path))]

    def _are_unlike(self, kind: str, homes: list[str], home: str, method: Signature) -> bool:
        if not homes or home in homes or self._is_below(home, kind):
            return False
        return all(self._has(kind, method.name, it) and not self._is_below(it, method.owner or "") for it in homes)

    def _has(self, kind: str, method: str, path: str) -> bool:
        language = languages.for_path(path)
        return language is not None and has(kind, method, language.family, self._text(path))

    def _is_below(self, path: str, owner: str) -> bool:
        return bool(self._below(path, owner))

    def _below(self, path: str, owner: str, steps: int = MAX_BETWEEN) -> Sequence[str]:
        """The classes of a file that are of another one, which may be of others before."""
        return self.paths.once(("below", path, owner, steps), lambda: [*self._found_below(path, owner, steps)])

    def _found_below(self, path: str, owner: str, steps: int) -> Iterator[str]:
        if not steps and owner.encode() not in self._text(path):
            return
        classes = self.paths.once(("above", path), lambda: all_above(self._text(path)))
        for name, kinds in classes.items():
            homes = (
                (kind, it) for kind in kinds if steps for it in self.paths.titled(kind)[:MAX_PACKAGE] if it != path
            )
            if owner in kinds or any(kind in self._below(home, owner, steps - 1) for kind, home in homes):
                yield name

    def _text(self, path: str) -> bytes:
        return self.paths.read(path) or b""


@lru_cache(maxsize=1024)
def _behind(name: str) -> Any:
    """A pattern for a call of a member; its group is what it is a member of."""
    return re2.compile(rf"\b(\w+)[?!]?\.{re2.escape(name)}\s*\(".encode())


@lru_cache(maxsize=1024)
def _alone(name: str) -> Any:
    """A pattern for a call with nothing before it."""
    return re2.compile(rf"(?:^|[^\w.$]){re2.escape(name)}\s*\(".encode())


@lru_cache(maxsize=1024)
def _done(name: str) -> Any:
    """A pattern for a function that is defined with what it does."""
    return re2.compile(rf"\b(?:fun|func|\w+[>\]?]?)\s+{re2.escape(name)}\s*\([^(){{}};]*\)[^\n;{{}}=(]*[{{=]".encode())
