"""Words for people out of templates: Waypost's own in `templates/`, and those of a repository within bounds."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import DictLoader, Environment, StrictUndefined, Template

from waypost.document import Problem
from waypost.rendering.contexts import VARIABLES
from waypost.rendering.filters import FILTERS, text
from waypost.rendering.language import RenderingError, checked
from waypost.rendering.markdown import Markdown, block, code, inline, link, plain, prose
from waypost.rendering.sandbox import render_within_bounds

__all__ = [
    "FILTERS",
    "VARIABLES",
    "Markdown",
    "RenderingError",
    "block",
    "code",
    "inline",
    "link",
    "plain",
    "problems_in_template",
    "prose",
    "render",
    "render_within_bounds",
    "templates_folder",
]


def templates_folder() -> Path:
    """`templates/`: in a wheel inside the package, in the source tree beside `app/`."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent.parent / "templates"


_INCLUDED = re.compile(r'\{% include "([^"]+)" %\}\n')
"""Parts are put in while the templates are read, so that a whole one can be taken as a repository's own."""


def _sources() -> dict[str, str]:
    folder = templates_folder()
    found = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.md.j2"))}
    return {name: _INCLUDED.sub(lambda part: found[part[1]], text) for name, text in found.items()}


SOURCES = _sources()
"""Waypost's own Markdown templates by name, read once; rendering opens no file."""


def render(name: str, variables: Mapping[str, object]) -> str:
    """One of Waypost's own templates, such as `comments/pull_request.md.j2`, with text from people made harmless."""
    return re.sub(r"\n{3,}", "\n\n", _template(name).render(variables)).strip() + "\n"


def problems_in_template(path: str, source: str) -> tuple[Problem, ...]:
    """What is wrong in a repository's context template at `path`, as far as it can be told without rendering it."""
    try:
        checked(path, source, frozenset(VARIABLES))
    except RenderingError as error:
        return (Problem.at_line(path, error.line, error.message),)
    return ()


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(  # noqa: S701 `finalize` does for Markdown what autoescape does for HTML
        loader=DictLoader(SOURCES), undefined=StrictUndefined, finalize=_shown, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters = dict(FILTERS)
    return environment


def _shown(value: object) -> str:
    return str(value) if isinstance(value, Markdown) else str(inline(text(value)))
