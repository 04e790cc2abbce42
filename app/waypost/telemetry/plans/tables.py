"""Tables of comma-separated values: a spreadsheet with one line for each property, and Amplitude's export."""

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from waypost.document import MAX_BYTES
from waypost.telemetry.plans.cells import listed, plain, quoted, texts, values, written
from waypost.telemetry.plans.json_schema import TYPES
from waypost.telemetry.plans.notes import Notes
from waypost.telemetry.shape import Event, Property, Sensitivity, Spec

COLUMNS = (
    "event", "status", "since", "replacement", "owner", "description", "sources", "earlier names", "property", "type",
    "required", "values", "unit", "sensitivity", "property description",
)  # fmt: skip
_MEANT = {
    "event": ("event", "event name", "name", "event title", "object name"),
    "status": ("status", "event status", "event schema status", "state"),
    "owner": ("owner", "team", "event owner", "object owner"),
    "description": ("description", "event description", "definition", "object description", "trigger", "when"),
    "sources": ("sources", "source", "platform", "platforms", "event source", "event sources"),
    "earlier names": ("earlier names", "aliases"),
    "replacement": ("replacement", "replaced by"),
    "since": ("since",),
    "property": ("property", "property name", "event property", "event property name", "attribute", "parameter"),
    "type": ("type", "property type", "data type", "property value type", "event property value type"),
    "required": ("required", "property required", "event property required", "mandatory"),
    "values": ("values", "allowed values", "enum", "enum values", "possible values", "event property enum values"),
    "unit": ("unit", "property unit"),
    "sensitivity": ("sensitivity", "pii"),
    "property description": ("property description", "event property description", "parameter description"),
    "array": ("property is array", "event property is array"),
    "integer": ("number is integer",),
    "constant": ("const value",),
    "groups": ("property group names",),
    "kind": ("object type",),
}
_TYPES = {
    "text": "string", "str": "string", "int": "integer", "float": "number", "double": "number", "bool": "boolean",
    "list": "array", "dict": "object", "enum": "string", "const": "any", "date": "string", "datetime": "string",
}  # fmt: skip
_STATUS = {
    "active": "active", "live": "active", "planned": "active", "deprecated": "deprecated", "removed": "removed",
    "deleted": "removed", "blocked": "removed", "unexpected": "active",
}  # fmt: skip
GROUP = "property group"
"""What a line of Amplitude's is about that lists properties for several events."""
_NOTHING = frozenset({"false"})
_YES = frozenset({"yes", "y", "true", "x", "1", "required", "mandatory"})
_LEVELS: dict[str, Sensitivity] = {
    "none": "none", "no": "none", "n": "none", "false": "none", "0": "none",
    "personal": "personal", "sensitive": "sensitive",
}  # fmt: skip
MAX_UNIT = 50
_HINT = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
"""What Excel puts in front of a table to tell itself what parts the cells."""


def read(files: Mapping[str, bytes], notes: Notes) -> Iterator[tuple[str, Event]]:
    """Events out of lines, each about an event or one of its properties; an empty name means the event above."""
    found: dict[str, dict[str, Any]] = {}
    groups: dict[str, dict[str, Any]] = {}
    for path, text in files.items():
        notes.path = path
        above: dict[str, Any] | None = None
        for row in _rows(text, notes):
            kind, about = (row.get(column, "").lower() for column in ("kind", "about"))
            if kind not in ("", "event", "event property", GROUP):
                notes.skip(f"lines about: {row['kind']}")
                above = None
                continue
            if name := row.get("event"):
                above = (groups if kind == GROUP else found).setdefault(name, {"properties": {}})
            if above is None or about not in ("", "event property"):
                notes.skip(f"properties of type {row.get('about', 'nothing')}")
            else:
                _add(above, row, notes)
    used = {name for fields in found.values() for name in fields.get("groups", ())}
    for name, fields in groups.items():
        if name not in used or len(fields) > 1:
            notes.skip("lines about: Property Group")
    for name, fields in found.items():
        yield name, Event(**_whole(fields, groups, notes))


def _whole(fields: dict[str, Any], groups: Mapping[str, dict[str, Any]], notes: Notes) -> dict[str, Any]:
    """The fields of an event with the properties of its groups, which a spec writes out."""
    for name in fields.pop("groups", ()):
        if name not in groups:
            notes.skip(f"property group {name}, which is not there")
            continue
        fields["properties"] = {**groups[name]["properties"], **fields["properties"]}
    return fields


def _rows(text: bytes, notes: Notes) -> Iterator[dict[str, str]]:
    """The lines by what their columns mean."""
    if len(text) > MAX_BYTES:
        notes.fault(f"The file is larger than {MAX_BYTES:,} bytes. Split it.")
        return
    try:
        content = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        notes.fault("This is not UTF-8 text. Save the file as UTF-8.", text.count(b"\n", 0, error.start) + 1)
        return
    if content.lstrip()[:1] in ("{", "["):
        notes.fault("This is JSON and no table. Export the plan as CSV.")
        return
    csv.field_size_limit(MAX_BYTES)
    hint = _HINT.match(content)
    lines = io.StringIO(content[hint.end() :] if hint else content, newline="")
    reader = csv.reader(lines, delimiter=hint[1] if hint else _delimiter(content))
    try:
        head = next(reader, [])
        columns = _columns(head)
        if "event" not in columns:
            notes.fault("There is no column `event` in the first line. Give the columns names: " + ", ".join(COLUMNS))
            return
        for row in reader:
            yield _row(head, columns, row, notes)
    except csv.Error as error:
        notes.fault(f"This is no table: {error}.", reader.line_num)


