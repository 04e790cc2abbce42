"""An event that is sent under its old name beside the new one: the lines that do it, and whether it is done."""

from collections.abc import Iterable, Sequence

from waypost.change import Change
from waypost.checks.sent import SAFE, Sent, rows_of
from waypost.finding import Edit, Span
from waypost.patterns import late
from waypost.telemetry.resolve import Resolution
from waypost.telemetry.statements import statement

NAME = "dual-send"
"""What people ask for."""

_CHANGES = late(
    r"\+\+|--|<-|\.(?:pop|shift|next)\b|\b(?:next|pop|shift|poll|dequeue|take|consume|incr(?:ement)?)(?:[A-Z_]\w*)?!?\("
)
"""What does more than pass a value on; done twice it would count twice."""
_RUNS_ON = tuple("([`+-/*")
"""What a line may begin with that goes on from the one before, where no semicolon ends that."""


def both(change: Change, places: Sequence[Sent], old: str) -> tuple[Edit, ...]:
    """The edits that put each call in front of itself with the old name; none if one cannot be.

    In front, since the last line of a block is its value in some languages.
    """
    edits = [_repeated(change, place, old) for place in places] if SAFE.fullmatch(old) else []
    whole = tuple(dict.fromkeys(edit for edit in edits if edit is not None))
    return whole if None not in edits else ()


def is_pair(place: Sent, instead: str | None, places: Iterable[Sent]) -> bool:
    """Whether a call stands directly before or behind one that sends the other name."""
    at = place.site.at
    return any(
        other.name.text == instead
        and other.site.path == place.site.path
        and 1 in (other.site.at.line - at.end_line, at.line - other.site.at.end_line)
        for other in places
    )


def _repeated(change: Change, place: Sent, old: str) -> Edit | None:
    site, file, hole = place.site, change.file(place.site.path), _hole(place)
    if file is None or file.text is None or hole is None or len(site.names) != 1:
        return None
    rows, at = rows_of(file.text), statement(site.path, file.text, site.at)
    if at is None:
        return None
    before, behind = _cut(rows, at.line, at.column, hole.line, hole.column), _cut(rows, *_end(hole), *_end(at))
    text = before + _name(rows, place, old) + behind
    if _CHANGES.search(text) or (text.startswith(_RUNS_ON) and not text.endswith(";")):
        return None
    indent = rows[at.line - 1][: at.column - 1]
    return Edit(site.path, Span(at.line, 1, at.line, 1), f"{indent}{text}\n")


def _hole(place: Sent) -> Span | None:
    """What the old name takes the place of: the text of a literal, or all that leads to a constant of the same file.

    What stands for a constant is replaced as a whole, which a call of a team's own may not take.
    """
    if place.name.resolution is Resolution.LITERAL:
        return place.name.inner
    near = place.name.inner is not None and place.name.path == place.site.path
    return place.site.said if near and not place.site.own else None


def _name(rows: Sequence[str], place: Sent, old: str) -> str:
    """The old name as it is to be written: within its quotes, or with those of the constant."""
    name, inner = place.name, place.name.inner
    if name.resolution is Resolution.LITERAL or inner is None:
        return old
    opening = _cut(rows, name.span.line, name.span.column, inner.line, inner.column)
    return opening + old + _cut(rows, *_end(inner), *_end(name.span))


def _end(span: Span) -> tuple[int, int]:
    return span.end_line, span.end_column


def _cut(rows: Sequence[str], line: int, column: int, end_line: int, end_column: int) -> str:
    """The text between two places."""
    if line == end_line:
        return rows[line - 1][column - 1 : end_column - 1]
    return "\n".join([rows[line - 1][column - 1 :], *rows[line : end_line - 1], rows[end_line - 1][: end_column - 1]])
