"""The objective that an issue is clearly about though it names none; where it is not clear, none."""

import math
import re
from collections import Counter
from functools import lru_cache

from waypost.document.markdown import spoken
from waypost.strategy.map import Map, Objective, Status

ENOUGH = 3
"""Words that issue and objective must share."""
MOST_OF_TITLE = 0.5
"""The share of an objective's title, by weight, that the issue must speak of."""
AHEAD = 1.5
"""How many times as well as the next one the best must fit."""
MAX_TEXT = 20_000
MAX_OBJECTIVES = 2_000
_WORD = re.compile(r"[^\W\d_]{3,}")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        """about after again all also and any are been before being below both but can come comes could did does don
        each even every few find for from get gets give goes had has have her here him his how into its just let like
        make makes more most much must need needs never new not now off one only onto other our out over own people put
        same see she should some somebody someone such take than that the their them then there these they thing things
        this those through too two under until use used user users uses using very want wants was way well were what
        when where which while who whom why will with within without would you your""",
    )
)


def suggestion(title: str, body: str, the_map: Map) -> Objective | None:
    """The one objective that stands out. Finished ones are never suggested."""
    words = frozenset(_stems(f"{title}\n{chr(10).join(spoken(body))}"[:MAX_TEXT]))
    profiles = _profiles(
        tuple(
            (objective.id, objective.title, objective.why)
            for objective in the_map.objectives[:MAX_OBJECTIVES]
            if objective.status in (Status.COMMITTED, Status.EXPLORING)
        )
    )
    scored = sorted(((_score(words, profile), number) for number, profile in enumerate(profiles)), reverse=True)[:2]
    if not scored or not scored[0][0]:
        return None
    best, number = scored[0]
    if len(scored) > 1 and best < AHEAD * scored[1][0]:
        return None
    return the_map.objective(profiles[number].id)


class _Profile:
    """An objective's words, each with what it weighs among all objectives."""

    __slots__ = ("id", "title", "weights")

    def __init__(self, name: str, title: frozenset[str], weights: dict[str, float]) -> None:
        self.id = name
        self.title = title
        self.weights = weights


def _score(words: frozenset[str], profile: _Profile) -> float:
    shared = profile.weights.keys() & words
    if len(shared) < ENOUGH or len(profile.title & words) < min(2, len(profile.title)):
        return 0.0
    of_title = sum(profile.weights[word] for word in profile.title & words)
    if of_title < MOST_OF_TITLE * sum(profile.weights[word] for word in profile.title):
        return 0.0
    return sum(profile.weights[word] for word in shared)


@lru_cache(maxsize=16)
def _profiles(objectives: tuple[tuple[str, str, str], ...]) -> tuple[_Profile, ...]:
    texts = [
        (name, frozenset(_stems(title)), frozenset(_stems(f"{name.replace('-', ' ')} {title} {why}")))
        for name, title, why in objectives
    ]
    common = Counter(word for _, _, words in texts for word in words)
    return tuple(
        _Profile(name, title, {word: math.log(1 + len(texts) / common[word]) for word in words})
        for name, title, words in texts
    )


def _stems(text: str) -> list[str]:
    """The words that carry meaning, without the endings that only inflect."""
    return [_stem(word) for word in _WORD.findall(text.casefold()) if word not in _SMALL]


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ers", "ies", "ed", "es", "er", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
