"""Who gets in, and what GitHub's own description says of what goes in and out."""

from __future__ import annotations

import json

from tests.standin import auth, contract, rest
from tests.standin.call import Call, Refusal, Reply, grants, not_found, parse_json
from tests.standin.entities import App, Token
from tests.standin.rest.meta import LIMIT
from tests.standin.routing import Caller, Route, find

assert rest.__all__, "importing the operations registers them"

VERSION = "2026-03-10"
"""The one API version spoken, with or without its header."""


def admit(call: Call, raw: bytes) -> None:
    """Find out who calls and what was sent; refuses as GitHub does before it looks at the path."""
    if not call.headers.get("user-agent"):
        raise Refusal(403, "Request forbidden by administrative rules. Please make sure your request has a User-Agent.")
    version = call.headers.get("x-github-api-version", VERSION)
    if version != VERSION:
        raise Refusal(400, f"{version} is not a supported version. Supported: {VERSION}")
    call.caller = auth.caller(call.state, call.headers.get("authorization"))
    call.body = parse_json(raw)
    _check_limit(call)


def _check_limit(call: Call) -> None:
    if not isinstance(call.caller, Token):
        return
    installation, moment = call.caller.installation, call.state.now().timestamp()
    if moment >= installation.window + 3600:
        installation.window, installation.used = moment, 0
    if installation.used >= LIMIT and call.path != "/rate_limit":
        raise Refusal(403, f"API rate limit exceeded for installation ID {installation.id}.")


def count(call: Call) -> None:
    """Take one request off the caller's limit."""
    if isinstance(call.caller, Token):
        call.caller.installation.used += 1


def answer(call: Call) -> Reply:
    """Answer a REST request; AssertionError where our answer breaks GitHub's description."""
    found = find(call.method, call.path)
    if found is None:
        raise Refusal(501, f"The stand-in does not implement {call.method} {call.path}.")
    route, call.params = found
    _check_caller(call, route)
    _check_repository(call, route)
    _check_request(call)
    reply = route.handler(call)
    if call.query.unread:
        raise Refusal(501, f"The stand-in does not implement {', '.join(sorted(call.query.unread))} of {call.path}.")
    _check_response(call, reply)
    return reply


def _check_caller(call: Call, route: Route) -> None:
    if route.caller is Caller.ANYBODY:
        return
    if call.caller is None:
        raise Refusal(401, "Requires authentication")
    if route.caller is Caller.APP and not isinstance(call.caller, App):
        raise Refusal(401, "A JSON web token could not be decoded")
    if route.caller is Caller.INSTALLATION and not isinstance(call.caller, Token):
        raise Refusal(401, "Bad credentials")


def _check_repository(call: Call, route: Route) -> None:
    if route.caller is not Caller.INSTALLATION:
        return
    if "repo" in call.params:
        name = f"{call.params['owner']}/{call.params['repo']}".lower()
        call.found = call.state.repositories.get(name)
        if call.found is None or not call.token.covers(call.found):
            raise not_found()
    if route.permissions and not any(grants(call.token.permissions, *needed) for needed in route.permissions):
        raise Refusal(403, "Resource not accessible by integration")


def _check_request(call: Call) -> None:
    problems = contract.check_request(call.method, call.path, call.query, call.body)
    if problems:
        raise Refusal(422, "Invalid request.\n\n" + "\n".join(problems), problems)


def _check_response(call: Call, reply: Reply) -> None:
    if isinstance(reply.body, bytes):
        return
    body = None if reply.body is None else json.loads(json.dumps(reply.body))
    problems = contract.check_response(call.method, call.path, reply.status, body)
    if problems:
        raise AssertionError(f"{call.method} {call.path} answered {reply.status}: " + "; ".join(problems))
