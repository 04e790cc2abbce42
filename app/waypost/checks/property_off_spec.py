"""A property is unknown to the spec, missing, or of another type.

**The flaw.** The spec declares the properties of an event, and a new line sends one that is not among them, leaves out
one that is `required`, or sends a literal of another type or beyond its `enum`. Where a call hands on more than it
shows (a variable, a spread), nothing counts as missing.

**Why it matters.** A report is written against the spec. What is named or typed differently does not turn up in it, and
nobody notices.

**How to settle it.** Apply the edit: it writes a slip as the spec does, a literal as the type that is wanted where that
says exactly the same (`"3"` as `3`), or adds a new property to the spec, which is just as welcome.

**Example.** With this spec

```yaml telemetry/spec.yml
events:
  cart_paid:
    properties:
      total: {type: number, required: true}
      plan_type: {type: string}
```

this new line

```ts web/checkout.ts
posthog.capture("cart_paid", { total: cart.total, planType: "pro" });
```

gets the remark

```text
Write `planType` as `plan_type`: that is what the spec calls it for `cart_paid`.
```

and becomes

```ts fixed
posthog.capture("cart_paid", { total: cart.total, plan_type: "pro" });
```
"""

from collections.abc import Iterator, Mapping

from waypost.change import Change
from waypost.checks.declared import Declared, declared, slip
from waypost.checks.literals import QUOTED, as_listed, as_type
from waypost.checks.property_off_convention import off_convention, plain_keys, renamed
from waypost.checks.sent import Seen, seen
from waypost.document.quoting import code, listed
from waypost.finding import Edit, Finding, Fix, Span
from waypost.handbook import Handbook
from waypost.patterns import late
from waypost.telemetry.handed import Key
from waypost.telemetry.sensitivity import exposure
from waypost.telemetry.spec import Event, Property, place
from waypost.telemetry.spec_field import properties_edit
from waypost.telemetry.value_text import shown

NAME = "property-off-spec"

_WHOLE = late(r"-?\d[\d_]*")
KINDS = {
    "string": "a string",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "a boolean",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
"""JSON types as they are spoken of."""


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per new property that does not fit, one per new call that lacks some, one offer for what is new."""
    spec = declared(change, handbook)
    off = off_convention(change, handbook)
    new = _New(spec)
    for call in seen(change, handbook):
        name = only_name(call)
        event = spec.event(name) if name else None
        if name is None or event is None or not event.properties:
            continue
        for key in plain_keys(call):
            if key.span is not None and call.new(key.span):
                yield from _property(call, name, event, key)
                if _is_new(call, event, key) and key.name not in off and exposure(key) is None:  # one thing at a time
                    new.add(name, call, key)
        yield from _missing(call, name, event)
    yield from new.offers()


def only_name(call: Seen) -> str | None:
    """The one name that a call sends, if it is known."""
    names = {name.text for name in call.site.names if name.certain}
    return names.pop() if len(names) == 1 and call.site.resolution <= call.site.names[0].resolution else None


def _property(call: Seen, name: str, event: Event, key: Key) -> Iterator[Finding]:
    at = key.span or call.site.span
    known = event.properties.get(key.name)
    if known is not None:
        if (told := _of_type(name, key, known)) is not None:
            yield Finding(NAME, call.site.path, at, told, as_type(call, key, known.types))
        elif (told := _of_enum(name, key, known)) is not None:
            yield Finding(
                NAME, call.site.path, at, told, as_listed(call, key, (it for it in known.enum if isinstance(it, str)))
            )
    elif meant := _meant(call, event, key):
        message = f"Write {code(key.name)} as {code(meant)}: that is what the spec calls it for {code(name)}."
        yield Finding(NAME, call.site.path, at, message, renamed(call, key, meant))


def _meant(call: Seen, event: Event, key: Key) -> str | None:
    """The declared property that a key is a slip of."""
    return slip(key.name, event.properties.keys() - {own.name for own in plain_keys(call)})


def _is_new(call: Seen, event: Event, key: Key) -> bool:
    return key.name not in event.properties and _meant(call, event, key) is None


class _New:
    """Properties that the spec does not have yet, event by event: what several events get is offered once."""

    def __init__(self, spec: Declared) -> None:
        self._spec = spec
        self._kinds: dict[str, dict[str, str | None]] = {}
        self._places: dict[str, list[tuple[str, Span]]] = {}

    def add(self, event: str, call: Seen, key: Key) -> None:
        kinds = self._kinds.setdefault(event, {})
        kinds[key.name] = _kind(key) if key.name not in kinds or kinds[key.name] == _kind(key) else None
        self._places.setdefault(event, []).append((call.site.path, key.span or call.site.span))

    def offers(self) -> Iterator[Finding]:
        """One finding for all events that get the same properties."""
        alike: dict[tuple[str, ...], list[str]] = {}
        for event, kinds in self._kinds.items():
            alike.setdefault(tuple(kinds), []).append(event)
        for names, events in alike.items():
            edits = {event: edit for event in events if (edit := self._edit(event))}
            if edits:
                yield self._offer(names, edits)

    def _edit(self, event: str) -> Edit | None:
        home = place(self._spec.files, event)
        return properties_edit(home[0], self._spec.files[home[0]], event, self._kinds[event]) if home else None

    def _offer(self, names: tuple[str, ...], edits: Mapping[str, Edit]) -> Finding:
        (path, span), *others = [at for event in edits for at in self._places[event]]
        homes = tuple(dict.fromkeys(edit.path for edit in edits.values()))
        what, them = ("property", "it") if len(names) == 1 else ("properties", "them")
        first = f"Add the {what} {listed(names)} to {listed(tuple(edits), 3)} in {listed(homes)}"
        fix = Fix(f"Add to {', '.join(homes)}", tuple(edits.values()))
        return Finding(NAME, path, span, f"{first}, so that others find {them}.", fix, also=tuple(others))


def _of_type(name: str, key: Key, known: Property) -> str | None:
    kind = _kind(key)
    if kind is None or known.accepts(kind):
        return None
    wanted = " or ".join(KINDS[one] for one in sorted(known.types))
    return f"Send {code(key.name)} of {code(name)} as {wanted}, as the spec has it: here it is {KINDS[kind]}."


def _of_enum(name: str, key: Key, known: Property) -> str | None:
    value = QUOTED.fullmatch(key.value) if key.constant else None
    if value is None or not known.enum or value[2] in known.enum:
        return None
    texts = tuple(map(shown, known.enum))
    return f"Send one of {listed(texts)} as {code(key.name)} of {code(name)}: {code(value[2])} is not among them."


def _kind(key: Key) -> str | None:
    """The JSON type that a literal shows, whole numbers told from others."""
    if key.kind == "number" and _WHOLE.fullmatch(key.value):
        return "integer"
    return key.kind if key.kind in KINDS else None


def _missing(call: Seen, name: str, event: Event) -> Iterator[Finding]:
    """What the spec requires and a new call does not send, if all that it sends is known."""
    if call.site.open or not call.new(_first_line(call.site.at)):
        return
    sent = {key for key, _ in call.site.properties}
    meant = {slip(key, event.properties) for key in sent}
    left = tuple(key for key, known in event.properties.items() if known.required and key not in sent | meant)
    if left:
        message = f"Send {listed(left)} with {code(name)}, too: the spec requires {'it' if len(left) == 1 else 'them'}."
        yield Finding(NAME, call.site.path, call.site.span, message)


def _first_line(at: Span) -> Span:
    return Span(at.line, at.column, at.line, at.column)
