"""Users, Apps and installations in JSON."""

from __future__ import annotations

from urllib.parse import quote

from tests.standin.entities import JSON, App, Installation, User
from tests.standin.state import State, node_id, stamp


def user(state: State, account: User) -> JSON:
    """A user, bot or organisation in short form."""
    url = f"{state.api}/users/{quote(account.login)}"
    links = ("followers", "subscriptions", "organizations", "repos", "received_events")
    return {
        "login": account.login,
        "id": account.id,
        "node_id": node_id("U", account.id),
        "avatar_url": f"{state.web}/{quote(account.login)}.png",
        "gravatar_id": "",
        "url": url,
        "html_url": _profile(state, account),
        "following_url": f"{url}/following{{/other_user}}",
        "gists_url": f"{url}/gists{{/gist_id}}",
        "starred_url": f"{url}/starred{{/owner}}{{/repo}}",
        "events_url": f"{url}/events{{/privacy}}",
        **{f"{name}_url": f"{url}/{name}" for name in links},
        "type": account.kind,
        "site_admin": False,
    }


def _profile(state: State, account: User) -> str:
    if account.kind == "Bot":
        return f"{state.web}/apps/{account.login.removesuffix('[bot]')}"
    return f"{state.web}/{account.login}"


def app(state: State, app: App) -> JSON:
    """A GitHub App."""
    return {
        "id": app.id,
        "slug": app.slug,
        "client_id": f"Iv23li{app.id:014d}",
        "node_id": node_id("A", app.id),
        "owner": user(state, app.owner),
        "name": app.slug,
        "description": "",
        "external_url": "https://example.com",
        "html_url": f"{state.web}/apps/{app.slug}",
        "created_at": stamp(app.created),
        "updated_at": stamp(app.created),
        "permissions": app.permissions,
        "events": app.events,
    }


def installation(state: State, installation: Installation) -> JSON:
    """An installation of an App on an account."""
    url = f"{state.api}/app/installations/{installation.id}"
    return {
        "id": installation.id,
        "client_id": f"Iv23li{installation.app.id:014d}",
        "account": _target(state, installation),
        "repository_selection": "all" if installation.repositories is None else "selected",
        "access_tokens_url": f"{url}/access_tokens",
        "repositories_url": f"{state.api}/installation/repositories",
        "html_url": f"{state.web}/organizations/{installation.account.login}/settings/installations/{installation.id}",
        "app_id": installation.app.id,
        "app_slug": installation.app.slug,
        "target_id": installation.account.id,
        "target_type": installation.account.kind,
        "permissions": installation.permissions,
        "events": installation.app.events,
        "created_at": stamp(installation.created),
        "updated_at": stamp(installation.created),
        "single_file_name": None,
        "has_multiple_single_files": False,
        "single_file_paths": [],
        "suspended_by": None,
        "suspended_at": stamp(installation.suspended),
    }


def _target(state: State, installation: Installation) -> JSON:
    """An account with an enterprise's fields too: where installations are listed, GitHub's description wants both."""
    created = stamp(installation.created)
    login = installation.account.login
    dates = {"created_at": created, "updated_at": created}
    return {**user(state, installation.account), "name": login, "slug": login, **dates}
