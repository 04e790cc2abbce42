"""Branches that move, and what GitHub does when they do."""

from __future__ import annotations

from tests.standin.acts import announce, bring, pull_of
from tests.standin.entities import JSON, Issue, Repository, User
from tests.standin.git import Files
from tests.standin.shapes import repositories
from tests.standin.state import State
from tests.standin.suites import request_checks
from tests.standin.webhooks import emit

NOTHING = "0" * 40


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
    request_checks(state, repository, after, sender)


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
    bring(issue, pull)
    announce(state, issue, sender, "synchronize", {"before": before, "after": after})


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


def merge(state: State, issue: Issue, sender: User) -> str:
    """Merge a pull request: `push` to its base and `pull_request.closed`; gives the merge commit."""
    pull, git, now = pull_of(issue), issue.repository.git, state.now()
    base = git.branch(pull.base_ref) or pull.base_sha
    message = f"Merge pull request #{issue.number} from {pull.head_repository.owner.login}/{pull.head_ref}"
    sha = git.merge(base, pull.head_sha, message, sender.login, now)
    git.move(f"refs/heads/{pull.base_ref}", sha)
    issue.state, issue.closed, issue.updated, pull.merged = "closed", now, now, now
    pull.merged_by = sender
    moved(state, issue.repository, pull.base_ref, base, sender)
    announce(state, issue, sender, "closed")
    return sha


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
