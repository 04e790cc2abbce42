"""What the services that receive events take: lengths, characters, and names they keep for themselves."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import re2  # type: ignore[import-untyped]

from waypost.document.quoting import code
from waypost.document.tree import parse


class Vendor(StrEnum):
    """A service whose limits are known."""

    GA4 = "ga4"
    FIREBASE = "firebase"
    AMPLITUDE = "amplitude"
    MIXPANEL = "mixpanel"


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a service takes as a name."""

    longest: int
    characters: str
    written: str
    prefixes: tuple[str, ...]
    reserved: frozenset[str]


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    events: Limits
    properties: Limits


def event_problem(name: str, vendors: Iterable[Vendor]) -> str | None:
    """Half a sentence on why a service would not take an event of this name; None if all would."""
    return next(filter(None, (_problem(name, entry.name, entry.events) for entry in _entries(vendors))), None)


def property_problem(name: str, vendors: Iterable[Vendor]) -> str | None:
    """The same for the name of a property."""
    return next(filter(None, (_problem(name, entry.name, entry.properties) for entry in _entries(vendors))), None)


def _problem(name: str, vendor: str, limits: Limits) -> str | None:
    if name in limits.reserved:
        return f"{vendor} keeps {code(name)} for itself"
    prefix = next((prefix for prefix in limits.prefixes if name.startswith(prefix)), None)
    if prefix is not None:
        return f"{vendor} keeps names that begin with {code(prefix)} for itself"
    if len(name) > limits.longest:
        return f"it has {len(name)} characters, {vendor} takes {limits.longest}"
    return None if _class(limits.characters).fullmatch(name) else f"{vendor} takes only {limits.written}"


@cache
def _class(pattern: str) -> Any:
    return re2.compile(pattern)


def _entries(vendors: Iterable[Vendor]) -> Iterable[_Entry]:
    return (_known()[vendor] for vendor in vendors)


@cache
def _known() -> dict[str, _Entry]:
    tree, _ = parse("vendors.yml", files(__package__).joinpath("vendors.yml").read_bytes())
    return msgspec.convert(tree.value if tree else {}, dict[str, _Entry])
