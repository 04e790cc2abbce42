"""OpenTelemetry's semantic-convention registries (Weaver's YAML, both versions)."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import UNSET

from waypost.telemetry.plans.notes import Notes
from waypost.telemetry.plans.parts import Part, top
from waypost.telemetry.shape import Event, Property, Status

_TYPES = {"string": "string", "int": "integer", "double": "number", "boolean": "boolean", "any": "any"}
MAX_EXTENDS = 10


def read(files: Mapping[str, bytes], notes: Notes) -> Iterator[tuple[str, Event]]:
    """The events; their attributes may be defined in other files."""
    groups: list[Part] = []
    for path, text in files.items():
        file = top(path, text, notes).ignore("file_format", "version")
        for key in ("groups", "attribute_groups", "events", "attributes"):
            found = list(file.parts(key))
            groups += [Part({"attributes": [it.value for it in found]}, "", notes)] if key == "attributes" else found
        file.done()
    yield from _events(groups, notes)


def _events(groups: list[Part], notes: Notes) -> Iterator[tuple[str, Event]]:
    attributes = {name: it for group in groups for it in group.parts("attributes") if (name := it.text("id", "key"))}
    used: dict[str, Part] = {}
    by_id = {name: group for group in groups if (name := group.text("id"))}
    for group in groups:
        kind = group.text("type")
        if kind == "event" or (not kind and "name" in group):
            yield group.text("name") or group.text("id").removeprefix("event."), _event(group, attributes, by_id, used)
        elif kind and kind != "attribute_group":
            notes.skip(f"groups of type {kind}")
    for defined in used.values():
        defined.ignore("id", "key", "brief", "stability", "type", "requirement_level", "examples").done()


def _event(group: Part, attributes: Mapping[str, Part], groups: Mapping[str, Part], used: dict[str, Part]) -> Event:
    properties: dict[str, Property] = {}
    for above in _above(group, groups):
        for one in above.parts("attributes"):
            name = one.text("ref", "id", "key")
            defined = attributes.get(name)
            if defined is None:
                group.notes.skip("a ref to an attribute that is in none of the files")
            else:
                used[name] = defined
            properties[name] = _property(one, defined or one)
    status, after = _retired(group)
    description = group.text("brief")
    group.ignore("id", "name", "extends", "stability", "type").done()
    return Event(description, status=status, replacement=after or UNSET, properties=properties)


def _above(group: Part, groups: Mapping[str, Part]) -> list[Part]:
    """The groups that one extends, the topmost first, and itself."""
    chain = [group]
    while len(chain) < MAX_EXTENDS and (parent := groups.get(chain[0].text("extends"))) and parent not in chain:
        chain.insert(0, parent)
    return chain


def _property(one: Part, defined: Part) -> Property:
    kind, values = _type(defined)
    level = one.get("requirement_level") if "requirement_level" in one else defined.get("requirement_level")
    if isinstance(level, dict):
        one.notes.skip("attributes[].requirement_level with a condition")
    found = Property(kind, level == "required", values, description=one.text("brief") or defined.text("brief"))
    one.ignore("id", "key", "ref", "stability", "type", "examples").done()
    return found


def _type(defined: Part) -> tuple[Any, tuple[Any, ...]]:
    value = defined.get("type")
    if isinstance(value, dict):
        members = Part(value, defined.at("type"), defined.notes).parts("members")
        values = tuple(it.get("value") for it in members)
        return ("integer" if values and all(isinstance(it, int) for it in values) else "string"), values
    text = str(value)
    if text.endswith("[]"):
        return "array", ()
    return _TYPES.get(text, "object" if text.startswith(("template", "map")) else "any"), ()


def _retired(group: Part) -> tuple[Status, str]:
    """Whether an event is deprecated, and for what."""
    value = group.get("deprecated")
    if not value:
        return "active", ""
    return "deprecated", Part(value, "", Notes()).text("renamed_to") if isinstance(value, dict) else ""
