"""Suggestions beside the lines of a pull request: offered once, by a review without words of its own."""

import re
from collections.abc import Iterable

from waypost.github.client import JSON, Client
from waypost.github.faults import Refused
from waypost.outcome import Review, Suggestion

_MARK = re.compile(r"<!-- waypost:suggestion ([0-9a-f]{16}) -->")

OFFERED = """query($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviews(last: 100) { nodes { viewerDidAuthor comments(first: 20) { nodes { body } } } }
    }
  }
}"""


async def suggest(client: Client, repository: str, number: int, review: Review) -> tuple[str, ...]:
    """Offer what was not offered yet; gives the marks of all that now is. Raises a `Fault`.

    What is there is looked at only where a try whose end nobody knows may have offered some. Where a line is not in
    GitHub's diff, or the head has moved, nothing is offered: another look will come.
    """
    there = await _offered(client, repository, number) if review.uncertain else frozenset()
    new = [one for one in review.suggestions if one.mark not in there]
    if new:
        try:
            await client.post(f"/repos/{repository}/pulls/{number}/reviews", _body(review.head_sha, new))
        except Refused as refused:
            if refused.status not in (403, 404, 422):
                raise
            return ()
    return tuple(one.mark for one in review.suggestions)


async def _offered(client: Client, repository: str, number: int) -> frozenset[str]:
    """The marks of our suggestions on the pull request."""
    owner, _, name = repository.partition("/")
    data = await client.graphql(OFFERED, {"owner": owner, "name": name, "number": number})
    reviews = data["repository"]["pullRequest"]["reviews"]["nodes"]
    ours = (review for review in reviews if review["viewerDidAuthor"])
    return frozenset(
        mark for review in ours for one in review["comments"]["nodes"] for mark in _MARK.findall(one["body"])
    )


def _body(head_sha: str, suggestions: Iterable[Suggestion]) -> JSON:
    return {"commit_id": head_sha, "event": "COMMENT", "comments": [_remark(one) for one in suggestions]}


def _remark(one: Suggestion) -> JSON:
    body = f"{one.body}\n\n<!-- waypost:suggestion {one.mark} -->"
    place: JSON = {"path": one.path, "line": one.last, "side": "RIGHT", "body": body}
    return place | ({"start_line": one.first, "start_side": "RIGHT"} if one.first < one.last else {})
