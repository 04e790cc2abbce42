"""What Waypost answers to commands: a reaction on the comment, and a line in the one comment where it could not act."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from waypost.commands import in_order
from waypost.outcome import Reaction
from waypost.rendering import Markdown, inline
from waypost.said import Command

SHOWN = 5
"""Lines at most."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one command comes to: done, under way, or not done, and a line that says why, for the comment."""

    reaction: Literal["+1", "eyes", "confused"] = "+1"
    line: str = ""


def replies(commands: Iterable[Command], special: Mapping[str, Reply] | None = None) -> dict[str, Reply]:
    """The reply to each command that stands there, by its key; `special` has those that are not just done."""
    found: dict[str, Reply] = {}
    for command in commands:
        if command.present:
            refused = Reply("confused", command.refused) if command.refused else Reply()
            found[command.key] = (special or {}).get(command.key, refused)
    return found


def reactions(commands: Iterable[Command], said: Mapping[str, Reply]) -> tuple[Reaction, ...]:
    """One reaction for each comment with commands: the gravest of them."""
    by_comment: defaultdict[str, set[str]] = defaultdict(set)
    for command in commands:
        if command.key in said:
            by_comment[command.node_id].add(said[command.key].reaction)
    return tuple(
        Reaction(node_id, next(content for content in ("confused", "eyes", "+1") if content in contents))
        for node_id, contents in by_comment.items()
    )


def section(commands: Iterable[Command], said: Mapping[str, Reply]) -> str | None:
    """A line for each person whose newest command came to something that must be told, newest first.

    Whoever gives another command has read it; whoever deletes theirs does not want it told.
    """
    newest: dict[str, Command] = {}
    for command in commands:
        if command.key in said:
            newest[command.author] = command
    told = [command for command in newest.values() if said[command.key].line]
    told.sort(key=in_order, reverse=True)
    rows = [_row(command, said[command.key].line) for command in told[:SHOWN]]
    return "\n".join(f"- {row}" for row in rows) or None


def _row(command: Command, line: str) -> Markdown:
    return Markdown(f"To {inline(command.author, 40)}: {line}")
