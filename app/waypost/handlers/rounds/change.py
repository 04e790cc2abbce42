"""What a pull request does to the strategy, and what that means."""

import hashlib
from dataclasses import dataclass

from waypost.change import ChangedFile
from waypost.document.globs import lines, matching
from waypost.facts import PullRequestFacts
from waypost.settings import Settings
from waypost.strategy import map as strategy_map
from waypost.strategy.decisions import FOLDER as DECISIONS
from waypost.strategy.shifts import Kind, Part, Shift, shifts


@dataclass(frozen=True, slots=True)
class Change:
    """What a pull request does to the strategy: what moves on the map, and other files that rounds are about."""

    moved: tuple[Shift, ...]
    files: tuple[ChangedFile, ...]

    def __bool__(self) -> bool:
        return bool(self.moved or self.files)

    @property
    def objectives(self) -> tuple[str, ...]:
        """The ids of the objectives that move; nothing can be tied yet to one that is new."""
        moved = (it.id for it in self.moved if it.part is Part.OBJECTIVE and it.kind is not Kind.ADDED)
        return tuple(dict.fromkeys(moved))

    @property
    def meaning(self) -> str:
        """A digest that stays the same while the change means the same."""
        parts = sorted(shift.words for shift in self.moved)
        parts += [f"{file.path} {hashlib.sha256(file.text or b'').hexdigest()}" for file in self.files]
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def change_of(facts: PullRequestFacts, settings: Settings) -> Change:
    """What of the change rounds are about; a map that cannot be read counts by its text."""
    paths = settings.strategy.rounds.paths
    # A record of a decision is no change of strategy: it would want a record of its own.
    others = (file for file in facts.change.files if not strategy_map.belongs(file.path))
    files = [file for file in others if not file.path.startswith(f"{DECISIONS}/")]
    chosen = tuple(file for file in files if isinstance(paths, tuple) and matching(paths, lines([file.path])))
    on_map = tuple(file for file in facts.change.files if strategy_map.belongs(file.path))
    if not on_map:
        return Change((), chosen)
    if facts.preview is None or facts.preview.map is None:
        return Change((), (*on_map, *chosen))
    return Change(shifts(facts.handbook.map, facts.preview.map), chosen)
