"""A tracked event's name is off the convention.

**The flaw.** A new event is named differently from the events around it: `checkoutStarted` among `cart_opened` and
`order_paid`. The convention is the one in `telemetry/spec.yml`; where the spec has none, it is the casing that nine in
ten of the other names around it share, if there are at least eight of those. Where they do not agree, nothing is said.
A template such as `{object}_{action}` can only count words; list the actions under `slots`, and the right one is found.

**Why it matters.** Nobody needs it today. It hurts when somebody asks how customers use the whole product and has to
know for every area how its events are written. A name is free to change until it is shipped, and costly ever after.

**How to settle it.** Apply the suggested name. Or keep yours: declare the event in `telemetry/spec.yml`, and its name
is never mentioned again. Names that were there before are left alone.

**Example.** With this spec

```yaml telemetry/spec.yml
convention:
  case: snake_case
```

this new line

```ts web/checkout.ts
posthog.capture("checkoutStarted", { plan: "pro" });
```

gets the remark

```text
Rename `checkoutStarted` to `checkout_started`: it is camelCase, the convention is snake_case.
```

and becomes

```ts fixed
posthog.capture("checkout_started", { plan: "pro" });
```
"""

from collections.abc import Iterator

from waypost.change import Change
from waypost.checks.once import once
from waypost.checks.sent import Sent, also_at, new_names, others, renaming, sent
from waypost.document.quoting import code
from waypost.finding import Finding
from waypost.frozen import dataclass
from waypost.handbook import Handbook
from waypost.telemetry.casing import words
from waypost.telemetry.naming import Convention, infer
from waypost.telemetry.spec import Spec

NAME = "event-off-convention"
MAX_SUGGESTED = 200
"""Names of a change that get a suggestion; to find one takes a while, and nobody reads so many."""


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per new name that is off the convention."""
    judge = _judge(change, handbook)
    for number, (name, places) in enumerate(off_convention(change, handbook).items()):
        off = [place for place in places if not judge.fits(name, place)]
        convention = judge.convention(off[0])
        suggestion = convention.suggest(name) if convention and number < MAX_SUGGESTED else None
        if suggestion and not all(judge.fits(suggestion, place) for place in off):
            suggestion = None  # elsewhere in the code it would be renamed again
        first = f"Rename {code(name)} to {code(suggestion)}" if suggestion else f"Find another name for {code(name)}"
        reason = judge.evidence or (convention.problem(name) if convention else None)
        yield Finding(
            check=NAME,
            path=off[0].name.path,
            span=off[0].name.span,
            also=others(off),
            message=f"{first}: {reason}{_said(name, suggestion, reason)}.{also_at(off)}",
            fix=renaming(off, suggestion) if suggestion and not _shared(off, places) else None,
        )


def welcome(name: str, place: Sent, change: Change, handbook: Handbook) -> bool:
    """Whether a name could be sent at a place as it is: decided upon before the change, or as the convention has it."""
    spec = handbook.spec or Spec()
    return name in spec.known or name in spec.lineage.owners or _judge(change, handbook).fits(name, place)


@once
def off_convention(change: Change, handbook: Handbook) -> dict[str, list[Sent]]:
    """The new names that do not fit, with their places; a name that the spec declares is a decision already."""
    judge = _judge(change, handbook)
    spec = handbook.spec or Spec()
    decided = spec.known | spec.lineage.owners.keys()
    return {
        name: places
        for name, places in new_names(sent(change, handbook)).items()
        if name not in decided and not all(judge.fits(name, place) for place in places)
    }


@dataclass(frozen=True, slots=True)
class _Judge:
    """The convention that holds: as the spec has it, for each part of the code, or inferred from what is around."""

    spec: Spec | None
    inferred: Convention | None = None
    evidence: str = ""

    def convention(self, place: Sent) -> Convention | None:
        """The convention for what is sent at a place; None where any name will do."""
        return self.spec.naming_at(place.site.path) if self.spec is not None else self.inferred

    def fits(self, name: str, place: Sent) -> bool:
        """Whether a name follows the convention of a place."""
        convention = self.convention(place)
        return convention is None or convention.fits(name)


@once
def _judge(change: Change, handbook: Handbook) -> _Judge:
    """The spec's convention, else what the other names share; one that everything fits where they share nothing."""
    if handbook.spec is not None and (handbook.spec.naming is not None or handbook.spec.convention.exceptions):
        return _Judge(handbook.spec)
    places = sent(change, handbook)
    names = new_names(places)
    if not names:
        return _Judge(None)
    around = {place.name.text for place in places if not place.new}
    found = infer(around | (handbook.spec.names if handbook.spec else frozenset()))
    if found is None or not found.holds(names):
        return _Judge(None)
    evidence = f"{found.fitting} of {found.total} names around it are {found.convention.case}"
    return _Judge(None, found.convention, evidence)


def _shared(off: list[Sent], places: list[Sent]) -> bool:
    """Whether one text is sent both where it does not fit and where it does."""
    texts = {(place.name.path, place.name.span) for place in off}
    return any((place.name.path, place.name.span) in texts for place in places if place not in off)


def _said(name: str, suggestion: str | None, reason: str | None) -> str:
    """Which word the suggestion takes for which of the name's, unless the reason tells."""
    old, new = ([word.lower() for word in words(text)] for text in (name, suggestion or name))
    left, taken = [word for word in old if word not in new], [word for word in new if word not in old]
    instead = code(" ".join(left))
    if not left or not taken or instead in (reason or ""):
        return ""
    return f", and says {code(' '.join(taken))} for {instead}"
