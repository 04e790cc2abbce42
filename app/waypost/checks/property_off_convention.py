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
from collections.abc import Collection, Iterator, Mapping, Sequence

from waypost.change import Change
from waypost.checks.allowed import allowed
from waypost.checks.declared import Declared, declared, slip
from waypost.checks.once import once
from waypost.checks.sent import Seen, seen
from waypost.document.quoting import code, listed
from waypost.finding import Edit, Finding, Fix
from waypost.frozen import dataclass
from waypost.handbook import Handbook
from waypost.patterns import late
from waypost.telemetry import languages
from waypost.telemetry.handed import Key
from waypost.telemetry.naming import Inference, infer, reserved
from waypost.telemetry.spec import Spec

NAME = "property-off-convention"

MAX_ALONE = 3
"""Properties that are told one by one; beyond these, all that are off for one reason are one remark."""

_SAFE = late(r"[A-Za-z_]\w*", re.ASCII)
"""A name that can stand without quotes, too."""


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per new property that is off the convention, or one for all of them where many are for one reason.

    A slip of what the spec declares is told by `property-off-spec`.
    """
    by_reason: dict[str, list[_Off]] = {}
    for off in _off(change, handbook).values():
        by_reason.setdefault(off.reason, []).append(off)
    for reason, several in by_reason.items():
        together = [several] if len(several) > MAX_ALONE else [[off] for off in several]
        yield from (_finding(reason, some) for some in together)


def _finding(reason: str, off: Sequence["_Off"]) -> Finding:
    places = [(one.call.site.path, one.key.span or one.call.site.span) for one in off]
    fixes = [renamed(one.call, one.key, one.better) for one in off if one.better]
    edits = tuple(edit for fix in fixes if fix for edit in fix.edits)
    title = f"Rename to {off[0].better}" if len(off) == 1 else f"Rename {len(edits)} properties"
    return Finding(
        check=NAME,
        path=places[0][0],
        span=places[0][1],
        message=f"{_first(off)}: {reason}.",
        fix=Fix(title, edits) if edits else None,
        also=tuple(places[1:]),
    )


def _first(off: Sequence["_Off"]) -> str:
    """What would help."""
    better = [one for one in off if one.better]
    if not better:
        return f"Find another name for {listed(tuple(one.key.name for one in off), MAX_ALONE)}"
    shown = ", ".join(f"{code(one.key.name)} as {code(one.better or '')}" for one in better[:MAX_ALONE])
    more = f" and {len(off) - MAX_ALONE} more" if len(off) > MAX_ALONE else ""
    return f"Write the {'property' if len(off) == 1 else 'properties'} {shown}{more}"


def off_convention(change: Change, handbook: Handbook) -> Collection[str]:
    """The new properties that should be named otherwise first."""
    return _off(change, handbook).keys()


def better_names(change: Change, handbook: Handbook) -> Mapping[str, str]:
    """What the new properties are renamed to that should be: those that a comment allows stay as they are."""
    comments = {(one.path, one.covers) for one in allowed(change) if one.check == NAME and one.reason}
    return {
        name: off.better
        for name, off in _off(change, handbook).items()
        if off.better and (off.call.site.path, (off.key.span or off.call.site.span).line) not in comments
    }


@dataclass(frozen=True, slots=True)
class _Off:
    """A new property that does not fit, why, and what would."""

    call: Seen
    key: Key
    reason: str
    better: str | None


@once
def _off(change: Change, handbook: Handbook) -> Mapping[str, _Off]:
    places = [(call, key, _new(call, key)) for call in seen(change, handbook) for key in plain_keys(call)]
    if not any(new for _, _, new in places):
        return {}
    around = _declared(handbook) | {key.name for _, key, new in places if not new}
    first = {key.name: (call, key) for call, key, new in reversed(places) if new and key.name not in around}
    new = dict(reversed(first.items()))
    shared = infer(around)
    held = shared if shared is not None and shared.holds(new) else None
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
