"""Small objects that others carry, and whether the token may see what is asked."""

from __future__ import annotations

from tests.standin.call import Call, Refusal, grants
from tests.standin.entities import JSON, App, Repository, User
from tests.standin.shapes import repositories
from tests.standin.state import node_id


def need(call: Call, level: str, *names: str) -> None:
    """FORBIDDEN unless the token has one of the permissions."""
    if not any(grants(call.token.permissions, name, level) for name in names):
        raise Refusal(403, "Resource not accessible by integration")


def actor(account: User) -> JSON:
    """An Actor; a bot's login comes without its `[bot]`, as at GitHub."""
    login = account.login.removesuffix("[bot]")
    return {"__typename": account.kind, "login": login, "databaseId": account.id, "id": node_id("U", account.id)}


def app(app: App) -> JSON:
    """An App."""
    return {"__typename": "App", "id": node_id("A", app.id), "databaseId": app.id, "slug": app.slug, "name": app.slug}


def repository(call: Call, found: Repository) -> JSON:
    """What a Repository says of itself, without what is in it."""
    return {
        "__typename": "Repository",
        "id": node_id("R", found.id),
        "databaseId": found.id,
        "name": found.name,
        "nameWithOwner": found.full_name,
        "url": repositories.html(call.state, found),
        "owner": actor(found.owner),
        "isPrivate": found.private,
        "isFork": found.parent is not None,
        "isArchived": False,
        "visibility": "PRIVATE" if found.private else "PUBLIC",
    }
