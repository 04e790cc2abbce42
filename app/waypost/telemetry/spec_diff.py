"""What changed from one telemetry spec to another, down to fields, and what of it breaks those who use the events."""

from collections.abc import Iterator, Mapping

from msgspec import UNSET, Struct, to_builtins

from waypost.document.quoting import code, listed
from waypost.frozen import dataclass
from waypost.telemetry.shape import Convention, Event, Property, Spec
from waypost.telemetry.value_text import shown

ADDED, REMOVED, CHANGED, RENAMED = "added", "removed", "changed", "renamed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: what happened to an event, one of its properties, or a field of either.

    `event` is the name afterwards, empty for the convention and the legacy names. `before` and `after` are plain values
    as JSON has them. `breaking` says that who relies on the spec as it was has to do something.
    """

    kind: str
    event: str
    property: str
    field: str
    before: object
    after: object
    breaking: bool
    message: str


def diff(before: Spec | None, after: Spec | None) -> tuple[Difference, ...]:
    """The differences, those that break something first, then in order of events."""
    old, new = before or Spec(), after or Spec()
    renamed = _renamed(old.events, new.events)
    found = [
        *_gone(old.events, new.events, renamed),
        *_kept(old.events, new.events, renamed),
        *_convention(old.convention, new.convention),
        *_legacy(old.legacy, new.legacy),
    ]
    return tuple(sorted(found, key=lambda it: (not it.breaking, not it.event, it.event, it.property, it.field)))


def breaking(before: Spec | None, after: Spec | None) -> tuple[Difference, ...]:
    """The differences that break something."""
    return tuple(difference for difference in diff(before, after) if difference.breaking)


def _renamed(old: Mapping[str, Event], new: Mapping[str, Event]) -> dict[str, str]:
    """Events that are gone by the new event that has their name as an earlier one."""
    pairs = ((alias, name) for name, event in new.items() if name not in old for alias in event.aliases)
    return {alias: name for alias, name in pairs if alias in old and alias not in new}


def _gone(old: Mapping[str, Event], new: Mapping[str, Event], renamed: Mapping[str, str]) -> Iterator[Difference]:
    for name, event in old.items():
        if name in renamed:
            now = renamed[name]
            message = f"{code(name)} is called {code(now)} now"
            yield Difference(RENAMED, now, "", "name", name, now, True, message)
        elif name not in new:
            announced = "" if event.active else f", as its status `{event.status}` announced"
            message = f"The event {code(name)} is gone{announced}"
            yield Difference(REMOVED, name, "", "", name, None, event.active, message)


def _kept(old: Mapping[str, Event], new: Mapping[str, Event], renamed: Mapping[str, str]) -> Iterator[Difference]:
    earlier = {now: name for name, now in renamed.items()}
    for name, event in new.items():
        known = old.get(name) or old.get(earlier.get(name, ""))
        if known is None:
            yield Difference(ADDED, name, "", "", None, name, False, f"The event {code(name)} is new")
        elif known != event or any(map(_retyped, known.properties.values(), event.properties.values())):
            yield from _event(name, known, event)


def _retyped(old: Property, new: Property) -> bool:
    """Whether the listed values of properties that seem the same are of other types: for Python `1` is `true`."""
    return [*map(type, old.enum)] != [*map(type, new.enum)]


def _event(name: str, old: Event, new: Event) -> Iterator[Difference]:
    for field, before, after in _fields(old, new):
        if field != "properties":
            ended = field == "status" and after == "removed" and before == "active"
            yield _changed(name, "", field, before, after, ended)
    for key in dict.fromkeys((*old.properties, *new.properties)):
        yield from _property(name, key, old.properties.get(key), new.properties.get(key))


def _property(event: str, name: str, old: Property | None, new: Property | None) -> Iterator[Difference]:
    if new is None:
        message = f"{code(event)} loses its property {code(name)}"
        yield Difference(REMOVED, event, name, "", name, None, True, message)
    elif old is None:
        wanted = "a required" if new.required else "a"
        message = f"{code(event)} gets {wanted} property {code(name)}"
        yield Difference(ADDED, event, name, "", None, name, new.required, message)
    else:
        for field, before, after in _fields(old, new):
            yield _changed(event, name, field, before, after, _breaks(field, old, new))


def _breaks(field: str, old: Property, new: Property) -> bool:
    """Whether a change of a property's field makes values wrong that were right, or means them otherwise."""
    match field:
        case "type":
            return bool(new.types) and (not old.types or not all(map(new.accepts, old.types)))
        case "required":
            return new.required
        case "enum":
            return bool(new.enum) and (not old.enum or bool(_without(old.enum, new.enum)))
        case "unit":
            return bool(old.unit)
    return False


