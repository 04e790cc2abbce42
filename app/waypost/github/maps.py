"""The map at any commit, and the open work that may be tied to it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from waypost.github.blobs import whole
from waypost.github.client import JSON, Client
from waypost.github.content import ENTRY, texts
from waypost.github.homes import BOOK
from waypost.github.relatives import RELATIVE, labels, relatives
from waypost.strategy.ties import Around, Work

PAGE = 50
"""Issues or pull requests of one request; each may bring 64 KB of text and that of its relatives."""

_TYPES = ", ".join(f"${name}: {kind}" for name, kind in BOOK.types.items())
_MAP = f"""{BOOK.selection}
associatedPullRequests(first: 1) {{ nodes {{ number repository {{ nameWithOwner }} }} }}"""
AT = f"""query($owner: String!, $name: String!, $sha: GitObjectID!, {_TYPES}) {{
  repository(owner: $owner, name: $name) {{
    commit: object(oid: $sha) {{ ... on Commit {{ {_MAP} }} }}
  }}
}}
{ENTRY}"""
PRESENT = f"""query($owner: String!, $name: String!, {_TYPES}) {{
  repository(owner: $owner, name: $name) {{
    defaultBranchRef {{ target {{ ... on Commit {{ {_MAP} }} }} }}
  }}
}}
{ENTRY}"""
_WORK = "number title body labels(first: 100) { nodes { name } }"
ISSUES = f"""query($owner: String!, $name: String!, $after: String) {{
  repository(owner: $owner, name: $name) {{ visibility
    found: issues(states: [OPEN], first: {PAGE}, after: $after) {{
      nodes {{ {_WORK} parent {{ {RELATIVE} }} }}
      pageInfo {{ hasNextPage endCursor }}
    }}
  }}
}}"""
PULLS = f"""query($owner: String!, $name: String!, $after: String) {{
  repository(owner: $owner, name: $name) {{ visibility
    found: pullRequests(states: [OPEN], first: {PAGE}, after: $after) {{
      nodes {{
        {_WORK}
        closingIssuesReferences(first: 5) {{ nodes {{ {RELATIVE} }} }}
        files(first: 100) {{ nodes {{ path }} }}
      }}
      pageInfo {{ hasNextPage endCursor }}
    }}
  }}
}}"""


@dataclass(frozen=True, slots=True)
class Commit:
    """The files of the map and its decisions at one commit, and the pull request that brought it, if one did."""

    sha: str
    files: dict[str, bytes] = field(default_factory=dict)
    pull: int | None = None


async def at(client: Client, repository: str, sha: str) -> Commit | None:
    """The map at a commit; None where GitHub does not have that commit. Raises a `Fault`."""
    variables = {**_named(repository), "sha": sha, **BOOK.variables}
    answer = await client.graphql(AT, variables, [*BOOK.variables, "commit"])
    return await _commit(client, repository, answer["repository"]["commit"])


async def present(client: Client, repository: str) -> Commit | None:
    """The map on the default branch; None where the repository is empty. Raises a `Fault`."""
    answer = await client.graphql(PRESENT, {**_named(repository), **BOOK.variables}, [*BOOK.variables])
    branch = answer["repository"]["defaultBranchRef"]
    return await _commit(client, repository, branch["target"]) if branch else None


async def _commit(client: Client, repository: str, found: JSON | None) -> Commit | None:
    if found is None:
        return None
    pulls = (found.get("associatedPullRequests") or {}).get("nodes") or ()
    numbers = [pull["number"] for pull in pulls if pull["repository"]["nameWithOwner"] == repository]
    contents = await whole(client, repository, BOOK.contents(found))
    return Commit(found["oid"], texts(contents), next(iter(numbers), None))


async def open_work(client: Client, repository: str) -> AsyncIterator[tuple[int, Work]]:
    """Every open issue and pull request with what ties it to the map, by its number. Raises a `Fault`."""
    for query, pull in ((ISSUES, False), (PULLS, True)):
        after = None
        while True:
            answer = (await client.graphql(query, {**_named(repository), "after": after}))["repository"]
            for node in answer["found"]["nodes"]:
                yield node["number"], _work(repository, answer["visibility"], node, pull)
            if not answer["found"]["pageInfo"]["hasNextPage"]:
                break
            after = answer["found"]["pageInfo"]["endCursor"]


def _work(repository: str, visibility: str, node: JSON, pull: bool) -> Work:
    parent = [node["parent"]] if node.get("parent") else []
    linked = (node.get("closingIssuesReferences") or {}).get("nodes") or []
    files = (node.get("files") or {}).get("nodes") or []
    return Work(
        repository=repository,
        title=node["title"],
        body=node["body"],
        labels=labels(node),
        pull_request=pull,
        paths=tuple(file["path"] for file in files),
        around=Around(
            parent=next(iter(relatives(parent, repository, visibility)), None),
            linked=tuple(relatives(linked, repository, visibility)),
        ),
    )


def _named(repository: str) -> JSON:
    owner, _, name = repository.partition("/")
    return {"owner": owner, "name": name}
