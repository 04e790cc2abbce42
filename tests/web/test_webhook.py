import asyncio
import hmac
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Message

from waypost.web import webhook
from waypost.web.webhook import MAX_BODY, PATH, Webhook

OLD, NEW = b"the-secret-before", b"the-secret-after-it"
BODY = b'{"action": "opened"}'


def signed(body: bytes = BODY, secret: bytes = NEW) -> dict[str, str]:
    """The headers GitHub sends."""
    return {
        "X-GitHub-Delivery": "0b989ba4-242f-11e5-81e1-c7b6966d2516",
        "X-GitHub-Event": "pull_request",
        "X-Hub-Signature-256": "sha256=" + hmac.digest(secret, body, "sha256").hex(),
        "Content-Length": str(len(body)),
    }


@dataclass
class Door:
    """The webhook behind its route, with an inbox in memory."""

    stored: dict[str, bytes] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    broken: bool = False

    async def accept(self, guid: str, event: str, body: bytes) -> bool:
        """What the engine does, in short."""
        if self.broken:
            raise sqlite3.OperationalError("database or disk is full")
        return self.stored.setdefault(guid, body) is body

    async def post(
        self, headers: dict[str, str], chunks: list[bytes], method: str = "POST", cut: bool = False
    ) -> int | None:
        """The status of the answer to a body in these chunks, None when there was none; `cut` hangs up after them."""
        hook = Webhook(
            [OLD, NEW], self.accept, {"pull_request"}, accepted=self.accepted.append, refused=self.refused.append
        )
        scope = {
            "type": "http",
            "method": method,
            "path": PATH,
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
        }
        sent: list[Message] = []
        incoming = self._messages(chunks, cut)

        async def send(message: Message) -> None:
            sent.append(message)

        await Starlette(routes=[Route(PATH, hook, methods=["POST"])])(scope, incoming.__anext__, send)
        return next((message["status"] for message in sent if message["type"] == "http.response.start"), None)

    async def _messages(self, chunks: list[bytes], cut: bool) -> AsyncIterator[Message]:
        for number, chunk in enumerate(chunks, 1):
            yield {"type": "http.request", "body": chunk, "more_body": cut or number < len(chunks)}
        yield {"type": "http.disconnect"}


def but(**changes: str | None) -> dict[str, str]:
    """Good headers with some changed, or left out (None)."""
    headers = signed() | {name.replace("_", "-"): value for name, value in changes.items() if value is not None}
    return {name: value for name, value in headers.items() if changes.get(name.replace("-", "_"), "") is not None}


FORGED = "sha256=" + "0" * 64


@pytest.mark.parametrize(
    ("headers", "chunks", "status", "reason"),
    [
        pytest.param(signed(), [BODY], 202, None, id="good"),
        pytest.param(signed(), [BODY[:5], BODY[5:], b""], 202, None, id="good in chunks"),
        pytest.param(signed(secret=OLD), [BODY], 202, None, id="signed with the secret before"),
        pytest.param(but(X_Hub_Signature_256=FORGED), [BODY], 401, "signature", id="forged"),
        pytest.param(but(X_Hub_Signature_256="sha256=é"), [BODY], 401, "signature", id="no hexadecimal"),
        pytest.param(but(X_Hub_Signature_256="sha1=" + "0" * 40), [BODY], 401, "signature", id="SHA-1"),
        pytest.param(but(X_Hub_Signature_256=None), [BODY], 401, "unsigned", id="unsigned"),
        pytest.param(signed(), [BODY + b" "], 401, "signature", id="one byte more"),
        pytest.param(signed(), [BODY[:-1]], 401, "signature", id="truncated"),
        pytest.param(signed(), [b""], 401, "signature", id="empty"),
        pytest.param(but(X_GitHub_Delivery=None), [BODY], 400, "headers", id="no id"),
        pytest.param(but(X_GitHub_Event=None), [BODY], 400, "headers", id="no event"),
        pytest.param(but(X_GitHub_Delivery="../../etc"), [BODY], 400, "headers", id="an id that is a path"),
        pytest.param(but(X_GitHub_Delivery="a" * 65), [BODY], 400, "headers", id="an id too long"),
        pytest.param(but(X_GitHub_Event="pull request"), [BODY], 400, "headers", id="an event with a space"),
        pytest.param(but(Content_Length=str(MAX_BODY + 1)), [BODY], 413, "too large", id="said to be oversize"),
        pytest.param(but(Content_Length="9" * 5000), [BODY], 413, "too large", id="a length of 5000 digits"),
        pytest.param(but(X_GitHub_Event="ping"), [BODY], 202, "not handled", id="an event nobody handles"),
    ],
)
async def test_only_what_github_signed_is_stored(
    headers: dict[str, str], chunks: list[bytes], status: int, reason: str | None
) -> None:
    door = Door()
    assert await door.post(headers, chunks) == status
    assert door.refused == ([reason] if reason else [])
    assert list(door.stored.values()) == ([BODY] if reason is None else [])


@pytest.mark.parametrize("declared", [None, "20"], ids=["chunked", "a length that lies"])
async def test_a_body_that_turns_out_oversize_is_cut_off(monkeypatch: pytest.MonkeyPatch, declared: str | None) -> None:
    monkeypatch.setattr(webhook, "MAX_BODY", 1000)
    door = Door()
    headers = but(Content_Length=declared)
    assert await door.post(headers, [b"x" * 400] * 1000) == 413
    assert door.stored == {}


async def test_the_largest_delivery_github_sends_is_accepted() -> None:
    body = b" " * MAX_BODY
    assert await Door().post(signed(body), [body]) == 202
    assert await Door().post(but(Content_Length=None), [body, b"!"]) == 413


async def test_a_sender_who_sends_without_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def drip(_self: Door, _chunks: list[bytes], _cut: bool) -> AsyncIterator[Message]:
        yield {"type": "http.request", "body": BODY[:5], "more_body": True}
        await asyncio.Event().wait()

    monkeypatch.setattr(webhook, "SECONDS", 0.01)
    monkeypatch.setattr(Door, "_messages", drip)
    door = Door()
    assert await door.post(signed(), []) == 408
    assert (door.stored, door.refused) == ({}, ["slow"])


async def test_a_sender_who_hangs_up_gets_no_answer_and_leaves_nothing() -> None:
    door = Door()
    assert await door.post(signed(), [BODY[:5]], cut=True) is None
    assert (door.stored, door.refused) == ({}, ["disconnected"])


async def test_a_duplicate_is_accepted_without_being_counted_twice() -> None:
    door = Door()
    assert [await door.post(signed(), [BODY]), await door.post(signed(), [bytes(bytearray(BODY))])] == [202, 202]
    assert door.accepted == ["pull_request"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
async def test_nothing_but_post_is_answered(method: str) -> None:
    assert await Door().post(signed(), [BODY], method=method) == 405


async def test_what_cannot_be_stored_is_refused_so_that_github_lists_it_as_failed() -> None:
    door = Door(broken=True)
    assert await door.post(signed(), [BODY]) == 503
    assert (door.accepted, door.refused) == ([], ["storage"])


@pytest.mark.parametrize("secrets", [[], [b""], [NEW, b""]], ids=["none", "an empty one", "an empty one among others"])
def test_a_webhook_without_a_secret_is_not_built(secrets: list[bytes]) -> None:
    with pytest.raises(ValueError, match="secret"):
        Webhook(secrets, Door().accept, {"pull_request"})
