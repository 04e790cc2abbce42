"""What is done to issues, pull requests and comments: each act changes the state and records its webhooks."""

from __future__ import annotations

from tests.standin.entities import JSON, App, Comment, Issue, Pull, Reaction, Repository, User
from tests.standin.shapes import conversations
from tests.standin.state import State
from tests.standin.webhooks import emit


def open_issue(state: State, repository: Repository, title: str, body: str | None, author: User) -> Issue:
    """Open an issue: `issues.opened`."""
    issue = _new_issue(state, repository, title, body, author)
    emit(state, repository, author, "issues", {"action": "opened", "issue": _issue(state, issue)})
    return issue


def _new_issue(state: State, repository: Repository, title: str, body: str | None, author: User) -> Issue:
    now = state.now()
    number = max(repository.issues, default=0) + 1
    issue = Issue(state.next_id(), number, repository, title, body, author, now, now)
    repository.issues[number] = issue
    return issue


def _issue(state: State, issue: Issue) -> JSON:
    return {**conversations.issue(state, issue), "assignee": None}


def _pull(state: State, issue: Issue, pull: Pull) -> JSON:
    base = issue.repository.git.merge_base(pull.base_sha, pull.head_sha)
    files = issue.repository.git.diff(base, pull.head_sha)
    ahead, _ = issue.repository.git.ahead_behind(pull.head_sha, pull.base_sha)
    full = conversations.full_pull(state, issue, pull, files, ahead)
    return {**full, "assignee": None, "merge_commit_sha": None}


def edit(state: State, issue: Issue, sender: User, title: str | None = None, body: str | None = None) -> None:
    """Change title or body: `issues.edited` or `pull_request.edited`."""
    changes = {}
    if title is not None and title != issue.title:
        changes["title"] = {"from": issue.title}
        issue.title = title
    if body is not None and body != issue.body:
        changes["body"] = {"from": issue.body or ""}
        issue.body = body
    issue.updated = state.now()
    announce(state, issue, sender, "edited", {"changes": changes})


def announce(state: State, issue: Issue, sender: User, action: str, extra: JSON | None = None) -> None:
    """Tell that something happened to an issue (`issues`) or pull request (`pull_request`)."""
    if issue.pull is None:
        payload = {"action": action, **(extra or {}), "issue": _issue(state, issue)}
        emit(state, issue.repository, sender, "issues", payload)
        return
    pull = _pull(state, issue, issue.pull)
    payload = {"action": action, **(extra or {}), "number": issue.number, "pull_request": pull}
    emit(state, issue.repository, sender, "pull_request", payload)


def close(state: State, issue: Issue, sender: User) -> None:
    """Close without merging: `issues.closed` or `pull_request.closed`."""
    issue.state, issue.closed, issue.updated = "closed", state.now(), state.now()
    announce(state, issue, sender, "closed")


def reopen(state: State, issue: Issue, sender: User) -> None:
    """Open again: `issues.reopened` or `pull_request.reopened`."""
    issue.state, issue.closed, issue.updated = "open", None, state.now()
    announce(state, issue, sender, "reopened")


def set_draft(state: State, issue: Issue, draft: bool, sender: User) -> None:
    """Move a pull request in or out of draft: `pull_request.converted_to_draft` or `.ready_for_review`."""
    pull_of(issue).draft = draft
    announce(state, issue, sender, "converted_to_draft" if draft else "ready_for_review")


def pull_of(issue: Issue) -> Pull:
    """What makes this issue a pull request; ValueError where nothing does."""
    if issue.pull is None:
        raise ValueError(f"#{issue.number} is no pull request")
    return issue.pull


def label(state: State, issue: Issue, name: str, sender: User) -> None:
    """Put a label on: `issues.labeled` or `pull_request.labeled`."""
    found = state.label(issue.repository, name)
    if found in issue.labels:
        return
    issue.labels.append(found)
    extra = {"label": conversations.label(state, issue.repository, found)}
    announce(state, issue, sender, "labeled", extra)


def unlabel(state: State, issue: Issue, name: str, sender: User) -> None:
    """Take a label off: `issues.unlabeled` or `pull_request.unlabeled`."""
    found = state.label(issue.repository, name)
    issue.labels.remove(found)
    extra = {"label": conversations.label(state, issue.repository, found)}
    announce(state, issue, sender, "unlabeled", extra)


def open_pull(
    state: State,
    repository: Repository,
    source: Repository,
    head: str,
    base: str,
    title: str,
    body: str | None,
    author: User,
    draft: bool = False,
) -> Issue:
    """Open a pull request from a branch of `source`: `pull_request.opened`."""
    head_sha, base_sha = source.git.branch(head), repository.git.branch(base)
    if head_sha is None or base_sha is None:
        raise KeyError(f"no branch {head} in {source.full_name} or no branch {base} in {repository.full_name}")
    issue = _new_issue(state, repository, title, body, author)
    issue.pull = Pull(state.next_id(), source, head, head_sha, base, base_sha, draft)
    bring(issue, issue.pull)
    announce(state, issue, author, "opened")
    return issue


def bring(issue: Issue, pull: Pull) -> None:
    """Have the head's objects in the base repository, as GitHub has them under `refs/pull`."""
    here = f"refs/pull/{issue.number}/head"
    if pull.head_repository is issue.repository:
        issue.repository.git.move(here, pull.head_sha, force=True)
        return
    issue.repository.git.fetch(pull.head_repository.git.path, f"+refs/heads/{pull.head_ref}:{here}")


def comment(state: State, issue: Issue, body: str, author: User, app: App | None = None) -> Comment:
    """Say something in a conversation: `issue_comment.created`."""
    now = state.now()
    said = Comment(state.next_id(), issue, author, body, now, now, app)
    issue.comments.append(said)
    issue.updated = now
    _comment_event(state, said, author, "created")
    return said


def edit_comment(state: State, comment: Comment, body: str, sender: User) -> None:
    """Change what was said: `issue_comment.edited`."""
    before, comment.body, comment.updated = comment.body, body, state.now()
    comment.edited, comment.editor = comment.updated, sender
    _comment_event(state, comment, sender, "edited", {"changes": {"body": {"from": before}}})


def delete_comment(state: State, comment: Comment, sender: User) -> None:
    """Take a comment away: `issue_comment.deleted`."""
    comment.issue.comments.remove(comment)
    _comment_event(state, comment, sender, "deleted")


def react(state: State, comment: Comment, content: str, sender: User) -> Reaction | None:
    """Leave a reaction; the same one twice counts once, and gives None. GitHub sends no webhook."""
    if any(known.author is sender and known.content == content for known in comment.reactions):
        return None
    reaction = Reaction(state.next_id(), sender, content, state.now())
    comment.reactions.append(reaction)
    return reaction


def _comment_event(state: State, comment: Comment, sender: User, action: str, extra: JSON | None = None) -> None:
    payload = {
        "action": action,
        **(extra or {}),
        "issue": _issue(state, comment.issue),
        "comment": conversations.comment(state, comment),
    }
    emit(state, comment.issue.repository, sender, "issue_comment", payload)
