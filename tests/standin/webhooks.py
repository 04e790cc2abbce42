"""Webhooks: built as GitHub builds them, signed, recorded, and sent when a test says so."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import uuid
from dataclasses import replace
from typing import Any

import httpx

from tests.standin import contract
from tests.standin.entities import JSON, App, Attempt, Delivery, Installation, Repository, User
from tests.standin.shapes import accounts, repositories
from tests.standin.state import State, node_id

MAX_BYTES = 25 * 1024 * 1024
"""GitHub never sends larger payloads."""

TIMEOUT_SECONDS = 10.0
"""GitHub gives up on a receiver after this long."""


def emit(
    state: State,
    repository: Repository,
    sender: User,
    event: str,
    payload: JSON,
    only: Installation | None = None,
) -> None:
    """Record a webhook for every App that covers the repository (or one of them) and subscribed to the event."""
    common = {
        "repository": repositories.repository(state, repository),
        "sender": accounts.user(state, sender),
    }
    for installation in state.installed(repository):
        if event in installation.app.events and only in (None, installation):
            ident = {"id": installation.id, "node_id": node_id("MDIz", installation.id)}
            body = {**payload, **{key: value for key, value in common.items() if key not in payload}}
            record(state, installation.app, event, {**body, "installation": ident}, installation, repository)


def record(
    state: State,
    app: App,
    event: str,
    payload: JSON,
    installation: Installation | None,
    repository: Repository | None,
) -> Delivery:
    """Sign a payload for an App and put it among the pending deliveries."""
    problems = contract.check_webhook(event, payload)
    if problems:
        state.violations.append(AssertionError(f"webhook {event}: " + "; ".join(problems)))
    raw = json.dumps(payload, separators=(",", ":"), ensure_ascii=False).encode()
    guid = str(uuid.uuid4())
    headers = _headers(app, event, guid, raw)
    delivery = Delivery(guid, event, payload.get("action"), payload, raw, headers, app, installation, repository)
    state.deliveries.append(delivery)
    if len(raw) <= MAX_BYTES:
        state.pending.append((delivery, False))
    return delivery


def _headers(app: App, event: str, guid: str, raw: bytes) -> dict[str, str]:
    headers = {
        "Accept": "*/*",
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/044aadd",
        "X-GitHub-Delivery": guid,
        "X-GitHub-Event": event,
        "X-GitHub-Hook-ID": str(app.id),
        "X-GitHub-Hook-Installation-Target-ID": str(app.id),
        "X-GitHub-Hook-Installation-Target-Type": "integration",
    }
    if app.webhook_secret is not None:
        headers |= signatures(app.webhook_secret, raw)
    return headers


def signatures(secret: str, raw: bytes) -> dict[str, str]:
    """The two signature headers over raw bytes."""
    key = secret.encode()
    return {
        "X-Hub-Signature": "sha1=" + hmac.new(key, raw, hashlib.sha1).hexdigest(),
        "X-Hub-Signature-256": "sha256=" + hmac.new(key, raw, hashlib.sha256).hexdigest(),
    }


def forged(delivery: Delivery, **changes: Any) -> Delivery:
    """A copy of a delivery with other bytes or headers, to be sent by hand."""
    return replace(delivery, **changes)


def send(state: State, delivery: Delivery, redelivery: bool, client: httpx.Client | None = None) -> Attempt:
    """Post one delivery to its App's address and note what came of it."""
    started = time.monotonic()
    try:
        status = _post(delivery, client)
    except httpx.HTTPError:
        status = 0
    return attempted(state, delivery, redelivery, status, time.monotonic() - started)


def _post(delivery: Delivery, client: httpx.Client | None) -> int:
    address = _address(delivery)
    if client is not None:
        return client.post(address, content=delivery.raw, headers=delivery.headers).status_code
    # Loading the certificates of the world would take longer than the delivery, which goes to this machine.
    with httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False, verify=False) as fresh:
        return fresh.post(address, content=delivery.raw, headers=delivery.headers).status_code


async def send_async(state: State, delivery: Delivery, redelivery: bool, client: httpx.AsyncClient) -> Attempt:
    """Post one delivery over an async client, for a receiver that runs in the same process."""
    started = time.monotonic()
    try:
        response = await client.post(_address(delivery), content=delivery.raw, headers=delivery.headers)
        status = response.status_code
    except httpx.HTTPError:
        status = 0
    return attempted(state, delivery, redelivery, status, time.monotonic() - started)


def _address(delivery: Delivery) -> str:
    if delivery.app.webhook_url is None:
        raise ValueError(f"The App {delivery.app.slug} has no webhook_url to deliver to.")
    return delivery.app.webhook_url


def attempted(state: State, delivery: Delivery, redelivery: bool, status: int, duration: float) -> Attempt:
    """Note one try to deliver."""
    with state.lock:
        attempt = Attempt(state.next_id(), delivery, state.now(), duration, status, redelivery)
        delivery.attempts.append(attempt)
    return attempt
