"""Glean's events by what its code calls them: `BrowserSearch.adClicked` for one of `metrics.yaml`."""

from collections.abc import Iterator

from waypost.patterns import late, late_re2
from waypost.telemetry.paths import Paths

MAX_FILES = 20
"""Files with metrics; with more of them, no event is known."""
_IS_PLAN = late(r"(?:^|/)\w*metrics\.ya?ml$")
_LINE = late_re2(rb"(?m)^(?:([a-z][\w.]*):\s*(?:#.*)?$|  ([a-z]\w*):\s*(?:#.*)?$|    type:\s*(\w+))")
_PARTS = late(r"[._-]")


def event_of(paths: Paths, category: str, metric: str) -> str | None:
    """The one event that code calls so; None where that is not certain."""
    found = paths.once(("glean",), lambda: _events(paths)).get((category, metric), set())
    return next(iter(found)) if len(found) == 1 else None


def _events(paths: Paths) -> dict[tuple[str, str], set[str]]:
    """The events of all plans of a repository, by what code calls them."""
    plans = [path for path in paths if _IS_PLAN.search(path)]
    found: dict[tuple[str, str], set[str]] = {}
    for path in plans if len(plans) <= MAX_FILES else ():
        for category, metric in _told(paths.read(path) or b""):
            small = _camel(metric)
            found.setdefault((_camel(category), small[:1].lower() + small[1:]), set()).add(f"{category}.{metric}")
    return found


def _told(plan: bytes) -> Iterator[tuple[str, str]]:
    """The category and the metric of each event."""
    category = metric = ""
    for match in _LINE.finditer(plan):
        top, name, kind = (part.decode() if part is not None else "" for part in match.groups())
        category, metric = top or category, name or ("" if top else metric)
        if kind == "event" and category and metric:
            yield category, metric


def _camel(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in _PARTS.split(name))
