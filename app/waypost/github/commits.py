"""Commits on the branch of a pull request: on the head that was asked about, or not at all."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from waypost.finding import Fix
from waypost.fixing import UnfitError, planned, unchanged
from waypost.github.blobs import whole
from waypost.github.client import JSON, Client
from waypost.github.content import ENTRY, Content, Wanted, content
from waypost.github.faults import Refused

MOST = 100
"""Files in one commit; further fixes are left for another."""

COMMIT = """mutation($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}"""
STALE = "The branch has moved since, so nothing was changed. Write it again if it still holds."
CLOSED_TO_US = "Waypost may not write to this branch: its App needs “Contents: write”, and the branch must allow it."


@dataclass(frozen=True, slots=True)
class Made:
    """The commit that was made, None where there was nothing to do; `why` says in Markdown what was in the way."""

    commit: str | None
    why: str = ""


async def commit_fixes(
    client: Client,
    repository: str,
    branch: str,
    head_sha: str,
    fixes: Iterable[Fix],
    seen: Mapping[str, bytes],
    message: str,
) -> Made:
    """Commit fixes to files that still are as `seen`. Raises a `Fault`; after Unavailable the commit may be there.

    The commit is made only if the branch still is at `head_sha`, which GitHub sees to.
    """
    fixes = tuple(fixes)
    paths = sorted({edit.path for fix in fixes for edit in fix.edits})[:MOST]
    if not paths:
        return Made(None)
    present = await _present(client, repository, head_sha, paths)

    def current(path: str) -> bytes | None:
        if path not in present:
            raise UnfitError("it is one of too many files")
        found = present[path]
        if isinstance(found, str):
            raise UnfitError(f"{path} is {found}")
        return unchanged(path, found, seen.get(path))

    plans = planned(fixes, current)
    changed = {path: plan.result for path, plan in plans.files.items() if plan.result != (plan.content or b"")}
    if not changed:
        return Made(None)
    return await _commit(client, repository, branch, head_sha, changed, message)


async def _present(client: Client, repository: str, sha: str, paths: list[str]) -> dict[str, bytes | str | None]:
    """The files at a commit: their bytes, None where there is no such file, or in words why they may not be edited."""
    wanted = Wanted("head", tuple(paths))
    declared = "".join(f", ${name}: {kind}" for name, kind in wanted.types.items())
    commit = f"head: object(oid: $head) {{ ... on Commit {{ {wanted.selection} }} }}"
    query = (
        f"query($owner: String!, $name: String!, $head: GitObjectID!{declared})"
        f" {{ repository(owner: $owner, name: $name) {{ {commit} }} }}\n{ENTRY}"
    )
    owner, _, name = repository.partition("/")
    variables = {"owner": owner, "name": name, "head": sha, **wanted.variables}
    answer = await client.graphql(query, variables, optional=list(wanted.variables))
    found = answer["repository"]["head"] or {}
    entries = {path: found.get(f"head_file_{index}") for index, path in enumerate(paths)}
    contents = {path: content(entry, path) for path, entry in entries.items() if entry is not None}
    contents = await whole(client, repository, contents)
    return {path: _editable(entry, contents.get(path)) for path, entry in entries.items()}


def _editable(entry: JSON | None, found: Content | None) -> bytes | str | None:
    if entry is None or found is None:
        return None
    if found.text is None:
        return found.unread or "not readable"
    # GitHub hands out text. Where that is not byte for byte what is in the file, an edit would spoil the rest of it.
    return found.text if len(found.text) == entry["object"]["byteSize"] else "not plain UTF-8"


async def _commit(
    client: Client, repository: str, branch: str, head_sha: str, files: Mapping[str, bytes], message: str
) -> Made:
    headline, _, body = message.partition("\n")
    additions = [{"path": path, "contents": base64.b64encode(text).decode()} for path, text in sorted(files.items())]
    asked = {
        "branch": {"repositoryNameWithOwner": repository, "branchName": branch},
        "expectedHeadOid": head_sha,
        "message": {"headline": headline, "body": body.strip()},
        "fileChanges": {"additions": additions},
    }
    try:
        data = await client.mutate(COMMIT, {"input": asked})
    except Refused as refused:
        if refused.status in (401, 410):
            raise
        return Made(None, CLOSED_TO_US if refused.status in (403, 404) else STALE)
    return Made(data["createCommitOnBranch"]["commit"]["oid"])
