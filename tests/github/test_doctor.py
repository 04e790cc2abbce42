"""`waypost doctor` says what is amiss, where, and what to write there."""

from collections.abc import Callable

import httpx
import pytest

from tests.github.conftest import REPOSITORY, GitHub, MakeApp
from tests.standin import StandIn, serve
from waypost.cli import doctor as command
from waypost.cli.main import main
from waypost.github.doctor import examine
from waypost.github.needs import PERMISSIONS

SETTINGS = "https://github.com/organizations/waypost/settings/apps/waypost"


async def told(github: GitHub) -> dict[str, str]:
    """What is to be mended, by name of the probe."""
    return {probe.name: probe.message async for probe in examine(github.app) if not probe.ok}


async def test_all_is_well(github: GitHub) -> None:
    assert [(probe.name, probe.ok, probe.message) async for probe in examine(github.app)] == [
        ("credentials", True, "GitHub knows this App as waypost."),
        ("permissions", True, "The App has what it needs."),
        ("events", True, "The App is told of what it needs."),
        ("webhook", True, "Webhooks go to https://waypost.test/webhooks/github."),
        ("deliveries", True, "None yet: open an issue or a pull request where the App is installed."),
        ("installations", True, "Installed on acme, all repositories."),
    ]


def app_of(github: GitHub) -> object:
    return github.standin.state.apps[1]


def set_permissions(github: GitHub) -> None:
    github.standin.state.apps[1].permissions = {"metadata": "read", "checks": "read", "issues": "write"}


def set_events(github: GitHub) -> None:
    github.standin.state.apps[1].events = ["issues"]


def no_address(github: GitHub) -> None:
    github.standin.state.apps[1].webhook_url = None


def no_secret(github: GitHub) -> None:
    github.standin.state.apps[1].webhook_secret = None


def not_installed(github: GitHub) -> None:
    github.standin.state.installations.clear()


def not_accepted(github: GitHub) -> None:
    next(iter(github.standin.state.installations.values())).permissions = {**PERMISSIONS, "checks": "read"}


AILMENTS: dict[str, tuple[Callable[[GitHub], None], str, str]] = {
    "permissions": (
        set_permissions,
        "permissions",
        f"Set under Repository permissions at {SETTINGS}/permissions: Checks: write, Contents: write,"
        " Merge queues: read, Pull requests: write. Then each owner must accept the change.",
    ),
    "events": (
        set_events,
        "events",
        f"Tick under Subscribe to events at {SETTINGS}/permissions:"
        " Check run, Issue comment, Merge group, Pull request, Push.",
    ),
    "no address": (
        no_address,
        "webhook",
        f"No address is set. Activate the webhook at {SETTINGS} with https://HOST/webhooks/github.",
    ),
    "no secret": (
        no_secret,
        "webhook",
        f"Webhooks go to https://waypost.test/webhooks/github; at {SETTINGS}: set the secret to the one in"
        " WAYPOST_WEBHOOK_SECRET.",
    ),
    "not installed": (
        not_installed,
        "installations",
        "None. Install the App at https://github.com/apps/waypost/installations/new.",
    ),
    "not accepted": (
        not_accepted,
        "installations",
        "acme has not granted Checks: write: an owner must accept the new permissions at"
        " https://github.com/organizations/acme/settings/installations/{installation}.",
    ),
}


@pytest.mark.parametrize(("ail", "name", "message"), AILMENTS.values(), ids=AILMENTS.keys())
async def test_what_to_mend_and_where(ail: Callable[[GitHub], None], name: str, message: str, github: GitHub) -> None:
    installation = next(iter(github.standin.state.installations))
    ail(github)
    assert await told(github) == {name: message.format(installation=installation)}


async def test_a_delivery_that_did_not_arrive(github: GitHub) -> None:
    github.standin.open_issue(REPOSITORY, "One")
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda request: httpx.Response(502))) as client:
        await github.standin.deliver_with(client)
    message = (await told(github))["deliveries"]
    assert "did not arrive (502); of the last 2, 2 failed." in message
    assert f"{SETTINGS}/advanced" in message


async def test_deliveries_that_arrive_again(github: GitHub) -> None:
    for status in (502, 202):
        github.standin.open_issue(REPOSITORY, "One")
        answer = httpx.Response(status)
        async with httpx.AsyncClient(transport=httpx.MockTransport(lambda request, it=answer: it)) as client:
            await github.standin.deliver_with(client)
    assert await told(github) == {}


async def test_an_app_github_does_not_know(github: GitHub, make_app: MakeApp) -> None:
    github.standin.state.apps.clear()
    assert "WAYPOST_APP_ID and the private key belong to the same App" in (await told(github))["credentials"]


@pytest.mark.parametrize("kind", ["500", "timeout", "drop"])
@pytest.mark.parametrize(("match", "name"), [("GET /app$", "credentials"), ("GET /app/hook/deliveries", "GitHub")])
async def test_github_is_away(match: str, name: str, kind: str, github: GitHub) -> None:
    github.standin.fault(match, kind, times=3)
    assert list(await told(github)) == [name]


# --- The command.


@pytest.fixture
def configured(github: GitHub, private_key: str, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """A configuration in the environment that fits the stand-in, but for its address."""
    monkeypatch.setenv("WAYPOST_APP_ID", "1")
    monkeypatch.setenv("WAYPOST_PRIVATE_KEY", private_key)
    monkeypatch.setenv("WAYPOST_WEBHOOK_SECRET", "0123456789abcdef0123456789abcdef")
    return github.standin


@pytest.mark.parametrize(("ailing", "code"), [(False, 0), (True, 1)])
def test_the_command(
    ailing: bool,
    code: int,
    configured: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    private_key: str,
) -> None:
    if ailing:
        configured.state.apps[1].events = ["issues"]
    with serve(configured) as address:
        monkeypatch.setenv("WAYPOST_GITHUB_API_URL", address)
        assert main(["doctor"]) == code
    output, errors = capsys.readouterr()
    lines = [line[:4].strip() for line in output.splitlines()]
    assert lines == ["ok", "ok", "MEND" if ailing else "ok", "ok", "ok", "ok"]
    assert errors == ""
    assert private_key.splitlines()[1] not in output


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        pytest.param("WAYPOST_APP_ID", "", "WAYPOST_APP_ID is missing", id="no id"),
        pytest.param("WAYPOST_PRIVATE_KEY", "no key", "not a PEM private key", id="no key"),
        pytest.param(
            "WAYPOST_PRIVATE_KEY",
            "-----BEGIN RSA PRIVATE KEY-----\nbm9uZQ==\n-----END RSA PRIVATE KEY-----",
            "not an RSA private key",
            id="a key that is none",
        ),
    ],
)
def test_a_configuration_that_cannot_be_used(
    name: str,
    value: str,
    says: str,
    configured: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["doctor"]) == 2
    assert says in capsys.readouterr().err


def test_its_help_says_what_it_reads(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["doctor", "--help"])
    assert stopped.value.code == 0
    assert command.EPILOG in capsys.readouterr().out
