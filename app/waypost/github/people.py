"""What people may do, and which teams they are in; asked once in a few minutes."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from waypost.github.client import Client, Clock, utc_now
from waypost.github.faults import Refused
from waypost.said import Permission

KEPT = timedelta(minutes=5)
"""How long an answer counts: who loses a permission loses it here soon after."""
MOST = 2_000
"""Answers kept."""
MAX_LOGIN = 100


@dataclass
class People:
    """Answers about people, by repository or team."""

    clock: Clock = utc_now
    _known: OrderedDict[tuple[str, str], tuple[datetime, str]] = field(default_factory=OrderedDict)

    async def permission(self, client: Client, repository: str, login: str) -> Permission:
        """What a person may do in a repository; nothing where GitHub does not know the person. Raises a `Fault`."""
        path = f"/repos/{repository}/collaborators/{login}/permission"
        found = self._recalled(path, login) or self._keep(path, login, await _permission(client, path, login))
        return Permission(found)

    async def in_team(self, client: Client, team: str, login: str) -> bool:
        """Whether a person is in a team such as `acme/research`. False where it may not be asked. Raises a `Fault`."""
        organisation, _, slug = team.partition("/")
        path = f"/orgs/{organisation}/teams/{slug}/memberships/{login}"
        return (self._recalled(path, login) or self._keep(path, login, await _membership(client, path))) == "active"

    def _recalled(self, path: str, login: str) -> str | None:
        at, found = self._known.get((path, login), (None, None))
        return found if at is not None and self.clock() - at < KEPT else None

    def _keep(self, path: str, login: str, found: str) -> str:
        self._known[path, login] = (self.clock(), found)
        self._known.move_to_end((path, login))
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return found


async def _permission(client: Client, path: str, login: str) -> str:
    try:
        told = (await client.get(path))["permission"]
    except Refused as refused:
        if refused.status not in (404, 422):
            raise
        return Permission.NONE
    return told if told in list(Permission) else Permission.NONE


async def _membership(client: Client, path: str) -> str:
    try:
        return str((await client.get(path))["state"])
    except Refused as refused:
        if refused.status not in (403, 404, 422):
            raise
        return "none"
