"""An issue out of what somebody hands us: GitHub's JSON, a webhook's payload, or a file of text."""

import json
from typing import Any

from waypost.facts import IssueFacts
from waypost.handbook import Handbook
from waypost.strategy.ties import Around, Relative

MAX_TEXT = 1_000_000
"""Characters that are looked at; GitHub takes 65,536 in a body."""


def issue(text: str, repository: str, handbook: Handbook) -> IssueFacts:
    """The issue that a text tells: JSON as the API, `gh issue view --json …` and webhooks write it, or plain text.

    Plain text is the title in the first line, and the body below it. Whatever is not told is empty.
    """
    return from_json(_decoded(text[:MAX_TEXT]), repository, handbook)


def from_json(told: dict[str, Any], repository: str, handbook: Handbook) -> IssueFacts:
    """The issue in a JSON object, which is the issue or holds it; whatever has another shape is left out."""
    found = _object(told.get("issue")) or told
    home = _object(told.get("repository"))
    parent = _object(found.get("parent"))
    author = _object(found.get("user")) or _object(found.get("author"))
    kind = _object(found.get("type")) or _object(found.get("issueType"))
    return IssueFacts(
        repository=_text(home.get("full_name")) or repository,
        number=found["number"] if isinstance(found.get("number"), int) else 0,
        title=_text(found.get("title")),
        body=_text(found.get("body")),
        author=_text(author.get("login")) or "ghost",
        author_association=_text(found.get("author_association") or found.get("authorAssociation")),
        labels=_labels(found),
        handbook=handbook,
        private=bool(home.get("private")),
        closed=_text(found.get("state")).lower() == "closed",
        around=Around(type=_text(kind.get("name")), parent=_relative(parent, repository) if parent else None),
    )


def _decoded(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, dict):
        return told
    title, _, body = text.strip().partition("\n")
    return {"title": title.lstrip("# ").strip(), "body": body}


def _relative(found: dict[str, Any], repository: str) -> Relative:
    number = found["number"] if isinstance(found.get("number"), int) else 0
    url = f"/{repository}/issues/{number}"
    return Relative(number, _text(found.get("title")), _text(found.get("body")), _labels(found), url)


def _labels(found: dict[str, Any]) -> tuple[str, ...]:
    rows = found.get("labels")
    if isinstance(rows, dict):  # as GraphQL has them
        rows = rows.get("nodes")
    names = [row.get("name") if isinstance(row, dict) else row for row in rows] if isinstance(rows, list) else []
    return tuple(name for name in names if isinstance(name, str))


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
