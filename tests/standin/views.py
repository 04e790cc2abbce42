"""What the stand-in remembers, as GraphQL objects: dicts whose callables take the field's arguments."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import TypeVar

import pygit2

from tests.standin import checking
from tests.standin.call import Call, Refusal, grants
from tests.standin.entities import JSON, App, CheckRun, CheckSuite, Comment, Issue, Repository, User
from tests.standin.git import is_binary
from tests.standin.rest.meta import limits
from tests.standin.shapes import checks, conversations, repositories
from tests.standin.state import node_id, stamp

T = TypeVar("T")
BLOB_TEXT = 512_000
"""Beyond this many bytes GitHub cuts a blob's text and says `isTruncated`."""


def root(call: Call) -> JSON:
    """The fields of Query."""
    return {
        "repository": lambda owner, name, followRenames=True: repository(call, _visible(call, owner, name)),
        "node": lambda id: node(call, id),
        "nodes": lambda ids: [node(call, each) for each in ids],
        "viewer": {"__typename": "User", "login": call.actor.login, "databaseId": call.actor.id},
        "rateLimit": lambda dryRun=False: _rate_limit(call),
    }


def _rate_limit(call: Call) -> JSON:
    bucket = limits(call)
    return {name: bucket[name] for name in ("limit", "used", "remaining")} | {"cost": 1}


def _visible(call: Call, owner: str, name: str) -> Repository:
    found = call.state.repositories.get(f"{owner}/{name}".lower())
    if found is None or not call.token.covers(found):
        raise Refusal(404, f"Could not resolve to a Repository with the name '{owner}/{name}'.")
    return found


def belongs(thing: Repository | Issue | Comment | CheckRun) -> Repository:
    """The repository a thing is in."""
    if isinstance(thing, Repository):
        return thing
    if isinstance(thing, Issue):
        return thing.repository
    return thing.issue.repository if isinstance(thing, Comment) else thing.suite.repository


def thing(call: Call, id: str) -> Repository | Issue | Comment | CheckRun:
    """The thing behind a node id; NOT_FOUND where the token does not see it."""
    found = call.state.node(id)
    if found is None or not call.token.covers(belongs(found)):
        raise Refusal(404, f"Could not resolve to a node with the global id of '{id}'")
    return found


def node(call: Call, id: str) -> JSON:
    """The object behind a node id."""
    found = thing(call, id)
    if isinstance(found, Repository):
        return repository(call, found)
    if isinstance(found, Issue):
        return issue(call, found)
    return comment(call, found) if isinstance(found, Comment) else check_run(call, found)


def need(call: Call, level: str, *names: str) -> None:
    """FORBIDDEN unless the token has one of the permissions."""
    if not any(grants(call.token.permissions, name, level) for name in names):
        raise Refusal(403, "Resource not accessible by integration")


def connection(items: Sequence[T], show: Callable[[T], JSON]) -> Callable[..., JSON]:
    """A connection field over a list: `first` or `last` is needed and at most 100, as at GitHub."""

    def page(
        first: int | None = None, last: int | None = None, after: str | None = None, before: str | None = None
    ) -> JSON:
        size = first if first is not None else last
        if size is None:
            raise Refusal(422, "You must provide a `first` or `last` value to properly paginate the connection.")
        if not 0 <= size <= 100:
            raise Refusal(422, f"Requesting {size} records on the connection exceeds the `first` limit of 100 records.")
        low = _index(after) + 1 if after else 0
        high = _index(before) if before else len(items)
        window = range(low, min(high, low + size)) if first is not None else range(max(low, high - size), high)
        return _connection(items, show, window)

    return page


def _connection(items: Sequence[T], show: Callable[[T], JSON], window: range) -> JSON:
    nodes = [show(items[position]) for position in window]
    edges = [{"cursor": _cursor(position), "node": shown} for position, shown in zip(window, nodes, strict=True)]
    info = {
        "hasNextPage": window.stop < len(items),
        "hasPreviousPage": window.start > 0,
        "startCursor": edges[0]["cursor"] if edges else None,
        "endCursor": edges[-1]["cursor"] if edges else None,
    }
    return {"nodes": nodes, "edges": edges, "totalCount": len(items), "pageInfo": info}


def _cursor(position: int) -> str:
    return base64.b64encode(f"cursor:{position}".encode()).decode()


def _index(cursor: str) -> int:
    return int(base64.b64decode(cursor).decode().removeprefix("cursor:"))


