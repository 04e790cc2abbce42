"""Asks GitHub about our App, and says for each thing that is amiss what to mend and where."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import islice

from waypost.github.client import JSON, App
from waypost.github.faults import Fault, Refused
from waypost.github.needs import missing_events, missing_permissions

RECENT = 10
"""Deliveries that are looked at."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing that was looked at: a name, whether all is well, and a sentence that says what is there or to mend."""

    name: str
    ok: bool
    message: str


async def examine(app: App) -> AsyncIterator[Probe]:
    """Look at credentials, permissions, events, webhook and installations, in the order in which they depend on it."""
    try:
        itself = await app.itself.get("/app")
    except Fault as fault:
        yield Probe("credentials", False, _unknown(fault))
        return
    yield Probe("credentials", True, f"GitHub knows this App as {itself['slug']}.")
    yield _permissions(itself)
    yield _events(itself)
    try:
        yield await _webhook(app, itself)
        yield await _deliveries(app, itself)
        async for probe in _installations(app, itself):
            yield probe
    except Fault as fault:
        yield Probe("GitHub", False, f"It stopped answering: {fault}. Run this again in a while.")


def _unknown(fault: Fault) -> str:
    if isinstance(fault, Refused) and fault.status in (401, 404):
        return (
            "GitHub does not know this App. Check that WAYPOST_APP_ID and the private key belong to the same App,"
            " that the key was not revoked, and that this machine's clock is right."
        )
    return f"GitHub could not be asked: {fault}. Check WAYPOST_GITHUB_API_URL and that this machine may reach it."


def _permissions(itself: JSON) -> Probe:
    missing = missing_permissions(itself["permissions"])
    if not missing:
        return Probe("permissions", True, "The App has what it needs.")
    where = f"Set under Repository permissions at {_settings(itself)}/permissions"
    return Probe("permissions", False, f"{where}: {', '.join(missing)}. Then each owner must accept the change.")


def _events(itself: JSON) -> Probe:
    missing = missing_events(itself["events"])
    if not missing:
        return Probe("events", True, "The App is told of what it needs.")
    where = f"Tick under Subscribe to events at {_settings(itself)}/permissions"
    return Probe("events", False, f"{where}: {', '.join(missing)}.")


async def _webhook(app: App, itself: JSON) -> Probe:
    hook = await _hook(app)
    where = f"at {_settings(itself)}"
    if not hook.get("url"):
        return Probe(
            "webhook", False, f"No address is set. Activate the webhook {where} with https://HOST/webhooks/github."
        )
    wrong = [
        *(["choose the content type application/json"] if hook.get("content_type") != "json" else []),
        *(["enable SSL verification"] if str(hook.get("insecure_ssl")) != "0" else []),
        *([] if hook.get("secret") else ["set the secret to the one in WAYPOST_WEBHOOK_SECRET"]),
    ]
    if wrong:
        return Probe("webhook", False, f"Webhooks go to {hook['url']}; {where}: {', '.join(wrong)}.")
    return Probe("webhook", True, f"Webhooks go to {hook['url']}.")


async def _hook(app: App) -> JSON:
    """The webhook's configuration; empty where the App has none."""
    try:
        found: JSON = await app.itself.get("/app/hook/config")
    except Refused as refused:
        if refused.status != 404:
            raise
        return {}
    return found


async def _deliveries(app: App, itself: JSON) -> Probe:
    recent = list(islice(await app.itself.get("/app/hook/deliveries", {"per_page": RECENT}), RECENT))
    if not recent:
        return Probe("deliveries", True, "None yet: open an issue or a pull request where the App is installed.")
    last, failed = recent[0], sum(not _arrived(delivery) for delivery in recent)
    if _arrived(last):
        return Probe("deliveries", True, f"The last one, {last['delivered_at']}, arrived.")
    return Probe(
        "deliveries",
        False,
        f"The last one, {last['delivered_at']}, did not arrive ({_status(last)}); of the last {len(recent)},"
        f" {failed} failed. Look at {_settings(itself)}/advanced, and see that `waypost serve` runs and can be"
        " reached from GitHub with that secret. What was missed is asked for again for three days.",
    )


async def _installations(app: App, itself: JSON) -> AsyncIterator[Probe]:
    found = [row async for row in app.itself.paged("/app/installations")]
    if not found:
        yield Probe("installations", False, f"None. Install the App at {itself['html_url']}/installations/new.")
    for row in found:
        account = row["account"].get("login") or row["account"].get("slug") or "an enterprise"
        missing = missing_permissions(row["permissions"])
        if row["suspended_at"]:
            yield Probe("installations", False, f"{account} suspended it; an owner can resume it at {row['html_url']}.")
        elif missing and not missing_permissions(itself["permissions"]):
            accept = f"an owner must accept the new permissions at {row['html_url']}"
            yield Probe("installations", False, f"{account} has not granted {', '.join(missing)}: {accept}.")
        else:
            yield Probe("installations", True, f"Installed on {account}, {row['repository_selection']} repositories.")


def _arrived(delivery: JSON) -> bool:
    return 200 <= int(delivery["status_code"]) < 300


def _status(delivery: JSON) -> str:
    """`502` or, where no answer came, GitHub's words for it."""
    return str(delivery["status_code"] or delivery["status"])


def _settings(itself: JSON) -> str:
    """The address of the App's settings page, for a person or an organisation."""
    web, _, slug = itself["html_url"].rpartition("/apps/")
    owner = itself["owner"]
    account = f"organizations/{owner['login']}/" if owner.get("type") == "Organization" else ""
    return f"{web}/{account}settings/apps/{slug}"
