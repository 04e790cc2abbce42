"""A research note refers to one that is missing or withdrawn.

**The flaw.** An entry of `related` is no id and no path of a note, or that note was withdrawn.

**Why it matters.** Whoever follows the reference finds nothing, or what nobody should rely on any more.

**How to settle it.** Write the id of the note that is meant (its file name without `.md`, or its `id`), or take the
entry out.

**Example.** This new note

```markdown research/2026-06-interviews.md
---
title: Why people leave at the address form
date: 2026-06-18
findings: [People leave when the form asks for a phone number.]
related: [2026-06-interview]
---
```

gets the remark

```text
Write `2026-06-interviews`, if that is what you mean: there is no note `2026-06-interview`.
```
"""

from collections.abc import Iterator

from waypost.change import Change
from waypost.checks.notes import remarks
from waypost.finding import Finding
from waypost.handbook import Handbook
from waypost.research.review import Kind

NAME = Kind.DANGLING.value


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per reference that leads nowhere."""
    yield from remarks(change, handbook, Kind.DANGLING)
