"""Front matter: the YAML between two lines `---` at the head of a text."""

import re

from waypost.frozen import dataclass
from waypost.patterns import late

MAX_FRONT = 64_000
"""Characters of front matter; what is longer is a document that misses its closing `---`."""
_OPEN = late(r"---[ \t]*\n")
_CLOSE = late(r"^(---|\.\.\.)[ \t]*$\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parted:
    """A text without its front matter; `body_line` is the line of the file at which the body begins.

    `front` begins at line 2 and is None where there is none; `open` says that it does not end.
    """

    front: str | None
    body: str
    body_line: int = 1
    open: bool = False


def part(text: str) -> Parted:
    """The front matter and the body of a text."""
    text = text.replace("\r\n", "\n")
    opened = _OPEN.match(text)
    if opened is None:
        return Parted(None, text)
    closed = _CLOSE.search(text, opened.end())
    if closed is None or closed.start() > MAX_FRONT:
        return Parted(None, text, open=True)
    body_line = text.count("\n", 0, closed.end()) + 1
    return Parted(text[opened.end() : closed.start()], text[closed.end() :], body_line)
