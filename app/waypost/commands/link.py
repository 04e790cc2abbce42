"""`/waypost link <note>`: the issue or pull request shows a research note, as if it named it."""

from waypost.commands.kind import Kind, Who, something

KIND = Kind(
    usage="/waypost link <note>",
    about="Shows a research note here: its id, its path, or its title.",
    who=Who.WRITER_OR_AUTHOR,
    problem=something,
)