def repository(call: Call, found: Repository) -> JSON:
    """A Repository."""
    git = found.git
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
        "defaultBranchRef": lambda: _ref(call, found, f"refs/heads/{found.default_branch}"),
        "ref": lambda qualifiedName: _ref(call, found, qualifiedName),
        "object": lambda expression=None, oid=None: _named(call, found, git.expression(expression or oid or "")),
        "issue": lambda number: issue(call, _numbered(call, found, number, pull=False)),
        "pullRequest": lambda number: issue(call, _numbered(call, found, number, pull=True)),
        "issueOrPullRequest": lambda number: issue(call, _numbered(call, found, number)),
        "pullRequests": lambda states=None, **page: connection(
            _pulls(call, found, states), lambda each: issue(call, each)
        )(**page),
    }


def _pulls(call: Call, found: Repository, states: list[str] | None) -> list[Issue]:
    need(call, "read", "pull_requests")
    pulls = [issue for issue in found.issues.values() if issue.pull]
    return [issue for issue in pulls if states is None or _state(issue) in states]


def _state(issue: Issue) -> str:
    return "MERGED" if issue.pull and issue.pull.merged else issue.state.upper()


def _numbered(call: Call, found: Repository, number: int, pull: bool | None = None) -> Issue:
    kind = {True: "PullRequest", False: "Issue", None: "issue or pull request"}[pull]
    need(call, "read", *{True: ("pull_requests",), False: ("issues",), None: ("issues", "pull_requests")}[pull])
    issue = found.issues.get(number)
    if issue is None or pull not in (None, issue.pull is not None):
        raise Refusal(
            404, f"Could not resolve to {'an' if pull is not True else 'a'} {kind} with the number of {number}."
        )
    return issue


def _ref(call: Call, found: Repository, name: str) -> JSON | None:
    need(call, "read", "contents")
    full = next((full for full in (name, f"refs/heads/{name}", f"refs/tags/{name}") if found.git.ref(full)), None)
    if full is None:
        return None
    target = found.git.expression(found.git.ref(full) or "")
    prefix = "refs/heads/" if full.startswith("refs/heads/") else "refs/tags/"
    return {
        "__typename": "Ref",
        "name": full.removeprefix(prefix),
        "prefix": prefix,
        "target": lambda: _named(call, found, target),
    }


def _named(call: Call, found: Repository, thing: pygit2.Object | None) -> JSON | None:
    need(call, "read", "contents")
    if isinstance(thing, pygit2.Tag):
        thing = thing.peel()
    if isinstance(thing, pygit2.Commit):
        return commit(call, found, thing)
    if isinstance(thing, pygit2.Tree):
        return _tree(call, found, thing)
    return _blob(thing) if isinstance(thing, pygit2.Blob) else None


def _git_object(kind: str, thing: pygit2.Object) -> JSON:
    oid = str(thing.id)
    return {"__typename": kind, "id": f"{kind}_{oid}", "oid": oid, "abbreviatedOid": oid[:7]}


def _blob(blob: pygit2.Blob) -> JSON:
    binary = is_binary(blob.data)
    return {
        **_git_object("Blob", blob),
        "byteSize": blob.size,
        "isBinary": binary,
        "isTruncated": not binary and blob.size > BLOB_TEXT,
        "text": None if binary else blob.data[:BLOB_TEXT].decode("utf-8", "replace"),
    }


def _tree(call: Call, found: Repository, tree: pygit2.Tree) -> JSON:
    return {**_git_object("Tree", tree), "entries": [_entry(call, found, item) for item in tree]}


def _entry(call: Call, found: Repository, item: pygit2.Object) -> JSON:
    name = (item.raw_name or b"").decode("utf-8", "replace")
    return {
        "name": name,
        "type": item.type_str,
        "mode": int(item.filemode),
        "oid": str(item.id),
        "size": item.size if isinstance(item, pygit2.Blob) else 0,
        "object": lambda: _named(call, found, item),
    }


def commit(call: Call, found: Repository, thing: pygit2.Commit) -> JSON:
    """A Commit."""
    sha = str(thing.id)
    return {
        **_git_object("Commit", thing),
        "message": thing.message,
        "messageHeadline": thing.message.split("\n", 1)[0],
        "committedDate": repositories.git_commit(call.state, found, thing)["committer"]["date"],
        "tree": lambda: _tree(call, found, thing.tree),
        "checkSuites": lambda filterBy=None, **page: connection(
            _suites(call, found, sha, filterBy or {}), lambda suite: _suite(call, suite)
        )(**page),
    }


def _suites(call: Call, found: Repository, sha: str, wanted: JSON) -> list[CheckSuite]:
    need(call, "read", "checks")
    suites = [suite for suite in found.suites if suite.head_sha == sha]
    app, name = wanted.get("appId"), wanted.get("checkName")
    return [
        suite
        for suite in suites
        if app in (None, suite.app.id) and (name is None or any(run.name == name for run in suite.runs))
    ]


