"""Text cut to what GitHub takes, without leaving a code block open."""

CUT = "_Cut short here: there is more than GitHub shows in one place._"
FENCE = "```"


def fitting(text: str, limit: int) -> str:
    """The text, or as many of its first lines as fit into `limit` with a note that it was cut.

    Counted in bytes of UTF-8: GitHub documents "characters" and stores bytes, and bytes are never fewer than either
    code points or UTF-16 units, so this is safe whichever it means.
    """
    data = text.encode("utf-8", "replace")
    if len(data) <= limit:
        return text
    room = limit - len(f"\n{FENCE}\n\n{CUT}".encode())
    kept = data[:room].decode("utf-8", "ignore")
    whole_lines = kept.rpartition("\n")[0] or kept
    return f"{whole_lines}{_closing(whole_lines)}\n\n{CUT}"


def fitting_line(text: str, limit: int) -> str:
    """One line of at most `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _closing(text: str) -> str:
    fences = sum(line.lstrip().startswith(FENCE) for line in text.split("\n"))
    return f"\n{FENCE}" if fences % 2 else ""
