"""The telemetry spec of a repository, `telemetry/spec.yml`: how events are named, and which there are."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from waypost.document import Problem, read
from waypost.document.quoting import code
from waypost.document.tree import parse
from waypost.finding import Span
from waypost.telemetry import naming
from waypost.telemetry.casing import Case

PATH = "telemetry/spec.yml"

_TEMPLATE = re.compile(r"[^{}]{0,50}(?:\{[a-z][a-z0-9_]{0,30}\}[^{}]{0,50}){1,6}")

PropertyType = Literal["string", "number", "integer", "boolean", "array", "object", "null", "any"]
Name = Annotated[str, Meta(min_length=1, max_length=500)]
T = TypeVar("T")
Word = Annotated[str, Meta(min_length=1, max_length=100)]


class Slot(Struct, frozen=True, forbid_unknown_fields=True):
    """One part of an event's name."""

    case: Annotated[
        Case | UnsetType, Meta(description="How its words are written, if not as the convention's `case` says.")
    ] = UNSET
    one_of: Annotated[
        tuple[Word, ...], Meta(description="The values it may have; any if left out.", max_length=500)
    ] = ()
    synonyms: Annotated[
        dict[str, tuple[Word, ...]], Meta(description="Other words for a value of `one_of`, for better suggestions.")
    ] = {}


class Convention(Struct, frozen=True, forbid_unknown_fields=True):
    """How events are named."""

    template: Annotated[
        Annotated[str, Meta(min_length=1, max_length=200)] | UnsetType,
        Meta(
            description="The slots of a name in order: `{category}:{object}_{action}`.", examples=["{object}_{action}"]
        ),
    ] = UNSET
    case: Annotated[Case | UnsetType, Meta(description="How the words of a name are written.")] = UNSET
    slots: Annotated[dict[str, Slot], Meta(description="What is particular about a slot of the template.")] = {}


class Property(Struct, frozen=True, forbid_unknown_fields=True):
    """A property sent with an event."""

    type: Annotated[PropertyType, Meta(description="The JSON type of its values.")] = "any"
    required: Annotated[bool, Meta(description="Whether every event has it.")] = False
    description: Annotated[str, Meta(description="What it tells.")] = ""


class Event(Struct, frozen=True, forbid_unknown_fields=True):
    """A tracked event."""

    description: Annotated[str, Meta(description="When it is sent, and what it is for.")] = ""
    owner: Annotated[str, Meta(description="The team to ask about it.")] = ""
    properties: Annotated[dict[Name, Property], Meta(description="What is sent with it.")] = {}


class Spec(Struct, frozen=True, forbid_unknown_fields=True):
    """The telemetry spec. Every key may be left out."""

    version: Annotated[Literal[1], Meta(description="The version of this format.")] = 1
    convention: Annotated[Convention, Meta(description="How events are named.")] = Convention()
    events: Annotated[dict[Name, Event], Meta(description="The tracked events, by name.")] = {}

    @property
    def names(self) -> frozenset[str]:
        """The names of all declared events."""
        return frozenset(self.events)

    @property
    def naming(self) -> naming.Convention | None:
        """The convention, if the spec has one that says anything."""
        template, case = _set(self.convention.template), _set(self.convention.case)
        if template is None and case is None:
            return None
        slots = {
            name: naming.Slot(_set(slot.case), slot.one_of, slot.synonyms)
            for name, slot in self.convention.slots.items()
        }
        return naming.Convention(template, case, slots)


def _set(value: T | UnsetType) -> T | None:
    return None if isinstance(value, UnsetType) else value


def read_spec(text: bytes | None) -> tuple[Spec | None, tuple[Problem, ...]]:
    """The spec in a file's text, keeping what can be kept, with its problems; no file is no spec."""
    if text is None:
        return None, ()
    spec, problems = read(PATH, text, Spec)
    faults = tuple(_faults(spec.convention)) if spec is not None else ()
    if spec is None or not faults:
        return spec, problems
    tree, _ = parse(PATH, text)
    found = [Problem(PATH, tree.span(place) if tree else Span(1, 1, 1, 1), message) for place, message in faults]
    return replace(spec, convention=Convention()), tuple(sorted((*problems, *found)))


def _faults(convention: Convention) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What a schema cannot say: the place of a convention's fault, and how to mend it."""
    template = _set(convention.template)
    if template is not None and not _TEMPLATE.fullmatch(template):
        yield (
            ("convention", "template"),
            f"{code(template)} is no template. Write up to 6 slots in braces: `{{object}}_{{action}}`.",
        )
        return
    named = naming.Convention(template).slot_names
    for twice in sorted({name for name in named if named.count(name) > 1}):
        shown = code(f"{{{twice}}}")
        yield ("convention", "template"), f"{shown} is in the template twice. Give each slot its own name."
    for name, slot in convention.slots.items():
        if name not in named:
            shown = code(f"{{{name}}}")
            yield ("convention", "slots", name), f"The template has no slot {shown}. Add it there, or take it out here."
        for value in slot.synonyms:
            if value not in slot.one_of:
                place = ("convention", "slots", name, "synonyms", value)
                yield place, f"{code(value)} is not in `one_of`. Add it there: synonyms stand for one of its values."
