"""Findings that are settled by adding lines to another file, put together: one paste settles them all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from waypost.finding import Edit, Finding, Stage, Verdict
from waypost.rendering import Markdown, block, code

ROOM = 8_000
MAX_PLACES = 5
LONG = 12
"""Lines of a block that are shown at first sight; longer ones are folded."""


@dataclass(frozen=True, slots=True)
class Entries:
    """Lines to add at one place of a file, where they are asked for, and how many findings did not fit."""

    target: Markdown
    lines: Markdown
    places: Markdown
    count: int
    left: int
    long: bool


def entries(verdict: Verdict) -> tuple[Entries, ...]:
    """The lines to add, file by file, for all that people are told."""
    groups: dict[tuple[str, int], list[Finding]] = {}
    for finding in verdict.spoken:
        if edit := insertion(finding):
            groups.setdefault((edit.path, edit.span.line), []).append(finding)
    return tuple(_entries(path, line, found) for (path, line), found in groups.items())


def alone(verdict: Verdict) -> Verdict:
    """The verdict without the suggestions that `entries` tells; what must be settled stays a list item, too."""
    left = (finding for finding in verdict.findings if finding.stage is Stage.REQUIRE or not insertion(finding))
    return Verdict(tuple(left), verdict.unread)


def insertion(finding: Finding) -> Edit | None:
    """The edit that settles a finding, if it is one that adds indented lines to another file."""
    if finding.fix is None or len(finding.fix.edits) != 1:
        return None
    edit = finding.fix.edits[0]
    empty = (edit.span.line, edit.span.column) == (edit.span.end_line, edit.span.end_column)
    return edit if empty and edit.path != finding.path and edit.text.lstrip("\r\n")[:1] == " " else None


def _entries(path: str, line: int, findings: list[Finding]) -> Entries:
    texts = [edit.text.strip("\r\n") for finding in findings if (edit := insertion(finding))]
    shown = list(_fitting(texts))
    text = "\n".join(shown)
    return Entries(
        target=code(f"{path}:{line}"),
        lines=block(text, "yaml"),
        places=places(findings),
        count=len(texts),
        left=len(texts) - len(shown),
        long=text.count("\n") >= LONG,
    )


def places(findings: Sequence[Finding]) -> Markdown:
    """`web/cart.ts:3`, `:8` and `api/cart.py:5`: each line once, the path only where it changes."""
    at = list(dict.fromkeys((finding.path, finding.span.line) for finding in findings))
    more = f" and {len(at) - MAX_PLACES} more" if len(at) > MAX_PLACES else ""
    before = ["", *(path for path, _ in at)]
    named = [
        code(f"{'' if path == last else path}:{line}")
        for last, (path, line) in zip(before, at[:MAX_PLACES], strict=False)
    ]
    return Markdown(", ".join(named) + more)


def _fitting(texts: list[str]) -> Iterable[str]:
    room = ROOM
    for text in texts:
        room -= len(text)
        if room < 0:
            return
        yield text
