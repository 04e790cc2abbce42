"""Blobs, trees, commits and refs, as git has them."""

from __future__ import annotations

import base64

import pygit2

from tests.standin import pushes
from tests.standin.call import Call, Refusal, Reply, not_found
from tests.standin.entities import JSON
from tests.standin.git import NotFastForwardError
from tests.standin.routing import route
from tests.standin.shapes import repositories

BASE = "/repos/{owner}/{repo}/git"
BLOB_BYTES = 100 * 1024 * 1024


@route("GET", BASE + "/blobs/{sha}", ("contents", "read"))
def get_blob(call: Call) -> Reply:
    """A blob."""
    blob = call.repository.git.blob(call.params["sha"])
    if blob is None:
        raise not_found()
    if blob.size > BLOB_BYTES:
        error = {"resource": "Blob", "field": "data", "code": "too_large"}
        raise Refusal(403, "This API returns blobs up to 100 MB in size. The requested blob is too large.", [error])
    return Reply(200, repositories.blob(call.state, call.repository, blob))


@route("POST", BASE + "/blobs", ("contents", "write"))
def create_blob(call: Call) -> Reply:
    """Write a blob."""
    content = call.data["content"]
    data = base64.b64decode(content) if call.data.get("encoding") == "base64" else content.encode()
    sha = str(call.repository.git.raw.create_blob(data))
    return Reply(201, {"sha": sha, "url": f"{repositories.url(call.state, call.repository)}/git/blobs/{sha}"})


@route("GET", BASE + "/trees/{sha:path}", ("contents", "read"))
def get_tree(call: Call) -> Reply:
    """A tree; any value of `recursive` makes it recursive."""
    tree = call.repository.git.tree(call.params["sha"])
    if tree is None:
        raise not_found()
    git = call.repository.git
    return Reply(200, repositories.tree(call.state, call.repository, tree, "recursive" in call.query, git))


@route("POST", BASE + "/trees", ("contents", "write"))
def create_tree(call: Call) -> Reply:
    """Write a tree on top of `base_tree`; a null sha removes a path."""
    git, index = call.repository.git, pygit2.Index()
    base = call.data.get("base_tree")
    if base is not None:
        tree = git.tree(base)
        if tree is None:
            raise not_found()
        index.read_tree(tree)
    for entry in call.data["tree"]:
        _stage(call, index, entry)
    written = git.tree(str(index.write_tree(git.raw)))
    if written is None:
        raise not_found()
    return Reply(201, repositories.tree(call.state, call.repository, written, False, git))


def _stage(call: Call, index: pygit2.Index, entry: JSON) -> None:
    if entry["path"].startswith(".github/workflows/"):
        call.require("workflows", "write")
    if "sha" in entry and entry["sha"] is None:
        index.remove(entry["path"])
        return
    git = call.repository.git
    sha = entry["sha"] if "sha" in entry else str(git.raw.create_blob(entry["content"].encode()))
    if git.blob(sha) is None:
        raise Refusal(422, f"tree.sha {sha} is not a valid blob")
    index.add(pygit2.IndexEntry(entry["path"], pygit2.Oid(hex=sha), pygit2.enums.FileMode(int(entry["mode"], 8))))


@route("GET", BASE + "/commits/{sha}", ("contents", "read"))
def get_commit(call: Call) -> Reply:
    """A commit as git has it."""
    sha = call.commit(call.params["sha"], status=404)
    return Reply(200, repositories.git_commit(call.state, call.repository, call.repository.git.commit(sha)))


@route("POST", BASE + "/commits", ("contents", "write"))
def create_commit(call: Call) -> Reply:
    """Commit a tree."""
    git = call.repository.git
    tree, parents = call.data["tree"], call.data.get("parents", [])
    if git.tree(tree) is None:
        raise Refusal(422, "Tree SHA does not exist")
    for parent in parents:
        call.commit(parent)
    sha = git.commit_tree(tree, parents, call.data["message"], call.actor.login, call.state.now())
    return Reply(201, repositories.git_commit(call.state, call.repository, git.commit(sha)))


@route("GET", BASE + "/ref/{ref:path}", ("contents", "read"))
def get_ref(call: Call) -> Reply:
    """A ref, named without its `refs/`."""
    name = f"refs/{call.params['ref']}"
    sha = call.repository.git.ref(name)
    if sha is None:
        raise not_found()
    return Reply(200, repositories.ref(call.state, call.repository, name, sha))


@route("POST", BASE + "/refs", ("contents", "write"))
def create_ref(call: Call) -> Reply:
    """Make a branch or tag."""
    name, sha = call.data["ref"], call.data["sha"]
    if not name.startswith("refs/") or name.count("/") < 2:
        raise Refusal(422, "Reference name must start with 'refs/' and contain at least two slashes.")
    if call.repository.git.ref(name):
        raise Refusal(422, "Reference already exists")
    if call.repository.git.resolve(sha) != sha:
        raise Refusal(422, "Object does not exist")
    _move(call, name, sha, force=False)
    return Reply(201, repositories.ref(call.state, call.repository, name, sha))


@route("PATCH", BASE + "/refs/{ref:path}", ("contents", "write"))
def update_ref(call: Call) -> Reply:
    """Move a branch or tag; only forward unless forced."""
    name, sha = f"refs/{call.params['ref']}", call.data["sha"]
    if call.repository.git.ref(name) is None:
        raise Refusal(422, "Reference does not exist")
    if call.repository.git.resolve(sha) != sha:
        raise Refusal(422, "Object does not exist")
    _move(call, name, sha, force=bool(call.data.get("force")))
    return Reply(200, repositories.ref(call.state, call.repository, name, sha))


def _move(call: Call, name: str, sha: str, force: bool) -> None:
    before = call.repository.git.ref(name)
    try:
        call.repository.git.move(name, sha, force)
    except NotFastForwardError as error:
        raise Refusal(422, "Update is not a fast forward") from error
    _tell(call, name, before)


def _tell(call: Call, name: str, before: str | None) -> None:
    if name.startswith("refs/heads/"):
        pushes.moved(call.state, call.repository, name.removeprefix("refs/heads/"), before, call.actor)


@route("GET", "/repos/{owner}/{repo}/branches", ("contents", "read"))
def list_branches(call: Call) -> Reply:
    """The branches, by name."""
    page, links = call.paged([(name, sha) for name in call.repository.git.branches() if (sha := _head(call, name))])
    here = repositories.url(call.state, call.repository)
    heads = [{"name": name, "commit": {"sha": sha, "url": f"{here}/commits/{sha}"}} for name, sha in page]
    return Reply(200, [{**head, "protected": False} for head in heads], links)


@route("GET", "/repos/{owner}/{repo}/branches/{branch:path}", ("contents", "read"))
def get_branch(call: Call) -> Reply:
    """One branch with the commit it is at."""
    name = call.params["branch"]
    sha = _head(call, name)
    if sha is None:
        raise Refusal(404, "Branch not found")
    here = f"{repositories.url(call.state, call.repository)}/branches/{name}"
    checks = {"enforcement_level": "off", "contexts": [], "checks": []}
    shape = {
        "name": name,
        "commit": repositories.commit(call.state, call.repository, call.repository.git.commit(sha)),
        "_links": {"html": f"{repositories.html(call.state, call.repository)}/tree/{name}", "self": here},
        "protected": False,
        "protection": {"enabled": False, "required_status_checks": checks},
        "protection_url": f"{here}/protection",
    }
    return Reply(200, shape)


def _head(call: Call, branch: str) -> str | None:
    return call.repository.git.branch(branch)
