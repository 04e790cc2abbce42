"""Snowplow's self-describing JSON Schemas (Iglu), of each of which the newest version counts."""

from collections.abc import Iterator, Mapping

from waypost.telemetry.plans.json_schema import event_of
from waypost.telemetry.plans.notes import Notes
from waypost.telemetry.plans.parts import top
from waypost.telemetry.shape import Event


def read(files: Mapping[str, bytes], notes: Notes) -> Iterator[tuple[str, Event]]:
    """The events by the names of their schemas."""
    newest: dict[str, tuple[tuple[int, ...], Event]] = {}
    for path, text in files.items():
        schema = top(path, text, notes)
        self = schema.part("self").ignore("format", "vendor")
        name, version = self.text("name"), _version(self.text("version"))
        event = event_of(schema)
        self.done()
        if name not in newest or version > newest[name][0]:
            newest[name] = version, event
    yield from ((name, event) for name, (_, event) in newest.items())


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("-") if part.isdecimal())
