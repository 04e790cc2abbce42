"""What people ask of Waypost in comments: `/waypost <name> …` at the start of a line.

A command counts only from the author of the comment: never in quotes, code or HTML comments, never from a bot, and
never where somebody else has edited it in. It is given for the head that the pull request had when it was written, so
that nothing is done to a push nobody has seen.

Commands are read *level-triggered*: every look at an issue or pull request reads the commands that stand there now
(`given`), and what they lead to is worked out from all of them. A lost, doubled or late webhook therefore changes
nothing. Only what GitHub does not tell is kept in the ledger (`sightings`): for which head a line was written, and what
was said before it was deleted or scrolled out of what is read.

A new command is a file here with a `Kind`, and a line in `COMMANDS`. What it leads to is decided where the matter
belongs: handlers and pillars look for it in `facts.talk.commands`, for instance with `latest(commands, "objective")`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from waypost.commands import apply, context, link, objective, outcome, rounds, skip, unlink
from waypost.commands.kind import ISSUE, PULL_REQUEST, Kind, Place, Who
from waypost.commands.lines import Line, lines
from waypost.commands.sight import HEAD, SEEN, given, gone, head, in_order, people, sightings
from waypost.rendering import code
from waypost.rendering.language import meant
from waypost.said import Command, Permission

__all__ = [
    "COMMANDS",
    "HEAD",
    "ISSUE",
    "PULL_REQUEST",
    "SEEN",
    "Command",
    "Kind",
    "Line",
    "Permission",
    "Place",
    "Who",
    "given",
    "gone",
    "head",
    "in_order",
    "judged",
    "latest",
    "lines",
    "of",
    "people",
    "sightings",
    "unsure",
]

COMMANDS: Mapping[str, Kind] = {
    "apply": apply.KIND,
    **rounds.KINDS,
    "context": context.KIND,
    "link": link.KIND,
    "objective": objective.KIND,
    "outcome": outcome.KIND,
    "skip": skip.KIND,
    "unlink": unlink.KIND,
}
"""Every command by its name."""


def unsure(commands: Iterable[Command]) -> tuple[str, ...]:
    """The people of whom it must be known what they may do, to tell whether their commands are carried out."""
    return people(it for it in commands if it.name in COMMANDS and COMMANDS[it.name].who is not Who.ANYBODY)


def judged(
    commands: Iterable[Command], place: Place, author: str, permissions: Mapping[str, Permission]
) -> tuple[Command, ...]:
    """The commands with what people may do, and the reason where one is refused.

    `place` is where they were given, `author` whoever opened the issue or pull request.
    """
    return tuple(
        replace(known, refused=_refusal(known, place, author))
        for command in commands
        for known in [replace(command, permission=permissions.get(command.author, Permission.UNKNOWN))]
    )


def of(commands: Iterable[Command], *names: str) -> tuple[Command, ...]:
    """The commands of these names that count, oldest first."""
    return tuple(command for command in commands if command.counts and command.name in names)


def latest(commands: Iterable[Command], *names: str) -> Command | None:
    """The newest command of these names that counts."""
    return max(of(commands, *names), key=in_order, default=None)


def _refusal(command: Command, place: Place, author: str) -> str:
    kind = COMMANDS.get(command.name)
    if kind is None:
        close = meant(command.name, COMMANDS)
        return f"There is no {code(f'/waypost {command.name}', 60)}. {close}".strip()
    if place not in kind.places:
        return f"{code(kind.usage)} belongs on {kind.places_in_words}."
    if problem := kind.problem(command.argument):
        return f"{problem} Write {code(kind.usage)}"
    if not kind.allows(command, author):
        return f"{code(f'/waypost {command.name}')} needs {kind.who.value}."
    return ""
