"""What the demo prints: events, decisions, and what people read on GitHub."""

import re
import sys
import textwrap

from tests.standin.entities import CheckRun, Comment, Review

_MARKER = re.compile(r"\s*<!-- waypost:.*?-->\s*")
_BOLD, _DIM, _END = ("\x1b[1m", "\x1b[2m", "\x1b[0m") if sys.stdout.isatty() else ("", "", "")


def heading(text: str) -> None:
    """One step of the story."""
    print(f"\n{_BOLD}{text}{_END}")


def event(name: str, seconds: float) -> None:
    """A webhook that was delivered and answered."""
    print(f"  event     {name}, answered in {seconds * 1000:.0f} ms")


def check_run(run: CheckRun | None) -> None:
    """The check run as GitHub shows it, with its annotations."""
    if run is None:
        return
    print(f"  check     {run.conclusion}: {run.title}")
    if run.conclusion == "neutral":
        _block(run.summary or "")
    for note in run.annotations:
        print(f"  {_DIM}beside{_END}    {note['path']}:{note['start_line']}")
        _block(note["message"])


def review(found: Review) -> None:
    """Suggestions beside the lines, as the author can take them with a click."""
    for remark in found.comments:
        print(f"  {_DIM}suggests{_END}  {remark.path}:{remark.line}")
        _block(_MARKER.sub("", remark.body))


def comment(found: Comment | None) -> None:
    """The comment as people read it (in Markdown)."""
    if found is None:
        print("  comment   none")
        return
    print(f"  comment   {'folded away' if found.folded else 'by ' + found.author.login}")
    _block(_MARKER.sub("", found.body))


def _block(text: str) -> None:
    print(textwrap.indent(text.strip(), f"  {_DIM}│{_END} ", lambda line: True))
