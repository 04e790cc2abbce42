"""GitLab's event definitions: one YAML file for each event."""

from collections import Counter
from collections.abc import Iterator, Mapping

from waypost.telemetry.plans.notes import Notes
from waypost.telemetry.plans.parts import Part, top
from waypost.telemetry.shape import Event, Property, PropertyType, Status

INTERNAL = "InternalEventTracking"
"""The category that all internal events have."""


LABELS: Mapping[str, PropertyType] = {"label": "string", "property": "string", "value": "number"}
"""What any of GitLab's events may carry, with its type."""


def read(files: Mapping[str, bytes], notes: Notes) -> Iterator[tuple[str, Event]]:
    """The events by their action, owned by their product group; what shares an action is told by its category."""
    parts = [part for path, text in files.items() if _is_event(part := top(path, text, notes))]
    shared = Counter(part.text("action") for part in parts)
    for part in parts:
        action, category = part.text("action"), part.text("category")
        name = f"{category}:{action}" if shared[action] > 1 and category and action else action
        if name == action and category == INTERNAL:
            part.ignore("category")
        yield name, _event(part)
        part.done()


def _is_event(part: Part) -> bool:
    if part.value and not part.text("action"):
        part.notes.fault("There is no `action` here, which is the event's name.")
    return bool(part.text("action"))


def _event(part: Part) -> Event:
    status: Status = "removed" if part.text("status") == "removed" or "removed_by_url" in part else "active"
    properties = {
        name: Property(kind, description=about)
        for name, kind in LABELS.items()
        if (about := part.text(f"{name}_description"))
    }
    for name, inner in part.part("additional_properties").items():
        properties[name] = Property(LABELS.get(name, "any"), description=inner.text("description"))
        inner.done()
    for name, about in _extra(part):
        properties.setdefault(name, Property(description=about))
    owner = part.text("product_group").removeprefix("group::")
    return Event(part.text("description"), owner, status=status, properties=properties)


def _extra(part: Part) -> Iterator[tuple[str, str]]:
    """The properties of older definitions: names with what they are about."""
    found = part.get("extra_properties")
    if isinstance(found, dict):
        yield from ((name, about if isinstance(about, str) else "") for name, about in found.items())
    elif found:
        part.notes.skip("extra_properties")
