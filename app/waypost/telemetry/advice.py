"""Functions that pass an event's name on, as the settings are to name them."""

from collections.abc import Iterator, Sequence

from waypost.telemetry import languages
from waypost.telemetry.calls import traced_in
from waypost.telemetry.parsing import Work
from waypost.telemetry.pattern import Place
from waypost.telemetry.sdks import DeclaredCall, Sdks, dotted
from waypost.telemetry.unit import Unit
from waypost.telemetry.wrappers import LATER, Wrapper, wrappers_of

LEAVES_OUT = frozenset({"swift"})
"""Families of languages in which an argument may leave its type out."""


def wrappers_in(path: str, source: bytes, sdks: Sdks) -> tuple[Wrapper, ...]:
    """The functions of one file that pass an event's name on. Raises Unparsed."""
    language = languages.for_path(path)
    unit = Unit(path, source, language, Work()) if language is not None else None
    return tuple(wrappers_of(unit, traced_in(unit, sdks))) if unit is not None else ()


def to_be_declared(wrapper: Wrapper) -> bool:
    """Whether the settings can name it: one that completes the name it is given would not send what they say."""
    named = bool(wrapper.signature.name) and not (wrapper.returned or wrapper.makes or wrapper.signature.chained)
    return wrapper.whole and named and wrapper.signature.name != LATER[-1]


def is_declared(wrapper: Wrapper, calls: Sequence[DeclaredCall]) -> bool:
    """Whether the settings name it already, be it with a receiver, and know which field of an argument is sent."""
    named = (it for it in calls if f".{dotted(it.call)}".endswith(f".{wrapper.call}"))
    return any(not _is_coarser(it, wrapper) for it in named)


def _is_coarser(call: DeclaredCall, wrapper: Wrapper) -> bool:
    """Whether the settings tell the argument alone, and the function sends a field of it."""
    fields = {str(place.argument) for place in wrapper.pattern.name if place.key is not None}
    whole = {str(place.argument) for place in wrapper.pattern.name if place.key is None}
    return call.take == "value" and str(call.name) in fields - whole


def entry_of(wrapper: Wrapper) -> str:
    """The entry under `telemetry.calls` that declares a wrapper."""
    return f"{{{', '.join(settings_of(wrapper))}}}"


def settings_of(wrapper: Wrapper) -> Iterator[str]:
    """What the settings say of a wrapper."""
    yield f"call: {wrapper.call}"
    yield f"name: {_written(wrapper.pattern.name[0])}"
    if wrapper.pattern.properties:
        yield f"properties: {_written(wrapper.pattern.properties[0])}"
    if wrapper.pattern.take != "value":
        yield f"take: {wrapper.pattern.take}"
    if wrapper.pattern.case is not None:
        yield f"case: {wrapper.pattern.case}"
    if wrapper.pattern.type and wrapper.pattern.family in LEAVES_OUT:
        yield f"type: {wrapper.pattern.type}"


def _written(place: Place) -> str:
    return ".".join(str(part) for part in (place.argument, place.constructor, place.key) if part is not None)
