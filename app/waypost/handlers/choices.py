"""The other way to settle a remark, which somebody has to decide upon: in the comment, behind the remark."""

import re
from pathlib import PurePosixPath

from waypost.checks import CHOICES
from waypost.finding import Choice, Edit, Finding
from waypost.handlers.verdicts import item
from waypost.rendering import Markdown, block, code, render

SHOWN = 3
"""Places whose lines are shown."""
MAX_LINES = 4_000
"""Characters of these lines."""


def remark(finding: Finding, applicable: bool) -> Markdown:
    """A finding as one list item with its choice, if it has one; `applicable` says whether Waypost may commit it."""
    if finding.choice is None:
        return item(finding)
    asked = code(
        f"/waypost apply {finding.choice.name}" if applicable else f"waypost check --fix {finding.choice.name}"
    )
    if not finding.choice.lines:
        return Markdown(f"{item(finding)} {asked} {CHOICES[finding.choice.name]}.")
    return Markdown(f"{item(finding)}\n{_indented(_folded(finding.choice, asked, applicable))}")


def _folded(choice: Choice, asked: Markdown, applicable: bool) -> str:
    places = [(code(f"{edit.path}:{edit.span.line}"), _code(edit)) for edit in choice.lines[:SHOWN]]
    also = any(edit not in choice.lines for edit in choice.fix.edits)
    words = {"places": places, "more": len(choice.lines) - len(places), "also": also, "asked": asked}
    return render(f"comments/{choice.name}.md.j2", words | {"applicable": applicable}).strip()


def _code(edit: Edit) -> Markdown:
    suffix = PurePosixPath(edit.path).suffix[1:].lower()
    return block(edit.text.rstrip()[:MAX_LINES], suffix if re.fullmatch("[a-z]{1,6}", suffix) else "")


def _indented(text: str) -> str:
    """Below the list item that it belongs to."""
    return "\n".join(f"  {line}" if line else "" for line in text.split("\n"))
