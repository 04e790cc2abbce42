"""Waypost's own pages in HTML, in which text from people is only text."""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from waypost.rendering import templates_folder


def page(name: str, variables: Mapping[str, object]) -> str:
    """A page out of `templates/pages/`, such as `events.html.j2`."""
    return _environment().get_template(name).render(variables)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(templates_folder() / "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
