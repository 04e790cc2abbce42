"""The shape of a telemetry spec, as it is written in YAML: the convention, events and their properties."""

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType

from waypost.document.globs import lines, matching
from waypost.telemetry.casing import Case
from waypost.telemetry.lineage import Lineage
from waypost.telemetry.naming import Convention as Judge
from waypost.telemetry.property_naming import PropertyConvention
from waypost.telemetry.slots import Slot as SlotRule
from waypost.telemetry.tense import Tense
from waypost.telemetry.vendors import Vendor

PropertyType = Literal["string", "number", "integer", "boolean", "array", "object", "null", "any"]
Sensitivity = Literal["none", "personal", "sensitive"]
Status = Literal["active", "deprecated", "removed"]
Name = Annotated[str, Meta(min_length=1, max_length=500)]
Length = Annotated[int, Meta(ge=1)]
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
    tense: Annotated[
        Tense | UnsetType, Meta(description="The tense of its verb: `present` (click) or `past` (clicked).")
    ] = UNSET
    pattern: Annotated[
        Annotated[str, Meta(min_length=1, max_length=200)] | UnsetType,
        Meta(description="A regular expression (RE2) for its whole text: `v[0-9]+`."),
    ] = UNSET
    max_length: Annotated[Length | UnsetType, Meta(description="How many characters it may have.")] = UNSET


class Properties(Struct, frozen=True, forbid_unknown_fields=True):
    """How properties are named."""

    case: Annotated[Case | UnsetType, Meta(description="How the words of a property's name are written.")] = UNSET
    booleans_start_with: Annotated[
        tuple[Word, ...],
        Meta(description="First words of properties that are true or false.", examples=[["is", "has"]], max_length=50),
    ] = ()
    times_end_with: Annotated[
        tuple[Word, ...],
        Meta(description="Last words of properties that are moments.", examples=[["at", "date"]], max_length=50),
    ] = ()


class Naming(Struct, frozen=True, forbid_unknown_fields=True):
    """How events are named."""

    template: Annotated[
        Annotated[str, Meta(min_length=1, max_length=300)] | UnsetType,
        Meta(
            description="The slots of a name in order, optional ones in brackets: `[{area}:]{object}_{action}`.",
            examples=["{object}_{action}", "{category}[_{version}]:{object}_{action}"],
        ),
    ] = UNSET
    case: Annotated[Case | UnsetType, Meta(description="How the words of a name are written.")] = UNSET
    slots: Annotated[dict[str, Slot], Meta(description="What is particular about a slot of the template.")] = {}
    max_length: Annotated[Length | UnsetType, Meta(description="How many characters a name may have.")] = UNSET
    exempt: Annotated[
        tuple[Word, ...],
        Meta(description="Names that are let be, with `*` for any text.", examples=[["*_exposed"]], max_length=200),
    ] = ()


