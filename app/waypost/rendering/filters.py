"""The filters that templates may use; each bounds its result before it makes it."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Undefined

from waypost.rendering.markdown import code, link, plain, prose

MAX_VALUE = 20_000
"""Characters of one value that a template puts together."""


class RefusedError(Exception):
    """A template asked for something beyond its bounds; the words are for its author."""


def text(value: object) -> str:
    """A single value as text; lists and structures are refused, since they can stand for any amount of text."""
    if value is None:
        return ""
    if isinstance(value, str | int | float | datetime.date | Undefined):
        return str(value)
    raise RefusedError("A list or structure cannot be shown as it is. Name one of its fields, or loop over it.")


def together(texts: list[str], separator: str = "") -> str:
    """The texts in one, measured before they are put together."""
    if sum(map(len, texts)) + len(separator) * len(texts) > MAX_VALUE:
        raise RefusedError(f"A text of more than {MAX_VALUE:,} characters comes about here. Make it shorter.")
    return separator.join(texts)


def number(value: object) -> str:
    """A number as people write it: `1,234.5`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return text(value)
    return f"{value:,.12g}".removesuffix(".0") if abs(value) < 10**12 else f"{value:.6g}"


def _quantity(value: object, unit: object = "") -> str:
    """A number with its unit: `62%`, `3 days`."""
    named = text(unit)
    return number(value) + (named if named[:1] in {"%", "°"} or not named else f" {named}")


def _sequence(value: object) -> tuple[object, ...] | list[object] | str:
    if isinstance(value, tuple | list | str):
        return value
    raise RefusedError("A list is needed here.")


def _replace(value: object, old: object, new: object) -> str:
    whole, found, put = text(value), text(old), text(new)
    if not found:
        raise RefusedError("Say which text is to be replaced: it is empty.")
    if len(whole) + whole.count(found) * len(put) > MAX_VALUE:
        raise RefusedError(f"A text of more than {MAX_VALUE:,} characters comes about here. Make it shorter.")
    return whole.replace(found, put)


def _round(value: object, digits: object = 0) -> float | int:
    if not isinstance(value, int | float) or not isinstance(digits, int) or not 0 <= digits <= 9:
        raise RefusedError("`round` needs a number, and up to 9 digits.")
    return round(value, digits) if digits else round(value)


def _items(value: object) -> tuple[tuple[object, object], ...]:
    if isinstance(value, Mapping):
        return tuple(value.items())
    raise RefusedError("`items` needs names with values, such as `glossary`.")


def _join(values: object, separator: object = "") -> str:
    return together([text(value) for value in _sequence(values)], text(separator))


def _cut(value: object, limit: object = 200) -> str:
    if not isinstance(limit, int) or not 1 <= limit <= MAX_VALUE:
        raise RefusedError(f"`cut` needs a number of characters up to {MAX_VALUE:,}.")
    return plain(text(value), limit)


def _first(value: object) -> object:
    return next(iter(_sequence(value)), None)


def _last(value: object) -> object:
    found = _sequence(value)
    return found[-1] if found else None


def _length(value: object) -> int:
    return len(value) if isinstance(value, Mapping) else len(_sequence(value))


def _default(value: object, instead: object = "") -> object:
    return instead if isinstance(value, Undefined) or value is None or value == "" else value


FILTERS: dict[str, Callable[..., Any]] = {
    "code": lambda value: code(text(value)),
    "cut": _cut,
    "default": _default,
    "first": _first,
    "items": _items,
    "join": _join,
    "last": _last,
    "length": _length,
    "link": lambda value, url: link(text(value), text(url)),
    "lower": lambda value: text(value).lower(),
    "number": number,
    "prose": lambda value: prose(text(value)),
    "quantity": _quantity,
    "replace": _replace,
    "round": _round,
    "trim": lambda value: text(value).strip(),
    "upper": lambda value: text(value).upper(),
}
"""By name; the same for Waypost's own templates and for those of repositories."""
