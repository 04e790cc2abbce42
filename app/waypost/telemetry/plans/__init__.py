"""Tracking plans of other tools: one file per format, read into events and written from a spec."""

from collections.abc import Callable, Iterator, Mapping

from waypost.telemetry.plans import (
    avo,
    gitlab,
    glean,
    iglu,
    json_schema,
    markdown,
    opentelemetry,
    rudderstack,
    segment,
    tables,
)
from waypost.telemetry.plans.notes import Notes, Plan
from waypost.telemetry.shape import Event, Spec

Reader = Callable[[Mapping[str, bytes], Notes], Iterator[tuple[str, Event]]]
Writer = Callable[[Spec, Notes], str]

READERS: dict[str, Reader] = {
    "amplitude": tables.read,
    "avo": avo.read,
    "csv": tables.read,
    "gitlab": gitlab.read,
    "glean": glean.read,
    "iglu": iglu.read,
    "json-schema": json_schema.read,
    "opentelemetry": opentelemetry.read,
    "rudderstack": rudderstack.read,
    "segment": segment.read,
}
WRITERS: dict[str, Writer] = {
    "csv": tables.write,
    "json-schema": json_schema.write,
    "markdown": markdown.write,
    "segment": segment.write,
}
MAX_NAME = 500


def read_plan(name: str, files: Mapping[str, bytes]) -> Plan:
    """The plan that files of a format make together; of an event that is there twice the first counts."""
    notes = Notes()
    events: dict[str, Event] = {}
    for event, it in READERS[name](files, notes):
        if not event.strip() or len(event) > MAX_NAME:
            notes.skip("events without a name of up to 500 characters")
        elif event in events:
            notes.skip(f"the second {event}")
        else:
            events[event] = it
    return Plan(events, tuple(sorted(notes.parts.items())), tuple(notes.problems))


def write_plan(name: str, spec: Spec) -> tuple[str, tuple[tuple[str, int], ...]]:
    """A spec in a format, and what has no place there, with how often."""
    notes = Notes()
    return WRITERS[name](spec, notes), tuple(sorted(notes.parts.items()))
