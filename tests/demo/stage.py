"""The demo's stage: a stand-in GitHub and Waypost itself, each on a port of this machine."""

import io
import secrets
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from fastapi import FastAPI

from tests.standin import StandIn, serve
from waypost import logs, server
from waypost.jobs.inbox import FAILED, SETTLED
from waypost.web.metrics import Metrics
from waypost.web.webhook import PATH

APP_ID = 1
PATIENCE = 60.0
"""Seconds in which a delivery must have been answered before the demo gives up on it."""


@dataclass(frozen=True)
class Stage:
    """GitHub, Waypost's web application, and the address of GitHub's pages."""

    github: StandIn
    app: FastAPI
    address: str
    log: io.StringIO

    def deliver(self) -> list[str]:
        """Send the webhooks that wait, and come back when each was handled; gives `event.action` of what people did.

        Raises TimeoutError when one is not handled in time.
        """
        before = [delivery for delivery in self.github.deliveries if delivery.attempts]
        self.github.deliver()
        counted = [
            delivery
            for delivery in self.github.deliveries
            # What Waypost itself does meanwhile is delivered with the next step.
            if delivery.attempts
            and delivery not in before
            and delivery.action in self.app.state.engine.handled.get(delivery.event, ())
        ]
        deadline = time.monotonic() + PATIENCE
        for delivery in counted:
            self._wait(delivery.guid, deadline)
        by_people = (delivery for delivery in counted if delivery.payload["sender"]["type"] != "Bot")
        return [f"{delivery.event}.{delivery.action}" for delivery in by_people]

    def _wait(self, guid: str, deadline: float) -> None:
        inbox = self.app.state.engine.inbox
        while (row := inbox.find(guid)) is None or row.state not in (*SETTLED, *FAILED):
            if time.monotonic() > deadline:
                raise TimeoutError(f"delivery {guid} is not answered after {PATIENCE:.0f} s")
            time.sleep(0.01)


@contextmanager
def staged(port: int = 0) -> Iterator[Stage]:
    """Start both, and end both cleanly; `port` is that of GitHub's pages, 0 for any."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    secret, listener, log = secrets.token_hex(32), socket.create_server(("127.0.0.1", 0)), io.StringIO()
    with tempfile.TemporaryDirectory(prefix="waypost-demo-") as folder, serve(github := StandIn(), port) as address:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}{PATH}"
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        github.add_app(APP_ID, public, webhook_url=url, webhook_secret=secret)
        config = server.Config(
            app_id=str(APP_ID),
            private_key=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
            webhook_secrets=(secret,),
            github_api_url=f"{address}/api/v3",
            data=Path(folder),
            log="pretty",
        )
        logs.configure(config.log, config.secrets, stream=log)
        app = server.build(config, server.crew(config, Metrics()))
        with _running(app, listener):
            yield Stage(github, app, address, log)
        github.close()


@contextmanager
def _running(app: FastAPI, listener: socket.socket) -> Iterator[None]:
    web = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="on"))
    thread = threading.Thread(target=web.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        while not web.started and thread.is_alive():
            time.sleep(0.01)
        if not web.started:
            raise RuntimeError("Waypost did not start")
        yield
    finally:
        web.should_exit = True
        thread.join()
        listener.close()
