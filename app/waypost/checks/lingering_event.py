"""An event that gave way to another is still sent beside it, months later.

**The flaw.** The spec has the event as deprecated in favour of another since three months or more, and a file that the
change touches still sends both. Sending both was meant to last until all reports had gone over.

**Why it matters.** Both names are counted, so that a report which reads them together says twice of what happened.
Nobody remembers why there are two, and each new place copies the pair.

**How to settle it.** Take the old call out once no report reads it; where it stands directly beside the new one,
`waypost check --fix take-out` does. Or set `since` in the spec to a later day, if some reports still need time. Without
a spec nobody is reminded: there is no place that keeps the day.

**Example.** With this spec

```yaml telemetry/spec.yml
events:
  cart_seen: {status: deprecated, replacement: cart_viewed, since: 2025-11-01}
  cart_viewed: {}
```

this change of a file that sends both

```diff web/cart.ts
 posthog.capture("cart_seen");
 posthog.capture("cart_viewed");
+openCart();
```

gets the remark

```text
Take `cart_seen` out when no report reads it any more: `cart_viewed` came in its place 8 months ago.
```
"""

import datetime
from collections.abc import Iterator, Sequence

from waypost.change import Change
from waypost.checks.declared import Declared, declared
from waypost.checks.dual_send import is_pair
from waypost.checks.sent import Sent, others, sent
from waypost.document.quoting import code
from waypost.finding import Choice, Edit, Finding, Fix, Span
from waypost.handbook import Handbook
from waypost.telemetry.statements import statement

NAME = "lingering-event"
TAKE_OUT = "take-out"
"""What people ask for: only they know whether a report still reads the name."""
PATIENCE = datetime.timedelta(days=90)
"""What reports get to go over to a new name: a quarter, in which most are read at least once."""


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One reminder per old name; none where nobody knows what day it is."""
    spec, places = declared(change, handbook), sent(change, handbook)
    files = {(place.site.path, place.name.text) for place in places}
    by_name: dict[str, list[Sent]] = {}
    for place in places:
        # A line that the change itself writes is told by `retired-event`.
        if not place.written and (place.site.path, spec.replacement(place.name.text)) in files:
            by_name.setdefault(place.name.text, []).append(place)
    for name, held in by_name.items():
        age = since(spec, name, handbook.today)
        if age is not None and age >= PATIENCE:
            instead = spec.replacement(name) or ""
            yield _finding(name, held, instead, age, _taken_out(change, held, instead, places))


def since(spec: Declared, name: str, today: datetime.date | None) -> datetime.timedelta | None:
    """How long an event has been retired; None where it is not, or nobody knows."""
    event = spec.event(name)
    if event is None or event.active or today is None or not isinstance(event.since, datetime.date):
        return None
    return today - event.since


def _taken_out(change: Change, held: list[Sent], instead: str, places: Sequence[Sent]) -> Choice | None:
    """The edits that take the old calls out, where each is a statement of its own directly beside the new one."""
    edits = [_removal(change, place) if is_pair(place, instead, places) else None for place in held]
    whole = tuple(dict.fromkeys(edit for edit in edits if edit is not None))
    fix = Fix(f"Take {held[0].name.text} out", whole)
    return Choice(TAKE_OUT, fix) if None not in edits else None


def _removal(change: Change, place: Sent) -> Edit | None:
    file = change.file(place.site.path)
    at = statement(place.site.path, file.text, place.site.at) if file is not None and file.text is not None else None
    return Edit(place.site.path, Span(at.line, 1, at.end_line + 1, 1), "") if at is not None else None


def _finding(name: str, places: list[Sent], instead: str, age: datetime.timedelta, choice: Choice | None) -> Finding:
    return Finding(
        check=NAME,
        path=places[0].name.path,
        span=places[0].name.span,
        also=others(places),
        message=f"Take {code(name)} out when no report reads it any more: {code(instead)} came in its place"
        f" {round(age.days / 30.4)} months ago.",
        choice=choice,
    )
