"""An event is sent that the spec has as deprecated or removed.

**The flaw.** A new line sends an event whose entry in `telemetry/spec.yml` says `status: deprecated` or
`status: removed`, or that is the earlier name of another event.

**Why it matters.** Reports have gone over to what came after it. What is still sent under the old name is missing
there, and the old name can never go.

**How to settle it.** Apply the replacement that the spec names. Lines that were there before are left alone, and so is
an old name that is sent directly beside the new one in its first three months.

**Example.** With this spec

```yaml telemetry/spec.yml
events:
  order_canceled: {status: deprecated, replacement: order_cancelled, since: 2026-05-01}
  order_cancelled: {}
```

this new line

```ts web/orders.ts
posthog.capture("order_canceled");
```

gets the remark

```text
Send `order_cancelled` instead of `order_canceled`: the spec has it as deprecated since 2026-05-01.
```

and becomes

```ts fixed
posthog.capture("order_cancelled");
```
"""

from collections.abc import Iterator, Sequence
from datetime import date

from waypost.change import Change
from waypost.checks.declared import Declared, declared
from waypost.checks.dual_send import is_pair
from waypost.checks.lingering_event import PATIENCE, since
from waypost.checks.sent import Sent, also_at, others, renaming, sent
from waypost.document.quoting import code
from waypost.finding import Finding
from waypost.handbook import Handbook
from waypost.telemetry.resolve import Resolution

NAME = "retired-event"


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per retired name that a new line sends."""
    spec, all_places = declared(change, handbook), sent(change, handbook)
    by_name: dict[str, list[Sent]] = {}
    for place in all_places:
        if place.written and not _meanwhile(spec, place, all_places, handbook.today):
            by_name.setdefault(place.name.text, []).append(place)
    for name, places in by_name.items():
        if reason := spec.retired(name):
            yield _finding(name, places, reason, spec.replacement(name))


def _meanwhile(spec: Declared, place: Sent, places: Sequence[Sent], today: date | None) -> bool:
    """Whether a name is sent for a while only, beside the one that came in its place; `lingering-event` reminds."""
    name = place.name.text
    age = since(spec, name, today)
    return age is not None and age < PATIENCE and is_pair(place, spec.replacement(name), places)


def _finding(name: str, places: list[Sent], reason: str, instead: str | None) -> Finding:
    first = f"Send {code(instead)} instead of {code(name)}" if instead else f"Leave {code(name)} out of new code"
    # A constant's definition may serve lines that are older than the change.
    literal = all(place.name.resolution is Resolution.LITERAL for place in places)
    return Finding(
        check=NAME,
        path=places[0].name.path,
        span=places[0].name.span,
        also=others(places),
        message=f"{first}: {reason}.{also_at(places)}",
        fix=renaming(places, instead) if instead and literal else None,
    )
