"""What one cell of a table says: a text that no spreadsheet takes for a formula, or a list of texts and values."""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | None

_FORMULA = re.compile(r"\s*'*\s*[=+\-@＝＋－＠]|'*[\t\r\n]")
"""What a spreadsheet may take for a formula, or looks like one that was made harmless."""
_BREAK = re.compile(r'[",\r\n]')
"""What needs quotes around it; Python's own writer leaves a lone `\\r` without, and no reader takes that back."""
_ITEM = re.compile(r"""\s*(?:"((?:[^"]|"")*)"\s*(?=[,;|\n]|$)|([^,;|\n]*))(?:[,;|\n]|$)""")
_WORDS: dict[str, tuple[str, Value]] = {"true": ("boolean", True), "false": ("boolean", False), "null": ("null", None)}
_ANY = frozenset({"any"})


def written(text: str) -> str:
    """A text as a cell: with a `'` in front, as people write it by hand, where it could be taken for a formula."""
    cell = f"'{text}" if _FORMULA.match(text) else text
    return quoted(cell) if _BREAK.search(cell) else cell


def plain(cell: str) -> str:
    """The text of a cell, without blanks around it and what makes a formula harmless."""
    text = cell.strip()
    return text[1:].strip() if text[:1] == "'" and _FORMULA.match(text, 1) else text


def texts(cell: str) -> tuple[str, ...]:
    """The texts that a cell lists."""
    return tuple(text for text, _ in _items(cell))


def values(cell: str, types: Iterable[str]) -> tuple[Value, ...]:
    """The values of JSON types that a cell lists; what is in quotes is a text, whatever it looks like."""
    wanted = frozenset(types) or _ANY
    return tuple(text if quoted else _value(text, wanted) for text, quoted in _items(cell))


def listed(some: Iterable[Value], types: Iterable[str] = ("string",)) -> str:
    """The cell that lists them: `"Yes, please"; No`."""
    wanted = tuple(types)
    return "; ".join(_written(value, wanted) for value in some)


def quoted(text: str) -> str:
    """A text in quotes, as a cell lists one that has a comma in it."""
    return '"{}"'.format(text.replace('"', '""'))


def _items(cell: str) -> Iterator[tuple[str, bool]]:
    """What a cell lists, and whether it is in quotes."""
    for match in _ITEM.finditer(cell):
        inside, bare = match.groups()
        if inside is not None:
            yield inside.replace('""', '"'), True
        elif bare.strip():
            yield bare.strip(), False


def _written(value: Value, types: tuple[str, ...]) -> str:
    if isinstance(value, str):
        alone = '"' not in value and values(value, types) == (value,)
        return value if alone else quoted(value)
    return next((word for word, (_, it) in _WORDS.items() if it is value), str(value))


def _value(text: str, types: frozenset[str]) -> Value:
    kind, word = _WORDS.get(text.lower(), ("", None))
    if types & {kind, "any"} and kind:
        return word
    if types & {"integer", "number", "any"}:
        makes: tuple[Callable[[str], float], ...] = (int, float) if types & {"number", "any"} else (int,)
        number = next((it for make in makes if (it := _number(text, make)) is not None), None)
        if number is not None and ("any" not in types or str(number) == text):
            return number
    return text


def _number(text: str, make: Callable[[str], float]) -> float | None:
    try:
        number = make(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
