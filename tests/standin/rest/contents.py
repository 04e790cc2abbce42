"""Files and folders by path."""

from __future__ import annotations

import base64
import binascii

import pygit2

from tests.standin import pushes
from tests.standin.call import Call, Refusal, Reply, not_found
from tests.standin.entities import JSON
from tests.standin.routing import route
from tests.standin.shapes import repositories

RAW = ("application/vnd.github.raw", "application/vnd.github.raw+json", "application/vnd.github.v3.raw")
BASE = "/repos/{owner}/{repo}/contents"


@route("GET", BASE, ("contents", "read"))
@route("GET", BASE + "/{path:any}", ("contents", "read"))
def get_content(call: Call) -> Reply:
    """A file with its content, or what a folder holds."""
    path = call.params.get("path", "").strip("/")
    ref = call.query.get("ref") or call.repository.default_branch
    commit = call.commit(ref, status=404)
    found = call.repository.git.at(commit, path)
    if isinstance(found, pygit2.Tree):
        return Reply(200, _folder(call, ref, path, found))
    if not isinstance(found, pygit2.Blob):
        raise not_found()
    if call.headers.get("accept", "") in RAW:
        return Reply(200, found.data, {"content-type": "application/vnd.github.raw+json; charset=utf-8"})
    return Reply(200, _file(call, ref, path, found))


def _folder(call: Call, ref: str, path: str, tree: pygit2.Tree) -> list[JSON]:
    prefix = f"{path}/" if path else ""
    entries = call.repository.git.entries(tree, False)
    shapes = []
    for entry in entries:
        found = call.repository.git.raw.get(entry.sha)
        if found is not None:
            shapes.append(
                repositories.content(call.state, call.repository, ref, prefix + entry.path, found, entry.mode)
            )
    return shapes[:1000]


def _file(call: Call, ref: str, path: str, blob: pygit2.Blob) -> JSON:
    mode = int(blob.filemode)
    shape = repositories.content(call.state, call.repository, ref, path, blob, mode)
    if mode == repositories.SYMLINK:
        return {**shape, "target": blob.data.decode("utf-8", "replace")}
    return {**shape, **repositories.inline(blob)}


@route("PUT", BASE + "/{path:path}", ("contents", "write"))
def put_content(call: Call) -> Reply:
    """Write one file as a commit: `sha` must name the blob that is replaced."""
    path, branch = call.params["path"], call.data.get("branch") or call.repository.default_branch
    if path.startswith(".github/workflows/"):
        call.require("workflows", "write")
    before = call.repository.git.branch(branch)
    old = call.repository.git.at(before, path) if before else None
    _check_sha(call, path, str(old.id) if old else None)
    sha = _commit(call, path, branch, before)
    call.repository.git.move(f"refs/heads/{branch}", sha)
    pushes.moved(call.state, call.repository, branch, before, call.actor)
    return Reply(200 if old else 201, _written(call, path, branch, sha))


def _check_sha(call: Call, path: str, old: str | None) -> None:
    given = call.data.get("sha")
    if old and given is None:
        raise Refusal(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
    if given is not None and given != old:
        raise Refusal(409, f"{path} does not match {given}")


def _commit(call: Call, path: str, branch: str, before: str | None) -> str:
    if before is None and call.repository.git.branches():
        raise Refusal(404, f"Branch {branch} not found")
    try:
        content = base64.b64decode(call.data["content"].replace("\n", ""), validate=True)
    except binascii.Error as error:
        raise Refusal(422, "content is not valid Base64") from error
    message, now = call.data["message"], call.state.now()
    return call.repository.git.write(before, {path: content}, message, call.actor.login, now)


def _written(call: Call, path: str, branch: str, sha: str) -> JSON:
    blob = call.repository.git.at(sha, path)
    if not isinstance(blob, pygit2.Blob):
        raise not_found()
    content = repositories.content(call.state, call.repository, branch, path, blob, int(blob.filemode))
    commit = repositories.git_commit(call.state, call.repository, call.repository.git.commit(sha))
    return {"content": content, "commit": commit}
