"""Which commands stand in a conversation, for which head each was given, and what must be remembered of that."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from waypost.commands.lines import Line, lines
from waypost.facts import Talk
from waypost.outcome import Record
from waypost.said import Command, Remark

HEAD = "head"
"""Kind of record: a head of the pull request (the key), and since when."""
SEEN = "command"
"""Kind of record: a command (the key), as it was first seen."""
GONE = "deleted"
"""Kind of record: a comment (the key) that was deleted."""
MOST = 500
"""Commands of one conversation that are considered, the newest of those who belong here before others'."""
EACH = 60
"""Commands of one person that are considered, the newest: nobody can talk others out of what they have said."""
_RANKS = {"OWNER": 0, "MEMBER": 0, "COLLABORATOR": 0, "CONTRIBUTOR": 1}


def head(sha: str, since: datetime) -> Record:
    """To be remembered when a push is heard of: what is written before it was written for another head."""
    return Record(HEAD, sha, None, since)


def gone(comment_id: int, now: datetime) -> Record:
    """To be remembered when a comment was deleted, since it may be one that is no longer read."""
    return Record(GONE, str(comment_id), None, now)


def given(talk: Talk, head_sha: str = "") -> tuple[Command, ...]:
    """The commands given so far, oldest first; `head_sha` is the present head of a pull request.

    What was seen and is deleted is among them, with `present` False. What is beyond the comments that are read counts
    as it was seen.
    """
    seen = {record.key: record for record in talk.records if record.kind == SEEN}
    heads = sorted((record.at, record.key) for record in talk.records if record.kind == HEAD)
    found = {command.key: command for remark in talk.remarks for command in _standing(remark, seen, heads, head_sha)}
    read = {remark.id for remark in talk.remarks}
    deleted = {record.key for record in talk.records if record.kind == GONE}
    for key, record in seen.items():
        if key not in found:
            comment_id = record.value["comment"]
            there = not talk.complete and comment_id not in read and str(comment_id) not in deleted
            found[key] = _remembered(key, record.value, there)
    return tuple(_kept(found.values()))


def people(commands: Iterable[Command]) -> tuple[str, ...]:
    """Those who gave these commands; first those who belong here, so that strangers cannot crowd them out."""
    return tuple(dict.fromkeys(command.author for command in sorted(commands, key=lambda it: (_rank(it), it.author))))


def _kept(commands: Iterable[Command]) -> list[Command]:
    """The commands that are considered where there are too many, oldest first."""
    each: Counter[str] = Counter()
    kept: list[Command] = []
    for command in sorted(commands, key=in_order, reverse=True):
        each[command.author] += 1
        kept += [command] if each[command.author] <= EACH else []
    return sorted(sorted(kept, key=_rank)[:MOST], key=in_order)


def _rank(command: Command) -> int:
    return _RANKS.get(command.association, 2)


def in_order(command: Command) -> tuple[datetime, int, str]:
    """The order in which commands were given; GitHub tells whole seconds only, and numbers comments as they come."""
    return command.given_at, command.comment_id, command.key


def sightings(commands: Iterable[Command], talk: Talk) -> tuple[Record, ...]:
    """What must be remembered of commands that are seen for the first time."""
    known = {record.key for record in talk.records if record.kind == SEEN}
    return tuple(
        Record(SEEN, command.key, _noted(command), talk.now) for command in commands if command.key not in known
    )


def _standing(
    remark: Remark, seen: Mapping[str, Record], heads: list[tuple[datetime, str]], head_sha: str
) -> Iterator[Command]:
    """The commands of one comment; those that somebody else edited in are none."""
    by_author = remark.edited_at is None or remark.editor.lower() == remark.author.lower()
    for line in lines(remark.body):
        key = _key(remark.id, line)
        if known := seen.get(key):
            yield _remembered(key, known.value | {"node": remark.node_id}, there=True)
        elif by_author:
            at = remark.edited_at or remark.created_at
            yield Command(
                key=key,
                name=line.name,
                argument=line.argument,
                author=remark.author,
                association=remark.association,
                comment_id=remark.id,
                node_id=remark.node_id,
                given_at=at,
                head_sha=_head_at(at, heads, head_sha) if head_sha else "",
            )


def _head_at(moment: datetime, heads: list[tuple[datetime, str]], present: str) -> str:
    """The head when something was written; in doubt the older one, since nobody can have seen the younger."""
    if not heads:
        return present
    return next((sha for since, sha in reversed(heads) if since < moment), heads[0][1])


def _key(comment_id: int, line: Line) -> str:
    text = f"{line.name} {line.argument}"
    return f"{comment_id}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:16]}"


def _noted(command: Command) -> dict[str, Any]:
    return {
        "name": command.name,
        "argument": command.argument,
        "author": command.author,
        "association": command.association,
        "comment": command.comment_id,
        "node": command.node_id,
        "at": command.given_at.isoformat(),
        "head": command.head_sha,
    }


def _remembered(key: str, noted: Mapping[str, Any], there: bool) -> Command:
    return Command(
        key=key,
        name=noted["name"],
        argument=noted["argument"],
        author=noted["author"],
        association=noted["association"],
        comment_id=noted["comment"],
        node_id=noted["node"],
        given_at=datetime.fromisoformat(noted["at"]),
        head_sha=noted["head"],
        present=there,
    )
