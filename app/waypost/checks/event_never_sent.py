"""No code sends an event of the spec any more.

**The flaw.** The change takes out the last line that has the name of an event, and `telemetry/spec.yml` goes on having
it as active. All files of the repository are looked through for the name, not only for calls: a constant that is still
there may be sent by way of it. Of many names the first four are looked for, and the others counted. The App asks
GitHub's code search, and says nothing where that leaves a doubt: another target than the default branch, a fork, a file
that it does not list.

**Why it matters.** Whoever finds the event in the spec builds a report on it and waits for figures.

**How to settle it.** Apply the edit, which says in the spec that it is gone: old data still has the name, and whoever
looks it up finds what it was.

**Example.** With this spec

```yaml telemetry/spec.yml
events:
  cart_seen: {owner: team-checkout}
  cart_paid: {}
```

this change of a file, after which nothing in the repository has the name

```diff web/cart.ts
-posthog.capture("cart_seen");
 posthog.capture("cart_paid");
```

gets the remark

```text
Give `cart_seen` the status `removed` in `telemetry/spec.yml`: after this change nothing sends it any more.
```

and the spec becomes

```yaml fixed
events:
  cart_seen: {owner: team-checkout, status: removed}
  cart_paid: {}
```
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.change import Change, ChangedFile, above
from waypost.checks.declared import Declared, declared
from waypost.checks.event_near_duplicate import near_duplicates
from waypost.checks.once import once
from waypost.checks.renamed_event import renamed
from waypost.checks.sent import seen
from waypost.document.quoting import listed
from waypost.finding import Finding, Fix, Span
from waypost.handbook import Handbook
from waypost.patterns import late
from waypost.telemetry import languages
from waypost.telemetry.casing import words
from waypost.telemetry.resolve import Resolution
from waypost.telemetry.shipped import shipped
from waypost.telemetry.spec import is_spec, place
from waypost.telemetry.spec_field import status_edit

NAME = "event-never-sent"
MAX_NAMES = 4
"""Names that are looked for in the whole repository: GitHub's search answers ten questions a minute, two a name."""
PROSE = (".md", ".mdx", ".rst", ".txt")
"""Files that tell of an event and send none."""

_HOLE = late(r"\{\w*\}")
_QUOTED = late(r"([\"'`])([^\"'`]{1,500})\1")
_BOUND = late(r"([A-Za-z_]\w{2,80})[\"'`\]]?\s*(?::[\s\w?]*)?(?:=>?|:|\()\s*[\"'`]$")
"""What a literal is bound to, up to its quote: `SEEN = "`, `SEEN: "`, `SEEN("`."""


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding for all events whose names are nowhere any more, as far as whoever gathered the facts could look."""
    unmentioned = change.around.unmentioned if change.around else frozenset()
    spec = declared(change, handbook)
    leaving = _leaving(change, handbook)
    places = {name: at for name, at in leaving.items() if name in unmentioned}
    homes = {name: home for name in places if (home := place(spec.files, name)) is not None}
    if homes:
        here = [places[name] if places[name][0] else home for name, home in homes.items()]
        yield _finding(spec, homes, here, max(0, len(leaving) - MAX_NAMES))


Place = tuple[str, Span]


def _finding(spec: Declared, homes: Mapping[str, Place], places: Sequence[Place], more: int) -> Finding:
    edits = [status_edit(path, spec.files[path], name, "removed") for name, (path, _) in homes.items()]
    written = tuple(edit for edit in edits if edit is not None)
    files = listed(tuple(dict.fromkeys(path for path, _ in homes.values())))
    them = "it" if len(homes) == 1 else "them"
    return Finding(
        check=NAME,
        path=places[0][0],
        span=places[0][1],
        message=f"Give {listed(tuple(homes), MAX_NAMES)} the status `removed` in {files}: after this change nothing"
        f" sends {them} any more.{_unasked(more)}",
        fix=Fix(f"Call {next(iter(homes)) if len(homes) == 1 else f'{len(homes)} events'} removed", written)
        if written
        else None,
        also=tuple(places[1:]),
    )


def _unasked(more: int) -> str:
    """What is said of names that were not looked for."""
    names = "1 more name that it takes out was" if more == 1 else f"{more} more names that it takes out were"
    return f" {names} not looked for." if more else ""


def leaving(change: Change, handbook: Handbook) -> tuple[str, ...]:
    """Active events of the spec whose names the change takes out and has nowhere itself: are they anywhere else?"""
    return tuple(_leaving(change, handbook))[:MAX_NAMES]


def carriers(change: Change, name: str) -> tuple[str, ...]:
    """The constant that the change takes a name out of, if it is called like the name: it may be what others send."""
    spoken = {word.lower() for word in words(name)}
    for file in change.files:
        for row in file.removed.split("\n") if name in file.removed else ():
            found = _BOUND.search(row.partition(name)[0])
            if found is not None and spoken & {word.lower() for word in words(found[1])}:
                return (found[1],)
    return ()


def may_send(path: str) -> bool:
    """Whether a file that has an event's name may be sending it: any but the spec and prose."""
    return not is_spec(path) and not path.endswith(PROSE)


@once
def _leaving(change: Change, handbook: Handbook) -> dict[str, tuple[str, Span]]:
    """Those names with the place they stood at; no path where the whole file is gone."""
    spec = declared(change, handbook)
    if not spec.base.events or not any(file.removed for file in change.files):
        return {}
    active = spec.base.lineage.active & spec.spec.lineage.active
    found = {name: at for name, at in taken_out(change).items() if name in active}
    if not found:
        return {}
    texts = [file.text for file in change.files if file.text is not None and languages.reads(file.path)]
    wanted = {match.name for _, match in near_duplicates(change, handbook).values()}
    left = set(found) - wanted - set(renamed(change, handbook).values())
    patterns = list(_patterns(change, handbook))
    gone = [
        name
        for name in found
        if name in left
        and not any(name.encode() in text for text in texts)
        and not any(pattern.fullmatch(name) for pattern in patterns)
    ]
    return {name: found[name] for name in gone}


def taken_out(change: Change) -> dict[str, tuple[str, Span]]:
    """What stood between quotes on lines of code that the change takes out, each with the first such place."""
    found: dict[str, tuple[str, Span]] = {}
    hidden = {file.path for file in change.files if file.unread}  # a link, say, to where the code is now
    for file in change.files:
        if languages.reads(file.path) and shipped(file.path) and not hidden & above([file.path]):
            for name, span in _taken_out(file):
                found.setdefault(name, (file.path if file.text is not None else "", span))
    return found


def _patterns(change: Change, handbook: Handbook) -> Iterator[Any]:
    """Names put together at run time, as patterns: what fits one may still be sent."""
    for call in seen(change, handbook):
        for name in call.site.names:
            if name.resolution is Resolution.PATTERN:
                yield re2.compile(".*".join(map(re2.escape, _HOLE.split(name.text))))


def _taken_out(file: ChangedFile) -> Iterator[tuple[str, Span]]:
    """What stood between quotes on the lines that were taken out, with the line that is there now."""
    last = (file.text or b"").count(b"\n") + 1
    lines = file.removed_before or (1,) * (file.removed.count("\n") + 1)
    for row, line in zip(file.removed.split("\n"), lines, strict=False):
        at = max(1, min(line, last))
        yield from ((match[2], Span(at, 1, at, 1)) for match in _QUOTED.finditer(row))
