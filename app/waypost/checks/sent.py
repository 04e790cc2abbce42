"""The tracked events that a change sends: what the event checks look at."""

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache

from waypost.change import Around, Change, ChangedFile
from waypost.document.quoting import code
from waypost.finding import Edit, Finding, Fix, Span, Unread
from waypost.frozen import dataclass, replace
from waypost.handbook import Handbook
from waypost.patterns import late
from waypost.settings import Call
from waypost.telemetry import languages
from waypost.telemetry.call_site import CallSite, Name
from waypost.telemetry.calls import find_calls
from waypost.telemetry.naming import reserved
from waypost.telemetry.parsing import Memory, Unparsed, Work
from waypost.telemetry.paths import Paths
from waypost.telemetry.positions import text_of
from waypost.telemetry.program import Program
from waypost.telemetry.resolve import Resolution
from waypost.telemetry.sdks import sdks
from waypost.telemetry.shipped import shipped

MAX_AROUND = 60
"""Files read beside a change: those that define the constants it sends."""
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
    return _looked(change, handbook.settings.telemetry.calls).seen


def sent(change: Change, handbook: Handbook) -> tuple[Sent, ...]:
    """Every name that the shipped code of a change's files sends and that is known for certain, in order of place.

    Events of a vendor's own, such as `$pageview`, are left out.
    """
    return _looked(change, handbook.settings.telemetry.calls).sent


def unread(change: Change, handbook: Handbook) -> tuple[Unread, ...]:
    """The files whose code would take too much to be looked at."""
    return _looked(change, handbook.settings.telemetry.calls).unread


@dataclass(frozen=True, slots=True)
class Need:
    """What has to be read beside a change: the list of all files, or the text of some."""

    listing: bool = False
    paths: tuple[str, ...] = ()


def needed(change: Change, handbook: Handbook) -> Need | None:
    """What else the checks want to know of what is around a change; None when they have enough, or never will.

    Who answers it with `Change.around` and asks again until it is None has what everybody else has, too.
    """
    if change.around is None:
        return Need(listing=True) if _asks(change, handbook.settings.telemetry.calls) else None
    looked = _looked(change, handbook.settings.telemetry.calls)
    known = dict(change.around.texts)
    missed = [path for path in looked.missed if path not in known]
    return Need(paths=tuple(missed[: MAX_AROUND - len(known)])) if missed and len(known) < MAX_AROUND else None


def _asks(change: Change, calls: tuple[Call, ...]) -> bool:
    """Whether some name stands in another file; the first one tells."""
    reader = _Reader(change)
    program = Program(Paths(reader.paths, reader.read), Work(memory=_memory(change)))
    for file in sorted(change.files, key=lambda file: file.path):
        try:
            _sites(file, calls, program)
        except Unparsed:
            continue
        if program.asked:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Looked:
    """What one look at a change's code has found, what was left out, and what would have been looked at besides."""

    seen: tuple[Seen, ...]
    sent: tuple[Sent, ...]
    unread: tuple[Unread, ...]
    missed: tuple[str, ...]


@lru_cache(maxsize=8)
def _looked(change: Change, calls: tuple[Call, ...]) -> _Looked:
    """In order of path, so that what is left out does not depend on who asks."""
    reader, rows = _Reader(change), _removed_rows(change)
    program = Program(Paths(reader.paths, reader.read), Work(memory=_memory(change)))
    gone = frozenset(text for row in rows for quote in "\"'`" for text in row.split(quote)[1:-1])
    added = {file.path: file.added for file in change.files}
    found: list[Sent] = []
    calls_seen: list[Seen] = []
    left: list[Unread] = []
    for file in sorted(change.files, key=lambda file: file.path):
        try:
            sites = _sites(file, calls, program)
        except Unparsed as reason:
            left.append(Unread(file.path, str(reason)))
            continue
        fresh = _fresh(file, rows) if sites else frozenset()
        here = [Seen(site, fresh) for site in sites]
        calls_seen.extend(here)
        found.extend(_sent_at(here, added, gone))
    in_order = tuple(sorted(found, key=lambda place: (place.name.path, place.name.span)))
    return _Looked(tuple(calls_seen), in_order, tuple(left), tuple(reader.missed))


_parsed: list[tuple[tuple[ChangedFile, ...], Memory]] = []
"""What is parsed of the change that was looked at last, while it is still asked what else has to be read for it."""


def _memory(change: Change) -> Memory:
    """What is parsed of the files of a change already."""
    found = next((memory for files, memory in list(_parsed) if files is change.files), {})
    _parsed[:] = [(change.files, found)]
    return found


def forget() -> None:
    """Give the memory back, now that nothing else has to be read."""
    _parsed.clear()


class _Reader:
    """The files that a name may be followed into: those of the change, and what is known of those around it."""

    def __init__(self, change: Change) -> None:
        around = change.around or Around()
        own = {file.path: file.text for file in change.files if file.text is not None and languages.reads(file.path)}
        self._texts: dict[str, bytes | None] = {**dict(around.texts), **own}
        self.paths = around.paths | self._texts.keys()
        self.missed: dict[str, None] = {}

    def read(self, path: str) -> bytes | None:
        """A file's text; None where it cannot be read, or was not brought yet."""
        if path in self.paths and path not in self._texts:
            self.missed[path] = None
        return self._texts.get(path)


def _sites(file: ChangedFile, calls: Sequence[Call], program: Program) -> tuple[CallSite, ...]:
    if file.text is None or not shipped(file.path):
        return ()
    return find_calls(file.path, file.text, sdks(calls), program.work, program)


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
        for call in seen(change, handbook):
            at = call.site.at
            if call.site.path == path and at.line <= span.line <= at.end_line:
                yield from ((path, at.line), (path, at.end_line))
