"""What Go's files call the values that a method is of: fields, parameters and variables, by the types they declare."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.patterns import late_re2
from waypost.telemetry.languages import Signature
from waypost.telemetry.languages.strings import decode

MAX_NAMES = 50

_INTERFACE = late_re2(rb"\btype\s+(\w+)\s+interface\s*\{((?:[^{}]|\{\})*)\}")


def instances(method: Signature, text: bytes, package: Sequence[bytes], around: Sequence[bytes]) -> frozenset[str]:
    """What the file with `text` may have before a call of `method`; a function that gives such a value ends in `()`.

    `package` are the files of its package, `around` those of other ones that it can have types and functions from. A
    name that is declared with another type, too, may be something else.
    """
    types = _types(method, [*package, *around])
    given = frozenset(_given([*package, *around], types))
    declared = {name for file in (*package, *around) for name in _names(_declaring(types), file)}
    kept = {name for name in declared if not any(_is_other(name, file, types) for file in package)}
    made = (
        {name for name in _names(_making(types, given), text) if _is_made(name, text, types, given)} if given else set()
    )
    return frozenset(sorted({*kept, *made, *(f"{name}()" for name in given)})[:MAX_NAMES])


def _types(method: Signature, files: Iterable[bytes]) -> frozenset[str]:
    """The type that has a method, and the interfaces that want one like it."""
    wanted = re2.compile(rf"(?m)^\s*{re2.escape(method.name)}\(([^\n]*)".encode())
    found = {method.owner or ""}
    for file in files:
        for match in _INTERFACE.finditer(file) if b" interface" in file else ():
            like = wanted.search(match.group(2))
            if like is not None and _count(like.group(1)) == len(method.parameters):
                found.add(decode(match.group(1)))
    return frozenset(found)


def _count(written: bytes) -> int:
    """How many parameters a list has that ends at its bracket."""
    depth, commas, some = 0, 0, False
    for char in decode(written):
        if char == ")" and not depth:
            break
        depth += (char in "([{") - (char in ")]}")
        commas += char == "," and not depth
        some = some or not char.isspace()
    return commas + some


def _given(files: Iterable[bytes], types: frozenset[str]) -> Iterator[str]:
    """The functions that give a value of some types, alone or first of several."""
    pattern = _giving(types)
    for file in files:
        yield from _names(pattern, file)


def _names(pattern: Any, text: bytes) -> Iterator[str]:
    yield from (decode(match.group(1)) for match in pattern.finditer(text))


def _is_other(name: str, file: bytes, types: frozenset[str]) -> bool:
    """Whether a file declares something else by a name."""
    found = _declared(name).finditer(file) if name.encode() in file else ()
    return any(decode(match.group(1)).rpartition(".")[2].lstrip("*") not in types for match in found)


def _is_made(name: str, text: bytes, types: frozenset[str], given: frozenset[str]) -> bool:
    """Whether a variable has nothing else in all of a file."""
    made = sum(each == name for each in _names(_making(types, given), text))
    return len(_assigned(name).findall(text)) == made


def _some(names: Iterable[str]) -> str:
    return "|".join(map(re2.escape, sorted(names)))


@lru_cache(maxsize=256)
def _declaring(types: frozenset[str]) -> Any:
    """`name *pkg.Type` in a struct, a list of parameters or a `var`."""
    behind = r"[ \t]*(?:[,)=`\n]|//|$)"
    return re2.compile(
        rf"(?m)(?:^|[(,])[ \t]*(?:var[ \t]+)?(\w+)[ \t]+\*?(?:\w+\.)?(?:{_some(types)}){behind}".encode()
    )


@lru_cache(maxsize=1024)
def _declared(name: str) -> Any:
    """The same with any type."""
    return re2.compile(rf"(?m)(?:^|[(,;{{])[ \t]*(?:var[ \t]+)?{re2.escape(name)}[ \t]+([*\[\]\w.]+)".encode())


@lru_cache(maxsize=256)
def _giving(types: frozenset[str]) -> Any:
    return re2.compile(
        rf"(?m)^func\s+(?:\([^()]*\)\s*)?([A-Za-z]\w*)\([^\n]*\)\s*\(?\*?(?:\w+\.)?(?:{_some(types)})\b".encode()
    )


@lru_cache(maxsize=256)
def _making(types: frozenset[str], given: frozenset[str]) -> Any:
    """`name, err := pkg.New(…)` and `name := &pkg.Type{…}`."""
    made = rf"(?:\w+\.)*(?:{_some(given)})\(|&?(?:\w+\.)?(?:{_some(types)})\{{"
    return re2.compile(rf"\b(\w+)(?:,\s*\w+)?\s*:?=\s*(?:{made})".encode())


@lru_cache(maxsize=1024)
def _assigned(name: str) -> Any:
    return re2.compile(rf"\b{re2.escape(name)}(?:,\s*\w+)?\s*:?=[^=]".encode())
