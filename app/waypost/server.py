"""The service: reads its configuration from the environment (nobody else does), puts the rooms together, and serves."""

import asyncio
import gc
import os
import re
import signal
import sys
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

import structlog
import uvicorn
from fastapi import FastAPI
from starlette.routing import Route

from waypost import logs, worker
from waypost.jobs.engine import Crew, Engine
from waypost.jobs.ground import Ground
from waypost.jobs.ledger import ledger_url
from waypost.jobs.retry import Pace
from waypost.web import health
from waypost.web.metrics import Metrics
from waypost.web.webhook import PATH, Webhook

COLLECTED_AFTER = 50_000
"""Objects after which Python looks for circles; a command, which ends soon, does so later."""
GRACE = 20.0
"""Seconds that running jobs get at a shutdown; what is not done by then is done after the next start."""
SHORTEST_SECRET = 16
LIBRARY = "library"
"""Folder of the data directory with the indexes of research notes, which can be deleted at any time."""
_LOCAL = {"localhost", "127.0.0.1", "::1"}

log = structlog.get_logger(__name__)


class ConfigError(ValueError):
    """The environment will not do; `problems` names every variable that needs a look, and what to write instead."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Config:
    """All that can be set from outside; secrets stay out of its repr."""

    app_id: str
    private_key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)
    github_api_url: str = "https://api.github.com"
    data: Path = Path("waypost-data")
    database_url: str | None = field(default=None, repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    log: logs.Format = "json"

    @classmethod
    def read(cls, environ: Mapping[str, str], *, terminal: bool = False) -> "Config":
        """The configuration in these variables; `terminal` makes logs pretty by default. Raises ConfigError."""
        read = _Reading(environ)
        config = cls(
            app_id=read.app_id(),
            private_key=read.private_key(),
            webhook_secrets=read.webhook_secrets(),
            github_api_url=read.github_api_url(),
            data=Path(environ.get("WAYPOST_DATA") or "waypost-data"),
            database_url=read.database_url(),
            host=environ.get("WAYPOST_HOST") or "127.0.0.1",
            port=read.port(),
            log=read.log(terminal),
        )
        if read.problems:
            raise ConfigError(read.problems)
        return config

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be printed."""
        password = urlsplit(self.database_url).password if self.database_url else None
        lines = [line for line in self.private_key.splitlines() if line and not line.startswith("-----")]
        return (*self.webhook_secrets, *lines, *([password] if password else []))


