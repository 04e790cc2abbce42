"""Conversations and check runs as people see them on GitHub."""

from __future__ import annotations

from starlette.responses import HTMLResponse, Response

from tests.standin.state import State


def show(state: State, path: str) -> Response:
    """The page at a path under `/_page/`."""
    return HTMLResponse("not yet", 501)
