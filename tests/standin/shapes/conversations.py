"""Issues, pull requests, comments, reviews, labels and reactions in JSON."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from tests.standin.entities import (
    JSON,
    App,
    Comment,
    Issue,
    Label,
    Pull,
    Reaction,
    Repository,
    Review,
    User,
)
from tests.standin.git import FileDiff
from tests.standin.shapes import accounts, repositories
from tests.standin.state import State, node_id, stamp

REACTIONS = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")


def association(repository: Repository, author: User) -> str:
    """What the author is to the repository."""
    if author is repository.owner:
        return "OWNER"
    role = repository.roles.get(author.login)
    return "MEMBER" if role in ("admin", "maintain", "write") else "COLLABORATOR" if role else "NONE"


def label(state: State, repository: Repository, label: Label) -> JSON:
    """A label."""
    return {
        "id": label.id,
        "node_id": node_id("LA", label.id),
        "url": f"{repositories.url(state, repository)}/labels/{quote(label.name, safe='')}",
        "name": label.name,
        "description": label.description,
        "color": label.color,
        "default": False,
    }


def reaction(state: State, reaction: Reaction) -> JSON:
    """A reaction."""
    return {
        "id": reaction.id,
        "node_id": node_id("REA", reaction.id),
        "user": accounts.user(state, reaction.author),
        "content": reaction.content,
        "created_at": stamp(reaction.created),
    }


def _rollup(url: str, reactions: list[Reaction]) -> JSON:
    counts = Counter(reaction.content for reaction in reactions)
    return {"url": f"{url}/reactions", "total_count": len(reactions), **{name: counts[name] for name in REACTIONS}}


def _via(state: State, app: App | None) -> JSON | None:
    return accounts.app(state, app) if app else None


def issue(state: State, issue: Issue) -> JSON:
    """An issue, or a pull request as the issues API shows it."""
    here = f"{repositories.url(state, issue.repository)}/issues/{issue.number}"
    shape: JSON = {
        "id": issue.id,
        "node_id": node_id("PR" if issue.pull else "I", issue.id),
        "url": here,
        "repository_url": repositories.url(state, issue.repository),
        "labels_url": f"{here}/labels{{/name}}",
        "comments_url": f"{here}/comments",
        "events_url": f"{here}/events",
        "timeline_url": f"{here}/timeline",
        "html_url": issue_html(state, issue),
        "number": issue.number,
        "state": issue.state,
        "state_reason": None,
        "title": issue.title,
        "body": issue.body,
        "user": accounts.user(state, issue.author),
        "labels": [label(state, issue.repository, item) for item in issue.labels],
        "assignees": [],
        "milestone": None,
        "locked": False,
        "active_lock_reason": None,
        "comments": len(issue.comments),
        "closed_at": stamp(issue.closed),
        "created_at": stamp(issue.created),
        "updated_at": stamp(issue.updated),
        "author_association": association(issue.repository, issue.author),
        "performed_via_github_app": None,
        "reactions": _rollup(here, issue.reactions),
    }
    if issue.pull:
        pull = here.replace("/issues/", "/pulls/")
        web = issue_html(state, issue)
        links = {"url": pull, "html_url": web, "diff_url": f"{web}.diff", "patch_url": f"{web}.patch"}
        shape |= {"draft": issue.pull.draft, "pull_request": links | _merged(issue.pull)}
    return shape


def _merged(pull: Pull) -> JSON:
    """No null before the merge: from version 2026-03-10 on, GitHub's description has none here."""
    return {"merged_at": stamp(pull.merged)} if pull.merged else {}


def issue_html(state: State, issue: Issue) -> str:
    """The web address of an issue or pull request."""
    kind = "pull" if issue.pull else "issues"
    return f"{repositories.html(state, issue.repository)}/{kind}/{issue.number}"


def comment(state: State, comment: Comment) -> JSON:
    """A comment in a conversation."""
    here = repositories.url(state, comment.issue.repository)
    url = f"{here}/issues/comments/{comment.id}"
    return {
        "id": comment.id,
        "node_id": node_id("IC", comment.id),
        "url": url,
        "html_url": f"{issue_html(state, comment.issue)}#issuecomment-{comment.id}",
        "issue_url": f"{here}/issues/{comment.issue.number}",
        "body": comment.body,
        "user": accounts.user(state, comment.author),
        "created_at": stamp(comment.created),
        "updated_at": stamp(comment.updated),
        "author_association": association(comment.issue.repository, comment.author),
        "performed_via_github_app": _via(state, comment.app),
        "reactions": _rollup(url, comment.reactions),
    }


