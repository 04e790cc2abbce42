"""Consent for a research note has ended, or it wants a new look.

**The flaw.** The change touches a note whose `consent_until` or `review_after` is a day in the past.

**Why it matters.** After consent has ended the note may not be used any more, and Waypost does not show it. A note
whose review is overdue may tell how things were, not how they are.

**How to settle it.** Withdraw the note (`status: withdrawn`) or ask for consent anew; read an old note again, then move
`review_after` on.

**Example.** This note

```markdown research/2024-03-diary.md
---
title: A week with the app
date: 2024-03-01
consent_until: 2025-03-01
---
```

gets the remark

```text
Write `status: withdrawn`, or ask for consent anew: it ended on 2025-03-01, and the note is not shown any more.
```
"""

from collections.abc import Iterator

from waypost.change import Change
from waypost.checks.notes import remarks
from waypost.finding import Finding
from waypost.handbook import Handbook
from waypost.research.review import Kind

NAME = Kind.OVER.value


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One finding for each touched note that is out of date."""
    yield from remarks(change, handbook, Kind.OVER)
