"""`/waypost apply`: one commit with Waypost's fixes on the branch of the pull request."""

from waypost.commands.kind import PULL_REQUEST, Kind, Who, nothing

KIND = Kind(
    usage="/waypost apply",
    about="commits the fixes that are suggested, as the check run's button “Apply fixes” does",
    who=Who.WRITER,
    places=PULL_REQUEST,
    problem=nothing,
)
