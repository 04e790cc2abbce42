"""The fixes that somebody asked Waypost to commit: with `/waypost apply`, or the button on the check run.

The commit is bound to the head that was asked about: after another push nothing is done. Asked twice, the second time
finds nothing left to fix. What came of it is remembered, so that it is done once, also after a crash: then the message
of the head's commit says that it was done.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waypost import commands
from waypost.commands.apply import choice
from waypost.facts import PullRequestFacts
from waypost.finding import Fix, Verdict
from waypost.fixing import seen
from waypost.handlers.answers import Reply
from waypost.handlers.skips import skipping
from waypost.outcome import Button, Record
from waypost.rendering import plain

APPLIED = "applied"
"""Kind of record: what came of an order (its key)."""
PRESSED = "pressed"
"""Kind of record: the button was pressed."""
BUTTON = Button("Apply fixes", "Commit Waypost's suggestions here", "apply-fixes")
MARK = "Waypost-Applied"
"""The trailer of our commits: `Waypost-Applied: <key>`."""
MAX_TITLES = 20

FORK = "The branch is in a fork, where Waypost may not write: `waypost check --fix` makes the edits on your machine."
MOVED = "The branch has moved since, so nothing was changed. Write it again if it still holds."
CLOSED = "The pull request is closed, so nothing was changed."


@dataclass(frozen=True, slots=True)
class Order:
    """A commit to make on the branch of a pull request: the fixes, for files that still are as `seen`."""

    key: str
    branch: str
    head_sha: str
    fixes: tuple[Fix, ...]
    seen: Mapping[str, bytes]
    message: str


@dataclass(frozen=True, slots=True)
class _Asked:
    key: str
    author: str
    head_sha: str
    choice: str = ""


def order(facts: PullRequestFacts, found: Verdict) -> Order | None:
    """The commit to make now, if somebody asked for one; the first of several that ask."""
    if facts.closed or facts.from_fork or not facts.branch:
        return None
    done = _done(facts)
    asked = next((one for one in _asked(facts) if one.key not in done and one.head_sha == facts.head_sha), None)
    if asked is None:
        return None
    spoken = skipping(facts, found).verdict.spoken
    fixes = tuple(fix for finding in spoken if (fix := finding.settled_by(asked.choice)))
    handed = seen(facts.change, facts.handbook)
    return Order(asked.key, facts.branch, facts.head_sha, fixes, handed, _message(asked, fixes))


def result(asked: Order, facts: PullRequestFacts, commit: str | None, why: str) -> Record:
    """To be remembered of an order: the commit that was made, or why there is none, as Markdown."""
    return Record(APPLIED, asked.key, {"commit": commit, "why": why}, facts.talk.now)


def pressed(key: str, author: str, head_sha: str, now: datetime) -> Record:
    """To be remembered when the button is pressed by somebody who may write."""
    return Record(PRESSED, key, {"author": author, "head": head_sha}, now)


def records(facts: PullRequestFacts) -> tuple[Record, ...]:
    """What the head's own commit says was done, and a crash kept us from remembering."""
    known = {record.key for record in facts.talk.records if record.kind == APPLIED}
    asked = {one.key for one in _asked(facts)}
    new = {key: value for key, value in _done(facts).items() if key in asked - known}
    return tuple(Record(APPLIED, key, value, facts.talk.now) for key, value in new.items())


def replies(facts: PullRequestFacts) -> dict[str, Reply]:
    """What the commands came to, as far as it is not simply done."""
    done, said = _done(facts), {}
    for one in _asked(facts):
        if one.key in done:
            why = done[one.key].get("why") or ""
            said[one.key] = Reply("confused", why) if why else Reply("+1")
        elif facts.from_fork:
            said[one.key] = Reply("confused", FORK)
        elif facts.closed:
            said[one.key] = Reply("confused", CLOSED)
        elif one.head_sha != facts.head_sha:
            said[one.key] = Reply("confused", MOVED)
        else:
            said[one.key] = Reply("eyes")
    return said


def buttons(facts: PullRequestFacts, found: Verdict) -> tuple[Button, ...]:
    """The button, where pressing it would do something."""
    return (BUTTON,) if writes(facts) and any(finding.fix for finding in found.spoken) else ()


def writes(facts: PullRequestFacts) -> bool:
    """Whether Waypost may be asked to commit."""
    return bool(facts.branch) and not (facts.from_fork or facts.closed)


def _asked(facts: PullRequestFacts) -> list[_Asked]:
    """Who asked, oldest first."""
    given = commands.of(facts.talk.commands, "apply")
    by_word = [_Asked(it.key, it.author, it.head_sha, choice(it.argument)) for it in given]
    by_hand = [
        _Asked(record.key, record.value["author"], record.value["head"])
        for record in facts.talk.records
        if record.kind == PRESSED
    ]
    return [*by_word, *by_hand]


def _done(facts: PullRequestFacts) -> dict[str, dict[str, Any]]:
    """What came of orders: what is remembered, and what the head's own commit says of itself."""
    done = {record.key: record.value for record in facts.talk.records if record.kind == APPLIED}
    for line in facts.head_message.splitlines():
        name, _, key = line.partition(": ")
        if name == MARK:
            done.setdefault(key.strip(), {"commit": facts.head_sha, "why": ""})
    return done


def _harmless(title: str) -> str:
    """A line of a commit's message, in which GitHub looks for people to notify and issues to close."""
    return re.sub(r"[@#]|[Gg][Hh]-(?=\d)|://", lambda found: f"{found[0]}\u200b", plain(title, 200))


def _message(asked: _Asked, fixes: tuple[Fix, ...]) -> str:
    """The commit's message."""
    titles = list(dict.fromkeys(_harmless(fix.title) for fix in fixes))
    rows = [f"- {title}" for title in titles[:MAX_TITLES]]
    rows += [f"- and {len(titles) - MAX_TITLES} more"] if len(titles) > MAX_TITLES else []
    rows = ["Apply the fixes that Waypost suggests", "", *rows, ""]
    return "\n".join([*rows, f"Asked for by {plain(asked.author, 60)}.", "", f"{MARK}: {asked.key}"])
