"""The stand-in on a port of 127.0.0.1."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from tests.standin.standin import StandIn


@contextmanager
def serve(standin: StandIn, port: int = 0) -> Iterator[str]:
    """Run the stand-in in a thread; gives its base address, under which GHES's `/api/v3` works too."""
    listener = socket.create_server(("127.0.0.1", port))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(standin, http="h11", log_config=None, lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    standin.state.api, standin.state.web = address, f"{address}/_page"
    thread.start()
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
