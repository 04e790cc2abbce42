"""A map that moves under many open issues, with a Waypost that is killed while it tells them."""

import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.whole.crashing import REPOS, Trap, Victim, scene
from tests.whole.house import until

BEFORE = "objectives:\n  - {id: conversion, title: More carts become orders, measure: {target: 40}}\n"
AFTER = BEFORE.replace("target: 40", "target: 45")
LINE = "**Moved:** The objective `conversion` now aims at `45` (before: `40`)."
REPO = REPOS[0]


@dataclass(frozen=True)
class Told:
    """How often each issue was told, how many comments of ours each has, and the busiest minute's content writes."""

    lines: Counter[int]
    comments: Counter[int]
    busiest: int
    kills: int
    seconds: float


def told(folder: Path, issues: int, kills: int, seed: int, patience: float) -> Told:
    """Let the map move under so many open issues, and kill Waypost so often at requests that the seed chooses."""
    folder.mkdir()
    chance, started, killed = random.Random(seed), time.monotonic(), 0
    with scene(folder) as (trap, victim):
        github = trap.github
        github.push(REPO, "main", {"strategy/map.yml": BEFORE})
        for number in range(issues):
            github.open_issue(REPO, f"Work {number}", "Objective: conversion")
        github.state.pending.clear()  # nobody has told Waypost of them yet
        github.push(REPO, "main", {"strategy/map.yml": AFTER})
        for _ in range(kills):
            trap.after_effect, trap.left = chance.random() < 0.5, chance.randint(1, max(12, issues // 4))
            trap.sprung.clear()
            _start(trap, victim)
            until(lambda: trap.sprung.is_set() or _all_told(trap, issues), "the trap springs", patience)
            killed += not _all_told(trap, issues)
            if not victim.dead:
                victim.kill()
            trap.left = -1
        _start(trap, victim)
        until(lambda: _all_told(trap, issues) and victim.at_rest, "everybody is told", patience)
        assert github.violations == []
        found = github.repository(REPO).issues.values()
        ours = {issue.number: [one for one in issue.comments if one.app] for issue in found}
        writes = sorted(when for comments in ours.values() for one in comments for when in (one.created,))
        return Told(
            lines=Counter(sum(one.body.count(LINE) for one in comments) for comments in ours.values()),
            comments=Counter(len(comments) for comments in ours.values()),
            busiest=max((sum(0 <= (b - a).total_seconds() < 60 for b in writes) for a in writes), default=0),
            kills=killed,
            seconds=time.monotonic() - started,
        )


def _start(trap: Trap, victim: Victim) -> None:
    victim.start()
    until(victim.ready, "Waypost is ready")
    trap.github.deliver()


def _all_told(trap: Trap, issues: int) -> bool:
    found = trap.github.repository(REPO).issues.values()
    return sum(any(LINE in one.body for one in issue.comments if one.app) for issue in found) == issues
