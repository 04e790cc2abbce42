"""Glean's `metrics.yaml`: categories of metrics, of which events are taken."""

import re
from collections.abc import Iterator, Mapping

from waypost.telemetry.plans.notes import Notes
from waypost.telemetry.plans.parts import Part, top
from waypost.telemetry.shape import Event, Property, PropertyType, Sensitivity, Status

_SENSITIVITY: dict[str, Sensitivity] = {
    "highly_sensitive": "sensitive",
    "category_4": "sensitive",
    "stored_content": "personal",
    "web_activity": "personal",
    "category_3": "personal",
}
_TYPES: dict[str, PropertyType] = {"string": "string", "boolean": "boolean", "quantity": "integer"}


def read(files: Mapping[str, bytes], notes: Notes) -> Iterator[tuple[str, Event]]:
    """The events by category and name: `tabs.opened`."""
    for path, text in files.items():
        for category, metrics in top(path, text, notes).ignore("$schema", "no_lint", "$tags").items():
            if category.startswith("$") or category == "no_lint":
                continue
            for name, metric in metrics.items():
                kind = metric.text("type")
                if kind == "event":
                    yield f"{category}.{name}", _event(metric)
                else:
                    notes.skip(f"metrics of type {kind or 'none'}")


def _event(metric: Part) -> Event:
    levels = [_SENSITIVITY[it] for it in metric.texts("data_sensitivity") if it in _SENSITIVITY]
    sensitivity: Sensitivity = levels[0] if levels else "none"
    expires = metric.text("expires")
    status: Status = "removed" if metric.flag("disabled") else "deprecated" if expires == "expired" else "active"
    if re.fullmatch(r"\d{4}-\d\d-\d\d|\d+", expires):
        metric.notes.skip(metric.at("expires"))
    found = Event(
        description=metric.text("description"),
        owner=next(iter(metric.texts("notification_emails")), ""),
        status=status,
        properties={name: _property(key, sensitivity) for name, key in metric.part("extra_keys").items()},
    )
    metric.ignore("type").done()
    return found


def _property(key: Part, sensitivity: Sensitivity) -> Property:
    found = Property(_TYPES.get(key.text("type"), "any"), sensitivity=sensitivity, description=key.text("description"))
    key.done()
    return found
