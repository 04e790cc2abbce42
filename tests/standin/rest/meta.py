"""What the stand-in is, and what is left of the caller's rate limit."""

from __future__ import annotations

from tests.standin.call import Call, Reply
from tests.standin.entities import JSON, Token
from tests.standin.routing import Caller, route
from tests.standin.shapes import repositories

LIMIT = 5_000
"""Requests an hour for one installation."""
SEARCHES = 10
"""Searches of code a minute, which count nowhere else."""


@route("GET", "/meta", caller=Caller.ANYBODY)
def get_meta(call: Call) -> Reply:
    """Facts about this GitHub."""
    return Reply(200, {"verifiable_password_authentication": False})


@route("GET", "/rate_limit", caller=Caller.ANYBODY)
def get_rate_limit(call: Call) -> Reply:
    """What is left of the limits; asking is free."""
    core = limits(call)
    rest = {name: {**core, "resource": name} for name in ("core", "search", "graphql")}
    return Reply(200, {"resources": rest, "rate": core})


def limits(call: Call) -> JSON:
    """Limit, used, remaining and reset of the caller's bucket."""
    now = call.state.now().timestamp()
    if call.path == "/search/code" and isinstance(call.caller, Token):
        used, window = call.caller.installation.searches, call.caller.installation.searching or now
        left = {"limit": SEARCHES, "used": used, "remaining": max(SEARCHES - used, 0), "reset": int(window + 60)}
        return {**left, "resource": "code_search"}
    used, window = 0, now
    if isinstance(call.caller, Token):
        used, window = call.caller.installation.used, call.caller.installation.window or now
    return {"limit": LIMIT, "used": used, "remaining": LIMIT - used, "reset": int(window + 3600), "resource": "core"}


@route("GET", "/repos/{owner}/{repo}", ("metadata", "read"))
def get_repository(call: Call) -> Reply:
    """A repository."""
    return Reply(200, repositories.repository(call.state, call.repository))
