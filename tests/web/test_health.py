import sqlite3

import httpx
import pytest
from fastapi import FastAPI

from waypost.web import health
from waypost.web.metrics import Metrics


async def ask(
    path: str, *, running: bool = True, error: str | None = None, metrics: Metrics | None = None
) -> httpx.Response:
    async def writable() -> bool:
        if error is not None:
            raise sqlite3.OperationalError(error)
        return False

    app = FastAPI()
    app.include_router(health.routes(lambda: running, writable, metrics or Metrics()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://waypost") as client:
        return await client.get(path)


async def test_a_live_process_says_so_even_when_it_cannot_work() -> None:
    assert (await ask("/healthz", running=False, error="disk full")).status_code == 200


@pytest.mark.parametrize(
    ("running", "error", "problems"),
    [
        pytest.param(True, None, None, id="fine"),
        pytest.param(False, None, ["deliveries are not handled: the engine does not run"], id="no engine"),
        pytest.param(True, "disk full", ["deliveries cannot be stored: disk full"], id="no disk"),
    ],
)
async def test_readiness_names_what_does_not_work(running: bool, error: str | None, problems: list[str] | None) -> None:
    answer = await ask("/readyz", running=running, error=error)
    assert (answer.status_code, answer.json().get("problems")) == ((503 if problems else 200), problems)


async def test_figures_are_shown_for_what_was_reported() -> None:
    metrics = Metrics()
    metrics.watch(lambda: {"accepted": 3, "buried": 1})
    metrics.accepted("issues")
    metrics.refused("signature")
    metrics.tried("issues", "handled", 0.2)
    metrics.tried("issues", "ignored", 0.0)
    metrics.requested(200)
    lines = (await ask("/metrics", metrics=metrics)).text.splitlines()
    for line in (
        'waypost_accepted_total{event="issues"} 1.0',
        'waypost_refused_total{reason="signature"} 1.0',
        'waypost_tries_total{event="issues",result="handled"} 1.0',
        'waypost_tries_total{event="issues",result="ignored"} 1.0',
        'waypost_job_seconds_count{event="issues"} 1.0',
        'waypost_github_requests_total{status="200"} 1.0',
        'waypost_deliveries{state="accepted"} 3.0',
        'waypost_deliveries{state="buried"} 1.0',
    ):
        assert line in lines