def _row(head: list[str], columns: list[str], row: list[str], notes: Notes) -> dict[str, str]:
    out: dict[str, str] = {}
    for title, column, cell in zip(head, columns, row, strict=False):
        value = plain(cell)
        if value and not column and value.lower() not in _NOTHING:
            notes.skip(f"column {title.strip()}")
        elif value and column:
            out.setdefault(column, value)
    return out


def _delimiter(content: str) -> str:
    first = content.partition("\n")[0]
    return max(",;\t", key=first.count)


def _columns(head: list[str]) -> list[str]:
    """What the columns mean; beside a type of values, `Property Type` says what the property belongs to."""
    titled = [" ".join(re.findall(r"[a-z]+", title.lower())) for title in head]
    meant = [next((column for column, titles in _MEANT.items() if title in titles), "") for title in titled]
    if "property value type" not in titled:
        return meant
    return ["about" if title == "property type" else column for title, column in zip(titled, meant, strict=True)]


def _add(fields: dict[str, Any], row: Mapping[str, str], notes: Notes) -> None:
    for key in ("owner", "description", "replacement"):
        if row.get(key):
            fields.setdefault(key, row[key])
    for key, column in (("sources", "sources"), ("aliases", "earlier names"), ("groups", "groups")):
        if row.get(column):
            fields.setdefault(key, texts(row[column]))
    if row.get("since") and (day := _day(row["since"], notes)):
        fields.setdefault("since", day)
    if row.get("status"):
        fields["status"] = _status(row["status"], notes)
    if name := row.get("property"):
        it = _property(row, notes)
        if fields["properties"].setdefault(name, it) != it:
            notes.skip(f"the second {name} of {row.get('event', 'the event above')}")


def _day(text: str, notes: Notes) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        notes.skip(f"since {text}, which is no day like 2024-05-31")
        return None


def _status(text: str, notes: Notes) -> str:
    if text.lower() not in _STATUS:
        notes.skip(f"status {text}")
    return _STATUS.get(text.lower(), "active")


def _property(row: Mapping[str, str], notes: Notes) -> Property:
    given = [part.strip().lower() for part in re.split(r"[,|/ ]+", row.get("type", "")) if part.strip()]
    types = tuple(dict.fromkeys(_TYPES.get(part, part) for part in given))
    if not set(types) <= TYPES | {"any"}:
        notes.skip(f"type {row['type']}")
        types = ()
    if row.get("array", "").lower() in _YES:
        types = ("array",)
    elif types == ("number",) and row.get("integer", "").lower() in _YES:
        types = ("integer",)
    kind: Any = "any" if not types else types[0] if len(types) == 1 else types
    listing = row.get("values") or (quoted(row["constant"]) if row.get("constant") else "")
    return Property(
        type=kind,
        required=row.get("required", "").lower() in _YES,
        enum=values(listing, types),
        unit=_unit(row.get("unit", ""), notes),
        sensitivity=_sensitivity(row.get("sensitivity", "none"), notes),
        description=row.get("property description", ""),
    )


def _unit(text: str, notes: Notes) -> str:
    if len(text) > MAX_UNIT:
        notes.skip(f"units longer than {MAX_UNIT} characters")
    return text if len(text) <= MAX_UNIT else ""


def _sensitivity(text: str, notes: Notes) -> Sensitivity:
    level: Sensitivity | None = "personal" if text.lower() in _YES else _LEVELS.get(text.lower())
    if level is None:
        notes.skip(f"sensitivity {text}")
    return level or "none"


def write(spec: Spec, notes: Notes) -> str:
    """A table with one line for each property, and one for an event without any."""
    rows: list[Iterable[str]] = [COLUMNS]
    for name, event in spec.events.items():
        since = str(event.since) if isinstance(event.since, datetime.date) else ""
        after = event.replacement if isinstance(event.replacement, str) else ""
        sources, aliases = listed(event.sources), listed(event.aliases)
        about = [name, event.status, since, after, event.owner, event.description, sources, aliases]
        rows += [[*about, *row] for row in [_cells(key, it) for key, it in event.properties.items()] or [[""] * 7]]
    text = "".join(f"{','.join(map(written, row))}\n" for row in rows)
    return text if text.isascii() else f"\ufeff{text}"  # without the mark Excel takes UTF-8 for something else


def _cells(name: str, it: Property) -> list[str]:
    kinds = it.type if isinstance(it.type, str) else " ".join(it.type)
    required = "yes" if it.required else ""
    enum = listed(it.enum, it.types)
    return [name, "" if kinds == "any" else kinds, required, enum, it.unit, it.sensitivity, it.description]
