"""What people let pass with `/waypost skip`: what the check had found when they wrote it, and nothing else.

A skip holds for the pull request, over later pushes, until the check finds something new there: that is not covered,
since nobody has spoken about it. It ends when its author deletes or edits the comment. It needs write permission, or
`pull_requests.authors_may_skip`. What holds now is remembered, so that the merge queue goes by it, too.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from waypost import commands
from waypost.commands.skip import wanted
from waypost.facts import PullRequestFacts
from waypost.finding import Finding, Skip, Verdict
from waypost.handlers.answers import Reply
from waypost.outcome import Record

COVERS = "skip"
"""Kind of record: what a skip (the command's key) covers."""
HOLD = "skips"
"""Kind of record: all that is let pass at present (one, under the key `now`)."""
MOVED = "The branch has moved since this was written. Write it again if it still holds."
MAY_NOT = "Skipping a check needs write permission in this repository."


@dataclass(frozen=True, slots=True)
class Skipping:
    """The verdict that is left, the replies to the commands, and what must be remembered."""

    verdict: Verdict
    replies: Mapping[str, Reply]
    records: tuple[Record, ...]


def skipping(facts: PullRequestFacts, found: Verdict) -> Skipping:
    """What is left of a verdict after the skips that hold."""
    known = {record.key: record.value for record in facts.talk.records if record.kind == COVERS}
    replies: dict[str, Reply] = {}
    records: list[Record] = []
    holding: list[dict[str, Any]] = []
    for command in commands.of(facts.talk.commands, "skip"):
        check, reason = wanted(command.argument) or ("", "")
        if not command.permission.writes and facts.handbook.settings.pull_requests.authors_may_skip is not True:
            replies[command.key] = Reply("confused", MAY_NOT)
            continue
        if command.key not in known:
            if command.head_sha != facts.head_sha:
                replies[command.key] = Reply("confused", MOVED)
                continue
            known[command.key] = sorted({print_of(one) for one in found.findings if one.check == check})
            records.append(Record(COVERS, command.key, known[command.key], facts.talk.now))
        holding.append({"check": check, "author": command.author, "reason": reason, "prints": known[command.key]})
    before: list[Any] = next((record.value for record in facts.talk.records if record.kind == HOLD), [])
    if holding != before:
        records.append(Record(HOLD, "now", holding, facts.talk.now, replace=True))
    return Skipping(_without(found, holding), replies, tuple(records))


def remembered(found: Verdict, records: Iterable[Record]) -> Verdict:
    """What is left of a verdict after the skips that held at the last look at the pull request."""
    return _without(found, next((record.value for record in records if record.kind == HOLD), []))


def print_of(finding: Finding) -> str:
    """What makes two findings the same one, on whatever line."""
    text = "\0".join((finding.check, finding.path, finding.message))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _without(found: Verdict, holding: Iterable[Mapping[str, Any]]) -> Verdict:
    left, skipped = list(found.findings), []
    for skip in holding:
        gone = [one for one in left if one.check == skip["check"] and print_of(one) in skip["prints"]]
        left = [one for one in left if one not in gone]
        if gone:
            skipped.append(Skip(skip["check"], skip["author"], skip["reason"], len(gone)))
    return replace(found, findings=tuple(left), skipped=tuple(skipped))
