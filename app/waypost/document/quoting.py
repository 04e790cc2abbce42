"""Text from a repository, made fit to stand in a Markdown sentence."""

MAX_SHOWN = 80


def code(text: str) -> str:
    """`text` as a Markdown code span that it cannot break out of, shortened when long."""
    printable = "".join(character if character.isprintable() else " " for character in text.replace("`", "'"))
    line = " ".join(printable.split())
    return f"`{(line if len(line) <= MAX_SHOWN else line[: MAX_SHOWN - 1] + '…') or ' '}`"


def listed(values: tuple[str, ...], most: int = 6) -> str:
    """The first few values as code spans, and how many more there are."""
    more = f" and {len(values) - most} more" if len(values) > most else ""
    return ", ".join(code(value) for value in values[:most]) + more
