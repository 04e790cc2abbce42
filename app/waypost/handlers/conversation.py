"""The one comment on an issue or pull request, composed of what each part of Waypost has to say there.

A part is a pure function of the facts that gives Markdown, or nothing. Handlers collect the parts and compose them;
the order is fixed, so that people find each thing where it was last time.
"""

from collections.abc import Mapping
from enum import IntEnum

from waypost.outcome import MAX_COMMENT

LEFT_OUT = "There is more to say than a comment holds."


class Part(IntEnum):
    """The parts of the comment, in the order in which they are shown."""

    ANSWERS = 1
    """What commands could not do, in a line each."""
    OUTCOME = 2
    """What came of work that is over."""
    ROUND = 3
    """The feedback round on a change of strategy."""
    CHECKS = 4
    """What the checks suggest."""
    CONTEXT = 5
    """The objective, and what the map says about it."""
    RESEARCH = 6
    """What is known from research."""
    PREVIEW = 7
    """What a change of Waypost's own files would change."""


def compose(parts: Mapping[Part, str | None]) -> str | None:
    """The comment out of its parts in their order; None where no part has anything to say.

    A part that no longer fits is left out whole, and so are those behind it.
    """
    shown: list[str] = []
    room = MAX_COMMENT - len(LEFT_OUT) - 2
    for _, text in sorted(parts.items()):
        body = (text or "").strip()
        room -= len(body) + 2
        if room < 0:
            shown.append(LEFT_OUT)
            break
        shown += [body] if body else []
    return "\n\n".join(shown) + "\n" if shown else None
