"""All events of a spec and of the code, as the catalogue's page shows them."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from waypost.frozen import dataclass
from waypost.telemetry.call_site import CallSite
from waypost.telemetry.naming import reserved
from waypost.telemetry.shape import Event, Property, Spec
from waypost.telemetry.shipped import shipped
from waypost.telemetry.value_text import parted

UNDECLARED = "not in the spec"
MAX_PLACES = 12


@dataclass(frozen=True, slots=True)
class ShownProperty:
    """A property: its types in words, and what there is to know of it besides."""

    name: str
    type: str
    required: bool
    description: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """An event: `kind` is its status as a class of the page, `left` how many places are not listed."""

    name: str
    anchor: str
    status: str
    kind: str
    owner: str
    description: str
    sources: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    properties: tuple[ShownProperty, ...]
    places: tuple[str, ...]
    left: int


def catalogue(spec: Spec, sites: Iterable[CallSite], scanned: bool = True) -> dict[str, object]:
    """What the page is made of: the events in order of their names, those that only the code has too."""
    places = _places(sites)
    undeclared = {name: Event() for name in places if name not in spec.known}
    legacy = {name: Event() for name in spec.legacy if name not in spec.events}
    every = {**spec.events, **legacy, **undeclared}
    shown = [
        _event(name, it, places.get(name, []), UNDECLARED if name in undeclared else it.status, name in spec.legacy)
        for name, it in sorted(every.items(), key=lambda pair: pair[0].lower())
    ]
    return {
        "events": shown,
        "scanned": scanned,
        "convention": _convention(spec),
        "statuses": sorted({it.status for it in shown}),
        "owners": sorted({it.owner for it in shown if it.owner}),
        "sources": sorted({source for it in shown for source in it.sources}),
    }


def _places(sites: Iterable[CallSite]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for site in sites:
        if shipped(site.path):
            for name in {name.text for name in site.names if name.certain and not reserved(name.text)}:
                found.setdefault(name, []).append(f"{site.path}:{site.at.line}")
    return found


def _convention(spec: Spec) -> str:
    written = spec.naming
    return " in ".join(filter(None, [written.template, written.case])) if written is not None else ""


def _event(name: str, it: Event, places: list[str], status: str, legacy: bool) -> ShownEvent:
    return ShownEvent(
        name=name,
        anchor=f"event-{quote(name, safe='')}",
        status=status,
        kind="undeclared" if status == UNDECLARED else status,
        owner=it.owner,
        description=it.description,
        sources=it.sources,
        facts=tuple(_facts(it, legacy).items()),
        properties=tuple(_property(key, prop) for key, prop in it.properties.items()),
        places=tuple(places[:MAX_PLACES]),
        left=max(0, len(places) - MAX_PLACES),
    )


def _facts(it: Event, legacy: bool) -> Mapping[str, str]:
    facts = {
        "Sent from": ", ".join(it.sources),
        "Send instead": it.replacement if isinstance(it.replacement, str) else "",
        f"{it.status.capitalize()} since": str(it.since) if str(it.since) != "UNSET" else "",
        "Earlier names": ", ".join(it.aliases),
        "Name": "from before the convention" if legacy else "",
    }
    return {title: fact for title, fact in facts.items() if fact}


def _property(name: str, it: Property) -> ShownProperty:
    kinds = it.type if isinstance(it.type, str) else " or ".join(it.type)
    values = ", ".join(map(parted, it.enum))
    notes = (
        f"One of: {values}" if values else "",
        f"Unit: {it.unit}" if it.unit else "",
        {"none": "", "personal": "Says who somebody is", "sensitive": "Sensitive"}[it.sensitivity],
    )
    return ShownProperty(name, kinds, it.required, it.description, tuple(filter(None, notes)))
