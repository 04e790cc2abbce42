"""A Waypost server as its own process, to be stopped, killed and started again."""

import asyncio
import hmac
import os
import resource
import signal
import socket
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx

SECRET = "a-secret-canary-that-nobody-may-print"
KEY_LINE = "Y2FuYXJ5LW9mLXRoZS1wcml2YXRlLWtleQ=="
KEY = f"-----BEGIN PRIVATE KEY-----\n{KEY_LINE}\n-----END PRIVATE KEY-----"
PATIENCE = 60


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """The victim of `tests.server.victim` in a directory of its own; `largest` bounds its files, like a full disk."""

    directory: Path
    port: int = field(default_factory=free_port)
    largest: int | None = None
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def done(self) -> Path:
        """What its job wrote."""
        return self.directory / "done"

    @property
    def log(self) -> str:
        """All it has printed so far."""
        return (self.directory / "log").read_text()

    async def start(self) -> None:
        """Come back when it is ready."""
        self.done.mkdir(exist_ok=True)
        environ = {
            **os.environ,
            "WAYPOST_APP_ID": "1",
            "WAYPOST_PRIVATE_KEY": KEY,
            "WAYPOST_WEBHOOK_SECRET": SECRET,
            "WAYPOST_DATA": str(self.directory / "data"),
            "WAYPOST_PORT": str(self.port),
        }
        with (self.directory / "log").open("ab") as log:
            command = [sys.executable, "-m", "tests.server.victim", str(self.done)]
            self.process = subprocess.Popen(command, env=environ, stdout=log, stderr=log, preexec_fn=self._limited)
        async with asyncio.timeout(PATIENCE), httpx.AsyncClient(base_url=self.url) as client:
            while not await ready(client):
                assert self.process.poll() is None, self.log
                await asyncio.sleep(0.05)

    def _limited(self) -> None:
        if self.largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.largest, self.largest))

    def kill(self) -> None:
        """As the kernel does it when memory runs out."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """As an operator does it; the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"


async def ready(client: httpx.AsyncClient) -> bool:
    """Whether the server answers that it can work."""
    try:
        return (await client.get("/readyz")).status_code == 200
    except httpx.TransportError:
        return False


async def deliver(client: httpx.AsyncClient, guid: str, body: bytes) -> int | None:
    """The status of the answer to one webhook, None when there was none."""
    headers = {
        "X-GitHub-Delivery": guid,
        "X-GitHub-Event": "pull_request",
        "X-Hub-Signature-256": "sha256=" + hmac.digest(SECRET.encode(), body, "sha256").hex(),
    }
    try:
        return (await client.post("/webhooks/github", content=body, headers=headers)).status_code
    except httpx.TransportError:
        return None
