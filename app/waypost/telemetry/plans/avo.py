"""Avo's export: `events` with their rules as JSON Schema."""

from collections.abc import Iterator, Mapping

from waypost.telemetry.plans.json_schema import properties_of
from waypost.telemetry.plans.notes import Notes
from waypost.telemetry.plans.parts import Part, top
from waypost.telemetry.plans.segment import inner
from waypost.telemetry.shape import Event


def read(files: Mapping[str, bytes], notes: Notes) -> Iterator[tuple[str, Event]]:
    """The events, with the sources that send them."""
    for path, text in files.items():
        plan = top(path, text, notes).ignore("name", "id", "version", "createdAt", "updatedAt")
        for one in plan.parts("events"):
            schema = one.part("rules")
            properties = properties_of(inner(schema))
            schema.ignore("$schema", "$id", "type", "title", "description", "additionalProperties").done()
            sources = tuple(filter(None, map(_source, one.list("sources"))))
            yield one.text("name"), Event(one.text("description"), sources=sources, properties=properties)
            one.ignore("id").done()
        plan.done()


def _source(value: object) -> str:
    return value if isinstance(value, str) else Part(value, "", Notes()).text("name", "id")
