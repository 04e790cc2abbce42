"""Segment tracking plans: the public API's and typewriter's (`rules` is a list), and those of version 1."""

import datetime
import json
from collections.abc import Iterator, Mapping

from msgspec import UNSET, UnsetType

from waypost.telemetry.plans.json_schema import lost, properties_of, schema_of
from waypost.telemetry.plans.notes import Notes
from waypost.telemetry.plans.parts import Part, top
from waypost.telemetry.shape import Event, Spec

NEVER = "0001-01-01"
KINDS = frozenset({"properties", "traits", "context"})
_META = ("createdAt", "updatedAt", "create_time", "update_time", "version", "id", "name", "display_name")


def read(files: Mapping[str, bytes], notes: Notes) -> Iterator[tuple[str, Event]]:
    """The tracked events of plans; what is about users, groups, pages and all events is noted."""
    for path, text in files.items():
        plan = top(path, text, notes).ignore(*_META, "description", "creationType", "workspaceId", "resourceSchemaId")
        yield from _second(plan) if isinstance(plan.value.get("rules"), list) else _first(plan)
        plan.done()


def _second(plan: Part) -> Iterator[tuple[str, Event]]:
    for rule in plan.parts("rules"):
        kind, name = rule.text("type"), rule.text("key")
        if kind.upper() != "TRACK":
            plan.notes.skip(f"rules[] of type {kind}")
            continue
        schema = rule.part("jsonSchema")
        since = _day(rule.text("deprecatedAt"))
        event = Event(
            description=schema.text("description"),
            status="deprecated" if since else "active",
            since=since,
            properties=properties_of(inner(schema)),
        )
        schema.ignore("$schema", "eventMetadata", "type", "$id", "additionalProperties").done()
        rule.ignore(*_META).done()
        yield name, event


def _first(plan: Part) -> Iterator[tuple[str, Event]]:
    rules = plan.part("rules")
    for one in rules.parts("events"):
        kind = one.text("eventType")
        if kind and kind != "track":
            plan.notes.skip(f"rules.events[] of type {kind}")
            continue
        schema = one.part("rules")
        description = one.text("description") or schema.text("description")
        yield one.text("name"), Event(description, properties=properties_of(inner(schema)))
        schema.ignore("$schema", "type", "required", "description", "$id", "additionalProperties").done()
        one.ignore("version", "id").done()
    rules.done()


def inner(schema: Part) -> Part:
    """The part of a call's schema that is about the event's properties; a flat schema is that itself."""
    properties = schema.part("properties")
    if not properties.value or not set(properties.value) <= KINDS:
        return schema
    for other in ("traits", "context"):
        if Part(properties.value.get(other), "", Notes()).value.get("properties"):
            schema.notes.skip(schema.at(f"properties.{other}"))
    found = properties.part("properties")
    found.ignore("type", "additionalProperties", "id", "$id", "description")
    return found


def _day(text: str) -> datetime.date | UnsetType:
    try:
        return UNSET if not text or text.startswith(NEVER) else datetime.date.fromisoformat(text[:10])
    except ValueError:
        return UNSET


def _deprecated(event: Event, notes: Notes) -> datetime.date:
    """Since when an event is deprecated: for Segment, one that never was has the first day of all."""
    never = datetime.date(1, 1, 1)
    dated = isinstance(event.since, datetime.date)
    if event.active:
        if dated:
            notes.skip("events.since of active events")
        return never
    if event.status == "removed":
        notes.skip("events.status removed, which is deprecated there")
    if not dated:
        notes.skip("events.status without a date")
    return event.since if isinstance(event.since, datetime.date) else never


def write(spec: Spec, notes: Notes) -> str:
    """A plan as typewriter reads it."""
    rules = []
    for name, event in spec.events.items():
        lost(event, notes, ("owner", "sources", "replacement", "aliases"))
        since = _deprecated(event, notes)
        schema = {"$schema": "http://json-schema.org/draft-07/schema#", "description": event.description}
        rules.append(
            {
                "key": name,
                "type": "TRACK",
                "version": 1,
                "deprecatedAt": f"{since.isoformat()}T00:00:00.000Z",
                "jsonSchema": {**schema, "labels": {}, **schema_of(event)},
            }
        )
    return json.dumps({"name": "Tracked events", "rules": rules}, indent=2, ensure_ascii=False) + "\n"
