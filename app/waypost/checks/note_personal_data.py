"""A research note tells who took part.

**The flaw.** A mail address of a person or a phone number stands in a note, or what looks like a name stands in a field
that is about participants or findings. Those who wrote the note may be named in `author`.

**Why it matters.** People took part on the promise that nobody would read who they are. A note is read by everybody,
copied into issues, and stays in the history of the repository.

**How to settle it.** Write `participant 3`, or the segment. Where it was pushed already, the history has to be cleaned,
too.

**Example.** In this new note

```markdown research/2026-06-interviews.md
---
title: Why people leave at the address form
date: 2026-06-18
findings:
  - text: The form asks for a phone number without saying what for.
    evidence: Said by jane.smith@gmail.com
---
```

the last line gets the remark

```text
Take out a mail address: notes tell what was found, never who said it. Write `participant 3` or a segment.
```
"""

from collections.abc import Iterator

from waypost.change import Change
from waypost.checks.notes import remarks
from waypost.finding import Finding
from waypost.handbook import Handbook
from waypost.research.review import Kind

NAME = Kind.PERSONAL.value


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per address, number or name in new lines of a note."""
    yield from remarks(change, handbook, Kind.PERSONAL)
