"""Which operation of the description serves a concrete path."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import unquote

from tests.standin.contract.validation import description


def find_operation(method: str, path: str) -> tuple[str, dict[str, str]] | None:
    """The operation (`GET /repos/{owner}/{repo}`) that serves a path, and the values of its parameters, unquoted."""
    for operation, pattern in routes().get(method.upper(), ()):
        if match := pattern.fullmatch(path):
            return operation, {name: unquote(value or "") for name, value in match.groupdict().items()}
    return None


@cache
def routes() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """By method, the operations with the pattern of their paths, the most specific first."""
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for operation, described in sorted(description("rest")["operations"].items(), key=lambda item: generality(item[0])):
        method, _, template = operation.partition(" ")
        found.setdefault(method, []).append((operation, path_pattern(template, described["path"])))
    return found


def generality(operation: str) -> tuple[int, ...]:
    """Sorts `/issues/comments/{id}` before `/issues/{number}/comments`, and `/{ref}/status` before `/{ref}`."""
    return (*("{" in segment for segment in operation.split("/")), 2)


def path_pattern(template: str, parameters: Mapping[str, Any]) -> re.Pattern[str]:
    """A pattern for the paths of a template, where some parameters (`{ref}`) may hold slashes."""
    segments = [segment_pattern(segment, parameters) for segment in template.split("/")[1:]]
    if template.endswith("/contents/{path}"):
        segments[-1] = "(?P<path>.*)"  # The root of the repository has no path, and needs no slash.
        return re.compile("/" + "/".join(segments[:-1]) + "(?:/" + segments[-1] + ")?")
    return re.compile("/" + "/".join(segments))


def segment_pattern(segment: str, parameters: Mapping[str, Any]) -> str:
    """A literal, or the values of one parameter."""
    name = segment.strip("{}")
    if name == segment:
        return re.escape(segment)
    return f"(?P<{name}>{'.+' if parameters[name]['slashes'] else '[^/]+'})"
