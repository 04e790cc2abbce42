"""The tracked events that a change sends: what the event checks look at."""

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache

from waypost.change import Change, ChangedFile
from waypost.checks.looking import look
from waypost.checks.once import once
from waypost.document.quoting import code
from waypost.finding import Edit, Finding, Fix, Span, Unread
from waypost.frozen import dataclass, replace
from waypost.handbook import Handbook
from waypost.patterns import late
from waypost.telemetry.call_site import CallSite, Name
from waypost.telemetry.naming import reserved
from waypost.telemetry.positions import text_of
from waypost.telemetry.resolve import Resolution

MAX_PLACES = 2
"""Further places of a name that a message lists."""

MAX_NAME = 500
"""Longer text is no event's name."""


SAFE = late(r"[\w :./|>-]+")
"""What means itself inside any language's quotes; a template's own text may hold more."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One name that is sent at one place.

    `new` says that the change brought the name, `written` that it wrote this use of it.
    """

    name: Name
    site: CallSite
    new: bool
    written: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """One call in a changed file; `fresh` holds the lines of the file that are new, not just moved."""

    site: CallSite
    fresh: frozenset[int]

    def new(self, span: Span) -> bool:
        """Whether the change wrote what stands at `span`, if only in part."""
        return any(line in self.fresh for line in range(span.line, span.end_line + 1))


def seen(change: Change, handbook: Handbook) -> tuple[Seen, ...]:
    """Every call in the shipped code of a change's files that sends an event, its name known or not."""
    return _events(change, handbook).seen


def sent(change: Change, handbook: Handbook) -> tuple[Sent, ...]:
    """Every name that the shipped code of a change's files sends and that is known for certain, in order of place.

    Events of a vendor's own, such as `$pageview`, are left out.
    """
    return _events(change, handbook).sent


def unread(change: Change, handbook: Handbook) -> tuple[Unread, ...]:
    """The files whose code would take too much to be looked at."""
    return look(change, handbook).unread


@dataclass(frozen=True, slots=True)
class _Events:
    """What a change sends, call by call and name by name."""

    seen: tuple[Seen, ...]
    sent: tuple[Sent, ...]


@once
def _events(change: Change, handbook: Handbook) -> _Events:
    rows = _removed_rows(change)
    gone = frozenset(text for row in rows for quote in "\"'`" for text in row.split(quote)[1:-1])
    added = {file.path: file.added for file in change.files}
    found: list[Sent] = []
    calls: list[Seen] = []
    for file, sites in look(change, handbook).calls:
        fresh = _fresh(file, rows) if sites else frozenset()
        here = [Seen(site, fresh) for site in sites]
        calls.extend(here)
        found.extend(_sent_at(here, added, gone))
    in_order = sorted(found, key=lambda place: (place.name.path, place.name.span))
    return _Events(tuple(calls), tuple(in_order))


def _sent_at(calls: Sequence[Seen], added: Mapping[str, frozenset[int]], gone: Set[str]) -> Iterator[Sent]:
    """The names that are known; one between quotes on a line that was taken out was in use before.

    A name that stands in a file which the change does not touch is no new one, and is told of where it is used.
    """
    for call in calls:
        for name in call.site.names:
            if name.certain and 0 < len(name.text) <= MAX_NAME and not reserved(name.text):
                here = name.path in added
                new = here and name.text not in gone and _on_added_line(name, added[name.path])
                told = name if here else replace(name, path=call.site.path, span=call.site.span, inner=None)
                yield Sent(told, call.site, new, _written(call, told))


def _written(call: Seen, name: Name) -> bool:
    literal = name.resolution is Resolution.LITERAL
    return call.new(name.span) if literal else call.site.at.line in call.fresh


@lru_cache(maxsize=8)
def _removed_rows(change: Change) -> frozenset[str]:
    """The lines that the change took out, without their indentation."""
    return frozenset(row.strip() for file in change.files for row in file.removed.split("\n"))


def moved(change: Change, file: ChangedFile, line: int) -> bool:
    """Whether a line of the head stood somewhere before, perhaps with another indentation."""
    return rows_of(file.text or b"")[line - 1].strip() in _removed_rows(change)


def _fresh(file: ChangedFile, removed: Set[str]) -> frozenset[int]:
    """The lines that the change wrote, without those that were moved or re-indented."""
    rows = rows_of(file.text or b"")
    return frozenset(line for line in file.added if line <= len(rows) and rows[line - 1].strip() not in removed)


def _on_added_line(name: Name, added: frozenset[int]) -> bool:
    return any(line in added for line in range(name.span.line, name.span.end_line + 1))


def new_names(places: Sequence[Sent]) -> dict[str, list[Sent]]:
    """The names that the change introduces, with all their places; one that was in use before is not new."""
    by_name: dict[str, list[Sent]] = {}
    for place in places:
        by_name.setdefault(place.name.text, []).append(place)
    return {name: held for name, held in by_name.items() if all(place.new for place in held)}


def others(places: Sequence[Sent]) -> tuple[tuple[str, Span], ...]:
    """All places but the first, by path."""
    return tuple((place.name.path, place.name.span) for place in places[1:])


def renaming(places: Sequence[Sent], name: str) -> Fix | None:
    """The edits that give all places another name; None if one cannot be: half a rename is worse than none."""
    inners = {(place.name.path, place.name.inner) for place in places}
    edits = [Edit(path, inner, name) for path, inner in inners if inner is not None]
    if len(edits) < len(inners) or not SAFE.fullmatch(name):
        return None
    return Fix(f"Rename to {name}", tuple(sorted(edits)))


def also_at(places: Sequence[Sent]) -> str:
    """A sentence on where else a name is, empty if nowhere."""
    first, *others = places
    shown = list(dict.fromkeys(f"{place.name.path}:{place.name.span.line}" for place in others))
    shown = [place for place in shown if place != f"{first.name.path}:{first.name.span.line}"][:MAX_PLACES]
    return f" Also at {' and '.join(map(code, shown))}." if shown else ""


def written(change: Change, path: str, span: Span) -> str:
    """The head's text at a span within one line, empty where there is none."""
    file = change.file(path)
    if file is None or file.text is None or span.line != span.end_line:
        return ""
    return rows_of(file.text)[span.line - 1][span.column - 1 : span.end_column - 1]


@lru_cache(maxsize=8)
def rows_of(text: bytes) -> list[str]:
    """The lines of a file."""
    return text_of(text).split("\n")


def lines(finding: Finding, change: Change, handbook: Handbook) -> Iterator[tuple[str, int]]:
    """The lines, by path, beside which a comment is about a finding: its own, and the first and last of its call."""
    for path, span in ((finding.path, finding.span), *finding.also):
        yield path, span.line
        for call in _by_path(change, handbook).get(path, ()):
            at = call.site.at
            if at.line <= span.line <= at.end_line:
                yield from ((path, at.line), (path, at.end_line))


@once
def _by_path(change: Change, handbook: Handbook) -> dict[str, list[Seen]]:
    """The calls of each file."""
    found: dict[str, list[Seen]] = {}
    for call in seen(change, handbook):
        found.setdefault(call.site.path, []).append(call)
    return found
