"""Fixes as suggestions beside their lines, which GitHub commits with a click.

Few, and each once: what was offered on a pull request is remembered. A suggestion must stand on lines that the change
writes, and replace whole lines; all other fixes are in the one comment, and in the commit that `/waypost apply` makes.
What stands beside its line is not said again: the comment only counts it, and the check run has no annotation there.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from waypost.change import ChangedFile
from waypost.facts import PullRequestFacts
from waypost.finding import Edit, Finding, Verdict
from waypost.fixing import edited
from waypost.handlers.skips import skipping
from waypost.outcome import Record, Review, Suggestion
from waypost.rendering import block, prose

OFFERED = "suggested"
"""Kind of record: a suggestion (its mark) that was offered."""
OFFERING = "suggesting"
"""Kind of record: a suggestion that is about to be offered."""
MOST = 5
"""Suggestions on one pull request."""
MAX_LINES = 20


def review(facts: PullRequestFacts, found: Verdict) -> Review | None:
    """The suggestions that were not offered before, if there is room for them."""
    if facts.closed or not facts.handbook.settings.offers_fixes:
        return None
    offered = _offered(facts)
    made = (one for _, one in _suggestions(facts, skipping(facts, found).verdict))
    new = [one for one in dict.fromkeys(made) if one.mark not in offered]
    room = max(0, MOST - len(offered))
    tried = {record.key for record in facts.talk.records if record.kind == OFFERING}
    return Review(facts.head_sha, tuple(new[:room]), bool(tried - offered)) if new[:room] else None


def records(offer: Review, now: datetime) -> tuple[Record, ...]:
    """To be remembered before suggestions are offered, so that a try whose end nobody knows is looked into."""
    return tuple(Record(OFFERING, one.mark, None, now) for one in offer.suggestions)


def offered(facts: PullRequestFacts, marks: Iterable[str]) -> tuple[Record, ...]:
    """To be remembered once suggestions stand beside their lines."""
    return tuple(Record(OFFERED, mark, None, facts.talk.now) for mark in marks)


def beside(facts: PullRequestFacts, found: Verdict) -> tuple[Finding, ...]:
    """The findings that a suggestion tells, beside its line."""
    known = _offered(facts) if facts.handbook.settings.offers_fixes else frozenset()
    return tuple(finding for finding, one in _suggestions(facts, found) if one.mark in known) if known else ()


def _offered(facts: PullRequestFacts) -> frozenset[str]:
    return frozenset(record.key for record in facts.talk.records if record.kind == OFFERED)


def _suggestions(facts: PullRequestFacts, found: Verdict) -> Iterator[tuple[Finding, Suggestion]]:
    for finding in found.spoken:
        edit, file = _edit(finding), facts.change.file(finding.path)
        if file and edit and (made := _suggestion(finding, edit, file)):
            yield finding, made


def _edit(finding: Finding) -> Edit | None:
    """The one edit that settles a finding where it is, by default or by choice: a click is a decision."""
    fixes = (finding.fix, finding.choice.fix if finding.choice else None)
    alone = (fix.edits[0] for fix in fixes if fix is not None and len(fix.edits) == 1)
    return next((edit for edit in alone if edit.path == finding.path), None)


def _suggestion(finding: Finding, edit: Edit, file: ChangedFile) -> Suggestion | None:
    first, last = edit.span.line, edit.span.end_line
    if file.text is None or last - first >= MAX_LINES or not set(range(first, last + 1)) <= file.added:
        return None
    try:
        before, after = file.text.decode("utf-8"), edited(file.text, [edit]).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return None
    rest = before.count("\n") + 1 - last
    lines = after.split("\n")
    text = "\n".join(lines[first - 1 : len(lines) - rest])
    shown = block(text.removesuffix("\r"), "suggestion")
    if text.replace("\r", "") not in shown or "\r" in text.removesuffix("\r"):
        return None  # something in it cannot be shown as it is, so it must not be offered
    told = edit.text or text  # of several that take something out, each is another one
    mark = hashlib.sha256("\0".join((file.path, told, before.split("\n")[first - 1])).encode()).hexdigest()[:16]
    return Suggestion(file.path, first, last, f"{prose(finding.message)}\n\n{shown}", mark)
