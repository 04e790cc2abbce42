"""One thing that is wrong in a file people write for Waypost."""

from waypost.finding import Span
from waypost.frozen import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Where it is, and in one or two sentences what to write instead.

    Where a word there is perhaps a slip, `given` is that word and `meant` the one for it.
    """

    path: str
    span: Span
    message: str
    given: str = ""
    meant: str = ""

    @classmethod
    def at_line(cls, path: str, line: int, message: str) -> "Problem":
        """A problem of a line as a whole, or of what begins there."""
        return cls(path, Span(line, 1, line, 1), message)

    def __str__(self) -> str:
        """`file:line:column: message`, as editors and terminals link it."""
        return f"{self.path}:{self.span.line}:{self.span.column}: {self.message}"