def _without(left: tuple[object, ...], right: tuple[object, ...]) -> list[object]:
    """What is in the first and not in the second; `1` and `true` are not the same."""
    kept = [(type(value), value) for value in right]
    return [value for value in left if (type(value), value) not in kept]


def _changed(event: str, name: str, field: str, before: object, after: object, breaks: bool) -> Difference:
    whose = f"{code(name)} of {code(event)}" if name else code(event)
    if field == "enum" and isinstance(before, list) and isinstance(after, list) and before and after:
        gone, come = _without(tuple(before), tuple(after)), _without(tuple(after), tuple(before))
        parts = [f"no longer {_shown(gone)}" if gone else "", f"now also {_shown(come)}" if come else ""]
        message = f"The values of {whose}: {', '.join(filter(None, parts)) or 'in another order'}"
    else:
        show = _types if field == "type" else _shown
        message = f"{_FIELDS.get(field, field).capitalize()} of {whose}: {show(before)} → {show(after)}"
    return Difference(CHANGED, event, name, field, before, after, breaks, message)


_FIELDS = {"enum": "values", "required": "whether it is required", "since": "date"}


def _types(value: object) -> str:
    return listed(tuple(map(str, value))) if isinstance(value, list) else code(str(value))


def _shown(value: object) -> str:
    if isinstance(value, dict):
        said = _flow(value)
        return code(said) if said != "{}" else "none"
    if isinstance(value, list):
        return listed(tuple(_flow(item) for item in value)) or "none"
    return code(shown(value)) if value not in (None, "") else "none"


def _flow(value: object) -> str:
    """A value as a spec has it in one line, without what it does not say."""
    if isinstance(value, dict):
        said = {key: it for key, it in value.items() if it not in ([], (), {}, None, "")}
        return f"{{{', '.join(f'{key}: {_flow(it)}' for key, it in said.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    return shown(value)


def _fields(old: Struct, new: Struct) -> Iterator[tuple[str, object, object]]:
    for field in old.__struct_fields__:
        before, after = getattr(old, field), getattr(new, field)
        if isinstance(old, Property) and isinstance(new, Property):
            same = old.types == new.types if field == "type" else before == after
            if not same or (field == "enum" and _retyped(old, new)):
                yield field, _value(before), _value(after)
        elif before != after or type(before) is not type(after):
            yield field, _value(before), _value(after)


def _value(value: object) -> object:
    plain: object = None if value is UNSET else to_builtins(value)
    return list(plain) if isinstance(plain, tuple) else plain


def _convention(old: Convention, new: Convention) -> Iterator[Difference]:
    for field, before, after in _fields(old, new):
        message = f"The convention's {code(field)}: {_shown(before)} → {_shown(after)}"
        yield Difference(CHANGED, "", "", f"convention.{field}", before, after, False, message)


def _legacy(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Difference]:
    for name in sorted(set(new) - set(old)):
        yield Difference(ADDED, "", "", "legacy", None, name, False, f"The legacy list gets longer: {code(name)}")
    for name in sorted(set(old) - set(new)):
        yield Difference(REMOVED, "", "", "legacy", name, None, False, f"The legacy list gets shorter: {code(name)}")
