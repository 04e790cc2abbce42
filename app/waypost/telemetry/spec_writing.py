"""A spec out of what the code sends: written anew, or added to the one that is there, all else of which stays."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TypeVar

from waypost.document.nodes import Mapping as MappingNode
from waypost.document.nodes import Node, Scalar, Sequence
from waypost.document.tree import Lines
from waypost.finding import Edit
from waypost.frozen import dataclass, replace
from waypost.telemetry import shape
from waypost.telemetry.event_text import block, flow
from waypost.telemetry.inference import Inferred
from waypost.telemetry.naming import Convention
from waypost.telemetry.spec_edit import entry_edit, is_key, key_text, line_end
from waypost.telemetry.spec_field import properties_edit
from waypost.telemetry.spec_text import SpecText, spec_text

T = TypeVar("T")
HEADER = "# Read from the code by `waypost telemetry infer`. It is yours: edit what you like, it is kept.\n"


@dataclass(frozen=True, slots=True)
class Event:
    """What all calls that send one event send with it."""

    name: str
    properties: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Ruled:
    """The convention of a part of the code that has its own."""

    folder: str
    convention: Convention


def convention_text(found: Inferred, areas: Iterable[Ruled], evidence: Iterable[str]) -> str:
    """The convention as YAML, with what speaks for it in comments."""
    exceptions = [f"    - {{paths: [{key_text(it.folder)}], {_inline(it.convention)}}}" for it in areas]
    lines = [
        "convention:",
        *(f"  # {line}" for line in evidence),
        *(f"  {line}" for line in _lines(found.convention)),
        *([f"  properties: {{case: {found.property_case}}}"] if found.property_case else []),
        *(["  exceptions:", *exceptions] if exceptions else []),
    ]
    return "".join(f"{line}\n" for line in lines)


def _lines(convention: Convention) -> list[str]:
    slots = ", ".join(f"{name}: {{tense: {slot.tense}}}" for name, slot in convention.slots.items() if slot.tense)
    return [
        *([f'template: "{convention.template}"'] if convention.template else []),
        *([f"case: {convention.case}"] if convention.case else []),
        *([f"slots: {{{slots}}}"] if slots else []),
    ]


def _inline(convention: Convention) -> str:
    return ", ".join(_lines(convention))


def legacy_text(names: Iterable[str]) -> str:
    """The ratchet as YAML."""
    listed = "".join(f"  - {key_text(name)}\n" for name in sorted(names))
    about = "# Names from before the convention: nobody is asked to change them. The list may only get shorter.\n"
    return f"{about}legacy:\n{listed}" if listed else ""


def with_events(text: bytes | None, events: Iterable[Event], path: str) -> bytes | None:
    """A spec's file with the events that it lacks at the end of its own; None where nothing can be added to it."""
    missing = list(events)
    for some in _turns(text, missing):
        found = [edit for event in some if (edit := entry_edit(text, event.name, event, path)) is not None]
        if len(found) < len(some):
            return None
        text = _spliced(text or b"", _joined(found))
    return text


def _turns(text: bytes | None, new: list[T]) -> tuple[list[T], ...]:
    """What is put in at once: the first goes alone where it makes `events:`."""
    events = spec_text(text or b"").find(("events",))
    there = events is not None and isinstance(events[1], MappingNode) and bool(events[1].pairs)
    return (new,) if there else (new[:1], new[1:])


def with_properties(text: bytes, events: Mapping[str, Mapping[str, str | None]], path: str) -> tuple[bytes, list[str]]:
    """A spec's file with further properties of events that it has, and the events that could be added to."""
    edits = {name: edit for name, keys in events.items() if (edit := properties_edit(path, text, name, keys))}
    return _spliced(text, edits.values()), list(edits)


def with_full_events(text: bytes | None, events: Mapping[str, shape.Event], path: str) -> bytes | None:
    """The same for events of which more is known than their properties."""
    names = list(events)
    for some in _turns(text, names):
        found = [edit for name in some if (edit := entry_edit(text, name, Event(name), path)) is not None]
        if len(found) < len(some):
            return None
        full = [_filled(edit, name, events[name]) for edit, name in zip(found, some, strict=True)]
        text = _spliced(text or b"", _joined(full))
    return text


def _filled(edit: Edit, name: str, event: shape.Event) -> Edit:
    """The insertion of an event's empty entry with all of the event in it."""
    empty = f"{key_text(name)}: {{}}"
    before, _, after = edit.text.rpartition(empty)
    line = before.rpartition("\n")[2]
    if line.strip():
        return replace(edit, text=f"{before}{flow(name, event)}{after}")
    newline = "\r\n" if "\r\n" in edit.text else "\n"
    lines = block(name, event, len(line)).removesuffix("\n").replace("\n", newline)
    return replace(edit, text=f"{before.removesuffix(line)}{lines}{after}")


