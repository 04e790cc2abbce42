"""An objective of the map has no measure.

**The flaw.** None yet: an objective may start as a direction. This one says what should be true, and has no figure that
would tell how far it is.

**Why it matters.** With a measure, issues show how far the objective is, and work that was shipped for it can be asked
what came of it. Without one nobody can tell when it is reached.

**How to settle it.** Add a measure once you know one; the target is enough. Or leave it: it is a hint. Objectives that
are still being explored get none.

**Example.** With this new objective

```yaml strategy/map.yml
objectives:
  - id: gift-givers
    title: People who buy for others find their way
```

the change gets the remark

```text
Give `gift-givers` a measure once you know one, as in `measure: {target: 40}`: then it can be told how far it is.
```
"""

from collections.abc import Iterator

from waypost.change import Change
from waypost.document.quoting import code
from waypost.finding import Finding
from waypost.handbook import Handbook
from waypost.strategy.map import Status
from waypost.strategy.written import written

NAME = "objective-without-measure"


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One hint per committed objective that the change writes without a measure."""
    for entry in written(change):
        objective = entry.objective
        if not objective.measure and objective.status is Status.COMMITTED:
            message = (
                f"Give {code(objective.id)} a measure once you know one, as in `measure: {{target: 40}}`:"
                " then it can be told how far it is."
            )
            yield Finding(NAME, entry.path, entry.span, message)
