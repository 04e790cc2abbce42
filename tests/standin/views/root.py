"""The fields of Query."""

from __future__ import annotations

from graphql import GraphQLError

from tests.standin.call import Call, Refusal
from tests.standin.entities import JSON, CheckRun, Comment, Issue, Repository
from tests.standin.rest.meta import limits
from tests.standin.views import basics, checks, conversations, git
from tests.standin.views.paging import connection
from tests.standin.views.search import search

MOST_NODES = 100


def root(call: Call) -> JSON:
    """The fields of Query."""
    return {
        "repository": lambda owner, name, follow_renames=True: repository(call, visible(call, owner, name)),
        "node": lambda id_: node(call, id_),
        "nodes": lambda ids: nodes(call, ids),
        "search": lambda query, type_, **page: search(call, query, type_, **page),
        "viewer": {"__typename": "User", "login": call.actor.login, "databaseId": call.actor.id},
        "rateLimit": lambda dry_run=False: _rate_limit(call),
    }


def _rate_limit(call: Call) -> JSON:
    bucket = limits(call)
    return {name: bucket[name] for name in ("limit", "used", "remaining")} | {"cost": 1}


def visible(call: Call, owner: str, name: str) -> Repository:
    """A repository by name; NOT_FOUND where the token does not see it."""
    found = call.state.repositories.get(f"{owner}/{name}".lower())
    if found is None or not call.token.covers(found):
        raise Refusal(404, f"Could not resolve to a Repository with the name '{owner}/{name}'.")
    return found


def _belongs(thing: Repository | Issue | Comment | CheckRun) -> Repository:
    """The repository a thing is in."""
    if isinstance(thing, Repository):
        return thing
    if isinstance(thing, Issue):
        return thing.repository
    return thing.issue.repository if isinstance(thing, Comment) else thing.suite.repository


def thing(call: Call, id_: str) -> Repository | Issue | Comment | CheckRun:
    """The thing behind a node id; NOT_FOUND where the token does not see it."""
    found = call.state.node(id_)
    if found is None or not call.token.covers(_belongs(found)):
        raise Refusal(404, f"Could not resolve to a node with the global id of '{id_}'")
    return found


def node(call: Call, id_: str) -> JSON:
    """The object behind a node id."""
    found = thing(call, id_)
    if isinstance(found, Repository):
        return repository(call, found)
    if isinstance(found, Issue):
        return conversations.issue(call, found)
    return conversations.comment(call, found) if isinstance(found, Comment) else checks.check_run(call, found)


def nodes(call: Call, ids: list[str]) -> list[JSON | GraphQLError]:
    """The objects behind node ids, at most a hundred; each that the token does not see is null, with an error."""
    if len(ids) > MOST_NODES:
        raise Refusal(422, f"You may not provide more than {MOST_NODES} node ids; you provided {len(ids)}.")
    return [_node_or_error(call, id_) for id_ in ids]


def _node_or_error(call: Call, id_: str) -> JSON | GraphQLError:
    try:
        return node(call, id_)
    except Refusal as refusal:
        return GraphQLError(str(refusal), extensions={"type": "NOT_FOUND"})


def _head(issue: Issue) -> str:
    return issue.pull.head_ref if issue.pull else ""


def repository(call: Call, found: Repository) -> JSON:
    """A Repository."""
    return {
        **basics.repository(call, found),
        "defaultBranchRef": lambda: git.ref(call, found, f"refs/heads/{found.default_branch}"),
        "ref": lambda qualified_name: git.ref(call, found, qualified_name),
        "object": lambda expression=None, oid=None: git.named(
            call, found, found.git.expression(expression or oid or "")
        ),
        "issue": lambda number: conversations.issue(call, conversations.numbered(call, found, number, pull=False)),
        "pullRequest": lambda number: conversations.issue(call, conversations.numbered(call, found, number, pull=True)),
        "issueOrPullRequest": lambda number: conversations.issue(call, conversations.numbered(call, found, number)),
        "issues": lambda states=None, **page: connection(
            conversations.issues(call, found, states), lambda each: conversations.issue(call, each)
        )(**page),
        "pullRequests": lambda states=None, head_ref_name=None, **page: connection(
            [each for each in conversations.pulls(call, found, states) if head_ref_name in (None, _head(each))],
            lambda each: conversations.issue(call, each),
        )(**page),
    }
