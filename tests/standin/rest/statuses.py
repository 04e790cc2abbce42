"""Commit statuses; last, one commit by its ref, whose path would swallow the others."""

from __future__ import annotations

from tests.standin.call import Call, Refusal, Reply
from tests.standin.entities import CommitStatus
from tests.standin.rest import commits
from tests.standin.routing import route
from tests.standin.shapes import checks, repositories

BASE = "/repos/{owner}/{repo}"


@route("POST", BASE + "/statuses/{sha}", ("statuses", "write"))
def create(call: Call) -> Reply:
    """Set a status."""
    sha = call.params["sha"]
    if call.repository.git.resolve(sha) != sha:
        raise Refusal(422, f"No commit found for SHA: {sha}")
    context = call.data.get("context", "default")
    told = (call.data.get("description"), call.data.get("target_url"))
    now = call.state.now()
    status = CommitStatus(call.state.next_id(), sha, call.data["state"], context, *told, call.actor, now)
    call.repository.statuses.append(status)
    return Reply(201, checks.status(call.state, call.repository, status))


def _of(call: Call, sha: str) -> list[CommitStatus]:
    return [status for status in reversed(call.repository.statuses) if status.sha == sha]


@route("GET", BASE + "/commits/{ref:path}/status", ("statuses", "read"))
def combined(call: Call) -> Reply:
    """The newest status of each context, and what they come to."""
    sha = call.commit(call.params["ref"])
    newest = list({status.context: status for status in reversed(_of(call, sha))}.values())
    states = {status.state for status in newest}
    verdict = "failure" if states & {"failure", "error"} else "success" if states == {"success"} else "pending"
    here = f"{repositories.url(call.state, call.repository)}/commits/{sha}"
    shape = {
        "state": verdict,
        "sha": sha,
        "total_count": len(newest),
        "statuses": [checks.status(call.state, call.repository, status) for status in newest],
        "repository": repositories.repository(call.state, call.repository),
        "commit_url": here,
        "url": f"{here}/status",
    }
    return Reply(200, shape)


route("GET", BASE + "/commits/{ref:path}", ("contents", "read"))(commits.get_commit)
