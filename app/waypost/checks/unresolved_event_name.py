"""The names of some events cannot be told from the code.

**The flaw.** None: a new call gets its event's name from somewhere that cannot be followed: a parameter, a response, a
name put together elsewhere. Nothing is guessed; the other checks pass over it. It is said once for a change.

**Why it matters.** What these calls send is not compared with the spec, and does not turn up in lists of events.

**How to settle it.** Where a function of yours passes the name on, declare it under `telemetry.calls` in
`.github/waypost.yml`, and its callers are looked at instead. Or write the names out where they are few.

**Example.** This new line

```ts web/track.ts
posthog.capture(response.event);
```

gets the remark

```text
Declare this function under `telemetry.calls` in `.github/waypost.yml` if it passes a name on: here none is seen.
```
"""

from collections.abc import Iterator

from waypost.change import Change
from waypost.checks.sent import Seen, seen
from waypost.document.quoting import code
from waypost.finding import Finding
from waypost.handbook import Handbook
from waypost.settings import PATH
from waypost.telemetry.resolve import Resolution

NAME = "unresolved-event-name"


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding for the whole change, at the first of the calls."""
    calls = [call for call in seen(change, handbook) if _unresolved(call)]
    if calls:
        first, *others = calls
        more = f" The same goes for {len(others)} more." if others else ""
        advice = f"Declare this function under `telemetry.calls` in {code(PATH)} if it passes a name on"
        also = tuple((call.site.path, call.site.span) for call in others)
        yield Finding(NAME, first.site.path, first.site.span, f"{advice}: here none is seen.{more}", also=also)


def _unresolved(call: Seen) -> bool:
    return call.site.resolution is Resolution.UNRESOLVED and not call.site.names and call.new(call.site.span)
