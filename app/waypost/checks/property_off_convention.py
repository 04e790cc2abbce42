"""A property's name is off the convention.

**The flaw.** A new property is written differently from those around it: `planType` among `item_count` and `is_gift`.
The convention is the casing that nine in ten of the other properties around it share, those of the spec among them, if
there are at least eight.

**Why it matters.** Whoever joins two events by a property has to know for each of them how it is written.

**How to settle it.** Apply the suggested name. Or keep yours: declare it with its event in `telemetry/spec.yml`, and it
is never mentioned again. Properties that were there before are left alone.

**Example.** With this spec

```yaml telemetry/spec.yml
events:
  cart_opened: {properties: {item_count: {}, is_gift: {}, gift_note: {}, from_page: {}}}
  cart_paid: {properties: {total_sum: {}, paid_at: {}, card_kind: {}, is_first: {}}}
```

this new line

```ts web/checkout.ts
posthog.capture("cart_opened", { planType: "pro" });
```

gets the remark

```text
Write the property `planType` as `plan_type`: 8 of 8 properties around it are snake_case.
```

and becomes

```ts fixed
posthog.capture("cart_opened", { plan_type: "pro" });
```
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from waypost.change import Change
from waypost.checks.declared import Declared, declared, slip
from waypost.checks.sent import Seen, seen
from waypost.document.quoting import code
from waypost.finding import Edit, Finding, Fix
from waypost.handbook import Handbook
from waypost.telemetry.handed import Key
from waypost.telemetry.naming import Convention, Inference, infer, reserved

NAME = "property-off-convention"
MIN_HOLD = 0.8
"""Of all properties, new ones too, so many must share what was inferred: a whole family of others is a decision."""

_SAFE = re.compile(r"[A-Za-z_]\w*", re.ASCII)
"""A name that can stand without quotes, too."""


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per new property that is off the convention, at the first call that sends it.

    A slip of what the spec declares is told by `property-off-spec`.
    """
    judged = _judged(change, handbook)
    for call, key in judged.off.values():
        yield _finding(judged.found, call, key)


def off_convention(change: Change, handbook: Handbook) -> Collection[str]:
    """The new properties that should be named otherwise first."""
    return _judged(change, handbook).off.keys()


@dataclass(frozen=True)
class _Judged:
    """What the properties around share, and the new ones that do not."""

    found: Inference
    off: Mapping[str, tuple[Seen, Key]]


_NOTHING = _Judged(Inference(Convention(), 0, 0), {})


def _judged(change: Change, handbook: Handbook) -> _Judged:
    places = [(call, key, _new(call, key)) for call in seen(change, handbook) for key in plain_keys(call)]
    if not any(new for _, _, new in places):
        return _NOTHING
    around = _declared(handbook) | {key.name for _, key, new in places if not new}
    first = {key.name: (call, key) for call, key, new in reversed(places) if new and key.name not in around}
    new = dict(reversed(first.items()))
    found = infer(around)
    if found is None or not _holds(found, new):
        return _NOTHING
    declared_here = declared(change, handbook)
    off = {
        name: (call, key)
        for name, (call, key) in new.items()
        if not found.convention.fits(name) and not _slip(declared_here, call, name)
    }
    return _Judged(found, off)


def _slip(spec: Declared, call: Seen, name: str) -> bool:
    events = [event for one in call.site.names if (event := spec.event(one.text))]
    return any(name in event.properties or slip(name, event.properties) for event in events)


def _declared(handbook: Handbook) -> set[str]:
    events = handbook.spec.events.values() if handbook.spec else ()
    return {name for event in events for name in event.properties}


def plain_keys(call: Seen) -> list[Key]:
    """The properties themselves: not what is within them, and not what a vendor named."""
    return [key for key in call.site.handed.keys if "." not in key.name and not reserved(key.name)]


def _new(call: Seen, key: Key) -> bool:
    return key.span is not None and call.new(key.span)


def _holds(found: Inference, names: Collection[str]) -> bool:
    fitting = found.fitting + sum(map(found.convention.fits, names))
    return fitting >= MIN_HOLD * (found.total + len(names))


def _finding(found: Inference, call: Seen, key: Key) -> Finding:
    name = found.convention.suggest(key.name)
    first = (
        f"Write the property {code(key.name)} as {code(name)}" if name else f"Find another name for {code(key.name)}"
    )
    reason = f"{found.fitting} of {found.total} properties around it are {found.convention.case}"
    span = key.span or call.site.span
    return Finding(NAME, call.site.path, span, f"{first}: {reason}.", renamed(call, key, name) if name else None)


def renamed(call: Seen, key: Key, name: str) -> Fix | None:
    """The edit that gives a property another name; None where it is not plainly written, or the name is taken."""
    if key.span is None or not _SAFE.fullmatch(name) or name in (other.name for other in call.site.handed.keys):
        return None
    text = f"{name}: {key.name}" if key.shorthand else name
    return Fix(f"Rename to {name}", (Edit(call.site.path, key.span, text),))
