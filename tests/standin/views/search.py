"""GraphQL's search for issues and pull requests, as far as it is used; whatever else is asked is refused."""

from __future__ import annotations

import re

from tests.standin.call import Call, Refusal
from tests.standin.entities import JSON, Issue
from tests.standin.views import conversations
from tests.standin.views.paging import connection

PART = re.compile(r'(\w+):((?:"[^"]*"|[^\s,"]+)(?:,(?:"[^"]*"|[^\s,"]+))*)|"([^"]*)"|(\S+)')
KNOWN = {"repo", "is", "in", "label"}
MOST = 256
"""Characters of a query (GitHub's documentation)."""


def search(call: Call, query: str, type_: str, **page: object) -> JSON:
    """A SearchResultItemConnection of issues and pull requests, newest first."""
    if type_ != "ISSUE":
        raise Refusal(501, f"The stand-in does not search for {type_}.")
    if len(query) > MOST:
        raise Refusal(422, "The search is longer than 256 characters.")
    parts = [(name, value, phrase or word) for name, value, phrase, word in PART.findall(query)]
    if unknown := {name for name, _, _ in parts if name} - KNOWN:
        raise Refusal(501, f"The stand-in does not search by {', '.join(sorted(unknown))}.")
    names = {value.lower() for name, value, _ in parts if name == "repo"}
    covered = [repo for repo in call.state.repositories.values() if call.token.covers(repo)]
    found = [
        issue
        for repo in covered
        if not names or repo.full_name.lower() in names
        for issue in repo.issues.values()
        if _fits(issue, parts)
    ]
    found.sort(key=lambda issue: issue.number, reverse=True)
    shown = connection(found, lambda each: conversations.issue(call, each))(**page)
    return {**shown, "issueCount": len(found)}


def _fits(issue: Issue, parts: list[tuple[str, str, str]]) -> bool:
    where = {value for name, value, _ in parts if name == "in"} or {"title", "body", "comments"}
    texts = {
        "title": issue.title,
        "body": issue.body or "",
        "comments": "\n".join(comment.body for comment in issue.comments),
    }
    text = _words("\n".join(texts[part] for part in where))
    facts = {issue.state, "pr" if issue.pull else "issue"}
    labels = {label.name.lower() for label in issue.labels}
    return (
        all(value in facts for name, value, _ in parts if name == "is")
        and all(labels & _values(value) for name, value, _ in parts if name == "label")
        and all(f" {_words(said)} " in f" {text} " for name, _, said in parts if not name)
    )


def _values(text: str) -> set[str]:
    """The values of a qualifier: a comma means one of them."""
    return {value.strip('"').lower() for value in re.findall(r'"[^"]*"|[^,"]+', text)}


def _words(text: str) -> str:
    """Text as a search sees it: words, whatever stands between them."""
    return " ".join(re.findall(r"\w+", text.lower()))
