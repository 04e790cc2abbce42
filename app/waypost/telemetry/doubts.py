"""Constants that another file may write to, or that a class of another file may have otherwise.

What they hold is told until a look at the whole repository says that it is not certain: that is asked at the end of a
scan, once for all of them, and of their bytes first.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.patterns import late
from waypost.telemetry.expression import Reference
from waypost.telemetry.languages import Language
from waypost.telemetry.languages.strings import decode
from waypost.telemetry.meant import class_around, class_name
from waypost.telemetry.members import filling
from waypost.telemetry.paths import for_tests
from waypost.telemetry.program import Doubt, Program
from waypost.telemetry.promises import Promises
from waypost.telemetry.search import Definers, Sought
from waypost.telemetry.unit import ANY_KEY, Unit

MAX_WRITES = 50
"""Places of one file that are looked at for one constant."""
MAX_WRITERS = 100
"""Files that may write to one constant; where there are more of them, it may be anything."""
_OPERATED = r"\s*(?:[-+*/|&?%^]|<<|>>){0,3}=(?:[^=~>]|$)"
"""What stands behind a member that is written to."""
_CHAIN = late(rb"([\w$]+(?:(?:[?!]?\.|::)[\w$]+)*)(?:[?!]?\.|::|\[\s*[\"'`:]|,\s*[\"'])$")
_QUOTES, _ALONE = (b"'", b'"', b"`", b":"), (b"(", b" ", b"\t", b"\n")
_LINK = late(r"[?!]?\.|::")
MAX_CHAIN = 200
"""Bytes of what a member that is written to is one of."""
_OVERRIDING = {
    "php": r"\bconst\s+(?:\w+\s+)?({0})\s*=",
    "swift": r"\boverride\b[^\n{{}}=]*\bvar\s+({0})\b",
    "dart": r"\b(?:get|final|var|late|dynamic|String\??)\s+({0})\s*(?:=>|=[^=]|;|\{{)",
}
"""How a class has a member instead of that of the class above it."""


class Doubts:
    """Settles what is doubted of the constants that a program was asked for."""

    def __init__(self, program: Program, promises: Promises) -> None:
        self.program = program
        self.promises = promises

    def sought(self) -> tuple[Sought, ...]:
        """The names of members, with their family of languages, that a search of the repository is for."""
        return tuple({(it.family, name): None for it in self.program.doubts for name in it.members})

    def settle(self, writers: Definers) -> bool:
        """Whether any constant is written to in one of the files that a search found; those are not told any more."""
        doubts = list(self.program.doubts)  # to look at some may bring others
        written = {doubt for doubt in doubts if self._is_written(doubt, writers)}
        self.program.written |= written
        return bool(written)

    def _is_written(self, doubt: Doubt, writers: Definers) -> bool:
        found = dict.fromkeys(path for name in doubt.members for path in writers.get((doubt.family, name), ()))
        files = [path for path in found if path != doubt.home and not for_tests(path)]
        files = [path for path in files if doubt.owner or self._knows(path, doubt)]
        home = self.program.unit(doubt.home) if files else None
        if home is None or len(files) > MAX_WRITERS:
            return len(files) > MAX_WRITERS
        look = self._overrides if doubt.owner else self._writes
        units = (unit for path in files if (unit := self.program.unit(path)) is not None)
        return any(look(home, doubt, unit) for unit in units)

    def _knows(self, path: str, doubt: Doubt) -> bool:
        """Whether a file names what a constant is one of: a module by how its file or its folder is called."""
        text = self.program.paths.read(path) or b""
        *_, folder, file = ("", *doubt.home.split("/"))
        names = doubt.members[:1] if len(doubt.members) > 1 else (folder or file, file.partition(".")[0])
        return any(name.encode() in text for name in names)

    def _writes(self, home: Unit, doubt: Doubt, other: Unit) -> bool:
        """Whether a file writes to what it would read as the constant, or as what the constant is one of."""
        held = [home.value_at(doubt.path[:count]) for count in range(1, len(doubt.path) + 1)]
        places = {(known.home.path, known.value.start) for known in held if known is not None}
        key = ("written", other.path, doubt.members)
        for at, path in self.program.paths.once(key, lambda: [*_written(other, doubt.members)]):
            known = other.lookup(Reference(path, at, at))
            if known is not None and (known.home.path, known.value.start) in places:
                return True
            alike = len(path) > 1 and path == doubt.path[-len(path) :]
            if known is None and alike and not other.scopes.at(at, path[0])[0]:
                return True
        return False

    def _overrides(self, home: Unit, doubt: Doubt, other: Unit) -> bool:
        """Whether a class of a file that is one of the owner has the member, too."""
        for match in islice(_pattern(other.language.family, doubt.members).finditer(other.source), MAX_WRITES):
            kind = _class_at(other, match.start(1))
            if kind is not None and doubt.owner in self.promises.above(other.path, kind):
                return True
        return False


def _written(unit: Unit, members: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """What a file writes to that has one of some names: where, and its dotted name."""
    for match in islice(_pattern(unit.language.family, members).finditer(unit.source), MAX_WRITES):
        at = match.start(match.lastindex)
        node = unit.tree.root_node.descendant_for_byte_range(at, at + 1)
        before, name = unit.source[max(0, at - MAX_CHAIN) : at], decode(match.group(match.lastindex))
        if before[-1:] not in _QUOTES and (node is None or node.type in unit.language.not_code):
            continue
        chain = _CHAIN.search(before)
        if chain is not None:
            yield at, (*_LINK.split(decode(chain[1])), name)
        elif before[-1:] in _ALONE:  # what keys are put into
            yield at, (name,)


def _class_at(unit: Unit, at: int) -> str | None:
    """The class that has what is declared at an offset as a member."""
    node = unit.tree.root_node.descendant_for_byte_range(at, at + 1)
    around = class_around(node) if node is not None and node.type not in unit.language.not_code else None
    own = around is not None and around in unit.scopes.around(at)[-1:]
    return class_name(around) if around is not None and own else None


def writing(language: Language, names: tuple[str, ...], text: bytes) -> set[str]:
    """Which of some names a file may write to as members of something, or have in the place of another class's."""
    wholes, members = _parted(names)
    filled = {f"{name}{ANY_KEY}" for name in _written_in(language.family, wholes, text)}
    return filled | _written_in(language.family, members, text)


