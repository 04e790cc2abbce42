"""Code search as the REST API has it: an index of default branches that leaves much out, with a limit of its own."""

from __future__ import annotations

import re

import pygit2

from tests.standin.call import Call, Refusal, Reply, invalid
from tests.standin.entities import JSON, Repository
from tests.standin.rest.meta import SEARCHES
from tests.standin.routing import route
from tests.standin.shapes import repositories

LARGEST = 384 * 1024
"""Bytes; larger files are not searched (GitHub's documentation on searching code)."""
LONGEST = 256
"""Characters of a query, qualifiers aside."""
MOST = 1_000
"""Results handed out for one query."""
_PART = re.compile(r'(\w+):(\S+)|"([^"]*)"|(\S+)')
_NO_TOKENS = re.compile(r"[.,:;/\\`'\"=*!?#$&+^|~<>(){}\[\]@\s-]+")
"""What GitHub ignores in a query, and parts words: an underscore is a letter."""


@route("GET", "/search/code", ("contents", "read"))
def search_code(call: Call) -> Reply:
    """Files that have all phrases, by whole words, in the index of the repositories that are named."""
    _count(call)
    names, phrases = _read(call.query.get("q", ""))
    found = [
        item for repo in _named(call, names) for item in _files(call, repo, phrases) if not call.state.search_times_out
    ]
    page, links = call.paged(found[:MOST])
    body = {"total_count": len(found), "incomplete_results": call.state.search_times_out, "items": page}
    return Reply(200, body, links)


def _count(call: Call) -> None:
    """Take one search off the minute's; 403 where none is left."""
    installation, moment = call.token.installation, call.state.now().timestamp()
    if moment >= installation.searching + 60:
        installation.searching, installation.searches = moment, 0
    if installation.searches >= SEARCHES:
        raise Refusal(403, f"API rate limit exceeded for installation ID {installation.id}.")
    installation.searches += 1


def _read(query: str) -> tuple[set[str], list[str]]:
    parts = _PART.findall(query)
    if unknown := {name for name, *_ in parts if name} - {"repo"}:
        raise Refusal(501, f"The stand-in does not search code by {', '.join(sorted(unknown))}.")
    phrases = [_words(phrase or word) for name, _, phrase, word in parts if not name]
    if not any(phrases) or sum(map(len, phrases)) > LONGEST:
        raise invalid("Search", "q", "The search is missing, or longer than 256 characters.")
    return {value.lower() for name, value, *_ in parts if name}, phrases


def _named(call: Call, names: set[str]) -> list[Repository]:
    if not names:
        raise invalid("Search", "q", "Must include at least one user, organization, or repository")
    found = [repo for repo in call.state.repositories.values() if repo.full_name.lower() in names]
    if len(found) < len(names) or not all(map(call.token.covers, found)):
        raise invalid("Search", "q", "The listed users and repositories cannot be searched")
    return [repo for repo in found if repo.indexed and repo.parent is None]  # forks are not searched


def _files(call: Call, repo: Repository, phrases: list[str]) -> list[JSON]:
    head = repo.git.branch(repo.default_branch)
    tree = repo.git.commit(head).tree if head else None
    found = []
    for entry in repo.git.entries(tree, True) if tree is not None else ():
        blob = repo.git.raw.get(entry.sha)
        if isinstance(blob, pygit2.Blob) and blob.size < LARGEST and not blob.is_binary and _holds(blob.data, phrases):
            shape = repositories.content(call.state, repo, head or "", entry.path, blob, entry.mode)
            kept = {key: shape[key] for key in ("name", "path", "sha", "url", "git_url", "html_url")}
            found.append({**kept, "repository": repositories.repository(call.state, repo), "score": 1.0})
    return found


def _holds(data: bytes, phrases: list[str]) -> bool:
    text = f" {_words(data.decode('utf-8', 'replace'))} "
    return all(f" {phrase} " in text for phrase in phrases)


def _words(text: str) -> str:
    return " ".join(filter(None, _NO_TOKENS.split(text.lower())))