class Area(Naming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Other rules for a part of the code; without a template and a casing, any name will do there."""

    paths: Annotated[
        tuple[Word, ...],
        Meta(description="The files it is about: `apps/ios/` or `web/**/*.vue`.", min_length=1, max_length=100),
    ]
    because: Annotated[str, Meta(description="Why it is different there, for whoever asks.")] = ""
    properties: Annotated[Properties | UnsetType, Meta(description="How properties are named there.")] = UNSET


class Convention(Naming, frozen=True, forbid_unknown_fields=True):
    """How events and their properties are named."""

    vendors: Annotated[
        tuple[Vendor, ...], Meta(description="The services that receive the events, whose limits hold.")
    ] = ()
    properties: Annotated[Properties, Meta(description="How properties are named.")] = Properties()
    exceptions: Annotated[
        tuple[Area, ...], Meta(description="Parts of the code with other rules; the first that fits holds.")
    ] = ()


class Property(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A property sent with an event."""

    type: Annotated[
        PropertyType | tuple[PropertyType, ...],
        Meta(description="The JSON type of its values, or several.", examples=["string", ["integer", "null"]]),
    ] = "any"
    required: Annotated[bool, Meta(description="Whether every event has it.")] = False
    enum: Annotated[
        tuple[str | int | float | bool | None, ...],
        Meta(description="The values it may have; any if left out.", max_length=1000),
    ] = ()
    unit: Annotated[str, Meta(description="What a number counts: `ms`, `EUR`, `%`.", max_length=50)] = ""
    sensitivity: Annotated[
        Sensitivity,
        Meta(description="`personal` says who somebody is; `sensitive` is nobody's business, such as health."),
    ] = "none"
    description: Annotated[str, Meta(description="What it tells.")] = ""

    @property
    def types(self) -> frozenset[str]:
        """The JSON types its values may have; empty where any will do."""
        types = frozenset([self.type] if isinstance(self.type, str) else self.type)
        return frozenset() if "any" in types else types

    def accepts(self, kind: str) -> bool:
        """Whether a value of JSON type `kind` may be sent; a whole number is a number, too."""
        return not self.types or kind in self.types or (kind == "integer" and "number" in self.types)


class Event(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A tracked event."""

    description: Annotated[str, Meta(description="When it is sent, and what it is for.")] = ""
    owner: Annotated[str, Meta(description="The team to ask about it.")] = ""
    sources: Annotated[
        tuple[Name, ...], Meta(description="Where it is sent from: `web`, `ios`, `backend`.", max_length=50)
    ] = ()
    status: Annotated[
        Status, Meta(description="`deprecated`: send another instead; `removed`: nothing sends it any more.")
    ] = "active"
    replacement: Annotated[Name | UnsetType, Meta(description="The event to send instead.")] = UNSET
    since: Annotated[datetime.date | UnsetType, Meta(description="Since when it has this status.")] = UNSET
    aliases: Annotated[
        tuple[Name, ...], Meta(description="Names it had earlier, for whoever looks at old data.", max_length=50)
    ] = ()
    properties: Annotated[dict[Name, Property], Meta(description="What is sent with it.")] = {}

    @property
    def active(self) -> bool:
        """Whether it may be sent."""
        return self.status == "active"


class Spec(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The telemetry spec. Every key may be left out."""

    version: Annotated[Literal[1], Meta(description="The version of this format.")] = 1
    convention: Annotated[Convention, Meta(description="How events are named.")] = Convention()
    events: Annotated[dict[Name, Event], Meta(description="The tracked events, by name.")] = {}
    legacy: Annotated[
        tuple[Name, ...],
        Meta(description="Names from before the convention, which nobody is asked to change. It may only get shorter."),
    ] = ()

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all declared events."""
        return frozenset(self.events)

    @cached_property
    def known(self) -> frozenset[str]:
        """The names that are a decision already: declared, or legacy."""
        return self.names | frozenset(self.legacy)

    @cached_property
    def lineage(self) -> Lineage:
        """Which event came after which name."""
        return lineage(self.events)

    @cached_property
    def naming(self) -> Judge | None:
        """The convention, if the spec has one that says anything."""
        return naming_of(self.convention, self.convention.vendors)

    def naming_at(self, path: str) -> Judge | None:
        """The convention that holds for events sent from a file; None where any name will do."""
        area = self._area(path)
        return self.naming if area is None else self._area_namings[area]

    def property_naming_at(self, path: str) -> PropertyConvention:
        """How properties of events that are sent from a file are named."""
        area = self._area(path)
        own = UNSET if area is None else self.convention.exceptions[area].properties
        rules = self.convention.properties if isinstance(own, UnsetType) else own
        return PropertyConvention(
            set_value(rules.case), rules.booleans_start_with, rules.times_end_with, self.convention.vendors
        )

    @cached_property
    def _area_namings(self) -> tuple[Judge | None, ...]:
        return tuple(naming_of(area, self.convention.vendors) for area in self.convention.exceptions)

    def _area(self, path: str) -> int | None:
        """Which of the exceptions holds for a file: the first that fits."""
        areas = enumerate(self.convention.exceptions)
        return next((number for number, area in areas if matching(area.paths, lines([path]))), None)


def naming_of(rules: Naming, vendors: tuple[Vendor, ...]) -> Judge | None:
    """The rules as something that judges names; None where they say nothing."""
    template, case, longest = set_value(rules.template), set_value(rules.case), set_value(rules.max_length)
    if template is None and case is None and longest is None and not vendors:
        return None
    slots = {name: _slot(slot) for name, slot in rules.slots.items()}
    return Judge(template, case, slots, longest, vendors, rules.exempt)


def _slot(slot: Slot) -> SlotRule:
    return SlotRule(
        set_value(slot.case),
        slot.one_of,
        slot.synonyms,
        set_value(slot.tense),
        set_value(slot.pattern),
        set_value(slot.max_length),
    )


def lineage(events: Mapping[str, Event]) -> Lineage:
    """The earlier names and the replacements of events."""
    return Lineage(
        {name: event.aliases for name, event in events.items() if event.aliases},
        {name: event.replacement for name, event in events.items() if isinstance(event.replacement, str)},
        frozenset(name for name, event in events.items() if event.active),
        frozenset(events),
    )


def set_value(value: T | UnsetType) -> T | None:
    """A value, None where it is left out."""
    return None if isinstance(value, UnsetType) else value
