"""The App about itself: installations, tokens, hook deliveries."""

from __future__ import annotations

from tests.standin import auth
from tests.standin.call import Call, Refusal, Reply, grants, not_found
from tests.standin.entities import JSON, Attempt, Installation, Repository, Token
from tests.standin.routing import Caller, route
from tests.standin.shapes import accounts, repositories
from tests.standin.state import stamp


@route("GET", "/app", caller=Caller.APP)
def get_app(call: Call) -> Reply:
    """The App that calls."""
    installed = len(_installations(call))
    return Reply(200, {**accounts.app(call.state, call.app), "installations_count": installed})


def _installations(call: Call) -> list[Installation]:
    return [found for found in call.state.installations.values() if found.app is call.app]


@route("GET", "/app/installations", caller=Caller.APP)
def list_installations(call: Call) -> Reply:
    """Where the App is installed."""
    page, links = call.paged(_installations(call))
    return Reply(200, [accounts.installation(call.state, found) for found in page], links)


def _installation(call: Call) -> Installation:
    wanted = int(call.params["installation"])
    found = next((found for found in _installations(call) if found.id == wanted), None)
    if found is None:
        raise not_found()
    return found


@route("GET", "/repos/{owner}/{repo}/installation", caller=Caller.APP)
def get_repository_installation(call: Call) -> Reply:
    """The installation that covers a repository."""
    name = f"{call.params['owner']}/{call.params['repo']}".lower()
    repository = call.state.repositories.get(name)
    found = [each for each in _installations(call) if repository and each.covers(repository)]
    if not found:
        raise not_found()
    return Reply(200, accounts.installation(call.state, found[0]))


@route("POST", "/app/installations/{installation:int}/access_tokens", caller=Caller.APP)
def create_token(call: Call) -> Reply:
    """A token for an installation, narrowed to repositories and permissions where asked."""
    installation = _installation(call)
    if installation.suspended:
        raise Refusal(403, auth.SUSPENDED)
    chosen = _narrowed_repositories(call, installation)
    token = auth.mint(call.state, installation, chosen, _narrowed_permissions(call, installation))
    return Reply(201, _token(call, token))


def _narrowed_repositories(call: Call, installation: Installation) -> frozenset[str] | None:
    names, ids = call.data.get("repositories"), call.data.get("repository_ids")
    if names is None and ids is None:
        return None
    covered = [repo for repo in call.state.repositories.values() if installation.covers(repo)]
    chosen = {repo.full_name for repo in covered if repo.name in (names or ()) or repo.id in (ids or ())}
    if len(chosen) < len({*(names or ()), *(ids or ())}):
        raise Refusal(
            422,
            "There is at least one repository that does not exist or is not accessible to the parent installation.",
        )
    return frozenset(chosen)


def _narrowed_permissions(call: Call, installation: Installation) -> dict[str, str] | None:
    wanted: dict[str, str] | None = call.data.get("permissions")
    for name, level in (wanted or {}).items():
        if not grants(installation.permissions, name, level):
            raise Refusal(422, "The permissions requested are not granted to this installation.")
    return {**wanted, "metadata": "read"} if wanted else None


def _token(call: Call, token: Token) -> JSON:
    shape: JSON = {
        "token": token.value,
        "expires_at": stamp(token.expires),
        "permissions": token.permissions,
        "repository_selection": "all" if _reaches_all(token) else "selected",
    }
    if token.repositories is not None:
        covered = [repo for repo in call.state.repositories.values() if token.covers(repo)]
        shape["repositories"] = [repositories.repository(call.state, repo) for repo in covered]
    return shape


def _reaches_all(token: Token) -> bool:
    return token.repositories is None and token.installation.repositories is None


@route("GET", "/installation/repositories")
def list_repositories(call: Call) -> Reply:
    """The repositories the token reaches."""
    covered: list[Repository] = [repo for repo in call.state.repositories.values() if call.token.covers(repo)]
    page, links = call.paged(covered)
    shapes = [repositories.repository(call.state, repo) for repo in page]
    return Reply(200, {"total_count": len(covered), "repositories": shapes}, links)


@route("GET", "/app/hook/config", caller=Caller.APP)
def hook_config(call: Call) -> Reply:
    """Where the App's webhooks go; the secret is masked."""
    config = {"content_type": "json", "insecure_ssl": "0"}
    address = {"url": call.app.webhook_url} if call.app.webhook_url else {}
    secret = {"secret": "********"} if call.app.webhook_secret else {}
    return Reply(200, config | address | secret)


def _attempts(call: Call) -> list[Attempt]:
    mine = [delivery for delivery in call.state.deliveries if delivery.app is call.app]
    return sorted((attempt for delivery in mine for attempt in delivery.attempts), key=lambda each: -each.id)


def _attempt_item(attempt: Attempt) -> JSON:
    delivery = attempt.delivery
    return {
        "id": attempt.id,
        "guid": delivery.guid,
        "delivered_at": stamp(attempt.at),
        "redelivery": attempt.redelivery,
        "duration": round(attempt.duration, 3),
        "status": "OK" if 200 <= attempt.status_code < 300 else f"Invalid HTTP Response: {attempt.status_code}",
        "status_code": attempt.status_code,
        "event": delivery.event,
        "action": delivery.action,
        "installation_id": delivery.installation.id if delivery.installation else None,
        "repository_id": delivery.repository.id if delivery.repository else None,
    }


@route("GET", "/app/hook/deliveries", caller=Caller.APP)
def list_deliveries(call: Call) -> Reply:
    """Tries to deliver, newest first; `cursor` goes on from a listed one."""
    status = call.query.get("status")
    attempts = [attempt for attempt in _attempts(call) if status in (None, _outcome(attempt))]
    cursor, size = call.query.get("cursor", ""), min(int(call.query.get("per_page", "30")), 100)
    if cursor:
        attempts = [attempt for attempt in attempts if attempt.id < int(cursor.removeprefix("v1_"))]
    page = attempts[:size]
    more = {}
    if len(attempts) > size:
        more = {"link": f'<{call.address(cursor=f"v1_{page[-1].id}")}>; rel="next"'}
    return Reply(200, [_attempt_item(attempt) for attempt in page], more)


def _outcome(attempt: Attempt) -> str:
    return "success" if 200 <= attempt.status_code < 400 else "failure"


def _attempt(call: Call) -> Attempt:
    wanted = int(call.params["delivery"])
    found = next((attempt for attempt in _attempts(call) if attempt.id == wanted), None)
    if found is None:
        raise not_found()
    return found


@route("GET", "/app/hook/deliveries/{delivery:int}", caller=Caller.APP)
def get_delivery(call: Call) -> Reply:
    """One try to deliver, with what was sent."""
    attempt = _attempt(call)
    delivery = attempt.delivery
    sent = {"headers": delivery.headers, "payload": delivery.payload}
    got = {"headers": {}, "payload": ""}
    url = delivery.app.webhook_url or ""
    return Reply(200, {**_attempt_item(attempt), "url": url, "request": sent, "response": got})


@route("POST", "/app/hook/deliveries/{delivery:int}/attempts", caller=Caller.APP)
def redeliver(call: Call) -> Reply:
    """Queue the delivery again under its own GUID; it goes out with the next `deliver()`."""
    call.state.pending.append((_attempt(call).delivery, True))
    return Reply(202, {})