def _joined(edits: list[Edit]) -> list[Edit]:
    """Insertions at one place as one."""
    grouped = groupby(edits, key=lambda edit: edit.span)
    return [replace(first, text="".join((first.text, *(edit.text for edit in rest)))) for _, (first, *rest) in grouped]


def with_convention(text: bytes, convention: str, legacy: str, path: str) -> bytes | None:
    """A spec's file with a convention in front of its events, and a legacy list at its end; None if it cannot be."""
    spec = spec_text(text)
    if not isinstance(spec.root, MappingNode) or spec.root.flow or spec.content.startswith("\ufeff"):
        return None
    before = next((key for key, _ in spec.root.pairs if not is_key(key, "version")), None)
    at = before.start if before else spec.end
    if spec.place(at)[1] != 1:
        return None
    start = Edit(path, spec.span(at, at), convention)
    closing = "" if spec.ends_a_line else "\n"
    end = Edit(path, spec.span(spec.end, spec.end), closing + legacy)
    return _spliced(text, [start, end] if legacy else [start])


def without_legacy(text: bytes, gone: Iterable[str], path: str) -> bytes:
    """A spec's file without some names of its legacy list."""
    spec, names = spec_text(text), frozenset(gone)
    pairs = spec.root.pairs if isinstance(spec.root, MappingNode) else []
    key, value = next((pair for pair in pairs if is_key(pair[0], "legacy")), (None, None))
    if key is None or not isinstance(value, Sequence):
        return text
    marked = [isinstance(item, Scalar) and item.text in names for item in value.items]
    if not any(marked):
        return text
    if all(marked):
        return _spliced(text, [_cut(spec, key.start, line_end(spec.content, _last(value).end) + 1, path)])
    cuts = _flow_cuts(value, marked) if value.flow else _line_cuts(spec.content, value, marked)
    return _spliced(text, [_cut(spec, start, end, path) for start, end in cuts])


def _last(value: Sequence) -> Node:
    return value.items[-1] if not value.flow else value


def _line_cuts(content: str, value: Sequence, marked: list[bool]) -> list[tuple[int, int]]:
    """The lines of the items to go."""
    items = [item for item, gone in zip(value.items, marked, strict=True) if gone]
    return [(content.rfind("\n", 0, item.start) + 1, line_end(content, item.end) + 1) for item in items]


def _flow_cuts(value: Sequence, marked: list[bool]) -> list[tuple[int, int]]:
    """Each item to go with the comma behind it, or in front of it where nothing is kept behind."""
    kept = [index for index, gone in enumerate(marked) if not gone]
    ends = [item.end for item in value.items]
    cuts = [(item.start, value.items[i + 1].start) for i, item in enumerate(value.items) if marked[i] and i < kept[-1]]
    return [*cuts, (ends[kept[-1]], ends[-1])] if kept[-1] < len(marked) - 1 else cuts


def _cut(spec: SpecText, start: int, end: int, path: str) -> Edit:
    return Edit(path, spec.span(start, min(end, spec.end)), "")


def sent_events(sent: Iterable[tuple[str, Iterable[tuple[str, str | None]]]]) -> dict[str, Event]:
    """Events with their properties, out of what each call sends: its name, and keys with their types."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for name, properties in sent:
        keys = found.setdefault(name, {})
        for key, kind in properties:
            keys.setdefault(key, {}).update({kind: None} if kind in _KINDS else {})
    return {
        name: Event(name, tuple((key, _type(kinds)) for key, kinds in keys.items())) for name, keys in found.items()
    }


_KINDS = frozenset({"string", "number", "boolean", "null", "array", "object"})


def _type(kinds: Mapping[str, None]) -> str | None:
    """The type as the spec writes it; one that is only ever empty says nothing."""
    told = ['"null"' if kind == "null" else kind for kind in kinds]
    if len(told) == 1 and "null" not in kinds:
        return told[0]
    return f"[{', '.join(told)}]" if len(told) > 1 else None


def _spliced(text: bytes, edits: Iterable[Edit]) -> bytes:
    """A text with edits that do not overlap."""
    content = text.decode("utf-8")
    starts = Lines(content).starts
    places = [
        (starts[it.span.line - 1] + it.span.column - 1, starts[it.span.end_line - 1] + it.span.end_column - 1, it.text)
        for it in edits
    ]
    parts, at = list[str](), 0
    for start, end, new in sorted(places):
        parts += content[at:start], new
        at = end
    return "".join((*parts, content[at:])).encode("utf-8")
