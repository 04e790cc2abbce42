"""`/waypost apply [choice]`: one commit with Waypost's fixes, or those of a choice, on the pull request's branch."""

from waypost.checks import CHOICES
from waypost.commands.kind import PULL_REQUEST, Kind, Who
from waypost.rendering import code
from waypost.rendering.language import meant


def choice(argument: str) -> str:
    """What was asked for; empty for all that is made by default."""
    return argument.strip("`").lower()


def _problem(argument: str) -> str:
    asked = choice(argument)
    return "" if not asked or asked in CHOICES else f"There is no {code(asked, 60)} to apply. {meant(asked, CHOICES)}"


KIND = Kind(
    usage="/waypost apply [choice]",
    about="commits the fixes that are suggested, as the check run's button “Apply fixes” does, or those of a choice"
    " that a remark offers",
    who=Who.WRITER,
    places=PULL_REQUEST,
    problem=_problem,
)
