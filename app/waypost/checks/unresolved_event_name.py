"""The names of some events cannot be told from the code.

**The flaw.** None: a new call gets its event's name from somewhere that cannot be followed: a parameter, a response, a
name put together elsewhere. Nothing is guessed; the other checks pass over it. It is said once for a change.

**Why it matters.** What these calls send is not compared with the spec, and does not turn up in lists of events.

**How to settle it.** Where a function of yours passes the name on, declare it under `telemetry.calls` in
`.github/waypost.yml`, and its callers are looked at instead; the remark has the line for it where the function is seen.
Where the names are constants of a package, which is not in the repository, declare the call with `take: constant` if
they are spelt like their constants. Or write the names out where they are few.

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
from waypost.telemetry.advice import entry_of, is_declared, to_be_declared, wrappers_in
from waypost.telemetry.parsing import Unparsed
from waypost.telemetry.resolve import Resolution
from waypost.telemetry.sdks import sdks
from waypost.telemetry.wrappers import Wrapper

NAME = "unresolved-event-name"


MAX_SHOWN = 3
"""Lines for the settings in one remark."""


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding for the whole change, at the first of the calls."""
    calls = [call for call in seen(change, handbook) if _unresolved(call)]
    passing = {call.site: _passing(call, change, handbook) for call in calls}
    entries = {entry_of(it): call for call in calls for it in passing[call.site] if not _known(it, handbook)}
    others = [call for call in calls if not passing[call.site]]
    left = [*dict.fromkeys(entries.values()), *others]
    if left:
        first, *more = left
        message = _advice(list(entries), len(others)) if entries else _general(others)
        also = tuple((call.site.path, call.site.span) for call in more)
        yield Finding(NAME, first.site.path, first.site.span, message, also=also)


def _passing(call: Seen, change: Change, handbook: Handbook) -> list[Wrapper]:
    """The functions around a call that pass its name on."""
    file, path = change.file(call.site.path), call.site.path
    try:
        found = wrappers_in(path, file.text or b"", sdks(handbook.settings.telemetry.calls)) if file else ()
    except Unparsed:
        return []
    return [it for it in found if it.line == call.site.at.line and to_be_declared(it)]


def _known(wrapper: Wrapper, handbook: Handbook) -> bool:
    return is_declared(wrapper, handbook.settings.telemetry.calls)


def _advice(entries: list[str], others: int) -> str:
    shown = " and ".join(map(code, entries[:MAX_SHOWN]))
    passes = "this function passes a name on, and its calls are looked at then"
    if len(entries) > 1:
        passes = "these functions pass a name on, and their calls are looked at then"
    more = f" The names of {others} more cannot be told." if others else ""
    return f"Add {shown} under `telemetry.calls` in {code(PATH)}: {passes}.{more}"


def _general(calls: list[Seen]) -> str:
    advice = f"Declare this function under `telemetry.calls` in {code(PATH)} if it passes a name on: here none is seen."
    if (module := calls[0].site.foreign) is not None:
        advice = f"Declare this call with `take: constant` under `telemetry.calls` in {code(PATH)} if its events are"
        advice = f"{advice} spelt like their constants: they come from {code(module)}, which is not in this repository."
    more = f" The same goes for {len(calls) - 1} more." if len(calls) > 1 else ""
    return f"{advice}{more}"


def _unresolved(call: Seen) -> bool:
    return call.site.resolution is Resolution.UNRESOLVED and not call.site.names and call.new(call.site.span)
