"""Which function answers which REST request, and what its caller must be allowed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from tests.standin.call import Call, Reply

Handler = Callable[[Call], Reply]


class Caller(Enum):
    """Who may call: anybody, an App with its JWT, or an installation with its token."""

    ANYBODY = auto()
    APP = auto()
    INSTALLATION = auto()


@dataclass(frozen=True)
class Route:
    """One operation: the permission is a name and a level, such as ("checks", "write")."""

    method: str
    pattern: re.Pattern[str]
    handler: Handler
    caller: Caller
    permissions: tuple[tuple[str, str], ...]


ROUTES: list[Route] = []

_CONVERTERS = {"": r"[^/]+", ":path": r".+", ":int": r"\d+", ":any": r".*"}


def route(
    method: str, template: str, *permissions: tuple[str, str], caller: Caller = Caller.INSTALLATION
) -> Callable[[Handler], Handler]:
    """Register a handler for `GET /repos/{owner}/{repo}/contents/{path:path}` and the like.

    Any one of the permissions is enough, as for conversations, which `issues` and `pull_requests` both open.
    """

    def register(handler: Handler) -> Handler:
        ROUTES.append(Route(method, _compiled(template), handler, caller, permissions))
        return handler

    return register


def _compiled(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)(:\w+)?\}", template)
    out = re.escape(parts[0])
    for name, kind, rest in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        out += f"(?P<{name}>{_CONVERTERS[kind or '']})" + re.escape(rest)
    return re.compile(out)


def find(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The first route for a request, and what its path says."""
    for candidate in ROUTES:
        match = candidate.pattern.fullmatch(path)
        if candidate.method == method and match:
            return candidate, match.groupdict()
    return None
