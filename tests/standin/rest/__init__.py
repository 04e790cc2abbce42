"""The REST operations, a file per subject; importing this package registers them."""

from tests.standin.rest import (
    apps,
    checks,
    comments,
    commits,
    contents,
    gitdata,
    issues,
    meta,
    people,
    pulls,
    reactions,
    reviews,
    search,
    statuses,
)

__all__ = [
    "apps",
    "checks",
    "comments",
    "commits",
    "contents",
    "gitdata",
    "issues",
    "meta",
    "people",
    "pulls",
    "reactions",
    "reviews",
    "search",
    "statuses",
]
