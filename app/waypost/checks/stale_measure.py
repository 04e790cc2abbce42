"""The figure of an objective is old.

**The flaw.** The change touches an objective whose `now` was read more than ninety days ago.

**Why it matters.** Issues show it as where the objective is today, and people plan by it.

**How to settle it.** Read the figure again, and write it with the day of reading. Or leave it: the bar then stays where
it is. Figures without a day are taken as they are.

**Example.** With this objective, in summer 2026,

```yaml strategy/map.yml
objectives:
  - {id: checkout, title: More carts become orders, measure: {target: 40, now: 34, date: 2025-11-01}}
```

the change gets the remark

```text
Read the figure of `checkout` again when you can: `now` is from 2025-11-01, 8 months ago.
```
"""

import datetime
from collections.abc import Iterator

from waypost.change import Change
from waypost.document.quoting import code
from waypost.finding import Finding
from waypost.handbook import Handbook
from waypost.strategy.map import Status
from waypost.strategy.written import Written, written

NAME = "stale-measure"
FRESH = datetime.timedelta(days=90)
OVER = (Status.RETIRED, Status.REACHED)


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One remark per objective that the change writes with an old figure; none where nobody knows what day it is."""
    for entry in written(change):
        age = _age(entry, handbook.today)
        if age is not None and age > FRESH and entry.objective.status not in OVER:
            measure = entry.objective.measure
            months = round(age.days / 30.4)
            message = (
                f"Read the figure of {code(entry.objective.id)} again when you can: `now` is from"
                f" {measure.date if measure else ''}, {months} months ago."
            )
            yield Finding(NAME, entry.path, entry.at("measure.now", "measure"), message)


def _age(entry: Written, today: datetime.date | None) -> datetime.timedelta | None:
    measure = entry.objective.measure
    if today is None or not measure or measure.now is None or measure.date is None:
        return None
    return today - measure.date
