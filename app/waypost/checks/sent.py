"""The tracked events that a change sends: what the event checks look at."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from waypost.change import Change, ChangedFile
from waypost.document.quoting import code
from waypost.finding import Unread
from waypost.handbook import Handbook
from waypost.settings import Call
from waypost.telemetry.calls import CallSite, Name, find_calls
from waypost.telemetry.naming import reserved
from waypost.telemetry.parsing import Unparsed, Work
from waypost.telemetry.sdks import sdks

MAX_PLACES = 2
"""Further places of a name that a message lists."""

MAX_NAME = 500
"""Longer text is no event's name."""

_NOT_SHIPPED = re.compile(
    r"(?:^|/)(?:tests?|__tests__|__mocks__|fixtures|e2e|cypress|node_modules|vendor|third_party|dist)/"
    r"|[._-](?:test|spec|stories|min)\.\w+$|(?:^|/)test_\w+\.py$|(?:^|/)conftest\.py$"
)


@dataclass(frozen=True, slots=True)
class Sent:
    """One name that is sent at one place; `new` says that the change brought the name."""

    name: Name
    site: CallSite
    new: bool


def sent(change: Change, handbook: Handbook) -> tuple[Sent, ...]:
    """Every name that the shipped code of a change's files sends and that is known for certain, in order of place.

    Events of a vendor's own, such as `$pageview`, are left out.
    """
    return _looked(change, handbook.settings.telemetry.calls)[0]


def unread(change: Change, handbook: Handbook) -> tuple[Unread, ...]:
    """The files whose code would take too much to be looked at."""
    return _looked(change, handbook.settings.telemetry.calls)[1]


@lru_cache(maxsize=8)
def _looked(change: Change, calls: tuple[Call, ...]) -> tuple[tuple[Sent, ...], tuple[Unread, ...]]:
    """What is sent, and what was left out; in order of path, so that what is left out does not depend on who asks."""
    work, gone = Work(), _quoted(change)
    found: list[Sent] = []
    left: list[Unread] = []
    for file in sorted(change.files, key=lambda file: file.path):
        try:
            found.extend(_sent_by(file, calls, work, gone))
        except Unparsed as reason:
            left.append(Unread(file.path, str(reason)))
    return tuple(sorted(found, key=lambda place: (place.site.path, place.name.span))), tuple(left)


def _sent_by(file: ChangedFile, calls: Sequence[Call], work: Work, gone: Set[str]) -> Iterator[Sent]:
    if file.text is None or _NOT_SHIPPED.search(file.path):
        return
    for site in find_calls(file.path, file.text, sdks(calls), work):
        for name in site.names:
            if name.certain and 0 < len(name.text) <= MAX_NAME and not reserved(name.text):
                yield Sent(name, site, name.text not in gone and _on_added_line(name, file.added))


def _quoted(change: Change) -> frozenset[str]:
    """Everything between two quotes on the lines that the change took out.

    A name among it was in use before: its line was moved, re-indented or put elsewhere.
    """
    rows = [row for file in change.files for row in file.removed.split("\n")]
    return frozenset(text for row in rows for quote in "\"'`" for text in row.split(quote)[1:-1])


def _on_added_line(name: Name, added: frozenset[int]) -> bool:
    return any(line in added for line in range(name.span.line, name.span.end_line + 1))


def new_names(places: Sequence[Sent]) -> dict[str, list[Sent]]:
    """The names that the change introduces, with all their places; one that was in use before is not new."""
    by_name: dict[str, list[Sent]] = {}
    for place in places:
        by_name.setdefault(place.name.text, []).append(place)
    return {name: held for name, held in by_name.items() if all(place.new for place in held)}


def also_at(places: Sequence[Sent]) -> str:
    """A sentence on where else a name is, empty if nowhere."""
    first, *others = places
    shown = list(dict.fromkeys(f"{place.site.path}:{place.name.span.line}" for place in others))
    shown = [place for place in shown if place != f"{first.site.path}:{first.name.span.line}"][:MAX_PLACES]
    return f" Also at {' and '.join(map(code, shown))}." if shown else ""
