"""Records of decisions in `strategy/decisions/`: which objectives each of them is about."""

import datetime
from collections.abc import Iterator

from waypost.document.front import part
from waypost.document.markdown import heading, spoken
from waypost.frozen import dataclass
from waypost.patterns import late

FOLDER = "strategy/decisions"
MAX_BYTES = 200_000
"""What of a record is looked at."""
_DATE = late(r"\d{4}-\d{2}-\d{2}")
_NAME = late(r"[\w-]+(?:\.[\w-]+)*")


@dataclass(frozen=True, slots=True)
class Decision:
    """One record: where it is, its title, the day it was made if it says so, and every word that may be an id in it."""

    path: str
    title: str
    date: datetime.date | None
    names: frozenset[str]


def read_decisions(files: tuple[tuple[str, bytes], ...]) -> tuple[Decision, ...]:
    """The records among `files` (path and content), the newest first; their names begin with a number."""
    found = [_decision(path, text) for path, text in files if path.endswith(".md") and not _readme(path)]
    return tuple(sorted((one for one in found if one), key=lambda one: one.path, reverse=True))


def about(objective: str, decisions: tuple[Decision, ...]) -> Iterator[Decision]:
    """The decisions that name an objective, the newest first."""
    return (decision for decision in decisions if objective in decision.names)


def _decision(path: str, text: bytes) -> Decision | None:
    content = text[:MAX_BYTES].decode("utf-8", "replace")
    parted = part(content)
    title = next((found[1] for line in spoken(parted.body) if (found := heading(line)) and found[0] == 1), "")
    if not title:
        return None
    return Decision(path, " ".join(title.split())[:200], _date(content), frozenset(_NAME.findall(content)))


def _date(content: str) -> datetime.date | None:
    """The first day that is named: a record begins with its own."""
    for found in _DATE.finditer(content[:2_000]):
        try:
            return datetime.date.fromisoformat(found[0])
        except ValueError:
            continue
    return None


def _readme(path: str) -> bool:
    return path.rpartition("/")[2].lower() == "readme.md"
