"""GitLab's event definitions: one YAML file for each event."""

from collections.abc import Iterator, Mapping

from waypost.telemetry.plans.notes import Notes
from waypost.telemetry.plans.parts import top
from waypost.telemetry.shape import Event, Property, Status


def read(files: Mapping[str, bytes], notes: Notes) -> Iterator[tuple[str, Event]]:
    """The events by their action, owned by their product group."""
    for path, text in files.items():
        part = top(path, text, notes)
        more = part.part("additional_properties")
        properties = {name: Property(description=inner.text("description")) for name, inner in more.items()}
        status: Status = "removed" if part.text("status") == "removed" or "removed_by_url" in part else "active"
        if part.value:
            owner = part.text("product_group")
            yield part.text("action"), Event(part.text("description"), owner, status=status, properties=properties)
        part.done()
