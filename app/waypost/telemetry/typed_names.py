"""What a file calls the values of some types: its fields, parameters and variables that are declared to be of them."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

MAX_NAMES = 50

BEFORE = frozenset({"java", "csharp", "dart"})
"""Families in which a type stands before what is declared to be of it."""
TYPED = frozenset({*BEFORE, "swift", "kotlin", "javascript"})
"""Families whose files say of what type something is, and whose classes say which types they are of."""
_ATTRIBUTES = r"(?:@[\w.]+\s+)*(?:(?:any|some|readonly|final|inout)\s+)?"
_KEYWORDS = "return await new throw else case in is as out this import private static var val let const final late"
_NO_TYPES = frozenset([*_KEYWORDS.split(), "required", "readonly"])
"""What else may stand before a name."""
_SMALL = frozenset({"string", "number", "boolean", "any", "unknown", "object", "never", "bigint", "symbol"})
"""Types that are not written with a capital where values may stand in the same place."""


def instances(types: Sequence[str], family: str, text: bytes) -> tuple[str, ...]:
    """What a file declares to be of one of some types: fields, parameters, variables. A name that it declares with
    another type, too, may be something else.
    """
    some = frozenset(types)
    found = {match.group(1).decode() for match in _declaring(some, family in BEFORE).finditer(text)}
    return tuple(name for name in sorted(found)[:MAX_NAMES] if not _is_other(name, some, family, text))


@lru_cache(maxsize=256)
def _declaring(types: frozenset[str], before: bool) -> Any:
    """`name: any Type & Other` or `Type? name`."""
    some = "|".join(map(re2.escape, sorted(types)))
    if before:
        return re2.compile(rf"\b(?:{some})(?:<[^<>;(){{}}]*>)?\??\s+(\w+)\s*(?:[;=,){{:\]]|=>)".encode())
    others = r"(?:[\w.]+\??\s*[&|]\s*)*"
    typed = rf"{_ATTRIBUTES}\(?{_ATTRIBUTES}{others}{_ATTRIBUTES}(?:\w+\.)*(?:{some})"
    return re2.compile(rf"\b([a-z_]\w*)[?!]?\s*:\s*{typed}\s*(?:[^\w\s.(]|\s[^.(]|$)".encode())


def kinds_of(name: str, family: str, text: bytes) -> frozenset[str]:
    """The types that a file declares a name to be of, or makes it as one of, without what is around them."""
    ways = (_declared(name, family in BEFORE), *(() if _handed(name).search(text) is not None else (_made(name),)))
    found = (match.group(1).decode("utf-8", "replace") for way in ways for match in way.finditer(text))
    kinds = {part.strip(" ?!").rpartition(".")[2] for kind in found for part in re.split("[&|]", kind)}
    return frozenset(kinds - _NO_TYPES)


def _is_other(name: str, types: frozenset[str], family: str, text: bytes) -> bool:
    """Whether a file declares something else by a name."""
    typed, made = _declared(name, family in BEFORE), _made(name)
    kinds = (match.group(1).decode("utf-8", "replace") for match in typed.finditer(text))
    given = (match.group(1).decode("utf-8", "replace") for match in made.finditer(text))
    return any(_is_another(kind, types, family) for kind in kinds) or any(
        it.rpartition(".")[2].lstrip("_") not in {name.lstrip("_"), *types} for it in given
    )


def _is_another(kind: str, types: frozenset[str], family: str) -> bool:
    """Whether what stands where a type may is another one than some."""
    parts = {part.strip(" ?!").rpartition(".")[2] for part in re.split("[&|]", kind)}
    named = (part for part in parts if part not in _NO_TYPES)
    return parts.isdisjoint(types) and any(part[:1].isupper() or part in _SMALL or family in BEFORE for part in named)


@lru_cache(maxsize=1024)
def _declared(name: str, before: bool) -> Any:
    escaped = re2.escape(name)
    if before:
        return re2.compile(rf"\b(\w+)(?:<[^<>;(){{}}]*>)?\??[ \t]+{escaped}\s*(?:[;=,){{:]|=>)".encode())
    one = r"[\w.]+[?!]?"
    typed = rf"{_ATTRIBUTES}\(?{_ATTRIBUTES}({one}(?:\s*[&|]\s*{one})*)"
    return re2.compile(rf"\b{escaped}[?!]?\s*:\s*{typed}\s*(?:[^\w\s.(]|\s[^.(]|$)".encode())


@lru_cache(maxsize=1024)
def _handed(name: str) -> Any:
    """What a closure or a loop gets under a name, without a type: it may be anything."""
    escaped = re2.escape(name)
    return re2.compile(rf"\b{escaped}\s*(?:[,)][^\n(){{}}]*)?(?:->|=>|\bin\b|\bof\b)".encode())


@lru_cache(maxsize=1024)
def _made(name: str) -> Any:
    """What a variable without a type is given."""
    return re2.compile(rf"\b(?:let|var|val|const|final)\s+{re2.escape(name)}\s*=\s*(?:new\s+)?([\w.]+)".encode())
