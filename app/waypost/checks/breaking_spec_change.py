"""The change makes wrong what others rely on in the telemetry spec.

**The flaw.** An event or a property is taken out of the spec, a type or a list of values gets narrower, a property
becomes required, or a unit changes.

**Why it matters.** Reports, exports and apps that are installed were made for the spec as it was. They find out when
figures are missing.

**How to settle it.** Retire instead of taking out (`status: deprecated`, later `removed`), keep accepting what is still
sent, or give what means something else a name of its own; `waypost check --fix keep` puts back what others rely on, an
event with `status: deprecated`. Where nobody relies on it, go ahead: it is advice, and no edit undoes it unasked.

**Example.** When this line of the spec

```diff telemetry/spec.yml
 events:
   cart_paid:
-    properties: {total: {type: number}}
+    properties: {total: {type: integer}}
```

is changed, it gets the remark

```text
Keep accepting what is sent today, or give it a new name: Type of `total` of `cart_paid`: `number` → `integer`.
```
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import groupby

from waypost.change import Change
from waypost.checks.declared import Declared, declared
from waypost.checks.event_never_sent import taken_out
from waypost.checks.keeping import keeping
from waypost.document.quoting import code
from waypost.finding import Choice, Finding, Fix, Span
from waypost.handbook import Handbook
from waypost.telemetry.spec import is_spec, place, read_specs
from waypost.telemetry.spec_diff import REMOVED, RENAMED, Difference, breaking

NAME = "breaking-spec-change"
KEEP = "keep"
"""What people ask for: who changes the spec may know that nobody relies on what goes."""
MAX_EVENTS = 20
"""Events that are spoken of; a change that touches more rewrites the spec and knows it."""
MAX_TOLD = 3


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per event that somebody may rely on; one that keeps its earlier name is let be."""
    if not any(is_spec(file.path) for file in change.files):
        return
    spec = declared(change, handbook)
    if not spec.base.events or not spec.head.events or read_specs(spec.files)[1]:
        return  # there was none, it is taken away, or it cannot be read in full, which is told elsewhere
    gone = taken_out(change)
    found = [it for it in breaking(spec.base, spec.head) if it.kind != RENAMED and not _settled(it, gone)]
    by_event = [list(group) for _, group in groupby(found, key=lambda it: it.event)]
    for differences in by_event[:MAX_EVENTS]:
        yield _finding(change, handbook.spec_files, spec, differences)


def _settled(difference: Difference, gone: Container[str]) -> bool:
    """Whether the spec says that an event is removed whose call the same change takes out, as it should."""
    return difference.field == "status" and difference.after == "removed" and difference.event in gone


def _finding(change: Change, before: Mapping[str, bytes], spec: Declared, differences: Sequence[Difference]) -> Finding:
    event = differences[0].event
    path, span = place(spec.files, event) or _taken_out(change, event)
    edits = keeping(before, spec.files, differences)
    choice = Choice(KEEP, Fix(f"Keep what relies on {event}", edits)) if edits else None
    return Finding(NAME, path, span, f"{_first(differences[0])}: {_told(differences)}.", choice=choice)


def _first(difference: Difference) -> str:
    """What would help."""
    if difference.kind == REMOVED and not difference.property:
        return f"Give {code(difference.event)} `status: deprecated` instead of taking it out"
    if difference.kind == REMOVED:
        return f"Keep {code(difference.property)} until nothing reads it"
    if difference.field == "required" or difference.after == difference.property:
        return f"Leave {code(difference.property)} optional until every version in use sends it"
    if difference.field == "status":
        return f"Make {code(difference.event)} `deprecated` first, with a `replacement`"
    return "Keep accepting what is sent today, or give it a new name"


def _told(differences: Sequence[Difference]) -> str:
    more = f"; and {len(differences) - MAX_TOLD} more" if len(differences) > MAX_TOLD else ""
    return "; ".join(difference.message for difference in differences[:MAX_TOLD]) + more


def _taken_out(change: Change, event: str) -> tuple[str, Span]:
    """Where in the spec's files the event stood."""
    files = [file for file in change.files if is_spec(file.path)]
    for file in files:
        for row, line in zip(file.removed.split("\n"), file.removed_before, strict=False):
            if event in row and file.text is not None:
                at = min(line, file.text.count(b"\n") + 1)
                return file.path, Span(at, 1, at, 1)
    return files[0].path, Span(1, 1, 1, 1)
