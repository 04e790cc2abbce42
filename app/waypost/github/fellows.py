"""Open issues and pull requests on the same objective, found by one search."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from waypost.github.client import JSON, Client
from waypost.github.relatives import labels
from waypost.strategy.ties import Fellow, Tally

FRESH = timedelta(minutes=10)
"""How long a search is good for: a hundred issues on one objective need one search, not a hundred."""
MOST = 500
MAX_QUERY = 256
"""Characters of a search (GitHub's documentation)."""
FOUND = 20
"""Results of one search that are looked at; of these only those count that name the objective themselves."""
MOST_COUNTED = 4
"""Objectives whose open work is counted, all of them by one request."""
COUNTED = 50
"""Results of one search that are counted; each may bring 64 KB of text."""

_WORK = "number title body labels(first: 20) { nodes { name } }"
_NODES = f"nodes {{ __typename ... on Issue {{ {_WORK} }} ... on PullRequest {{ {_WORK} }} }}"
QUERY = f"""query($text: String!, $label: String!) {{
  text: search(query: $text, type: ISSUE, first: {FOUND}) {{ {_NODES} }}
  label: search(query: $label, type: ISSUE, first: {FOUND}) {{ {_NODES} }}
}}"""

Counts = Callable[[str, str, tuple[str, ...]], bool]
"""Whether work with this title, body and labels is on the objective."""
OnIt = Callable[[str, str, str, tuple[str, ...]], bool]
"""Whether work is on the objective (given first) by its title, body and labels."""


@dataclass(frozen=True, slots=True)
class _Found:
    at: datetime
    fellows: tuple[Fellow, ...]


class Fellows:
    """What was found lately, by repository and objective."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], _Found] = OrderedDict()

    async def on(
        self, client: Client, repository: str, objective: str, counts: Counts, now: datetime
    ) -> tuple[Fellow, ...]:
        """Open work in this repository on an objective, newest first. Raises a `Fault`."""
        known = self._kept.get((repository, objective))
        if known is None or not timedelta() <= now - known.at < FRESH:
            known = self._kept[repository, objective] = _Found(
                now, await _search(client, repository, objective, counts)
            )
            self._kept.move_to_end((repository, objective))
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return known.fellows


async def counted(client: Client, repository: str, objectives: Sequence[str], on_it: OnIt, but: int) -> Tally:
    """How much open work in this repository names one of the objectives, but for number `but`. Raises a `Fault`.

    It looks into no other repository, so that whoever reads the number may see all that was counted.
    """
    searches = {
        f"{part}{place}": text
        for place, objective in enumerate(objectives[:MOST_COUNTED])
        for part, text in _searches(repository, objective).items()
        if len(text) <= MAX_QUERY
    }
    if not searches:
        return Tally(0, more=True)
    answer = await client.graphql(_counting(searches), searches)
    cut = len(searches) < 2 * len(objectives)
    return await asyncio.to_thread(_tally, answer, tuple(objectives[:MOST_COUNTED]), on_it, but, cut)


def _counting(searches: JSON) -> str:
    declared = ", ".join(f"${name}: String!" for name in searches)
    parts = [
        f"{name}: search(query: ${name}, type: ISSUE, first: {COUNTED}) {{ issueCount {_NODES} }}" for name in searches
    ]
    return f"query({declared}) {{ {' '.join(parts)} }}"


def _tally(answer: JSON, objectives: tuple[str, ...], on_it: OnIt, but: int, cut: bool) -> Tally:
    nodes = {node["number"]: node for part in answer.values() for node in part["nodes"] if node}
    nodes.pop(but, None)
    on = [
        node
        for node in nodes.values()
        if any(on_it(objective, node["title"], node["body"], labels(node)) for objective in objectives)
    ]
    return Tally(len(on), cut or any(part["issueCount"] > len(part["nodes"]) for part in answer.values()))


def _searches(repository: str, objective: str) -> dict[str, str]:
    """What is searched for: bodies with the objective's id, and labels that tie to it."""
    name = objective.replace('"', "").replace("\\", "")
    here = f"repo:{repository} is:open"
    return {"text": f'{here} in:body "{name}"', "label": f"{here} {_labelled(name, here)}"}


async def _search(client: Client, repository: str, objective: str, counts: Counts) -> tuple[Fellow, ...]:
    answer = await client.graphql(QUERY, _searches(repository, objective))
    nodes: dict[int, JSON] = {
        node["number"]: node for part in ("text", "label") for node in answer[part]["nodes"] if node
    }
    return tuple(
        _fellow(repository, node)
        for _, node in sorted(nodes.items(), reverse=True)
        if counts(node["title"], node["body"], labels(node))
    )


def _labelled(name: str, here: str) -> str:
    """The labels that tie to an objective, as many as fit into a search."""
    labels = [f'"{prefix}{name}"' for prefix in ("", "objective: ", "objective/")]
    while len(labels) > 1 and len(here) + sum(map(len, labels)) + 10 > MAX_QUERY:
        labels.pop()
    return f"label:{','.join(labels)}"


def _fellow(repository: str, node: JSON) -> Fellow:
    pull = node["__typename"] == "PullRequest"
    url = f"/{repository}/{'pull' if pull else 'issues'}/{node['number']}"
    return Fellow(node["number"], node["title"], url, pull)
