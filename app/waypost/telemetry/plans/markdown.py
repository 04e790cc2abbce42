"""A catalogue in Markdown, for wikis and pull requests."""

from collections.abc import Iterator

from waypost.document.quoting import code
from waypost.telemetry.plans.notes import Notes
from waypost.telemetry.shape import Event, Property, Spec
from waypost.telemetry.value_text import shown


def write(spec: Spec, notes: Notes) -> str:
    """A table of all events, and a section for each."""
    lines = ["# Tracked events", "", "| event | owner | description |", "|---|---|---|"]
    lines += [f"| {_code(name)} | {plain(it.owner)} | {plain(it.description)} |" for name, it in spec.events.items()]
    for name, event in spec.events.items():
        lines += ["", f"## {code(name)}", *_event(event)]
    return "\n".join(lines) + "\n"


def _event(event: Event) -> Iterator[str]:
    facts = {
        "": plain(event.description),
        "Owner": plain(event.owner),
        "Sent from": ", ".join(map(plain, event.sources)),
        "Status": "" if event.active else _status(event),
        "Earlier names": ", ".join(map(code, event.aliases)),
    }
    for title, fact in facts.items():
        if fact:
            yield from ("", f"{title}: {fact}." if title else fact)
    if event.properties:
        yield from ("", "| property | type | required | description |", "|---|---|---|---|")
        yield from (_property(name, it) for name, it in event.properties.items())


def _status(event: Event) -> str:
    since = f" since {event.since}" if str(event.since) != "UNSET" else ""
    instead = f", send {code(event.replacement)} instead" if isinstance(event.replacement, str) else ""
    return f"{event.status}{since}{instead}"


def _property(name: str, it: Property) -> str:
    kinds = it.type if isinstance(it.type, str) else " or ".join(it.type)
    values = ", ".join(_code(shown(value)) for value in it.enum)
    unit = f" in {plain(it.unit)}" if it.unit else ""
    about = [plain(it.description), f"One of {values}." if values else "", f"{it.sensitivity.capitalize()}."]
    told = " ".join(filter(None, about[: 3 if it.sensitivity != "none" else 2]))
    return f"| {_code(name)} | {kinds}{unit} | {'yes' if it.required else ''} | {told} |"


def _code(text: str) -> str:
    return code(text).replace("|", "\\|")


def plain(text: str) -> str:
    """Text in a Markdown table, in which nothing of it means anything else."""
    line = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+!|~@&" else sign for sign in line)