def _suite(call: Call, suite: CheckSuite) -> JSON:
    status, conclusion = checks.suite_status(suite)
    return {
        "__typename": "CheckSuite",
        "id": node_id("CS", suite.id),
        "databaseId": suite.id,
        "app": _app(suite.app),
        "status": status.upper(),
        "conclusion": conclusion.upper() if conclusion else None,
        "checkRuns": lambda filterBy=None, **page: connection(
            _runs(suite, filterBy or {}), lambda run: check_run(call, run)
        )(**page),
    }


def _runs(suite: CheckSuite, wanted: JSON) -> list[CheckRun]:
    unknown = set(wanted) - {"appId", "checkName", "checkType"}
    if unknown:
        raise Refusal(501, f"The stand-in does not filter check runs by {', '.join(sorted(unknown))}.")
    app, name = wanted.get("appId"), wanted.get("checkName")
    runs = [run for run in suite.runs if app in (None, suite.app.id) and name in (None, run.name)]
    return runs if wanted.get("checkType") == "ALL" else checking.latest(runs)


def _app(app: App) -> JSON:
    return {"__typename": "App", "id": node_id("A", app.id), "databaseId": app.id, "slug": app.slug, "name": app.slug}


def check_run(call: Call, run: CheckRun) -> JSON:
    """A CheckRun."""
    shape = checks.check_run(call.state, run)
    return {
        "__typename": "CheckRun",
        "id": node_id("CR", run.id),
        "databaseId": run.id,
        "name": run.name,
        "status": run.status.upper(),
        "conclusion": run.conclusion.upper() if run.conclusion else None,
        "title": run.title,
        "summary": run.summary,
        "text": run.text,
        "externalId": run.external_id,
        "detailsUrl": shape["details_url"],
        "url": shape["html_url"],
        "permalink": shape["html_url"],
        "startedAt": shape["started_at"],
        "completedAt": shape["completed_at"],
        "checkSuite": lambda: _suite(call, run.suite),
        "annotations": connection(run.annotations, _annotation),
    }


def _annotation(item: JSON) -> JSON:
    start = {"line": item["start_line"], "column": item.get("start_column")}
    end = {"line": item["end_line"], "column": item.get("end_column")}
    return {
        "path": item["path"],
        "location": {"start": start, "end": end},
        "annotationLevel": item["annotation_level"].upper(),
        "message": item["message"],
        "title": item.get("title"),
        "rawDetails": item.get("raw_details"),
    }


def actor(account: User) -> JSON:
    """An Actor; a bot's login comes without its `[bot]`, as at GitHub."""
    login = account.login.removesuffix("[bot]")
    return {"__typename": account.kind, "login": login, "databaseId": account.id, "id": node_id("U", account.id)}


def issue(call: Call, found: Issue) -> JSON:
    """An Issue or PullRequest."""
    shape: JSON = {
        "__typename": "PullRequest" if found.pull else "Issue",
        "id": node_id("PR" if found.pull else "I", found.id),
        "databaseId": found.id,
        "number": found.number,
        "title": found.title,
        "body": found.body or "",
        "url": conversations.issue_html(call.state, found),
        "state": _state(found),
        "closed": found.state == "closed",
        "locked": False,
        "author": actor(found.author),
        "authorAssociation": conversations.association(found.repository, found.author),
        "viewerDidAuthor": found.author is call.actor,
        "createdAt": stamp(found.created),
        "updatedAt": stamp(found.updated),
        "repository": lambda: repository(call, found.repository),
        "comments": lambda orderBy=None, **page: connection(found.comments, lambda each: comment(call, each))(**page),
        "labels": lambda orderBy=None, **page: connection(found.labels, lambda each: {"name": each.name})(**page),
    }
    return shape | _pull(call, found)


def _pull(call: Call, found: Issue) -> JSON:
    pull = found.pull
    if pull is None:
        return {}
    return {
        "isDraft": pull.draft,
        "merged": pull.merged is not None,
        "headRefName": pull.head_ref,
        "headRefOid": pull.head_sha,
        "baseRefName": pull.base_ref,
        "baseRefOid": pull.base_sha,
        "isCrossRepository": pull.head_repository is not found.repository,
        "headRepository": lambda: _head(call, pull.head_repository),
    }


def _head(call: Call, head: Repository) -> JSON | None:
    return repository(call, head) if call.token.covers(head) or not head.private else None


def comment(call: Call, said: Comment) -> JSON:
    """An IssueComment."""
    return {
        "__typename": "IssueComment",
        "id": node_id("IC", said.id),
        "databaseId": said.id,
        "body": said.body,
        "url": conversations.comment(call.state, said)["html_url"],
        "author": actor(said.author),
        "authorAssociation": conversations.association(said.issue.repository, said.author),
        "viewerDidAuthor": said.author is call.actor,
        "isMinimized": said.folded is not None,
        "minimizedReason": said.folded,
        "createdAt": stamp(said.created),
        "updatedAt": stamp(said.updated),
        "issue": lambda: issue(call, said.issue),
    }
