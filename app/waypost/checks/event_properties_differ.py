"""One event is sent from two places with different properties.

**The flaw.** A new call sends an event that is sent elsewhere in the change's files, too, and a property is called or
typed differently there: `planType` here and `plan_type` there, `"3"` here and `3` there. Events whose properties the
spec declares are left to `property-off-spec`.

**Why it matters.** Client and server then each tell half of the story, and a report on the one property misses the
other's.

**How to settle it.** Apply the name that the other place has, or change both. Properties that only one of the places
has are fine.

**Example.** Where one file has

```py api/orders.py
posthog.capture(user, "order_paid", {"plan_type": plan, "total": total})  # old
```

this new line in another

```ts web/orders.ts
posthog.capture("order_paid", { planType: plan, total });
```

gets the remark

```text
Write `planType` as `plan_type`: `api/orders.py:1` sends `order_paid` with that.
```

and becomes

```ts fixed
posthog.capture("order_paid", { plan_type: plan, total });
```
"""

from collections.abc import Iterator, Sequence

from waypost.change import Change
from waypost.checks.declared import declared, slip
from waypost.checks.literals import as_type
from waypost.checks.property_off_convention import off_convention, plain_keys, renamed
from waypost.checks.property_off_spec import KINDS, only_name
from waypost.checks.sent import Seen, seen
from waypost.document.quoting import code
from waypost.finding import Finding
from waypost.handbook import Handbook
from waypost.telemetry.handed import Key

NAME = "event-properties-differ"
MAX_PLACES = 20
"""Places of one event that are compared."""


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per new property that another place of the same event has under another name or type."""
    spec = declared(change, handbook)
    off = off_convention(change, handbook)
    by_name: dict[str, list[Seen]] = {}
    for call in seen(change, handbook):
        name = only_name(call)
        event = spec.event(name) if name else None
        if name and not (event and event.properties):
            by_name.setdefault(name, []).append(call)
    for name, calls in by_name.items():
        for call in calls[:MAX_PLACES]:
            others = [other for other in calls[:MAX_PLACES] if other is not call]
            yield from (
                finding
                for key in _new(call)
                if key.name not in off and (finding := _differing(name, call, key, others))
            )


def _new(call: Seen) -> list[Key]:
    return [key for key in plain_keys(call) if key.span is not None and call.new(key.span)]


def _differing(name: str, call: Seen, key: Key, others: Sequence[Seen]) -> Finding | None:
    mine = {own.name for own in plain_keys(call)}
    for other in others:
        theirs = {known.name: known for known in plain_keys(other)}
        at = key.span or call.site.span
        if known := theirs.get(key.name):
            if _clash(key, known) and not _newer(call, other, known):
                there = f"{code(_place(other, known))} sends {KINDS[known.kind or '']} with {code(name)}"
                message = f"Send {code(key.name)} as the other place does: {there}, here it is {KINDS[key.kind or '']}."
                return Finding(NAME, call.site.path, at, message, as_type(call, key, {known.kind or ""}))
        elif (meant := slip(key.name, theirs.keys() - mine, letters=False)) and not _newer(call, other, theirs[meant]):
            there = f"{code(_place(other, theirs[meant]))} sends {code(name)} with that"
            message = f"Write {code(key.name)} as {code(meant)}: {there}."
            return Finding(NAME, call.site.path, at, message, renamed(call, key, meant))
    return None


def _clash(key: Key, known: Key) -> bool:
    """Whether two literals are of different types; nothing is of any type."""
    kinds = {key.kind, known.kind}
    return len(kinds) == 2 and kinds <= KINDS.keys() - {"null"}


def _newer(call: Seen, other: Seen, key: Key) -> bool:
    """Whether the other place is new as well and comes later: of two new ones, the later follows the earlier."""
    new = key.span is not None and other.new(key.span)
    return new and (other.site.path, other.site.at) > (call.site.path, call.site.at)


def _place(call: Seen, key: Key) -> str:
    return f"{call.site.path}:{(key.span or call.site.span).line}"
