"""Events as the YAML of a spec, with all that is known of them."""

import datetime
import json
import re
from collections.abc import Iterator

from msgspec import to_builtins

from waypost.patterns import late
from waypost.telemetry.shape import Event, Property
from waypost.telemetry.spec_edit import key_text

_FLOW = late(r"[A-Za-z_][\w./-]*", re.ASCII)


def block(name: str, event: Event, indent: int) -> str:
    """An event's lines, as one of those below `events:`."""
    pad, step = " " * indent, " " * (indent or 2)
    fields = list(_fields(event))
    if not fields and not event.properties:
        return f"{pad}{key_text(name)}: {{}}\n"
    lines = [f"{pad}{key_text(name)}:", *(f"{pad}{step}{field}" for field in fields)]
    if event.properties:
        lines.append(f"{pad}{step}properties:")
        lines += [f"{pad}{step * 2}{key_text(key)}: {{{_property(it)}}}" for key, it in event.properties.items()]
    return "".join(f"{line}\n" for line in lines)


def flow(name: str, event: Event) -> str:
    """An event on one line, as one of those in braces."""
    properties = ", ".join(f"{key_text(key)}: {{{_property(it)}}}" for key, it in event.properties.items())
    fields = [*_fields(event), *([f"properties: {{{properties}}}"] if properties else [])]
    return f"{key_text(name)}: {{{', '.join(fields)}}}"


def _fields(event: Event) -> Iterator[str]:
    for field, value in to_builtins(event).items():
        if field != "properties":
            plain = field in ("since", "status") or isinstance(value, datetime.date)
            yield f"{field}: {value if plain else _value(value)}"


def _property(it: Property) -> str:
    return ", ".join(f"{field}: {_value(value)}" for field, value in to_builtins(it).items())


def _value(value: object) -> str:
    """A value in YAML's flow style; text is quoted unless it can only be text."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, str):
        return value if _FLOW.fullmatch(value) and key_text(value) == value else _quoted(value)
    return json.dumps(value)


def _quoted(text: str) -> str:
    shown = json.dumps(text, ensure_ascii=False)
    return "".join(it if it.isprintable() else f"\\U{ord(it):08x}" for it in shown)
