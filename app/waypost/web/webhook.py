"""The door: checks the signature over the raw bytes, stores the delivery durably, answers 202; reads no JSON."""

import asyncio
import hmac
import re
import sqlite3
from collections.abc import Awaitable, Callable, Collection, Sequence

import structlog
from starlette.types import Message, Receive, Scope, Send

PATH = "/webhooks/github"
MAX_BODY = 25 * 1024 * 1024
"""Bytes; GitHub delivers nothing larger (its webhook documentation)."""

SECONDS = 30.0
"""How long a body may take to arrive; GitHub gives up after 10 (its webhook documentation)."""

Accept = Callable[[str, str, bytes], Awaitable[bool]]
"""Store a delivery (id, event, body); returns once it is on disk, False if it was there; raises sqlite3.Error."""

_GUID = re.compile(rb"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_EVENT = re.compile(rb"[a-z_]{1,64}")

log = structlog.get_logger(__name__)


class Refused(Exception):
    """A request that is not accepted: the status it gets, the reason for the figures, the text for whoever sent it."""

    def __init__(self, status: int, reason: str, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.reason = reason
        self.text = text


class Gone(Exception):
    """The sender hung up before the end; nobody is left to answer."""


class Webhook:
    """The ASGI application behind `POST /webhooks/github`; any of the secrets will do, so that they can be changed."""

    def __init__(
        self,
        secrets: Sequence[bytes],
        accept: Accept,
        handled: Collection[str],
        *,
        accepted: Callable[[str], None] = lambda event: None,
        refused: Callable[[str], None] = lambda reason: None,
    ) -> None:
        if not secrets or not all(secrets):
            raise ValueError("a webhook without a secret would believe everybody")
        self._secrets = tuple(secrets)
        self._accept = accept
        self._handled = handled
        self._accepted = accepted
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        try:
            status, text = await self._answer(dict(scope["headers"]), receive)
        except Gone:
            self._refused("disconnected")
            return
        except Refused as refusal:
            self._refused(refusal.reason)
            status, text = refusal.status, refusal.text
        await _respond(send, status, text)

    async def _answer(self, headers: dict[bytes, bytes], receive: Receive) -> tuple[int, str]:
        guid, event, signature = _required(headers)
        try:
            async with asyncio.timeout(SECONDS):
                body = await _body(headers, receive)
        except TimeoutError:
            raise Refused(408, "slow", f"The body did not arrive within {SECONDS:.0f} seconds.\n") from None
        if not self._signed(body, signature):
            raise Refused(
                401, "signature", "The signature does not match. Is the webhook secret the same on both sides?\n"
            )
        if event not in self._handled:
            self._refused("not handled")
            return 202, "Nothing to do for this event.\n"
        try:
            new = await self._accept(guid, event, body)
        except sqlite3.Error:
            # The inbox logged why. GitHub lists the delivery as failed, so it can be sent again.
            raise Refused(503, "storage", "The delivery could not be stored. Please redeliver it later.\n") from None
        if new:
            self._accepted(event)
        return 202, "Accepted.\n" if new else "Accepted before.\n"

    def _signed(self, body: bytes, signature: bytes) -> bool:
        # All secrets are tried, so that the time taken does not tell which one fits.
        matches = [
            hmac.compare_digest(b"sha256=" + hmac.digest(secret, body, "sha256").hex().encode(), signature)
            for secret in self._secrets
        ]
        return any(matches)


def _required(headers: dict[bytes, bytes]) -> tuple[str, str, bytes]:
    guid = headers.get(b"x-github-delivery", b"")
    event = headers.get(b"x-github-event", b"")
    if not _GUID.fullmatch(guid) or not _EVENT.fullmatch(event):
        raise Refused(400, "headers", "X-GitHub-Delivery and X-GitHub-Event are needed, as GitHub sends them.\n")
    signature = headers.get(b"x-hub-signature-256")
    if signature is None:
        raise Refused(401, "unsigned", "X-Hub-Signature-256 is missing. Set a secret for the webhook on GitHub.\n")
    return guid.decode(), event.decode(), signature


async def _body(headers: dict[bytes, bytes], receive: Receive) -> bytes:
    """The whole body, counted as it comes, because a declared length may be missing or untrue."""
    declared = headers.get(b"content-length", b"0")
    if declared.isdigit() and int(declared[:20]) > MAX_BODY:
        raise _too_large()
    chunks: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MAX_BODY:
            raise _too_large()
        chunks.append(chunk)
        more = message.get("more_body", False)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _too_large() -> Refused:
    return Refused(413, "too large", f"More than {MAX_BODY} bytes; GitHub sends no such delivery.\n")


async def _respond(send: Send, status: int, text: str) -> None:
    body = text.encode()
    start: Message = {
        "type": "http.response.start",
        "status": status,
        "headers": [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())],
    }
    await send(start)
    await send({"type": "http.response.body", "body": body})
