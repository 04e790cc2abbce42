import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from structlog.contextvars import bound_contextvars

from waypost import logs
from waypost.logs import HIDDEN, Redactor


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "secret",
    [
        "ghs_16C7e42F292c6912E7710c838347Ae178B4a",
        "github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz",
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA and cut off",
        "our-own-webhook-secret",
    ],
    ids=lambda secret: secret[:12],
)
@pytest.mark.parametrize("wrap", [str, lambda s: {"deep": [s]}, lambda s: ValueError(s)], ids=["text", "deep", "error"])
def test_what_looks_like_a_secret_is_hidden_wherever_it_stands(secret: str, wrap: object) -> None:
    cleaned = Redactor(["our-own-webhook-secret"]).clean(wrap(secret))  # type: ignore[operator]
    assert secret not in str(cleaned)
    assert "MIIEp" not in str(cleaned)
    assert HIDDEN in str(cleaned)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Authorization: Bearer abcdefgh123", f"Authorization: {HIDDEN}"),
        ("at postgresql://waypost:hunter2@db/x", f"at postgresql://{HIDDEN}@db/x"),
        ("octo/shop#12 at 6dcb09b5b57875f334f61aebed695e2e4193db5e", None),
        ("a token is missing", None),
    ],
)
def test_only_the_secret_part_is_hidden(text: str, cleaned: str | None) -> None:
    assert Redactor().clean(text) == (cleaned or text)


async def test_every_line_carries_the_delivery_whoever_wrote_it_and_in_whichever_thread() -> None:
    stream = io.StringIO()
    logs.configure("json", ["our-own-webhook-secret"], stream)
    with bound_contextvars(delivery="guid-1"):
        structlog.get_logger("ours").info("handled", number=3)
        await asyncio.to_thread(logging.getLogger("uvicorn.error").warning, "theirs: %s", "our-own-webhook-secret")
        try:
            raise RuntimeError("ghs_16C7e42F292c6912E7710c838347Ae178B4a")
        except RuntimeError:
            structlog.get_logger("ours").exception("failed")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(line["message"], line["delivery"], line["level"]) for line in lines] == [
        ("handled", "guid-1", "info"),
        (f"theirs: {HIDDEN}", "guid-1", "warning"),
        ("failed", "guid-1", "error"),
    ]
    assert f"RuntimeError: {HIDDEN}" in lines[2]["exception"]
    assert "ghs_" not in stream.getvalue()


def test_pretty_lines_are_for_people() -> None:
    stream = io.StringIO()
    logs.configure("pretty", stream=stream)
    structlog.get_logger("ours").info("handled", delivery="guid-1")
    assert "handled" in stream.getvalue()
    assert "delivery=guid-1" in stream.getvalue()
    assert not stream.getvalue().startswith("{")
