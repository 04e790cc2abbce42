"""A new event says the same as one that exists.

**The flaw.** The change sends `order_canceled`, and there is `order_cancelled`: the same words in another form or
order, or a letter apart. Words are compared, not letters: `login_failed` and `login_fetched` are two events.

**Why it matters.** Whoever counts one of the two does not know of the other, and every figure is too small.

**How to settle it.** Apply the name that exists. Or declare yours in `telemetry/spec.yml`, if it means something else:
that is a decision, and ends the remark.

**Example.** With this spec

```yaml telemetry/spec.yml
events:
  order_cancelled: {}
```

this new line

```ts web/orders.ts
posthog.capture("order_canceled");
```

gets the remark

```text
Send `order_cancelled`, which is in the spec already, instead of `order_canceled`: only `canceled` is `cancelled` there.
```

and becomes

```ts fixed
posthog.capture("order_cancelled");
```
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from waypost.change import Change
from waypost.checks.declared import declared
from waypost.checks.event_off_convention import off_convention, welcome
from waypost.checks.once import once
from waypost.checks.renamed_event import renamed
from waypost.checks.sent import Sent, also_at, new_names, others, renaming, sent
from waypost.document.quoting import code
from waypost.finding import Finding
from waypost.handbook import Handbook
from waypost.telemetry.near import Declared, Match

NAME = "event-near-duplicate"
MAX_NAMES = 200
"""New names of a change that are compared."""


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per new name that says the same as another."""
    known = declared(change, handbook).decided
    for name, (places, match) in near_duplicates(change, handbook).items():
        where = "is in the spec already" if match.name in known else "is sent already"
        first = f"Send {code(match.name)}, which {where}, instead of {code(name)}"
        yield Finding(
            check=NAME,
            path=places[0].name.path,
            span=places[0].name.span,
            also=others(places),
            message=f"{first}: {match.reason}.{also_at(places)}",
            fix=renaming(places, match.name),
        )


@once
def near_duplicates(change: Change, handbook: Handbook) -> Mapping[str, tuple[list[Sent], Match]]:
    """The new names that say the same as a declared one, or one that was sent before; what is decided is let be."""
    spec = declared(change, handbook)
    places = sent(change, handbook)
    passed = spec.decided | off_convention(change, handbook).keys() | renamed(change, handbook).keys()
    new = [(name, held) for name, held in new_names(places).items() if name not in passed][:MAX_NAMES]
    if not new:
        return {}
    written = _known(frozenset(spec.spec.lineage.active))
    around = _known(frozenset(place.name.text for place in places if not place.new))
    found: dict[str, tuple[list[Sent], Match]] = {}
    for name, held in new:
        match = written.near(name)
        if match is None or not welcome(match.name, held[0], change, handbook):  # it would be renamed again
            match = around.near(name)
        if match is not None:
            found[name] = held, match
    return found


@lru_cache(maxsize=8)
def _known(names: frozenset[str]) -> Declared:
    return Declared(sorted(names))
