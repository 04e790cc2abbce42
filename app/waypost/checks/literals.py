"""Write a property's literal otherwise: as another type that means the same, or as the listed value it is a slip of."""

from collections.abc import Iterable

from waypost.checks.declared import slip
from waypost.checks.sent import SAFE, Seen
from waypost.finding import Edit, Fix
from waypost.patterns import late
from waypost.telemetry import languages
from waypost.telemetry.handed import Key

QUOTED = late(r"([\"'`])([^\\\"'`]*)\1")
"""A literal string in any language, and what it holds."""
_NUMBER = late(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?")
"""A number that is written the same as text and as number."""
_WHOLE = late(r"(-?(?:0|[1-9]\d{0,14}))(?:\.0)?")
_TRUTH = ("true", "false")


def as_type(call: Seen, key: Key, kinds: Iterable[str]) -> Fix | None:
    """The edit that sends the same value as one of these types; None where there is no one way to do it exactly."""
    wanted = set(kinds) - {"null"}
    if len(wanted) != 1 or call.site.handed.record is None or key.at is None:
        return None
    text = _written(call.site.path, key, wanted.pop())
    return Fix(f"Send {text}", (Edit(call.site.path, key.at, text),)) if text is not None else None


def as_listed(call: Seen, key: Key, values: Iterable[str]) -> Fix | None:
    """The edit that sends the listed value that a literal is a slip of."""
    found = QUOTED.fullmatch(key.value)
    meant = slip(found[2], values) if found is not None and key.at is not None else None
    if found is None or meant is None or key.at is None or not SAFE.fullmatch(meant):
        return None
    return Fix(f"Send {meant}", (Edit(call.site.path, key.at, f"{found[1]}{meant}{found[1]}"),))


def _written(path: str, key: Key, kind: str) -> str | None:
    quoted = QUOTED.fullmatch(key.value) if key.constant else None
    if kind == "string":
        plain = key.value if key.kind == "number" else key.value.lower()
        same = (key.kind == "number" and _NUMBER.fullmatch(plain)) or (key.kind == "boolean" and plain in _TRUTH)
        return f'"{plain}"' if same else None
    text = quoted[2] if quoted is not None else key.value if key.kind == "number" else ""
    if kind == "boolean":
        return _truth(path, text) if text in _TRUTH else None
    whole = _WHOLE.fullmatch(text)
    if kind == "integer":
        return whole[1] if whole is not None else None
    return text if kind == "number" and quoted is not None and _NUMBER.fullmatch(text) else None


def _truth(path: str, text: str) -> str:
    language = languages.for_path(path)
    return text.capitalize() if language is not None and language.family == "python" else text
