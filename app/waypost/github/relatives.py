"""What is around an issue or pull request: its parent, the issues it closes; and whether those may be shown."""

from collections.abc import Iterator

from waypost.github.client import JSON, Client
from waypost.strategy.ties import Around, Relative

RELATIVE = """number title body
  repository { nameWithOwner visibility }
  labels(first: 20) { nodes { name } }"""
ISSUE_AROUND = f"parent {{ {RELATIVE} }}"
"""Selection on an issue."""
PULL_AROUND = f"""authorAssociation
  labels(first: 100) {{ nodes {{ name }} }}
  closingIssuesReferences(first: 5) {{ nodes {{ {RELATIVE} }} }}"""
"""Selection on a pull request."""
OPENNESS = ("PRIVATE", "INTERNAL", "PUBLIC")
"""GitHub's words for who may read a repository, from few to many."""


def around_work(found: JSON, repository: str, visibility: str) -> Around:
    """What the answer says of an issue's or pull request's surroundings."""
    parent = found.get("parent")
    linked = (found.get("closingIssuesReferences") or {}).get("nodes") or []
    return Around(
        parent=next(relatives([parent] if parent else [], repository, visibility), None),
        linked=tuple(relatives(linked, repository, visibility)),
    )


async def type_of(client: Client, repository: str, number: int) -> str:
    """The name of an issue's type, which GitHub's GraphQL description does not promise; empty if it has none."""
    row = await client.get(f"/repos/{repository}/issues/{number}")
    return str((row.get("type") or {}).get("name", ""))


def labels(found: JSON) -> tuple[str, ...]:
    """The names of the labels in an answer."""
    return tuple(label["name"] for label in found["labels"]["nodes"])


def open_to(readers: str, owner: str) -> bool:
    """Whether all who may read a repository of visibility `readers` may also read one of visibility `owner`.

    Of two private repositories that is not known; whoever ties them together has decided it.
    """
    return _openness(owner) >= _openness(readers)


def _openness(visibility: str) -> int:
    return OPENNESS.index(visibility) if visibility in OPENNESS else 0


def relatives(nodes: list[JSON], repository: str, visibility: str) -> Iterator[Relative]:
    """The issues that may be named here: one in a repository with fewer readers is as good as not there."""
    for node in nodes:
        home = node["repository"]["nameWithOwner"]
        if home == repository or open_to(visibility, node["repository"]["visibility"]):
            yield Relative(
                number=node["number"],
                title=node["title"],
                body=node["body"],
                labels=labels(node),
                url=f"/{home}/issues/{node['number']}",
            )
