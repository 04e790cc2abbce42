"""What people and Apps do on GitHub: each act changes the state and records the webhooks it sets off."""

from __future__ import annotations

from tests.standin.entities import JSON, App, CheckRun, CheckSuite, Comment, Issue, Pull, Repository, User
from tests.standin.git import Files
from tests.standin.shapes import checks, conversations, repositories
from tests.standin.state import State
from tests.standin.webhooks import emit

NOTHING = "0" * 40


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
    _announce(state, issue, sender, "edited", {"changes": changes})


def _announce(state: State, issue: Issue, sender: User, action: str, extra: JSON | None = None) -> None:
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
    _announce(state, issue, sender, "closed")


def reopen(state: State, issue: Issue, sender: User) -> None:
    """Open again: `issues.reopened` or `pull_request.reopened`."""
    issue.state, issue.closed, issue.updated = "open", None, state.now()
    _announce(state, issue, sender, "reopened")


def ready(state: State, issue: Issue, sender: User) -> None:
    """Take a pull request out of draft: `pull_request.ready_for_review`."""
    if issue.pull is None:
        raise ValueError(f"#{issue.number} is an issue, which has no draft state")
    issue.pull.draft = False
    _announce(state, issue, sender, "ready_for_review")


def label(state: State, issue: Issue, name: str, sender: User) -> None:
    """Put a label on: `issues.labeled` or `pull_request.labeled`."""
    found = state.label(issue.repository, name)
    if found in issue.labels:
        return
    issue.labels.append(found)
    extra = {"label": conversations.label(state, issue.repository, found)}
    _announce(state, issue, sender, "labeled", extra)


def unlabel(state: State, issue: Issue, name: str, sender: User) -> None:
    """Take a label off: `issues.unlabeled` or `pull_request.unlabeled`."""
    found = state.label(issue.repository, name)
    issue.labels.remove(found)
    extra = {"label": conversations.label(state, issue.repository, found)}
    _announce(state, issue, sender, "unlabeled", extra)


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
    _bring(issue, issue.pull)
    _announce(state, issue, author, "opened")
    return issue


def _bring(issue: Issue, pull: Pull) -> None:
    here = f"refs/pull/{issue.number}/head"
    if pull.head_repository is issue.repository:
        issue.repository.git.move(here, pull.head_sha, force=True)
        return
    issue.repository.git.fetch(pull.head_repository.git.path, f"+refs/heads/{pull.head_ref}:{here}")


def push(state: State, repository: Repository, branch: str, content: Files | str, author: User, message: str) -> str:
    """Commit files to a branch, made from the default one, or move it to a commit that is there; gives the head."""
    git, before = repository.git, repository.git.branch(branch)
    if isinstance(content, str):
        sha = git.resolve(content)
    else:
        parent = before or git.branch(repository.default_branch)
        sha = git.write(parent, content, message, author.login, state.now())
    if sha is None:
        raise KeyError(f"{content} is no commit of {repository.full_name}")
    git.move(f"refs/heads/{branch}", sha, force=True)
    moved(state, repository, branch, before, author)
    return sha


def moved(state: State, repository: Repository, branch: str, before: str | None, sender: User) -> None:
    """Tell what follows from a branch having moved: `push`, and `pull_request.synchronize` where it is a head."""
    after = repository.git.branch(branch)
    if after == before:
        return
    emit(state, repository, sender, "push", _push(state, repository, branch, before, after, sender))
    if after is None:
        return
    for issue in _headed(state, repository, branch):
        _synchronize(state, issue, after, sender)
    _request_checks(state, repository, after, sender)


def _request_checks(state: State, repository: Repository, sha: str, sender: User) -> None:
    """A push gives every App that may write checks its suite: `check_suite.requested`."""
    for installation in state.installed(repository):
        if installation.permissions.get("checks") == "write":
            suite = checks.check_suite(state, suite_for(state, repository, installation.app, sha))
            payload = {"action": "requested", "check_suite": suite}
            emit(state, repository, sender, "check_suite", payload, installation)


def _headed(state: State, repository: Repository, branch: str) -> list[Issue]:
    issues = [issue for known in state.repositories.values() for issue in known.issues.values()]
    return [
        issue
        for issue in issues
        if issue.pull
        and issue.state == "open"
        and issue.pull.head_repository is repository
        and issue.pull.head_ref == branch
    ]


def _synchronize(state: State, issue: Issue, after: str, sender: User) -> None:
    pull = issue.pull
    if pull is None:
        return
    before, pull.head_sha = pull.head_sha, after
    pull.base_sha = issue.repository.git.branch(pull.base_ref) or pull.base_sha
    issue.updated = state.now()
    _bring(issue, pull)
    _announce(state, issue, sender, "synchronize", {"before": before, "after": after})


