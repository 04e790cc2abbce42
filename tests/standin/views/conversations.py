"""Issues, pull requests and comments."""

from __future__ import annotations

import re

from tests.standin.call import Call, Refusal
from tests.standin.entities import JSON, Comment, Issue, Repository, Review
from tests.standin.rest.pulls import diff
from tests.standin.shapes import conversations
from tests.standin.state import node_id, stamp
from tests.standin.views import basics
from tests.standin.views.paging import connection

CLOSES = re.compile(r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:([\w.-]+/[\w.-]+))?#(\d+)", re.IGNORECASE)
CONTENTS = {
    "THUMBS_UP": "+1",
    "THUMBS_DOWN": "-1",
    "LAUGH": "laugh",
    "HOORAY": "hooray",
    "CONFUSED": "confused",
    "HEART": "heart",
    "ROCKET": "rocket",
    "EYES": "eyes",
}
"""Reactions by GraphQL's names and REST's."""


def pulls(call: Call, found: Repository, states: list[str] | None) -> list[Issue]:
    """The pull requests in these states."""
    basics.need(call, "read", "pull_requests")
    pulls = [issue for issue in found.issues.values() if issue.pull]
    return [issue for issue in pulls if states is None or _state(issue) in states]


def issues(call: Call, found: Repository, states: list[str] | None) -> list[Issue]:
    """The issues, without pull requests, in these states."""
    basics.need(call, "read", "issues")
    issues = [issue for issue in found.issues.values() if issue.pull is None]
    return [issue for issue in issues if states is None or _state(issue) in states]


def _state(issue: Issue) -> str:
    return "MERGED" if issue.pull and issue.pull.merged else issue.state.upper()


def numbered(call: Call, found: Repository, number: int, pull: bool | None = None) -> Issue:
    """The issue (`pull` False), pull request (True) or either (None) of this number."""
    kind = {True: "PullRequest", False: "Issue", None: "issue or pull request"}[pull]
    basics.need(call, "read", *{True: ("pull_requests",), False: ("issues",), None: ("issues", "pull_requests")}[pull])
    issue = found.issues.get(number)
    if issue is None or pull not in (None, issue.pull is not None):
        raise Refusal(
            404, f"Could not resolve to {'an' if pull is not True else 'a'} {kind} with the number of {number}."
        )
    return issue


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
        "author": basics.actor(found.author),
        "authorAssociation": conversations.association(found.repository, found.author),
        "viewerDidAuthor": found.author is call.actor,
        "createdAt": stamp(found.created),
        "updatedAt": stamp(found.updated),
        "repository": lambda: basics.repository(call, found.repository),
        "comments": connection(found.comments, lambda each: comment(call, each)),
        "labels": lambda order_by=None, **page: connection(found.labels, lambda each: {"name": each.name})(**page),
    }
    return shape | (_pull(call, found) if found.pull else _issue(call, found))


def _issue(call: Call, found: Issue) -> JSON:
    parent = found.parent
    children = [each for each in found.repository.issues.values() if each.parent is found]
    return {
        "parent": lambda: issue(call, parent) if parent and call.token.covers(parent.repository) else None,
        "subIssues": connection(children, lambda each: issue(call, each)),
    }


def closes(call: Call, found: Issue) -> list[Issue]:
    """The issues that a pull request into the default branch closes by a keyword in its body, as GitHub says."""
    pull = found.pull
    if pull is None or pull.base_ref != found.repository.default_branch:
        return []
    closed: dict[int, Issue] = {}
    for name, number in CLOSES.findall(found.body or ""):
        home = call.state.repositories.get(name.lower()) if name else found.repository
        target = home.issues.get(int(number)) if home and call.token.covers(home) else None
        if target is not None and target.pull is None:
            closed[target.id] = target
    return list(closed.values())


def _pull(call: Call, found: Issue) -> JSON:
    pull = found.pull
    if pull is None:
        return {}
    return {
        "isDraft": pull.draft,
        "merged": pull.merged is not None,
        "mergedBy": basics.actor(pull.merged_by) if pull.merged_by else None,
        "headRefName": pull.head_ref,
        "headRefOid": pull.head_sha,
        "baseRefName": pull.base_ref,
        "baseRefOid": pull.base_sha,
        "changedFiles": lambda: len(diff(found, pull)),
        "files": lambda **page: connection(diff(found, pull), lambda each: {"path": each.path})(**page),
        "isCrossRepository": pull.head_repository is not found.repository,
        "reviews": lambda states=None, author=None, **page: connection(
            [one for one in pull.reviews if states is None or one.state in states], lambda one: _review(call, one)
        )(**page),
        "closingIssuesReferences": lambda user_linked_only=False, order_by=None, **page: connection(
            closes(call, found), lambda each: issue(call, each)
        )(**page),
        "headRepository": lambda: _head(call, pull.head_repository),
    }


def _head(call: Call, head: Repository) -> JSON | None:
    return basics.repository(call, head) if call.token.covers(head) or not head.private else None


def _review(call: Call, found: Review) -> JSON:
    """A PullRequestReview with its comments."""
    return {
        "__typename": "PullRequestReview",
        "id": node_id("PRR", found.id),
        "databaseId": found.id,
        "state": found.state,
        "body": found.body,
        "viewerDidAuthor": found.author is call.actor,
        "author": basics.actor(found.author),
        "comments": connection(
            found.comments,
            lambda one: {"databaseId": one.id, "path": one.path, "body": one.body, "line": one.line},
        ),
    }


def comment(call: Call, said: Comment) -> JSON:
    """An IssueComment."""
    return {
        "__typename": "IssueComment",
        "id": node_id("IC", said.id),
        "databaseId": said.id,
        "body": said.body,
        "url": conversations.comment(call.state, said)["html_url"],
        "author": basics.actor(said.author),
        "authorAssociation": conversations.association(said.issue.repository, said.author),
        "viewerDidAuthor": said.author is call.actor,
        "isMinimized": said.folded is not None,
        "minimizedReason": said.folded,
        "createdAt": stamp(said.created),
        "updatedAt": stamp(said.updated),
        "lastEditedAt": stamp(said.edited),
        "editor": basics.actor(said.editor) if said.editor else None,
        "includesCreatedEdit": said.edited is not None,
        "reactionGroups": [_reactions(call, said, name) for name in CONTENTS],
        "issue": lambda: issue(call, said.issue),
    }


def _reactions(call: Call, said: Comment, name: str) -> JSON:
    """A ReactionGroup."""
    given = [one for one in said.reactions if one.content == CONTENTS[name]]
    mine = any(one.author is call.actor for one in given)
    return {
        "content": name,
        "viewerHasReacted": mine,
        "subject": lambda: comment(call, said),
        "reactors": lambda **page: {"totalCount": len(given)},
    }
