"""A tracked event carries what identifies a person, or a secret.

**The flaw.** A new property holds an e-mail address, a phone number, a password, what somebody typed, or a whole object
about a person (`user`, `req.body`, `...profile`). It is told by the property's name and by where its value comes from;
what is counted, hashed, compared or a constant is left alone.

**Why it matters.** Analytics are copied to many places and read by many people, and what is in there is hard to take
out again. What was never sent needs no deletion request.

**How to settle it.** Leave the property out (`waypost check --fix leave-out`, or a click on the suggestion beside the
line), or send what tells as much and names nobody: a domain, a country, an id. Where it is meant to be sent, say so in
`telemetry/spec.yml` (`sensitivity: personal`): that is a decision. Nothing is left out unless somebody asks for it,
since something is lost.

**Example.** This new line

```ts web/checkout.ts
posthog.capture("checkout_started", { plan: cart.plan, contact: user.email });
```

gets the remark

```text
Leave `contact` out of `checkout_started`, or send its domain: it looks like an e-mail address.
```
"""

from collections.abc import Iterator, Sequence

from waypost.change import Change
from waypost.checks.declared import Declared, declared
from waypost.checks.sent import Seen, seen
from waypost.document.quoting import code
from waypost.finding import Choice, Edit, Finding, Fix, Span
from waypost.handbook import Handbook
from waypost.telemetry.positions import text_of
from waypost.telemetry.sensitivity import Exposure, exposure, whole
from waypost.telemetry.taking_out import entry

NAME = "sensitive-property"
LEAVE_OUT = "leave-out"
"""What people ask for."""


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per new property, and per object that is newly passed on as a whole, wherever it is written."""
    spec = declared(change, handbook)
    places: dict[tuple[str, Span, str, Exposure], list[Seen]] = {}
    for call in seen(change, handbook):
        for span, named, found in _exposed(call):
            if call.new(span) and not _decided(spec, call, named):
                places.setdefault((call.site.path, span, named, found), []).append(call)
    for (path, span, named, found), calls in places.items():
        choice = _left_out(change, path, span, named, calls)
        yield Finding(NAME, path, span, _message(calls, named, found), choice=choice)


def _left_out(change: Change, path: str, span: Span, named: str, calls: Sequence[Seen]) -> Choice | None:
    """The edit that leaves a property out, where it is one of several that are written in the call."""
    handed, file = calls[0].site.handed, change.file(path)
    if len(calls) > 1 or handed.record is None or file is None or file.text is None or "." in named:
        return None
    ends = [key.at for key in handed.keys if key.name == named and key.span == span and key.at is not None]
    ends += [place for text, place in handed.whole if place == span]
    whole = Span(span.line, span.column, ends[0].end_line, ends[0].end_column) if ends else None
    gone = entry(text_of(file.text), whole) if whole is not None else None
    return Choice(LEAVE_OUT, Fix(f"Leave {named} out", (Edit(path, gone, ""),))) if gone is not None else None


def _exposed(call: Seen) -> Iterator[tuple[Span, str, Exposure]]:
    for key in call.site.handed.keys:
        if (found := exposure(key)) is not None and not key.name.startswith("$"):
            yield key.span or call.site.span, key.name, found
    for text, span in call.site.handed.whole:
        if (found := whole(text)) is not None:
            yield span, text, found


def _decided(spec: Declared, call: Seen, key: str) -> bool:
    """Whether the spec says of a property how sensitive it is, for every event that the call may send."""
    events = [spec.event(name.text) for name in call.site.names]
    properties = [event.properties.get(key) if event else None for event in events]
    return bool(properties) and all(known is not None and known.sensitivity != "none" for known in properties)


def _message(calls: Sequence[Seen], named: str, found: Exposure) -> str:
    names = {name.text for call in calls for name in call.site.names}
    event = code(min(names)) if len(names) == 1 else "this event" if len(calls) == 1 else "these events"
    instead = f", or send {found.instead}" if found.instead else ""
    return f"Leave {code(named)} out of {event}{instead}: it {found.what}."
