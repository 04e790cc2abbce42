"""A tracked event is not in the telemetry spec.

**The flaw.** None: new events are welcome. The repository has a `telemetry/spec.yml` with events, and this one is not
in it yet.

**Why it matters.** Whoever looks for the event later, an analyst or the next team that wants to send it, looks there.

**How to settle it.** Apply the offered entry, with the properties that the call sends, and add a description if you
like. Or leave it: it is an offer. Declaring the event in the same pull request is just as good.

**Example.** With this spec

```yaml telemetry/spec.yml
events:
  cart_opened: {}
```

this new line

```ts web/checkout.ts
posthog.capture("checkout_started", { plan: "pro" });
```

gets the remark

```text
Add `checkout_started` to `telemetry/spec.yml` so that others find it: it is new, and not in there yet.
```

and the spec becomes

```yaml fixed
events:
  cart_opened: {}
  checkout_started:
    properties:
      plan: {type: string}
```
"""

from collections.abc import Iterator, Mapping

from waypost.change import Change
from waypost.checks.declared import declared
from waypost.checks.event_near_duplicate import near_duplicates
from waypost.checks.event_off_convention import off_convention
from waypost.checks.property_off_convention import better_names
from waypost.checks.renamed_event import renamed
from waypost.checks.sent import also_at, new_names, others, sent
from waypost.document.quoting import code
from waypost.finding import Finding, Fix
from waypost.frozen import replace
from waypost.handbook import Handbook
from waypost.telemetry.call_site import CallSite
from waypost.telemetry.sensitivity import exposure
from waypost.telemetry.spec import home
from waypost.telemetry.spec_edit import entry_edit

NAME = "event-not-in-spec"


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One offer per new name that neither the base's nor the head's spec declares.

    A name that should be renamed first gets no offer, and one that took another's place is told by `renamed-event`.
    """
    spec = declared(change, handbook)
    if not spec.base.events or not spec.head.events:  # there is none, or the change takes it away
        return
    off = off_convention(change, handbook)
    near = near_duplicates(change, handbook)
    better = better_names(change, handbook)
    kept = {name for name, old in renamed(change, handbook).items() if old in spec.base.events}
    for name, places in new_names(sent(change, handbook)).items():
        if name in spec.decided or name in off or name in near or name in kept:
            continue
        path = home(spec.files, name)
        edit = entry_edit(spec.files.get(path), name, _to_declare(places[0].site, better), path)
        if edit is None:
            continue
        yield Finding(
            check=NAME,
            path=places[0].name.path,
            span=places[0].name.span,
            also=others(places),
            message=f"Add {code(name)} to {code(path)} so that others find it: it is new, and not in there yet."
            + also_at(places),
            fix=Fix(f"Add to {path}", (edit,)),
        )


def _to_declare(site: CallSite, better: Mapping[str, str]) -> CallSite:
    """The call with its properties as they should be named, without those that it should rather not send."""
    exposed = {key.name for key in site.handed.keys if exposure(key) is not None}
    pairs = {better.get(name, name): kind for name, kind in site.properties if name not in exposed}
    return replace(site, properties=tuple(pairs.items()))
