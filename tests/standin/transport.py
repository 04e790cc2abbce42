"""A way into the stand-in without a socket."""

from __future__ import annotations

from typing import Any

import httpx
from starlette.requests import Request

from tests.standin.door import Door, DroppedError, StalledError


class InProcess(httpx.AsyncBaseTransport):
    """Calls the stand-in in the same process; a drop raises ReadError, a stall ReadTimeout at once."""

    def __init__(self, door: Door) -> None:
        self.door = door

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        raw = await request.aread()
        try:
            response = await self.door.respond(Request(_scope(request), _receiver(raw)))
        except DroppedError as error:
            raise httpx.ReadError("the connection was dropped", request=request) from error
        except StalledError as error:
            raise httpx.ReadTimeout("no answer came", request=request) from error
        return httpx.Response(response.status_code, headers=response.raw_headers, content=bytes(response.body))


def _scope(request: httpx.Request) -> dict[str, Any]:
    return {
        "type": "http",
        "method": request.method,
        "scheme": request.url.scheme,
        "server": (request.url.host, request.url.port),
        "path": request.url.path,
        "root_path": "",
        "query_string": request.url.query,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
    }


def _receiver(raw: bytes) -> Any:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": raw, "more_body": False}

    return receive
