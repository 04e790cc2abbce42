"""Pull requests and their files."""

from __future__ import annotations

from datetime import datetime

from tests.standin.call import Call, Reply, not_found
from tests.standin.entities import JSON, Issue, Pull
from tests.standin.git import FileDiff
from tests.standin.routing import route
from tests.standin.shapes import conversations, repositories

MAX_FILES = 3_000
"""The files API never shows more."""

BASE = "/repos/{owner}/{repo}/pulls"


def found(call: Call) -> tuple[Issue, Pull]:
    """The pull request the path numbers; 404 for issues."""
    issue = call.issue()
    if issue.pull is None:
        raise not_found()
    return issue, issue.pull


def diff(issue: Issue, pull: Pull) -> list[FileDiff]:
    """What the pull request changes, from where it left its base."""
    git = issue.repository.git
    return git.diff(git.merge_base(pull.base_sha, pull.head_sha), pull.head_sha)


@route("GET", BASE, ("pull_requests", "read"))
def list_pulls(call: Call) -> Reply:
    """Pull requests, newest first or by `sort=updated`; open ones unless `state` says otherwise."""
    newest_first, by_update = call.query.get("direction", "desc") == "desc", call.query.get("sort") == "updated"
    state, head, base = call.query.get("state", "open"), call.query.get("head"), call.query.get("base")

    def wanted(issue: Issue, pull: Pull) -> bool:
        label = f"{pull.head_repository.owner.login}:{pull.head_ref}"
        return state in ("all", issue.state) and head in (None, label) and base in (None, pull.base_ref)

    def moment(issue: Issue) -> tuple[datetime, int]:
        return (issue.updated if by_update else issue.created, issue.number)

    issues = sorted(call.repository.issues.values(), key=moment, reverse=newest_first)
    page, links = call.paged([(issue, issue.pull) for issue in issues if issue.pull and wanted(issue, issue.pull)])
    return Reply(200, [conversations.pull(call.state, issue, pull) for issue, pull in page], links)


@route("GET", BASE + "/{number:int}", ("pull_requests", "read"))
def get_pull(call: Call) -> Reply:
    """One pull request."""
    return Reply(200, _full(call, *found(call)))


def _full(call: Call, issue: Issue, pull: Pull) -> JSON:
    ahead, _ = issue.repository.git.ahead_behind(pull.head_sha, pull.base_sha)
    return conversations.full_pull(call.state, issue, pull, diff(issue, pull), ahead)


@route("GET", BASE + "/{number:int}/files", ("pull_requests", "read"))
def list_files(call: Call) -> Reply:
    """The changed files with their patches, at most 3,000 of them."""
    issue, pull = found(call)
    page, links = call.paged(diff(issue, pull)[:MAX_FILES])
    entries = [repositories.diff_entry(call.state, call.repository, pull.head_sha, file) for file in page]
    return Reply(200, entries, links)
