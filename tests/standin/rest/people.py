"""Collaborators and teams."""

from __future__ import annotations

from tests.standin.call import Call, Reply, not_found
from tests.standin.routing import route
from tests.standin.shapes import accounts

_SHOWN = {"maintain": "write", "triage": "read"}


@route("GET", "/repos/{owner}/{repo}/collaborators/{username}/permission", ("metadata", "read"))
def permission(call: Call) -> Reply:
    """What a person may do in a repository; readers of a public one have `read`."""
    login = call.params["username"]
    if login not in call.state.users:
        raise not_found()
    role = call.repository.roles.get(login) or ("none" if call.repository.private else "read")
    person = accounts.user(call.state, call.state.users[login])
    return Reply(200, {"permission": _SHOWN.get(role, role), "role_name": role, "user": {**person, "role_name": role}})


@route("GET", "/orgs/{org}/teams/{team}/memberships/{username}")
def membership(call: Call) -> Reply:
    """Whether a person is in a team."""
    call.require("members", "read")
    team, login = f"{call.params['org']}/{call.params['team']}", call.params["username"]
    if login not in call.state.teams.get(team, ()):
        raise not_found()
    url = f"{call.state.api}/organizations/1/team/1/memberships/{login}"
    return Reply(200, {"url": url, "role": "member", "state": "active"})