def _side(state: State, repository: Repository, ref: str, sha: str) -> JSON:
    return {
        "label": f"{repository.owner.login}:{ref}",
        "ref": ref,
        "sha": sha,
        "user": accounts.user(state, repository.owner),
        "repo": repositories.repository(state, repository),
    }


def _links(urls: JSON) -> JSON:
    names = {
        "self": "url",
        "html": "html_url",
        "issue": "issue_url",
        "comments": "comments_url",
        "review_comments": "review_comments_url",
        "review_comment": "review_comment_url",
        "commits": "commits_url",
        "statuses": "statuses_url",
    }
    return {name: {"href": urls[key]} for name, key in names.items()}


def pull(state: State, issue: Issue, pull: Pull) -> JSON:
    """A pull request as lists and webhooks carry it."""
    repository = issue.repository
    here, web = f"{repositories.url(state, repository)}/pulls/{issue.number}", issue_html(state, issue)
    urls = {
        "url": here,
        "html_url": web,
        "diff_url": f"{web}.diff",
        "patch_url": f"{web}.patch",
        "issue_url": here.replace("/pulls/", "/issues/"),
        "commits_url": f"{here}/commits",
        "review_comments_url": f"{here}/comments",
        "review_comment_url": f"{repositories.url(state, repository)}/pulls/comments{{/number}}",
        "comments_url": f"{here.replace('/pulls/', '/issues/')}/comments",
        "statuses_url": f"{repositories.url(state, repository)}/statuses/{pull.head_sha}",
    }
    return {
        **urls,
        "id": pull.id,
        "node_id": node_id("PR", issue.id),
        "number": issue.number,
        "state": issue.state,
        "locked": False,
        "active_lock_reason": None,
        "title": issue.title,
        "user": accounts.user(state, issue.author),
        "body": issue.body,
        "labels": [label(state, repository, item) for item in issue.labels],
        "milestone": None,
        "created_at": stamp(issue.created),
        "updated_at": stamp(issue.updated),
        "closed_at": stamp(issue.closed),
        "merged_at": stamp(pull.merged),
        "assignees": [],
        "requested_reviewers": [],
        "requested_teams": [],
        "head": _side(state, pull.head_repository, pull.head_ref, pull.head_sha),
        "base": _side(state, repository, pull.base_ref, pull.base_sha),
        "_links": _links(urls),
        "author_association": association(repository, issue.author),
        "auto_merge": None,
        "draft": pull.draft,
    }


def full_pull(state: State, issue: Issue, pull_: Pull, files: list[FileDiff], commits: int) -> JSON:
    """A pull request with its figures."""
    return {
        **pull(state, issue, pull_),
        "merged": pull_.merged is not None,
        "mergeable": None,
        "rebaseable": None,
        "mergeable_state": "unknown",
        "merged_by": None,
        "comments": len(issue.comments),
        "review_comments": sum(len(review.comments) for review in pull_.reviews),
        "maintainer_can_modify": False,
        "commits": commits,
        "additions": sum(file.additions for file in files),
        "deletions": sum(file.deletions for file in files),
        "changed_files": len(files),
    }


def review(state: State, review: Review) -> JSON:
    """A review of a pull request."""
    web = f"{issue_html(state, review.issue)}#pullrequestreview-{review.id}"
    url = f"{repositories.url(state, review.issue.repository)}/pulls/{review.issue.number}"
    return {
        "id": review.id,
        "node_id": node_id("PRR", review.id),
        "user": accounts.user(state, review.author),
        "body": review.body,
        "state": review.state,
        "commit_id": review.commit,
        "html_url": web,
        "pull_request_url": url,
        "_links": {"html": {"href": web}, "pull_request": {"href": url}},
        "submitted_at": stamp(review.created),
        "author_association": association(review.issue.repository, review.author),
    }
