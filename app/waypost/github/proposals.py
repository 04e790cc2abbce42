"""Pull requests of Waypost's own: offered once, kept up to date while they are open, never pushed on people again."""

import base64
from dataclasses import dataclass

from waypost.github.blobs import whole
from waypost.github.client import JSON, Client
from waypost.github.content import ENTRY, Wanted, content, texts
from waypost.github.faults import Refused
from waypost.outcome import Proposal

CREATE_REF = """mutation($repository: ID!, $name: String!, $oid: GitObjectID!) {
  createRef(input: {repositoryId: $repository, name: $name, oid: $oid}) { ref { name } }
}"""
COMMIT = """mutation($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}"""
OPEN = """mutation($input: CreatePullRequestInput!) {
  createPullRequest(input: $input) { pullRequest { number } }
}"""
UPDATE = """mutation($id: ID!, $title: String!, $body: String!) {
  updatePullRequest(input: {pullRequestId: $id, title: $title, body: $body}) { pullRequest { number } }
}"""


@dataclass(frozen=True, slots=True)
class _There:
    """What is there of a proposal: the repository, its default branch, the proposal's branch and pull requests."""

    repository_id: str
    base: str
    base_oid: str
    head_oid: str | None
    files: dict[str, bytes]
    pulls: list[JSON]

    @property
    def open_pull(self) -> JSON | None:
        """The pull request that is open."""
        return next((pull for pull in self.pulls if pull["state"] == "OPEN"), None)


async def propose(client: Client, repository: str, proposal: Proposal) -> None:
    """See to it that the proposal is there, unless people have dealt with it before. Raises a `Fault`.

    Every step looks before it writes, so that it may be repeated after whatever went wrong. Where Waypost may not write
    contents, nothing is proposed.
    """
    there = await _look(client, repository, proposal)
    if there is None or (there.pulls and there.open_pull is None):
        return
    try:
        await _bring(client, repository, proposal, there)
    except Refused as refused:
        if refused.status not in (403, 404):
            raise


async def _bring(client: Client, repository: str, proposal: Proposal, there: _There) -> None:
    head = there.head_oid
    if head is None:
        name = f"refs/heads/{proposal.branch}"
        await client.mutate(CREATE_REF, {"repository": there.repository_id, "name": name, "oid": there.base_oid})
        head = there.base_oid
    files = {path: text.encode() for path, text in proposal.files.items()}
    changed = {path: text for path, text in files.items() if there.files.get(path) != text}
    if changed:
        await client.mutate(COMMIT, {"input": _commit(repository, proposal, head, changed)})
    pull = there.open_pull
    if pull is None:
        asked = {
            "repositoryId": there.repository_id,
            "baseRefName": there.base,
            "headRefName": proposal.branch,
            "title": proposal.title,
            "body": proposal.body,
        }
        await client.mutate(OPEN, {"input": asked})
    elif (pull["title"], pull["body"]) != (proposal.title, proposal.body):
        await client.mutate(UPDATE, {"id": pull["id"], "title": proposal.title, "body": proposal.body})


def _commit(repository: str, proposal: Proposal, head: str, files: dict[str, bytes]) -> JSON:
    additions = [{"path": path, "contents": base64.b64encode(text).decode()} for path, text in sorted(files.items())]
    return {
        "branch": {"repositoryNameWithOwner": repository, "branchName": proposal.branch},
        "expectedHeadOid": head,
        "message": {"headline": proposal.message},
        "fileChanges": {"additions": additions},
    }


async def _look(client: Client, repository: str, proposal: Proposal) -> _There | None:
    """What is there; None where the repository has no default branch yet."""
    wanted = Wanted("own", tuple(proposal.files))
    declared = "".join(f", ${name}: {kind}" for name, kind in wanted.types.items())
    query = (
        f"query($owner: String!, $name: String!, $branch: String!, $ref: String!{declared})"
        " { repository(owner: $owner, name: $name) { id"
        " defaultBranchRef { name target { oid } }"
        f" ref(qualifiedName: $ref) {{ target {{ oid ... on Commit {{ {wanted.selection} }} }} }}"
        " pullRequests(headRefName: $branch, first: 20) { nodes { id number state title body isCrossRepository } }"
        f" }} }}\n{ENTRY}"
    )
    owner, _, name = repository.partition("/")
    variables = {
        "owner": owner,
        "name": name,
        "branch": proposal.branch,
        "ref": f"refs/heads/{proposal.branch}",
        **wanted.variables,
    }
    found = (await client.graphql(query, variables, optional=list(wanted.variables)))["repository"]
    default, ref = found["defaultBranchRef"], found["ref"]
    if default is None:
        return None
    target = ref["target"] if ref else {}
    entries = {path: target.get(f"own_file_{index}") for index, path in enumerate(proposal.files)}
    contents = await whole(client, repository, {path: content(entry, path) for path, entry in entries.items() if entry})
    return _There(
        repository_id=found["id"],
        base=default["name"],
        base_oid=default["target"]["oid"],
        head_oid=target.get("oid"),
        files=texts(contents),
        pulls=[pull for pull in found["pullRequests"]["nodes"] if not pull["isCrossRepository"]],
    )
