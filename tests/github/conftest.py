"""An App at the stand-in, a repository it is installed on, and a clock that moves when told to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.standin import StandIn
from tests.standin.door import Seen
from waypost.github.client import App, Client
from waypost.github.needs import EVENTS, PERMISSIONS

REPOSITORY = "acme/shop"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the short key pass without a word, in whichever test has it."""
    for item in items:
        if "private_key" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning"))


@pytest.fixture(scope="session")
def private_key() -> str:
    """An RSA private key in PEM; a short one, as reading a long one takes longer than most of the tests."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return pem.decode()


@pytest.fixture(scope="session")
def public_key(private_key: str) -> str:
    """Its public half in PEM."""
    key = serialization.load_pem_private_key(private_key.encode(), None).public_key()
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


class Clock:
    """A clock that moves when told to, and a sleep that moves it."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


MakeApp = Callable[..., App]


@pytest.fixture
def make_app(private_key: str, clock: Clock) -> MakeApp:
    """An App over a transport, with the clock of the test."""

    def make(transport: httpx.AsyncBaseTransport, base_url: str = "https://api.github.com", **more: object) -> App:
        return App(1, private_key, base_url, transport, clock, clock.sleep, **more)  # type: ignore[arg-type]

    return make


@dataclass
class GitHub:
    """The stand-in with the App installed on `acme`, and the requests it saw besides those for tokens."""

    standin: StandIn
    app: App
    client: Client

    @property
    def mark(self) -> int:
        return len(self.standin.requests)

    def since(self, mark: int) -> list[str]:
        """Labels of the requests since a mark."""
        return [seen.label for seen in self.seen(mark)]

    def seen(self, mark: int = 0) -> list[Seen]:
        return [seen for seen in self.standin.requests[mark:] if not seen.label.endswith("/access_tokens")]

    def writes(self, mark: int = 0) -> list[str]:
        """Labels of the requests that change something."""
        return [label for label in self.since(mark) if not label.startswith("GET ") and "graphql query" not in label]


@pytest.fixture
def github(public_key: str, make_app: MakeApp) -> Iterator[GitHub]:
    standin = StandIn()
    standin.add_app(1, public_key, PERMISSIONS, EVENTS, "https://waypost.test/webhooks/github", "a-webhook-secret")
    standin.add_repository(REPOSITORY, {"README.md": "# Shop\n", "src/app.ts": "start()\n"})
    installation = standin.add_installation("acme")
    app = make_app(standin.transport())
    yield GitHub(standin, app, app.installation(installation.id))
    standin.close()
    assert standin.violations == []
