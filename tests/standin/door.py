"""The door of the stand-in, as an ASGI app: logs, faults, then an answer."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.standin import faults, graphql, page, reception
from tests.standin.call import Call, Query, Refusal, Reply
from tests.standin.faults import Fault, Kind
from tests.standin.rest.meta import limits
from tests.standin.state import State


@dataclass
class Seen:
    """One request as it came in; `status` is None until it is answered, and stays so where it never is."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    label: str
    status: int | None = None


class DroppedError(Exception):
    """The connection goes away without an answer."""


class StalledError(Exception):
    """No answer ever comes."""


class Door:
    """The ASGI app; `requests` is the log of what came in."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.faults = faults.Faults()
        self.requests: list[Seen] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer over a real connection: a drop closes it, a stall waits until the caller gives up."""
        if scope["type"] != "http":
            return
        try:
            response = await self.respond(Request(scope, receive))
        except ClientDisconnect:
            return
        except (DroppedError, StalledError) as fault:
            if isinstance(fault, DroppedError):
                _abort(send)
            await _gone(receive)
            return
        await response(scope, receive, send)

    async def respond(self, request: Request) -> Response:
        """The answer to a request; raises DroppedError or StalledError where a fault says so."""
        raw = await request.body()
        seen = _seen(request, raw)
        if seen.path.startswith("/_page/"):
            with self.state.lock:
                return page.show(self.state, seen.path)
        with self.state.lock:
            self.requests.append(seen)
            fault = self.faults.meet(seen.label)
        if fault is None:
            return self._answer(request, seen)
        if fault.kind is Kind.SLOW:
            await asyncio.sleep(fault.seconds)
            return self._answer(request, seen)
        return self._faulty(request, seen, fault)

    def _faulty(self, request: Request, seen: Seen, fault: Fault) -> Response:
        if fault.after_effect:
            self._answer(request, seen)
            seen.status = None
        if fault.kind is Kind.DROP:
            raise DroppedError
        if fault.kind is Kind.TIMEOUT:
            raise StalledError
        seen.status, body, headers = faults.answer(fault, self.state.now())
        return _json(Reply(seen.status, body, headers))

    def _answer(self, request: Request, seen: Seen) -> Response:
        with self.state.lock:
            reply, call = self._reply(request, seen)
            response = _conditional(seen, reply)
            response.headers.update(_common(self.state, call, len(self.requests)))
            self._count(call, response)
        seen.status = response.status_code
        return response

    def _reply(self, request: Request, seen: Seen) -> tuple[Reply, Call]:
        base = str(request.base_url).rstrip("/") + request.url.path.removesuffix(seen.path)
        call = Call(self.state, seen.method, seen.path, Query(seen.query), seen.headers, None, base)
        try:
            reception.admit(call, seen.body)
            if seen.path == "/graphql":
                return Reply(200, graphql.answer(call)), call
            return reception.answer(call), call
        except Refusal as refusal:
            return Reply(refusal.status, refusal.body), call
        except Exception as error:  # Whatever it is, tests that look at `violations` learn of it.
            self.state.violations.append(error)
            return Reply(500, {"message": f"The stand-in failed: {error}"}), call

    def _count(self, call: Call, response: Response) -> None:
        if response.status_code != 304 and call.path not in ("/rate_limit", "/search/code"):
            reception.count(call)


def _seen(request: Request, raw: bytes) -> Seen:
    path = _plain(request.url.path)
    label = f"{request.method} {path}"
    if path == "/graphql":
        label += f" {graphql.describe(raw)}"
    return Seen(request.method, path, dict(request.query_params), dict(request.headers), raw, label)


def _plain(path: str) -> str:
    """The path without what GHES puts before it."""
    return "/graphql" if path == "/api/graphql" else path.removeprefix("/api/v3")


def _json(reply: Reply) -> Response:
    if reply.body is None:
        return Response(status_code=reply.status, headers=reply.headers)
    if isinstance(reply.body, bytes):
        return Response(reply.body, reply.status, reply.headers)
    raw = json.dumps(reply.body, separators=(",", ":"), ensure_ascii=False).encode()
    return Response(raw, reply.status, reply.headers, "application/json; charset=utf-8")


def _conditional(seen: Seen, reply: Reply) -> Response:
    response = _json(reply)
    if seen.method != "GET" or reply.status != 200:
        return response
    etag = f'W/"{hashlib.sha256(bytes(response.body)).hexdigest()}"'
    if seen.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"etag": etag})
    response.headers["etag"] = etag
    return response


def _common(state: State, call: Call, number: int) -> dict[str, str]:
    bucket = limits(call)
    return {
        "x-github-request-id": f"C0DE:{number:04X}:{int(state.now().timestamp()):X}",
        "x-github-media-type": "github.v3; format=json",
        "x-github-api-version-selected": reception.VERSION,
        **{f"x-ratelimit-{name}": str(value) for name, value in bucket.items()},
    }


def _abort(send: Send) -> None:
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError("A drop needs a socket, or the client on `StandIn.transport()`.")
    transport.abort()


async def _gone(receive: Receive) -> None:
    message: MutableMapping[str, Any] = {}
    while message.get("type") != "http.disconnect":
        message = await receive()
