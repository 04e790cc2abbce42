"""Issues and their labels."""

from __future__ import annotations

import re

from tests.standin import acts
from tests.standin.call import Call, Refusal, Reply, invalid
from tests.standin.entities import JSON, Issue
from tests.standin.routing import route
from tests.standin.shapes import conversations

BASE = "/repos/{owner}/{repo}"
READ = (("issues", "read"), ("pull_requests", "read"))
WRITE = (("issues", "write"), ("pull_requests", "write"))


@route("GET", BASE + "/issues", *READ)
def list_issues(call: Call) -> Reply:
    """Issues and pull requests, newest first; open ones unless `state` says otherwise."""
    wanted = call.query.get("state", "open")
    names = {name for name in call.query.get("labels", "").split(",") if name}
    issues = [
        issue
        for issue in reversed(call.repository.issues.values())
        if wanted in ("all", issue.state) and names <= {label.name for label in issue.labels}
    ]
    page, links = call.paged(issues)
    return Reply(200, [conversations.issue(call.state, issue) for issue in page], links)


@route("GET", BASE + "/issues/{number:int}", *READ)
def get_issue(call: Call) -> Reply:
    """One issue."""
    return Reply(200, conversations.issue(call.state, call.issue()))


@route("POST", BASE + "/issues", ("issues", "write"))
def create_issue(call: Call) -> Reply:
    """Open an issue."""
    title = str(call.data["title"])
    if not title.strip():
        raise invalid("Issue", "title", "title can't be blank")
    issue = acts.open_issue(call.state, call.repository, title, call.data.get("body"), call.actor)
    for name in _label_names(call.data.get("labels", [])):
        acts.label(call.state, issue, name, call.actor)
    return Reply(201, conversations.issue(call.state, issue))


def _label_names(labels: list[object]) -> list[str]:
    return [str(label["name"]) if isinstance(label, dict) else str(label) for label in labels]


def _labels(call: Call, issue: Issue) -> list[JSON]:
    return [conversations.label(call.state, call.repository, label) for label in issue.labels]


@route("GET", BASE + "/issues/{number:int}/labels", *READ)
def list_labels(call: Call) -> Reply:
    """The labels on an issue."""
    page, links = call.paged(_labels(call, call.issue()))
    return Reply(200, page, links)


@route("POST", BASE + "/issues/{number:int}/labels", *WRITE)
def add_labels(call: Call) -> Reply:
    """Put labels on, making those that are new."""
    issue = call.issue()
    sent = call.body if isinstance(call.body, list) else call.data.get("labels", [])
    for name in _label_names(sent):
        acts.label(call.state, issue, name, call.actor)
    return Reply(200, _labels(call, issue))


@route("DELETE", BASE + "/issues/{number:int}/labels/{name}", *WRITE)
def remove_label(call: Call) -> Reply:
    """Take a label off."""
    issue, name = call.issue(), call.params["name"]
    if name.lower() not in (label.name.lower() for label in issue.labels):
        raise Refusal(404, "Label does not exist")
    acts.unlabel(call.state, issue, name, call.actor)
    return Reply(200, _labels(call, issue))


@route("GET", "/search/issues")
def search_issues(call: Call) -> Reply:
    """Issues by `repo:`, `is:` and words in title or body; other qualifiers are refused."""
    wanted = re.findall(r"(\w+):(\S+)", call.query.get("q", ""))
    unknown = [name for name, _ in wanted if name not in ("repo", "is", "state", "type", "in")]
    if unknown:
        raise Refusal(501, f"The stand-in does not search by {', '.join(unknown)}.")
    words = re.sub(r"\w+:\S+", " ", call.query.get("q", "")).lower().split()
    found = [issue for issue in _searchable(call, wanted) if _holds(issue, words, wanted)]
    page, links = call.paged(found)
    items = [{**conversations.issue(call.state, issue), "score": 1.0} for issue in page]
    return Reply(
        200, {"total_count": len(found), "incomplete_results": False, "search_type": "lexical", "items": items}, links
    )


def _searchable(call: Call, wanted: list[tuple[str, str]]) -> list[Issue]:
    names = {value.lower() for name, value in wanted if name == "repo"}
    covered = [repo for repo in call.state.repositories.values() if call.token.covers(repo)]
    if names - {repo.full_name.lower() for repo in covered}:
        raise invalid("Search", "q", "The listed users and repositories cannot be searched")
    return [i for repo in covered if not names or repo.full_name.lower() in names for i in repo.issues.values()]


def _holds(issue: Issue, words: list[str], wanted: list[tuple[str, str]]) -> bool:
    text = f"{issue.title} {issue.body or ''}".lower()
    facts = {issue.state, "pr" if issue.pull else "issue", "pull-request" if issue.pull else "issue"}
    told = [value for name, value in wanted if name in ("is", "state", "type")]
    return all(word in text for word in words) and all(value in facts for value in told)
