"""An objective serves one that is retired.

**The flaw.** An objective that people work towards names a retired one as its parent.

**Why it matters.** Its reason is gone: whoever follows the map upwards ends where nobody goes any more.

**How to settle it.** Name another parent, or none; or retire this one as well.

**Example.** With this map

```yaml strategy/map.yml
objectives:
  - {id: growth, title: We grow, status: retired}
  - {id: checkout, title: More carts become orders, measure: {target: 40}, parents: [growth]}
```

the change gets the remark

```text
Name another parent for `checkout`, or none: `growth` is retired.
```
"""

from collections.abc import Iterator

from waypost.change import Change
from waypost.document.quoting import code
from waypost.finding import Finding
from waypost.handbook import Handbook, map_after
from waypost.strategy.map import Map, Objective, Status, read_map
from waypost.strategy.written import Written, written

NAME = "retired-objective"
OVER = (Status.RETIRED, Status.REACHED)


def check(change: Change, handbook: Handbook) -> Iterator[Finding]:
    """One remark per objective that the change writes and whose parent is retired."""
    entries = list(written(change))
    the_map = (read_map(map_after(change, handbook))[0] or Map()) if entries else Map()
    for entry in entries:
        yield from _remarks(entry, the_map)


def _remarks(entry: Written, the_map: Map) -> Iterator[Finding]:
    objective: Objective = entry.objective
    for name in objective.parents if objective.status not in OVER else ():
        parent = the_map.objective(name)
        if parent is not None and parent.status is Status.RETIRED:
            message = f"Name another parent for {code(objective.id)}, or none: {code(name)} is retired."
            yield Finding(NAME, entry.path, entry.at("parents"), message)
