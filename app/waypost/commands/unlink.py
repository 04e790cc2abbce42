"""`/waypost unlink <note>`: a research note is not shown here any more, and never suggested here again."""

from waypost.commands.kind import Kind, Who, something

KIND = Kind(
    usage="/waypost unlink <note>",
    about="Takes a research note away from here for good: its id, its path, or its title.",
    who=Who.WRITER_OR_AUTHOR,
    problem=something,
)
