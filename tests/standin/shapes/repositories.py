"""Repositories, commits, trees and file contents in JSON."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import quote

import pygit2

from tests.standin.entities import JSON, Repository
from tests.standin.git import FileDiff, GitRepository
from tests.standin.shapes import accounts
from tests.standin.state import State, node_id, stamp

_LINKS = {
    "archive": "{archive_format}{/ref}",
    "assignees": "assignees{/user}",
    "blobs": "git/blobs{/sha}",
    "branches": "branches{/branch}",
    "collaborators": "collaborators{/collaborator}",
    "comments": "comments{/number}",
    "commits": "commits{/sha}",
    "compare": "compare/{base}...{head}",
    "contents": "contents/{+path}",
    "contributors": "contributors",
    "deployments": "deployments",
    "downloads": "downloads",
    "events": "events",
    "forks": "forks",
    "git_commits": "git/commits{/sha}",
    "git_refs": "git/refs{/sha}",
    "git_tags": "git/tags{/sha}",
    "hooks": "hooks",
    "issue_comment": "issues/comments{/number}",
    "issue_events": "issues/events{/number}",
    "issues": "issues{/number}",
    "keys": "keys{/key_id}",
    "labels": "labels{/name}",
    "languages": "languages",
    "merges": "merges",
    "milestones": "milestones{/number}",
    "notifications": "notifications{?since,all,participating}",
    "pulls": "pulls{/number}",
    "releases": "releases{/id}",
    "stargazers": "stargazers",
    "statuses": "statuses/{sha}",
    "subscribers": "subscribers",
    "subscription": "subscription",
    "tags": "tags",
    "teams": "teams",
    "trees": "git/trees{/sha}",
}


def url(state: State, repository: Repository) -> str:
    """The API address of a repository."""
    return f"{state.api}/repos/{repository.full_name}"


def html(state: State, repository: Repository) -> str:
    """The web address of a repository."""
    return f"{state.web}/{repository.full_name}"


def repository(state: State, repository: Repository) -> JSON:
    """A repository in its long form."""
    here, web = url(state, repository), html(state, repository)
    open_issues = sum(issue.state == "open" for issue in repository.issues.values())
    counts = ("forks", "forks_count", "stargazers_count", "watchers", "watchers_count")
    return {
        "id": repository.id,
        "node_id": node_id("R", repository.id),
        "name": repository.name,
        "full_name": repository.full_name,
        "owner": accounts.user(state, repository.owner),
        "private": repository.private,
        "visibility": "private" if repository.private else "public",
        "html_url": web,
        "description": None,
        "fork": repository.parent is not None,
        "url": here,
        **{f"{name}_url": f"{here}/{rest}" for name, rest in _LINKS.items()},
        "git_url": web.replace("https:", "git:") + ".git",
        "ssh_url": f"git@github.com:{repository.full_name}.git",
        "clone_url": f"{web}.git",
        "svn_url": web,
        "mirror_url": None,
        "homepage": None,
        "language": None,
        **dict.fromkeys(counts, 0),
        "network_count": 0,
        "subscribers_count": 0,
        "size": 1,
        "open_issues": open_issues,
        "open_issues_count": open_issues,
        "default_branch": repository.default_branch,
        "is_template": False,
        "topics": [],
        "has_issues": True,
        "has_projects": True,
        "has_downloads": True,
        "has_wiki": False,
        "has_pages": False,
        "has_discussions": False,
        "archived": False,
        "disabled": False,
        "license": None,
        "allow_forking": True,
        "web_commit_signoff_required": False,
        "pushed_at": stamp(repository.created),
        "created_at": stamp(repository.created),
        "updated_at": stamp(repository.created),
    }


def git_commit(state: State, repository: Repository, commit: pygit2.Commit) -> JSON:
    """A commit as git knows it."""
    here, sha = url(state, repository), str(commit.id)
    return {
        "sha": sha,
        "node_id": node_id("C", 0) + sha,
        "url": f"{here}/git/commits/{sha}",
        "html_url": f"{html(state, repository)}/commit/{sha}",
        "author": _person(commit.author),
        "committer": _person(commit.committer),
        "tree": {"sha": str(commit.tree_id), "url": f"{here}/git/trees/{commit.tree_id}"},
        "message": commit.message,
        "parents": [_parent(state, repository, str(parent)) for parent in commit.parent_ids],
        "verification": _UNSIGNED,
    }


_UNSIGNED = {"verified": False, "reason": "unsigned", "signature": None, "payload": None, "verified_at": None}


def _person(signature: pygit2.Signature) -> JSON:
    moment = datetime.fromtimestamp(signature.time, UTC)
    return {"name": signature.name, "email": signature.email, "date": stamp(moment)}


def _parent(state: State, repository: Repository, sha: str) -> JSON:
    return {
        "sha": sha,
        "url": f"{url(state, repository)}/commits/{sha}",
        "html_url": f"{html(state, repository)}/commit/{sha}",
    }


def commit(state: State, repository: Repository, commit: pygit2.Commit) -> JSON:
    """A commit as the commits API lists it."""
    plain = git_commit(state, repository, commit)
    here = f"{url(state, repository)}/commits/{commit.id}"
    inner = {key: plain[key] for key in ("author", "committer", "message", "tree", "url", "verification")}
    return {
        "sha": plain["sha"],
        "node_id": plain["node_id"],
        "commit": {**inner, "comment_count": 0},
        "url": here,
        "html_url": plain["html_url"],
        "comments_url": f"{here}/comments",
        "author": None,
        "committer": None,
        "parents": plain["parents"],
    }


def simple_commit(commit: pygit2.Commit) -> JSON:
    """A commit as check suites and merge groups carry it."""
    author, committer = _person(commit.author), _person(commit.committer)
    return {
        "id": str(commit.id),
        "tree_id": str(commit.tree_id),
        "message": commit.message,
        "timestamp": committer["date"],
        "author": {"name": author["name"], "email": author["email"]},
        "committer": {"name": committer["name"], "email": committer["email"]},
    }


def diff_entry(state: State, repository: Repository, head: str, file: FileDiff) -> JSON:
    """One changed file; without `patch` where GitHub withholds it."""
    path = quote(file.path)
    web = html(state, repository)
    entry: JSON = {
        "sha": file.sha,
        "filename": file.path,
        "status": file.status,
        "additions": file.additions,
        "deletions": file.deletions,
        "changes": file.additions + file.deletions,
        "blob_url": f"{web}/blob/{head}/{path}",
        "raw_url": f"{web}/raw/{head}/{path}",
        "contents_url": f"{url(state, repository)}/contents/{path}?ref={head}",
    }
    if file.patch is not None:
        entry["patch"] = file.patch
    if file.previous is not None:
        entry["previous_filename"] = file.previous
    return entry


def content(state: State, repository: Repository, ref: str, path: str, found: pygit2.Object, mode: int) -> JSON:
    """A file or folder at a path, without what is in it."""
    here, web, safe = url(state, repository), html(state, repository), quote(path)
    kind = "tree" if isinstance(found, pygit2.Tree) else "blob"
    address = f"{here}/contents/{safe}?ref={quote(ref)}"
    git_url, html_url = f"{here}/git/{kind}s/{found.id}", f"{web}/{kind}/{quote(ref)}/{safe}"
    return {
        "name": PurePosixPath(path).name,
        "path": path,
        "sha": str(found.id),
        "size": found.size if isinstance(found, pygit2.Blob) else 0,
        "type": "dir" if kind == "tree" else "symlink" if mode == SYMLINK else "file",
        "url": address,
        "git_url": git_url,
        "html_url": html_url,
        "download_url": None if kind == "tree" else f"{web}/raw/{quote(ref)}/{safe}",
        "_links": {"self": address, "git": git_url, "html": html_url},
    }


SYMLINK = 0o120000
LARGE = 1_000_000


def inline(blob: pygit2.Blob) -> JSON:
    """What a blob holds, in base64; nothing beyond 1 MB, as at GitHub."""
    if blob.size > LARGE:
        return {"encoding": "none", "content": ""}
    return {"encoding": "base64", "content": base64.encodebytes(blob.data).decode()}


def blob(state: State, repository: Repository, blob: pygit2.Blob) -> JSON:
    """A git blob with its content in base64."""
    return {
        "sha": str(blob.id),
        "node_id": node_id("B", 0) + str(blob.id),
        "size": blob.size,
        "url": f"{url(state, repository)}/git/blobs/{blob.id}",
        "content": base64.encodebytes(blob.data).decode(),
        "encoding": "base64",
    }


def tree(state: State, repository: Repository, tree: pygit2.Tree, recursive: bool, git: GitRepository) -> JSON:
    """A git tree, with all below it where `recursive`."""
    here = url(state, repository)
    entries = [
        {
            "path": entry.path,
            "mode": f"{entry.mode:06o}",
            "type": entry.kind,
            "sha": entry.sha,
            **({"size": entry.size} if entry.size is not None else {}),
            "url": f"{here}/git/{entry.kind}s/{entry.sha}",
        }
        for entry in git.entries(tree, recursive)
    ]
    return {
        "sha": str(tree.id),
        "url": f"{here}/git/trees/{tree.id}",
        "tree": entries[:100_000],
        "truncated": len(entries) > 100_000,
    }


def ref(state: State, repository: Repository, name: str, sha: str) -> JSON:
    """A git ref by its full name."""
    here = url(state, repository)
    return {
        "ref": name,
        "node_id": node_id("REF", repository.id) + name,
        "url": f"{here}/git/{name}",
        "object": {"type": "commit", "sha": sha, "url": f"{here}/git/commits/{sha}"},
    }
