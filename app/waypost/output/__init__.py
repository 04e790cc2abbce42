"""A verdict as text, JSON, SARIF, workflow commands or Markdown."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the help of a command, which names the formats, should not wait for what a verdict is made of
    from waypost.finding import Verdict

FORMATS = ("text", "json", "sarif", "github", "markdown")


def rendered(verdict: "Verdict", name: str) -> str:
    """`verdict` in one of FORMATS; each is a module with `render(verdict) -> str`, loaded when asked for."""
    render: Callable[[Verdict], str] = import_module(f"waypost.output.{name}").render
    return render(verdict)
