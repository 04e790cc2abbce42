"""What operators and their tools ask: does it live, can it work, how is it going."""

import sqlite3
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from waypost.web.metrics import CONTENT_TYPE, Metrics


def routes(running: Callable[[], bool], writable: Callable[[], Awaitable[bool]], metrics: Metrics) -> APIRouter:
    """`/healthz`, `/readyz`, `/metrics`; `running` says whether jobs are handled, `writable` raises sqlite3.Error."""
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        """The process lives and answers."""
        return {"status": "ok"}

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        """Deliveries can be stored and are handled; 503 says which of it does not work."""
        problems = [] if running() else ["deliveries are not handled: the engine does not run"]
        try:
            await writable()
        except sqlite3.Error as error:
            problems.append(f"deliveries cannot be stored: {error}")
        if problems:
            return JSONResponse({"status": "not ready", "problems": problems}, 503)
        return JSONResponse({"status": "ready"})

    @router.get("/metrics")
    async def figures() -> Response:
        """Prometheus' text format."""
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return router
