"""What only a search of the whole repository can find, and whether anything was missed because there was none yet."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import re2  # type: ignore[import-untyped]

from waypost.telemetry.languages import Language
from waypost.telemetry.paths import Paths

K = TypeVar("K")
T = TypeVar("T")
MAX_PACKAGE = 200
"""Files of one package, or with one name, that are looked through."""

Sought = tuple[str, str]
"""A family of languages, and a name."""
Definers = Mapping[Sought, tuple[str, ...]]
"""The files that define a name, as a search of the whole repository found them."""


class Search:
    """The files that define names, as far as a search has found them.

    `sought` are the names, with their family of languages, that only another search can find: who has done it may come
    back with what it found. `missed` counts how often one of those was asked for, or anything of other files where
    most of those are not here yet: what is told without missing any is not told otherwise by then. `asked` says that
    some name was looked for in other files.
    """

    def __init__(self, paths: Paths, definers: Definers) -> None:
        self.paths = paths
        self.definers = definers
        self.sought: dict[Sought, None] = {}
        self.missed = 0
        self.asked = False

    def again(self, definers: Definers) -> None:
        """Another search has found the files that define some names."""
        self.definers = {**self.definers, **definers}
        self.sought = {}

    def elsewhere(self) -> None:
        """A name is looked for in other files."""
        self.asked = True
        self.missed += self.paths.partial

    def miss(self, family: str, name: str) -> None:
        """Only a search can find the name."""
        self.missed += 1
        self.sought[family, name] = None

    def told(self, answer: tuple[T, bool]) -> T:
        """What was told before, where a name that is sought is missed again."""
        self.missed += answer[1]
        return answer[0]

    def remembered(self, answers: dict[K, tuple[T, bool]], key: K, ask: Callable[[], T]) -> T:
        """What was told before, else what is told now."""
        if key in answers:
            return self.told(answers[key])
        before = self.missed
        answer = ask()
        answers[key] = answer, self.missed > before
        return answer

    def found(self, language: Language, name: str) -> tuple[str, ...]:
        """The files that define a name, if a search has found them and they are not too many."""
        self.asked = True
        found = self.definers.get((language.family, name))
        if found is None:
            self.miss(language.family, name)
        return found if found is not None and len(found) <= MAX_PACKAGE else ()


def words(paths: Paths, files: Iterable[str]) -> dict[bytes, list[str]]:
    """The files that have each word, for those that many names are looked for in."""
    found: dict[bytes, list[str]] = {}
    for file in files:
        for word in set(re.findall(rb"\w+", paths.read(file) or b"")):
            found.setdefault(word, []).append(file)
    return found


@lru_cache(maxsize=4096)
def defining(language: Language, *names: str) -> Any:
    """A pattern for the place where a file of that language defines one of some names; its group is the name."""
    return re2.compile(rf"(?:{language.defines})({'|'.join(map(re2.escape, names))})\b".encode())


def defines(language: Language, names: Sequence[str], text: bytes) -> set[str]:
    """Which of some names a file defines."""
    return {match.group(1).decode() for match in defining(language, *names).finditer(text)}
