"""RudderStack tracking plans: JSON as its API and typer have it, and the YAML of its projects."""

from collections.abc import Iterator, Mapping
from typing import Any

from waypost.telemetry.plans import segment
from waypost.telemetry.plans.json_schema import TYPES, types_of
from waypost.telemetry.plans.notes import Notes
from waypost.telemetry.plans.parts import Part, top
from waypost.telemetry.shape import Event, Property

References = dict[str, Part]


def read(files: Mapping[str, bytes], notes: Notes) -> Iterator[tuple[str, Event]]:
    """The tracked events; the files of a project refer to each other."""
    parts = {path: top(path, text, Notes()) for path, text in files.items()}
    plain = {path: text for path, text in files.items() if "kind" not in parts[path]}
    yield from segment.read(plain, notes)
    yield from _project({path: text for path, text in files.items() if path not in plain}, notes)


def _project(files: Mapping[str, bytes], notes: Notes) -> Iterator[tuple[str, Event]]:
    known: References = {}
    rules: list[Part] = []
    for path, text in files.items():
        file = top(path, text, notes).ignore("version")
        kind, group, spec = file.text("kind"), file.part("metadata").text("name"), file.part("spec")
        for key in ("events", "properties", "types", "categories"):
            for part in spec.parts(key):
                known[f"#/{'custom-types' if key == 'types' else key}/{group}/{part.text('id')}"] = part
        if kind in ("tp", "tracking-plan"):
            rules += spec.parts("rules")
        spec.ignore("id", "display_name", "description").done()
        file.done()
    yield from _events(known, rules)


def _events(known: References, rules: list[Part]) -> Iterator[tuple[str, Event]]:
    """Each event with the properties that rules give to it."""
    properties: dict[str, dict[str, Property]] = {}
    for rule in rules:
        event = rule.part("event")
        found = properties.setdefault(event.text("$ref"), {})
        for one in rule.parts("properties"):
            found.update(_property(one, known))
        event.ignore("allow_unplanned", "identity_section").done()
        rule.ignore("type", "id").done()
    for reference, part in known.items():
        if reference.startswith("#/events/"):
            yield from _event(reference, part, properties)


def _event(reference: str, part: Part, properties: Mapping[str, dict[str, Property]]) -> Iterator[tuple[str, Event]]:
    kind = part.text("event_type")
    if kind != "track":
        part.notes.skip(f"spec.events[] of type {kind}")
        return
    yield part.text("name"), Event(part.text("description"), properties=properties.get(reference, {}))
    part.done()


def _property(one: Part, known: References) -> dict[str, Property]:
    part = known.get(one.text("$ref"))
    if part is None:
        one.notes.skip(f"{one.at('$ref')} to what is not there")
        return {}
    required = one.flag("required")
    one.done()
    config = part.part("propConfig") if "propConfig" in part else part.part("config")
    values = config.list("enum")
    found = Property(
        type=_types(part, known),
        required=required,
        enum=tuple(value for value in values if isinstance(value, str | int | float | bool | None)),
        description=part.text("description"),
    )
    config.done()
    part.ignore("id", "name").done()
    return {part.text("name"): found}


def _types(part: Part, known: References) -> Any:
    """`string,null` is two types; `#/custom-types/…` has its own."""
    given = part.text("type")
    custom = known.get(given)
    names = [name.strip() for name in (custom.text("type") if custom else given).split(",") if name.strip()]
    return types_of(names, part) if set(names) <= TYPES else types_of(None, part)
