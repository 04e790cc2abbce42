"""Commits and what lies between two of them."""

from __future__ import annotations

from tests.standin.call import Call, Refusal, Reply, not_found
from tests.standin.entities import JSON
from tests.standin.routing import route
from tests.standin.shapes import repositories

COMPARE_FILES = 300
"""The compare API never shows more files."""

BASE = "/repos/{owner}/{repo}"


@route("GET", BASE + "/commits", ("contents", "read"))
def list_commits(call: Call) -> Reply:
    """Commits from a ref back, newest first."""
    git = call.repository.git
    start = call.commit(call.query.get("sha") or call.repository.default_branch, status=404)
    page, links = call.paged(list(git.log(start, path=call.query.get("path"))))
    return Reply(200, [repositories.commit(call.state, call.repository, commit) for commit in page], links)


def get_commit(call: Call) -> Reply:
    """One commit with its files."""
    git, sha = call.repository.git, call.commit(call.params["ref"])
    commit = git.commit(sha)
    parent = str(commit.parent_ids[0]) if commit.parent_ids else None
    files = git.diff(parent, sha)
    page, links = call.paged(files[:3000])
    additions, deletions = sum(file.additions for file in files), sum(file.deletions for file in files)
    shape = {
        **repositories.commit(call.state, call.repository, commit),
        "stats": {"additions": additions, "deletions": deletions, "total": additions + deletions},
        "files": [repositories.diff_entry(call.state, call.repository, sha, file) for file in page],
    }
    return Reply(200, shape, links)


@route("GET", BASE + "/compare/{basehead:path}", ("contents", "read"))
def compare(call: Call) -> Reply:
    """What head has that base has not: at most 300 files, all on the first page."""
    base, dots, head = call.params["basehead"].partition("...")
    if not dots:
        raise not_found()
    if ":" in call.params["basehead"]:
        raise Refusal(501, "The stand-in does not compare across forks.")
    one, other = call.commit(base, 404), call.commit(head, 404)
    ancestor = call.repository.git.merge_base(one, other)
    if ancestor is None:
        raise not_found()
    return _compared(call, one, other, ancestor)


def _compared(call: Call, base: str, head: str, ancestor: str) -> Reply:
    state, repository, git = call.state, call.repository, call.repository.git
    ahead, behind = git.ahead_behind(head, base)
    commits = list(git.log(head, until=base))[::-1]
    page, links = call.paged(commits)
    files = git.diff(ancestor, head)[:COMPARE_FILES] if call.query.get("page", "1") == "1" else []
    basehead = f"compare/{base}...{head}"
    web = f"{repositories.html(state, repository)}/{basehead}"
    shape: JSON = {
        "url": f"{repositories.url(state, repository)}/{basehead}",
        "html_url": web,
        "permalink_url": web,
        "diff_url": f"{web}.diff",
        "patch_url": f"{web}.patch",
        "base_commit": repositories.commit(state, repository, git.commit(base)),
        "merge_base_commit": repositories.commit(state, repository, git.commit(ancestor)),
        "status": _status(ahead, behind),
        "ahead_by": ahead,
        "behind_by": behind,
        "total_commits": len(commits),
        "commits": [repositories.commit(state, repository, commit) for commit in page],
        "files": [repositories.diff_entry(state, repository, head, file) for file in files],
    }
    return Reply(200, shape, links)


def _status(ahead: int, behind: int) -> str:
    if ahead and behind:
        return "diverged"
    return "ahead" if ahead else "behind" if behind else "identical"
