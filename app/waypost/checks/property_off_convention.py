"""A property's name is off the convention.

**The flaw.** A new property is written differently from those around it: `planType` among `item_count` and `is_gift`.
The convention is the one in `telemetry/spec.yml` (`convention: {properties: …}`); where it has none, it is the casing
that nine in ten of the other properties around it share, those of the spec among them, if there are at least eight.

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
from waypost.telemetry import languages
from waypost.telemetry.handed import Key
from waypost.telemetry.naming import Inference, infer, reserved
from waypost.telemetry.spec import Spec

NAME = "property-off-convention"
MIN_HOLD = 0.8
"""Of all properties, new ones too, so many must share what was inferred: a whole family of others is a decision."""

_SAFE = re.compile(r"[A-Za-z_]\w*", re.ASCII)
"""A name that can stand without quotes, too."""


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per new property that is off the convention, at the first call that sends it.

    A slip of what the spec declares is told by `property-off-spec`.
    """
    for off in _off(change, handbook).values():
        name = code(off.key.name)
        first = f"Write the property {name} as {code(off.better)}" if off.better else f"Find another name for {name}"
        fix = renamed(off.call, off.key, off.better) if off.better else None
        yield Finding(NAME, off.call.site.path, off.key.span or off.call.site.span, f"{first}: {off.reason}.", fix)


def off_convention(change: Change, handbook: Handbook) -> Collection[str]:
    """The new properties that should be named otherwise first."""
    return _off(change, handbook).keys()


@dataclass(frozen=True, slots=True)
class _Off:
    """A new property that does not fit, why, and what would."""

    call: Seen
    key: Key
    reason: str
    better: str | None


def _off(change: Change, handbook: Handbook) -> Mapping[str, _Off]:
    places = [(call, key, _new(call, key)) for call in seen(change, handbook) for key in plain_keys(call)]
    if not any(new for _, _, new in places):
        return {}
    around = _declared(handbook) | {key.name for _, key, new in places if not new}
    first = {key.name: (call, key) for call, key, new in reversed(places) if new and key.name not in around}
    new = dict(reversed(first.items()))
    shared = infer(around)
    held = shared if shared is not None and _holds(shared, new) else None
    spec = declared(change, handbook)
    judged = (_judged(call, key, spec.base, held) for call, key in new.values())
    return {off.key.name: off for off in judged if off is not None and not _slip(spec, off.call, off.key.name)}


def _judged(call: Seen, key: Key, spec: Spec, shared: Inference | None) -> _Off | None:
    """What does not fit a property: by the spec's rules, else by what those around it share."""
    rules = spec.property_naming_at(call.site.path)
    if (reason := rules.problem(key.name, key.kind)) is not None:
        return _Off(call, key, reason, rules.suggest(key.name, key.kind))
    if rules.case is not None or shared is None or shared.convention.fits(key.name):
        return None
    reason = f"{shared.fitting} of {shared.total} properties around it are {shared.convention.case}"
    return _Off(call, key, reason, shared.convention.suggest(key.name))


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


def renamed(call: Seen, key: Key, name: str) -> Fix | None:
    """The edit that gives a property another name; None where it is not plainly written, or the name is taken."""
    taken = name in (other.name for other in call.site.handed.keys)
    if key.span is None or taken or not _SAFE.fullmatch(name) or (key.shorthand and not _javascript(call.site.path)):
        return None
    text = f"{name}: {key.name}" if key.shorthand else name
    return Fix(f"Rename to {name}", (Edit(call.site.path, key.span, text),))


def _javascript(path: str) -> bool:
    language = languages.for_path(path)
    return language is not None and language.family == "javascript"
