"""Avo's export: `events` with their rules as JSON Schema."""

from collections.abc import Iterator, Mapping

from waypost.telemetry.plans.json_schema import properties_of
from waypost.telemetry.plans.notes import Notes
from waypost.telemetry.plans.parts import Part, top
from waypost.telemetry.shape import Event


def read(files: Mapping[str, bytes], notes: Notes) -> Iterator[tuple[str, Event]]:
    """The events, with the sources that send them."""
    for path, text in files.items():
        plan = top(path, text, notes).ignore("name", "id", "version", "createdAt", "updatedAt")
        if "avo" in plan and "events" not in plan:
            notes.fault("This file says only where the plan is. Export the plan in Avo as JSON Schema.")
            continue
        for one in plan.parts("events"):
            schema = one.part("rules")
            properties = properties_of(_sent(schema))
            schema.ignore("$schema", "$id", "type", "title", "description", "additionalProperties", "required").done()
            sources = tuple(filter(None, map(_source, one.list("sources"))))
            yield one.text("name"), Event(one.text("description"), sources=sources, properties=properties)
            one.ignore("id").done()
        plan.done()


def _sent(schema: Part) -> Part:
    """The part of an event's rules that is about its properties: beside it stand those of users, and other names."""
    around = Part(schema.value.get("properties"), schema.at("properties"), Notes())
    if "properties" not in Part(around.value.get("properties"), "", Notes()):
        return schema
    around = schema.part("properties")
    found = around.part("properties").ignore("type", "additionalProperties", "id", "$id", "description")
    around.done()
    return found


def _source(value: object) -> str:
    return value if isinstance(value, str) else Part(value, "", Notes()).text("name", "id")
