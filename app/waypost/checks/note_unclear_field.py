"""A research note has no date, or a field that nobody reads.

**The flaw.** A note has no `date`, or a note in our own schema has a key that Waypost does not know. Keys that other
tools need (`layout`, `permalink`, …) are welcome, and notes in the format of another tool may have whatever they have.

**Why it matters.** Without a date nobody can tell whether a finding is a month or six years old. A misspelt
`consent_until` does not end anything.

**How to settle it.** Add `date:`; write the key as the remark says, for which a plain slip comes with its edit.
`waypost schema note` prints all of them.

**Example.** In this new note

```markdown research/2026-06-interviews.md
---
title: Why people leave at the address form
date: 2026-06-18
findings: [People leave when the form asks for a phone number.]
consent_untill: 2027-06-18
---
```

the last field gets the remark

```text
Waypost does not know `consent_untill`. Did you mean `consent_until`?
```

and becomes

```markdown fixed
---
title: Why people leave at the address form
date: 2026-06-18
findings: [People leave when the form asks for a phone number.]
consent_until: 2027-06-18
---
```
"""

from collections.abc import Iterator

from waypost.change import Change
from waypost.checks.notes import remarks
from waypost.finding import Finding
from waypost.handbook import Handbook
from waypost.research.review import Kind

NAME = Kind.FIELD.value


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding per missing date or unknown key."""
    yield from remarks(change, handbook, Kind.FIELD)
