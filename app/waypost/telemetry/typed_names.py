"""What a file calls the values of some types: fields, parameters and variables that are declared to be of them."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.telemetry.languages.strings import decode

MAX_NAMES = 50

BEFORE = frozenset({"java", "csharp", "dart"})
"""Families in which a type stands before what is declared to be of it."""
GO = "go"
"""The family in which nothing stands between a name and its type."""
TYPED = frozenset({*BEFORE, "swift", "kotlin", "javascript"})
"""Families whose files say of what type something is, and whose classes say which types they are of."""
_ATTRIBUTES = r"(?:@[\w.]+\s+)*(?:(?:any|some|readonly|final|inout)\s+)?"
_IN_GO = r"(?m)(?:^|[(,;{])[ \t]*(?:var[ \t]+)?"
"""What stands before a name in a struct, a list of parameters or a `var`."""
_KEYWORDS = "return await new throw else case in is as out this import private static var val let const final late"
_NO_TYPES = frozenset([*_KEYWORDS.split(), "required", "readonly"])
"""What else may stand before a name."""
_OWN = frozenset({"self", "this", "super", "base"})
"""What stands before a field of the class around it."""
_SMALL = frozenset({"string", "number", "boolean", "any", "unknown", "object", "never", "bigint", "symbol"})
"""Types that are not written with a capital where values may stand in the same place."""


def instances(
    types: Collection[str], family: str, own: Sequence[bytes], around: Sequence[bytes] = ()
) -> tuple[str, ...]:
    """What a file may call the values of some types; in Go, a function that gives one ends in `()`.

    `own` is its text, first, and those of others whose fields and variables it has as its own; `around` those of files
    that it has some from. A name that is declared with another type in one of its own, too, may be something else.
    """
    some = frozenset(types)
    found = {name for text in (*own, *around) for name in _names(_declaring(some, family), text)}
    kept = {name for name in sorted(found)[:MAX_NAMES] if not any(_is_other(name, some, family, it) for it in own)}
    made = _made_in_go(some, own[0], (*own, *around)) if family == GO and own else set()
    return tuple(sorted({*kept, *made})[:MAX_NAMES])


def before(method: str, text: bytes) -> frozenset[str]:
    """What a file has before calls of a method: the last name of it, `?` for what has none."""
    return frozenset(decode(match.group(1) or b"?") for match in _calling(method).finditer(text))


def may_be_field(name: str, text: bytes, family: str) -> bool:
    """Whether a file may have a field from another one by a name: it has it as its own, and does not say what it is."""
    if not name[:1].islower() and name[:1] != "_":
        return False
    said = _declared(name, family).search(text) or _made(name).search(text)
    return name not in _OWN and said is None and _alone(name).search(text) is not None


@lru_cache(maxsize=1024)
def _alone(name: str) -> Any:
    """A name with nothing before it but what it is a field of."""
    return re2.compile(rf"(?:^|[^\w.$?!])(?:(?:{'|'.join(sorted(_OWN))})[?!]?\.)?{re2.escape(name)}[?!]*\s*\.".encode())


@lru_cache(maxsize=1024)
def _calling(method: str) -> Any:
    return re2.compile(rf"(?:(\w+)|[^\w\s])\s*[?!]*\.\s*{re2.escape(method)}\b".encode())


def _names(pattern: Any, text: bytes) -> Iterator[str]:
    yield from (decode(match.group(1)) for match in pattern.finditer(text))


@lru_cache(maxsize=256)
def _declaring(types: frozenset[str], family: str) -> Any:
    """`name: any Type & Other`, `Type? name`, or `name *pkg.Type`."""
    some = "|".join(map(re2.escape, sorted(types)))
    if family == GO:
        behind = r"[ \t]*(?:[,)=`\n]|//|$)"
        return re2.compile(rf"{_IN_GO}(\w+)[ \t]+\*?(?:\w+\.)?(?:{some}){behind}".encode())
    if family in BEFORE:
        return re2.compile(rf"\b(?:{some})(?:<[^<>;(){{}}]*>)?\??\s+(\w+)\s*(?:[;=,){{:\]]|=>)".encode())
    others = r"(?:[\w.]+\??\s*[&|]\s*)*"
    typed = rf"{_ATTRIBUTES}\(?{_ATTRIBUTES}{others}{_ATTRIBUTES}(?:\w+\.)*(?:{some})"
    return re2.compile(rf"\b([a-z_]\w*)[?!]?\s*:\s*{typed}\s*(?:[^\w\s.(]|\s[^.(]|$)".encode())


def kinds_of(name: str, family: str, text: bytes) -> frozenset[str]:
    """The types that a file declares a name to be of, or makes it as one of, without what is around them."""
    ways = (_declared(name, family), *(() if _handed(name).search(text) is not None else (_made(name),)))
    found = (match.group(1).decode("utf-8", "replace") for way in ways for match in way.finditer(text))
    kinds = {part.strip(" ?!").rpartition(".")[2] for kind in found for part in re.split("[&|]", kind)}
    return frozenset(kinds - _NO_TYPES)


def _is_other(name: str, types: frozenset[str], family: str, text: bytes) -> bool:
    """Whether a file declares something else by a name."""
    if name.encode() not in text:
        return False
    kinds = _names(_declared(name, family), text)
    if family == GO:
        return any(kind.rpartition(".")[2].lstrip("*") not in types for kind in kinds)
    return any(_is_another(kind, types, family) for kind in kinds) or any(
        it.rpartition(".")[2].lstrip("_") not in {name.lstrip("_"), *types} for it in _names(_made(name), text)
    )


def _is_another(kind: str, types: frozenset[str], family: str) -> bool:
    """Whether what stands where a type may is another one than some."""
    parts = {part.strip(" ?!").rpartition(".")[2] for part in re.split("[&|]", kind)}
    named = (part for part in parts if part not in _NO_TYPES)
    return parts.isdisjoint(types) and any(part[:1].isupper() or part in _SMALL or family in BEFORE for part in named)


@lru_cache(maxsize=1024)
def _declared(name: str, family: str) -> Any:
    """The same with any type."""
    escaped = re2.escape(name)
    if family == GO:
        return re2.compile(rf"{_IN_GO}{escaped}[ \t]+([*\[\]\w.]+)".encode())
    if family in BEFORE:
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


def _made_in_go(types: frozenset[str], text: bytes, files: Sequence[bytes]) -> set[str]:
    """The functions that give such a value, alone or first of several, and the variables that hold nothing else."""
    given = frozenset(name for file in files for name in _names(_giving(types), file))
    making = _making(types, given)
    made = list(_names(making, text)) if given else []
    return {f"{name}()" for name in given} | {
        name for name in made if made.count(name) == len(_assigned(name).findall(text))
    }


@lru_cache(maxsize=256)
def _giving(types: frozenset[str]) -> Any:
    some = "|".join(map(re2.escape, sorted(types)))
    return re2.compile(
        rf"(?m)^func\s+(?:\([^()]*\)\s*)?([A-Za-z]\w*)\([^\n]*\)\s*\(?\*?(?:\w+\.)?(?:{some})\b".encode()
    )


@lru_cache(maxsize=256)
def _making(types: frozenset[str], given: frozenset[str]) -> Any:
    """`name, err := pkg.New(…)` and `name := &pkg.Type{…}`."""
    calls, kinds = ("|".join(map(re2.escape, sorted(names))) for names in (given, types))
    made = rf"(?:\w+\.)*(?:{calls})\(|&?(?:\w+\.)?(?:{kinds})\{{"
    return re2.compile(rf"\b(\w+)(?:,\s*\w+)?\s*:?=\s*(?:{made})".encode())


@lru_cache(maxsize=1024)
def _assigned(name: str) -> Any:
    return re2.compile(rf"\b{re2.escape(name)}(?:,\s*\w+)?\s*:?=[^=]".encode())
