"""The thumbs that people put on comments of ours, for many comments at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from waypost.github.client import Client
from waypost.github.shown import thumbs_in

AT_ONCE = 100
"""Nodes that one query may name (GitHub's GraphQL documentation)."""
QUERY = """query thumbs($ids: [ID!]!) {
  nodes(ids: $ids) { ... on IssueComment { id reactionGroups { content reactors { totalCount } } } }
  rateLimit { cost limit }
}"""


@dataclass(frozen=True, slots=True)
class Answer:
    """Thumbs up and down by comment, None where it is gone; and which share of an hour's budget it took to ask.

    Comments of which GitHub does not tell are left out.
    """

    thumbs: Mapping[str, tuple[int, int] | None] = field(default_factory=dict)
    share: float = 0.0


async def thumbs(client: Client, comments: Sequence[str]) -> Answer:
    """The thumbs on these comments (GraphQL ids, `AT_ONCE` at most), for one request. Raises a `Fault`."""
    data = await client.graphql(QUERY, {"ids": list(comments)}, ["nodes"])
    found: dict[str, tuple[int, int] | None] = {}
    for comment, node in zip(comments, data["nodes"], strict=True):
        if not node:
            found[comment] = None
        elif node["reactionGroups"] is not None:
            found[comment] = thumbs_in(node["reactionGroups"])
    limit = data["rateLimit"]  # None on an Enterprise Server without limits
    return Answer(found, limit["cost"] / limit["limit"] if limit and limit["limit"] else 0.0)