@lru_cache(maxsize=64)
def _parted(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those that stand for all that is put into something, and the others: each file is asked for the same."""
    wholes = tuple(it for it in names if it.endswith(ANY_KEY))
    return wholes, tuple(it for it in names if not it.endswith(ANY_KEY))


def _written_in(family: str, names: tuple[str, ...], text: bytes) -> set[str]:
    found = _pattern(family, names).finditer(text) if names else ()
    return {decode(match.group(match.lastindex)) for match in found}


@lru_cache(maxsize=1024)
def _pattern(family: str, names: tuple[str, ...]) -> Any:
    """`E.A = …`, `E['A'] = …`, `setattr(E, 'A', …)`; Go's `&pkg.Name`, and `pkg.Name, err = …`.

    For what has a mark, whatever is put into it.
    """
    if names[0].endswith(ANY_KEY):
        return filling(*(it.removesuffix(ANY_KEY) for it in names))
    some = "|".join(map(re2.escape, sorted(names)))
    if family in _OVERRIDING:
        return re2.compile(_OVERRIDING[family].format(some).encode())
    link = "::" if family == "ruby" else r"\."
    ways = [rf"{link}({some}){_OPERATED}"]
    if family == "go":
        ways = [rf"\.({some})[ \t]*(?:,[^=:;{{}}\n]*)?{_OPERATED}", rf"&\w+\.({some})\b"]
    elif family == "python":
        ways += [rf"\[\s*[\"']({some})[\"']\s*\]{_OPERATED}", rf"\bsetattr\(\s*[\w.]+,\s*[\"']({some})[\"']"]
    elif family == "javascript":
        ways += [rf"\[\s*[\"'`]({some})[\"'`]\s*\]{_OPERATED}", rf"\bObject\.assign\(\s*(?:[\w$]+\.)*({some})\s*,"]
    return re2.compile("|".join(ways).encode())