class _Reading:
    """One look at the environment that remembers every problem instead of stopping at the first."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[str] = []

    def app_id(self) -> str:
        value = self._environ.get("WAYPOST_APP_ID", "").strip()
        if not re.fullmatch(r"\d+|Iv\w+(\.\w+)?", value):
            found = f"is {value!r}" if value else "is missing"
            self._problem(
                f"WAYPOST_APP_ID {found}: write the App ID (digits) or client ID from the App's settings page."
            )
        return value

    def private_key(self) -> str:
        value = self._text("WAYPOST_PRIVATE_KEY").replace("\\n", "\n").strip()
        if value and not re.fullmatch(
            r"-----BEGIN [A-Z ]*PRIVATE KEY-----\n.+\n-----END [A-Z ]*PRIVATE KEY-----", value, re.S
        ):
            self._problem(
                f"{self._given('WAYPOST_PRIVATE_KEY')} is not a PEM private key: give the whole .pem file that GitHub"
                " gave you, from -----BEGIN to -----END; in the variable, line breaks may be written as \\n."
            )
        return value

    def webhook_secrets(self) -> tuple[str, ...]:
        values = tuple(self._text("WAYPOST_WEBHOOK_SECRET").split())
        if any(len(value) < SHORTEST_SECRET for value in values):
            self._problem(
                f"WAYPOST_WEBHOOK_SECRET has a secret of fewer than {SHORTEST_SECRET} characters: write a long"
                " random one, such as `openssl rand -hex 32` prints. Several are separated by spaces or line breaks."
            )
        return values

    def github_api_url(self) -> str:
        value = (self._environ.get("WAYPOST_GITHUB_API_URL") or "https://api.github.com").rstrip("/")
        parts = urlsplit(value)
        host = parts.hostname or ""
        fits = host.startswith("api.") or parts.path == "/api/v3"
        if host not in _LOCAL and (parts.scheme != "https" or not fits or "@" in parts.netloc):
            self._problem(
                f"WAYPOST_GITHUB_API_URL is {_shown(value)}: write https://api.github.com, https://api.TENANT.ghe.com"
                " (GitHub Enterprise Cloud with data residency) or https://HOST/api/v3 (GitHub Enterprise Server)."
            )
        return value

    def database_url(self) -> str | None:
        value = self._environ.get("WAYPOST_DATABASE_URL") or None
        if value and urlsplit(value).scheme not in ("postgresql", "postgres"):
            self._problem(
                "WAYPOST_DATABASE_URL is not a PostgreSQL address: write postgresql://USER:PASSWORD@HOST:5432/NAME, or"
                " leave it out to use SQLite files in WAYPOST_DATA."
            )
        return value.replace("postgres://", "postgresql://", 1) if value else None

    def port(self) -> int:
        value = self._environ.get("WAYPOST_PORT") or "8000"
        if not re.fullmatch(r"\d{1,5}", value) or int(value) > 65535:
            self._problem(f"WAYPOST_PORT is {value!r}: write a number from 0 (any free port) to 65535, such as 8000.")
            return 0
        return int(value)

    def log(self, terminal: bool) -> logs.Format:
        value = self._environ.get("WAYPOST_LOG") or ("pretty" if terminal else "json")
        if value not in ("json", "pretty"):
            self._problem(f"WAYPOST_LOG is {value!r}: write json or pretty.")
        return "pretty" if value == "pretty" else "json"

    def _given(self, name: str) -> str:
        """The variable that a secret came from, for an error message."""
        return f"{name}_FILE" if self._environ.get(f"{name}_FILE") else name

    def _text(self, name: str) -> str:
        """A secret from its variable or from the file that `<name>_FILE` names."""
        value, file = self._environ.get(name, ""), self._environ.get(f"{name}_FILE", "")
        if bool(value.strip()) == bool(file):
            both = "are both set: keep one" if file else "are both missing: set one"
            self._problem(f"{name} and {name}_FILE {both} of them.")
            return ""
        if not file:
            return value
        try:
            return Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "not a text file"
            self._problem(f"{name}_FILE is {file!r}, which cannot be read: {why}. Name a file that this user can read.")
            return ""

    def _problem(self, text: str) -> None:
        self.problems.append(text)


def _shown(url: str) -> str:
    """The URL for an error message, without what may be a password."""
    return repr(re.sub(r"//[^/]*@", "//…@", url))


def read_environment(overrides: Mapping[str, str]) -> Config:
    """The configuration of this process; `overrides` are variables that the command line sets. Raises ConfigError."""
    return Config.read({**os.environ, **overrides}, terminal=sys.stderr.isatty())


def crew(config: Config, metrics: Metrics) -> Crew:
    """The crew that answers deliveries on GitHub, as the App that is configured."""

    def requested(method: str, status: int | None) -> None:
        metrics.requested("none" if status is None else status)

    url = ledger_url(config.data, config.database_url)
    return partial(
        worker.crew, config.app_id, config.private_key, config.github_api_url, requested, url, config.data / LIBRARY
    )


def build(config: Config, crew: Crew, *, pace: Pace | None = None, metrics: Metrics | None = None) -> FastAPI:
    """The web application, with the engine started and stopped by its lifespan.

    `crew` makes the job in the engine's event loop (see `waypost.jobs.engine.Crew`). Raises AlreadyRunning, InboxError
    or OSError when the data directory cannot be used.
    """
    metrics = metrics or Metrics()
    ground = Ground(config.data)
    engine = Engine(ground, crew, database_url=config.database_url, pace=pace, observe=metrics.tried)
    metrics.watch(lambda: {state.value: count for state, count in engine.inbox.counts().items()})

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(engine.start)
        # What was imported stays for good; looking through all of it again and again would stall the door by 0.1 s.
        gc.collect()
        gc.freeze()
        gc.set_threshold(COLLECTED_AFTER)
        log.info("ready", data=str(config.data), database="postgresql" if config.database_url else "sqlite")
        try:
            yield
        finally:
            await asyncio.to_thread(engine.stop, GRACE)
            ground.close()
            log.info("stopped")

    secrets = [secret.encode() for secret in config.webhook_secrets]
    webhook = Webhook(secrets, engine.accept, engine.handled, accepted=metrics.accepted, refused=metrics.refused)
    app = FastAPI(
        title="Waypost",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        routes=[Route(PATH, webhook, methods=["POST"])],
    )
    app.include_router(health.routes(lambda: engine.running, engine.inbox.writable, metrics))
    app.state.engine = engine
    return app


def serve(config: Config, app: FastAPI) -> bool:
    """Serve until SIGTERM or SIGINT; False when the service could not start, or its engine died.

    A service that only accepts would look alive and answer nobody: whoever supervises it must see it end.
    """
    dead = threading.Event()
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=config.host,
            port=config.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=round(GRACE),
            lifespan="on",
        )
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        # uvicorn ends gracefully on these, then raises them once more, which would make a clean end look like a kill.
        signal.signal(number, _ignore)

    def end() -> None:
        dead.set()
        server.should_exit = True

    app.state.engine.died = end
    server.run()
    return server.started and not dead.is_set()


def _ignore(number: int, frame: FrameType | None) -> None:
    """Nothing is left to do."""
