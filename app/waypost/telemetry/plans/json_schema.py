"""JSON Schema, plain and as the part of other formats that says what an event's properties are."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from msgspec import UNSET

from waypost.telemetry.plans.notes import Notes
from waypost.telemetry.plans.parts import Part, top
from waypost.telemetry.shape import Event, Property, PropertyType, Spec, Status

TYPES = frozenset(get_args(PropertyType)) - {"any"}
_SAYS = frozenset({"$schema", "properties", "type", "title", "description", "allOf", "$ref"})
"""Keys of which a schema has at least one."""
NAMES = ("eventName", "event", "event_name", "name")
"""Properties that hold the event's own name, where their only value says so."""


def read(files: Mapping[str, bytes], notes: Notes) -> Iterator[tuple[str, Event]]:
    """One event per file, or per definition in it; its name is a constant property, the title, or the file's."""
    for path, text in files.items():
        part = top(path, text, notes).ignore("$schema", "$id", "id", "oneOf")
        definitions = part.part("$defs") if "$defs" in part else part.part("definitions")
        several = [schema for _, schema in definitions.items() if "properties" in schema or "title" in schema]
        if several and "properties" not in part:
            part.ignore("title", "description").done()
            yield from (_named(schema, "") for schema in several)
        elif _SAYS & part.value.keys():
            yield _named(part, path.rpartition("/")[2].partition(".")[0])
        elif part.value:
            notes.fault("This is no JSON Schema: it has neither `properties` nor `$defs`. Is it in another format?")
            part.ignore(*part.value)


def _named(schema: Part, name: str) -> tuple[str, Event]:
    constant = _constant(schema)
    title = schema.text("title")
    event = event_of(schema)
    kept = {key: value for key, value in event.properties.items() if key != constant[0]}
    return constant[1] or title or name, Event(event.description, status=event.status, properties=kept)


def _constant(schema: Part) -> tuple[str, str]:
    """The property that holds the event's name, and that name."""
    properties = schema.part("properties")
    for key in NAMES:
        inner = Part(properties.value.get(key), "", Notes())
        values = [inner.get("const"), *inner.list("enum")]
        texts = [value for value in values if isinstance(value, str)]
        if len(texts) == 1:
            return key, texts[0]
    return "", ""


def event_of(schema: Part) -> Event:
    """The event whose properties a schema describes."""
    status: Status = "deprecated" if schema.flag("deprecated") else "active"
    found = Event(schema.text("description"), status=status, properties=properties_of(schema))
    schema.ignore("$schema", "$id", "id", "title", "type", "additionalProperties").done()
    return found


def properties_of(schema: Part) -> dict[str, Property]:
    """What a schema of an object says about its properties."""
    required = frozenset(schema.texts("required"))
    return {name: property_of(part, name in required) for name, part in schema.part("properties").items() if name}


def property_of(part: Part, required: bool = False) -> Property:
    """One property."""
    values = part.list("enum") or ([part.get("const")] if "const" in part else _constants(part))
    found = Property(
        type=types_of(part.get("type"), part),
        required=required,
        enum=tuple(value for value in values if isinstance(value, str | int | float | bool | None)),
        description=part.text("description", "title"),
    )
    part.ignore("$schema", "$id", "id", "additionalProperties", "oneOf").done()
    return found


def _constants(part: Part) -> list[object]:
    """`oneOf` of constants is a list of values; any other says more than a spec can."""
    some = list(part.parts("oneOf")) if isinstance(part.value.get("oneOf"), list) else []
    if some and all("const" in one for one in some):
        return [one.get("const") for one in some]
    if some:
        part.notes.skip(part.at("oneOf"))
    return []


def types_of(value: object, part: Part) -> Any:
    """Types as a spec has them, out of one or a list; what it does not know may be anything."""
    given = value if isinstance(value, list) else [value] if value is not None else []
    known = tuple(dict.fromkeys(one for one in given if isinstance(one, str) and one in TYPES))
    if len(known) < len(given):
        part.notes.skip(part.at("type"))
    if not known or len(known) < len(set(map(str, given))):
        return "any"
    return known[0] if len(known) == 1 else known


def schema_of(event: Event) -> dict[str, object]:
    """The schema of an event's properties."""
    properties = {name: _schema(it) for name, it in event.properties.items()}
    required = [name for name, it in event.properties.items() if it.required]
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def _schema(it: Property) -> dict[str, object]:
    types = [it.type] if isinstance(it.type, str) else list(it.type)
    return {
        **({} if "any" in types else {"type": types[0] if len(types) == 1 else types}),
        **({"enum": list(it.enum)} if it.enum else {}),
        **({"description": it.description} if it.description else {}),
    }


def lost(event: Event, notes: Notes, fields: Iterable[str]) -> None:
    """Note what of an event has no place on the other side."""
    for field in fields:
        if getattr(event, field) not in ("", (), UNSET, "active"):
            notes.skip(f"events.{field}")
    for it in event.properties.values():
        for field in ("unit", "sensitivity"):
            if getattr(it, field) not in ("", "none"):
                notes.skip(f"events.properties.{field}")


def write(spec: Spec, notes: Notes) -> str:
    """One schema with a definition for each event."""
    definitions: dict[str, object] = {}
    for name, event in spec.events.items():
        lost(event, notes, ("owner", "sources", "replacement", "since", "aliases"))
        if event.status == "removed":
            notes.skip("events.status removed, which is deprecated there")
        about = {"title": name, **({"description": event.description} if event.description else {})}
        definitions[name] = {**about, **({} if event.active else {"deprecated": True}), **schema_of(event)}
    refs = [{"$ref": f"#/$defs/{_pointer(name)}"} for name in definitions]
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Tracked events", "oneOf": refs}
    return json.dumps({**schema, "$defs": definitions}, indent=2, ensure_ascii=False) + "\n"


def _pointer(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1").replace("%", "%25").replace(" ", "%20")
