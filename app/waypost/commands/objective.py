"""`/waypost objective <id>` ties an issue or pull request to an objective, `/waypost objective none` to none at all."""

from waypost.commands.kind import Kind, Who

NONE = "none"


def _problem(argument: str) -> str:
    if not argument.strip("` "):
        return "Say which objective."
    return "An id is a single word." if " " in argument or len(argument) > 100 else ""


KIND = Kind(
    "/waypost objective <id>",
    "Ties this to an objective of the map; `none` ties it to nothing, and nothing is suggested.",
    who=Who.WRITER_OR_AUTHOR,
    problem=_problem,
)