def _push(
    state: State, repository: Repository, branch: str, before: str | None, after: str | None, sender: User
) -> JSON:
    git, web = repository.git, repositories.html(state, repository)
    fresh = list(git.log(after, until=before)) if after else []
    commits = [_pushed(state, repository, str(commit.id)) for commit in reversed(fresh[:2048])]
    shape = repositories.repository(state, repository)
    moment = int(repository.created.timestamp())
    return {
        "ref": f"refs/heads/{branch}",
        "before": before or NOTHING,
        "after": after or NOTHING,
        "base_ref": None,
        "created": before is None,
        "deleted": after is None,
        "forced": bool(before and after and not git.descends(after, before)),
        "compare": f"{web}/compare/{(before or NOTHING)[:12]}...{(after or NOTHING)[:12]}",
        "commits": commits,
        "head_commit": _pushed(state, repository, after) if after else None,
        "pusher": {"name": sender.login, "email": f"{sender.id}@users.noreply.github.com"},
        "repository": {**shape, "created_at": moment, "pushed_at": moment, "master_branch": repository.default_branch},
    }


def _pushed(state: State, repository: Repository, sha: str) -> JSON:
    commit = repository.git.commit(sha)
    parent = str(commit.parent_ids[0]) if commit.parent_ids else None
    files = repository.git.diff(parent, sha)
    return {
        **repositories.simple_commit(commit),
        "distinct": True,
        "url": f"{repositories.html(state, repository)}/commit/{sha}",
        "added": [file.path for file in files if file.status == "added"],
        "removed": [file.path for file in files if file.status == "removed"],
        "modified": [file.path for file in files if file.status in ("modified", "renamed")],
    }


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
    _comment_event(state, comment, sender, "edited", {"changes": {"body": {"from": before}}})


def delete_comment(state: State, comment: Comment, sender: User) -> None:
    """Take a comment away: `issue_comment.deleted`."""
    comment.issue.comments.remove(comment)
    _comment_event(state, comment, sender, "deleted")


def _comment_event(state: State, comment: Comment, sender: User, action: str, extra: JSON | None = None) -> None:
    payload = {
        "action": action,
        **(extra or {}),
        "issue": _issue(state, comment.issue),
        "comment": conversations.comment(state, comment),
    }
    emit(state, comment.issue.repository, sender, "issue_comment", payload)


def merge_group(state: State, repository: Repository, head: str, base: str, sender: User) -> None:
    """Put a commit into the merge queue: `merge_group.checks_requested`."""
    base_sha = repository.git.branch(base)
    if base_sha is None:
        raise KeyError(f"no branch {base} in {repository.full_name}")
    ref = f"refs/heads/gh-readonly-queue/{base}/pr-1-{head}"
    repository.git.move(ref, head, force=True)
    group = {
        "head_sha": head,
        "head_ref": ref,
        "base_sha": base_sha,
        "base_ref": f"refs/heads/{base}",
        "head_commit": repositories.simple_commit(repository.git.commit(head)),
    }
    emit(state, repository, sender, "merge_group", {"action": "checks_requested", "merge_group": group})


def suite_for(state: State, repository: Repository, app: App, sha: str) -> CheckSuite:
    """The App's check suite on a commit, made when first needed."""
    for suite in repository.suites:
        if suite.app is app and suite.head_sha == sha:
            return suite
    branch = next((name for name in repository.git.branches() if repository.git.branch(name) == sha), None)
    suite = CheckSuite(state.next_id(), app, repository, sha, branch, state.now(), state.now())
    repository.suites.append(suite)
    return suite


def check_run_event(state: State, run: CheckRun, action: str, sender: User, extra: JSON | None = None) -> None:
    """Tell about a check run: `check_run.created`, `.completed`, `.rerequested`, `.requested_action`."""
    suite = checks.check_suite(state, run.suite)
    kept = ("id", "node_id", "head_branch", "head_sha", "status", "conclusion", "url", "before", "after")
    inner = {key: suite[key] for key in (*kept, "pull_requests", "app", "created_at", "updated_at")}
    shape = {**checks.check_run(state, run), "check_suite": inner}
    payload = {"action": action, "check_run": shape, **(extra or {})}
    for installation in state.installed(run.suite.repository):
        if installation.app is run.suite.app:  # Nobody but the App that made it hears of it.
            emit(state, run.suite.repository, sender, "check_run", payload, installation)
