"""Commits, trees, blobs and refs."""

from __future__ import annotations

import pygit2

from tests.standin.call import Call
from tests.standin.entities import JSON, Issue, Repository
from tests.standin.git import is_binary
from tests.standin.shapes import repositories
from tests.standin.views import basics, checks, conversations
from tests.standin.views.paging import connection

BLOB_TEXT = 512_000
"""Beyond this many bytes GitHub cuts a blob's text and says `isTruncated`."""
BLOB_WITHOUT_TEXT = 1_000_000
"""Beyond this many it may say nothing of the text at all: the documentation promises none."""


def ref(call: Call, found: Repository, name: str) -> JSON | None:
    """A Ref by its full or short name; null where there is none."""
    basics.need(call, "read", "contents")
    full = next((full for full in (name, f"refs/heads/{name}", f"refs/tags/{name}") if found.git.ref(full)), None)
    if full is None:
        return None
    target = found.git.expression(found.git.ref(full) or "")
    prefix = "refs/heads/" if full.startswith("refs/heads/") else "refs/tags/"
    return {
        "__typename": "Ref",
        "name": full.removeprefix(prefix),
        "prefix": prefix,
        "target": lambda: named(call, found, target),
    }


def named(call: Call, found: Repository, thing: pygit2.Object | pygit2.Commit | None) -> JSON | None:
    """The object of its kind: Commit, Tree or Blob; a tag stands for what it points to."""
    basics.need(call, "read", "contents")
    if isinstance(thing, pygit2.Tag):
        return named(call, found, found.git.commit(str(thing.peel(pygit2.Commit).id)))
    if isinstance(thing, pygit2.Commit):
        return _commit(call, found, thing)
    if isinstance(thing, pygit2.Tree):
        return _tree(call, found, thing)
    return _blob(thing) if isinstance(thing, pygit2.Blob) else None


def _git_object(kind: str, thing: pygit2.Object | pygit2.Commit) -> JSON:
    oid = str(thing.id)
    return {"__typename": kind, "id": f"{kind}_{oid}", "oid": oid, "abbreviatedOid": oid[:7]}


def _blob(blob: pygit2.Blob) -> JSON:
    binary = is_binary(blob.data)
    return {
        **_git_object("Blob", blob),
        "byteSize": blob.size,
        "isBinary": binary,
        "isTruncated": not binary and blob.size > BLOB_TEXT,
        "text": None if binary or blob.size > BLOB_WITHOUT_TEXT else blob.data[:BLOB_TEXT].decode("utf-8", "replace"),
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
        "object": lambda: named(call, found, item),
    }


def _file(call: Call, found: Repository, item: pygit2.Object | None) -> JSON | None:
    return _entry(call, found, item) if item else None


def _commit(call: Call, found: Repository, thing: pygit2.Commit) -> JSON:
    sha = str(thing.id)
    return {
        **_git_object("Commit", thing),
        "message": thing.message,
        "messageHeadline": thing.message.split("\n", 1)[0],
        "committedDate": repositories.git_commit(call.state, found, thing)["committer"]["date"],
        "tree": lambda: _tree(call, found, thing.tree),
        "file": lambda path: _file(call, found, found.git.at(sha, path)),
        "associatedPullRequests": lambda order_by=None, **page: connection(
            _brought(found, sha), lambda each: conversations.issue(call, each)
        )(**page),
        "checkSuites": lambda filter_by=None, **page: connection(
            checks.suites(call, found, sha, filter_by or {}), lambda suite: checks.suite(call, suite)
        )(**page),
    }


def _brought(found: Repository, sha: str) -> list[Issue]:
    """The merged pull request that brought a commit to the default branch."""
    parents = {str(parent) for parent in found.git.commit(sha).parent_ids}
    pulls = [issue for issue in found.issues.values() if issue.pull and issue.pull.merged]
    return [issue for issue in pulls if issue.pull and issue.pull.head_sha in {sha, *parents}]
