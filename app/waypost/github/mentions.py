"""Which names are in no file of a repository any more, as far as GitHub's code search can tell.

The search knows the default branch only, leaves out large files and forks, and may be behind or switched off. So its
word counts only where it finds a name in all files that the change takes it out of, and nowhere that is left; whatever
else it answers, nothing is known.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping

import structlog

from waypost import checks
from waypost.change import Change
from waypost.github.client import JSON, Client
from waypost.github.faults import Fault

KEPT = 1_000
LONGEST = 200
"""Characters of a name; GitHub takes 256."""

log = structlog.get_logger(__name__)


class Mentions:
    """What the search has said, by repository, commit of the base, and text."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str, str], frozenset[str] | None] = OrderedDict()

    async def unmentioned(
        self, client: Client, repository: str, change: Change, names: Iterable[str], patches: Mapping[str, str | None]
    ) -> frozenset[str]:
        """The names that are in no file once the change is merged; those of which that is not known are left out.

        `patches` has GitHub's patch of every changed file, by its path. What GitHub refuses is logged, never raised.
        """
        gone = set[str]()
        try:
            for name in names:
                if await self._gone(client, repository, change, name, patches):
                    gone.add(name)
        except Fault as fault:
            log.info("code not searched", why=str(fault))
        return frozenset(gone)

    async def _gone(
        self, client: Client, repository: str, change: Change, name: str, patches: Mapping[str, str | None]
    ) -> bool:
        """Whether neither the name nor the constant that the change takes it out of is anywhere else."""
        # The search knows no case, and so has looked for a constant of the same letters already.
        carriers = (carrier for carrier in checks.carriers(change, name) if carrier.lower() != name.lower())
        for text in (name, *carriers):
            if _stays(change, text, patches):
                return False
            found = await self._found(client, repository, change.base, text)
            if found is None or not _trusted(change, name, found) or _elsewhere(change, found):
                return False
        return True

    async def _found(self, client: Client, repository: str, base: str, text: str) -> frozenset[str] | None:
        """The paths of all files that have a text; None where that cannot be told."""
        key = (repository, base, text)
        if key not in self._kept:
            self._kept[key] = await _search(client, repository, text)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return self._kept[key]


async def _search(client: Client, repository: str, text: str) -> frozenset[str] | None:
    if len(text) > LONGEST or not set(text).isdisjoint('"\\\n'):
        return None
    answer: JSON = await client.search("/search/code", {"q": f'"{text}" repo:{repository}', "per_page": 100})
    whole = not answer["incomplete_results"] and answer["total_count"] == len(answer["items"])
    return frozenset(str(item["path"]) for item in answer["items"]) if whole else None


def _trusted(change: Change, name: str, found: frozenset[str]) -> bool:
    """Whether the search knows all the files that the change takes the name out of."""
    holders = {
        file.previous_path or file.path for file in change.files if name in file.removed and checks.may_send(file.path)
    }
    return bool(holders) and holders <= found


def _elsewhere(change: Change, found: frozenset[str]) -> bool:
    """Whether a file has it that the change leaves as it is, or that is not known as the change leaves it."""
    seen = {
        file.previous_path or file.path for file in change.files if file.text is not None or file.status == "removed"
    }
    return any(path not in seen and checks.may_send(path) for path in found)


def _stays(change: Change, text: str, patches: Mapping[str, str | None]) -> bool:
    """Whether a changed file has it afterwards, or might have."""
    for file in change.files:
        if file.status == "removed" or not checks.may_send(file.path):
            continue
        patch = patches.get(file.path)
        if file.text is not None:
            if text.encode() in file.text:
                return True
        elif patch is None or any(text in row for row in patch.split("\n") if not row.startswith("-")):
            return True
    return False
