"""Whether a note answers a question: what the two have in common, and how probable it is that the note helps."""

import datetime
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise

from waypost.research.note import Note, Status
from waypost.research.passages import Passage
from waypost.research.question import Question
from waypost.research.words import merged, overlapping

SPOKEN = 0.75
"""Probability from which a suggestion is made, where a repository has not shown otherwise."""
FEW, ENOUGH, BEND = 0.985, 125, 1.5
"""Among fewer notes than this the best one is often not good: the fewer, the surer it must be.

Measured on shelves of 10, 30, 60 and 100 notes (`tests.bench.matching.small`): the lower bound of precision is 0.84.
"""
MOST = 3
"""Suggestions on one issue or pull request."""
RARE = 0.45
"""Weight of a term (0: in every note, 1: in none) from which sharing it says something."""
SHORT = 0.6
"""Added to the weight of a note's title, so that a title of one word is not taken for a full match."""
WHY = 5
"""Shared terms that are told."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A note that the index found for a question, with all that is decided from.

    `title` and `text` are its terms, `passages` its sentences with their terms; `score` is the index's own (BM25, more
    is better). `meant` is how near it is in meaning to the question and to its title, where meanings are compared.
    """

    note: Note
    score: float
    title: tuple[str, ...]
    text: tuple[str, ...]
    passages: tuple[tuple[Passage, tuple[str, ...]], ...]
    meant: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the index says to one question: candidates, best first, and in how many of its notes each term is."""

    question: Question
    candidates: tuple[Candidate, ...] = ()
    frequencies: Mapping[str, int] | None = None
    notes: int = 0

    @property
    def by_meaning(self) -> bool:
        """Whether meanings were compared."""
        return bool(self.candidates) and all(candidate.meant is not None for candidate in self.candidates)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A note that probably helps: the sentence of it that fits, the terms they share, and how probable it is."""

    note: Note
    passage: Passage
    shared: tuple[str, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model over the features: a weight each, over values brought to one scale."""

    intercept: float
    weights: Mapping[str, float]
    means: Mapping[str, float]
    scales: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """How probable it is that somebody who reads both would say that the note helps."""
        score = self.intercept + sum(
            weight * (features[name] - self.means[name]) / self.scales[name] for name, weight in self.weights.items()
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def read_model(text: str) -> Model:
    """The model out of its data file."""
    told = json.loads(text)
    return Model(told["intercept"], told["weights"], told["means"], told["scales"])


def _shipped(name: str) -> Model:
    return read_model(resources.files("waypost.research").joinpath(name).read_text("utf-8"))


MODEL = _shipped("model.json")
"""Fitted on pairs of issues and notes that were labelled by reading them; `tests/bench/matching` has the script."""
BY_MEANING = _shipped("model-semantic.json")
"""Fitted on the same pairs, and with two features more: how near title and text are to the note in meaning."""


def suggestions(
    gathered: Gathered,
    today: datetime.date | None,
    threshold: float = SPOKEN,
    unwanted: frozenset[str] = frozenset(),
    model: Model | None = None,
) -> tuple[Suggestion, ...]:
    """At most three notes that probably help, the most probable first.

    `unwanted` holds paths of notes that are named already, or were taken away here. Drafts and withdrawn notes, and
    those whose consent has ended, are never suggested.
    """
    return probable(gathered, today, sure(threshold, gathered.notes), unwanted, model)


def sure(threshold: float, notes: int) -> float:
    """The probability from which to speak among so many notes."""
    return threshold + (FEW - threshold) * (1 - math.pow(min(1.0, notes / ENOUGH), BEND))


def probable(
    gathered: Gathered,
    today: datetime.date | None,
    start: float,
    unwanted: frozenset[str] = frozenset(),
    model: Model | None = None,
) -> tuple[Suggestion, ...]:
    """What may be suggested from the probability `start`, however many notes there are."""
    if not gathered.question.askable:
        return ()
    found = [
        suggestion
        for suggestion in judged(gathered, today, model)
        if suggestion.probability >= start
        and suggestion.note.path not in unwanted
        and suggestable(suggestion.note, today)
    ]
    by_title: dict[str, Suggestion] = {}
    for suggestion in sorted(found, key=lambda suggestion: -suggestion.probability):
        by_title.setdefault(suggestion.note.title.casefold(), suggestion)
    return tuple(by_title.values())[:MOST]


def judged(gathered: Gathered, today: datetime.date | None, model: Model | None = None) -> list[Suggestion]:
    """Every candidate with its probability, in the index's order; by the model that fits unless one is given."""
    chosen = model or (BY_MEANING if gathered.by_meaning else MODEL)
    weights = _Weights(gathered)
    out = []
    for place, candidate in enumerate(gathered.candidates):
        found = features(gathered, place, today, weights)
        passage, _ = _best_passage(candidate, weights)
        shared = weights.shared(set(candidate.text) | set(candidate.title))
        out.append(Suggestion(candidate.note, passage, _why(gathered.question, shared), chosen.probability(found)))
    return out


def _why(asked: Question, shared: tuple[str, ...]) -> tuple[str, ...]:
    """The shared terms as the question has them, those that say most first; pairs of characters as runs of them."""
    runs = _runs(asked, shared)
    return tuple(dict.fromkeys(runs.get(term) or asked.spelt.get(term, term) for term in shared))[:WHY]


def suggestable(note: Note, today: datetime.date | None) -> bool:
    """Whether a note may be shown to somebody who did not ask for it."""
    until = note.front.consent_until
    over = bool(until and today and until < today)
    return note.status is Status.PUBLISHED and not over


class _Weights:
    """How much each term of a question says: its rarity among the notes, twice in the title."""

    def __init__(self, gathered: Gathered) -> None:
        known = gathered.frequencies or {}
        self.question = gathered.question
        self._all = max(1, gathered.notes)
        self._known = known
        title = frozenset(self.question.title)
        rated = {term: self.rarity(term) * (2.0 if term in title else 1.0) for term in self.question.terms}
        best = sorted(rated, key=lambda term: -rated[term])[:30]
        self.of = {term: rated[term] for term in best}
        self.total = sum(self.of.values()) or 1.0
        self.title_total = sum(self.rarity(term) for term in title) or 1.0

    def rarity(self, term: str) -> float:
        """From 0, in every note, to 1, in none of them."""
        most = math.log((self._all + 1) / 0.5)
        return max(0.0, math.log((self._all + 1) / (self._known.get(term, 0) + 0.5)) / most)

    def shared(self, others: set[str]) -> tuple[str, ...]:
        """The terms of the question that are among `others`, those that say most first."""
        found = [term for term in self.of if term in others]
        return tuple(sorted(found, key=lambda term: -self.of[term]))


def features(
    gathered: Gathered, place: int, today: datetime.date | None, weights: "_Weights | None" = None
) -> dict[str, float]:
    """What is decided from, each by name."""
    weights = weights or _Weights(gathered)
    candidate = gathered.candidates[place]
    asked = gathered.question
    here = set(candidate.text) | set(candidate.title)
    shared = weights.shared(here)
    title = set(asked.title)
    scores = [other.score for other in gathered.candidates]
    following = scores[place + 1] if place + 1 < len(scores) else 0.0
    best = max(scores) or 1.0
    _, fit = _best_passage(candidate, weights)
    rarities = _rarities(asked, shared, weights)
    note_title = set(candidate.title)
    note_title_weight = sum(weights.rarity(term) for term in note_title)
    meant = zip(("meant", "meant_title"), candidate.meant or (), strict=False)
    return {
        **dict(meant),
        "relative": candidate.score / best,
        "coverage": sum(weights.of[term] for term in shared) / weights.total,
        "title_asked": sum(weights.rarity(term) for term in title & here) / weights.title_total,
        "titles": sum(weights.rarity(term) for term in title & note_title) / weights.title_total,
        "title_told": sum(weights.rarity(term) for term in note_title & set(asked.terms)) / (note_title_weight + SHORT),
        "rare": math.log1p(sum(rarity - RARE for rarity in rarities if rarity > RARE)),
        "third": rarities[2] if len(rarities) > 2 else 0.0,
        "passage": fit,
        "phrases": math.log1p(_phrases(asked, candidate)),
        "gap": (candidate.score - following) / best,
        "age": min(10.0, _years(candidate.note.date, today)) / 10,
        "brief": 1 / math.sqrt(max(1, len(asked.terms))),
    }


def _best_passage(candidate: Candidate, weights: _Weights) -> tuple[Passage, float]:
    """The sentence that has most of the question, and its share; findings go before other sentences."""
    best, fit = Passage(candidate.note.title), -1.0
    for passage, terms in candidate.passages:
        has = sum(weights.of[term] for term in weights.of.keys() & set(terms)) / weights.total
        has *= 1.15 if passage.finding else 1.0
        if has > fit:
            best, fit = passage, has
    return best, max(0.0, fit)


def _rarities(asked: Question, shared: tuple[str, ...], weights: "_Weights") -> list[float]:
    """How rare the shared terms are, the rarest first; pairs of characters that make one run count once."""
    runs = _runs(asked, shared)
    rarest: dict[str, float] = {}
    for term in shared:
        run = runs.get(term, term)
        rarest[run] = max(rarest.get(run, 0.0), weights.rarity(term))
    return sorted(rarest.values(), reverse=True)


def _runs(asked: Question, shared: tuple[str, ...]) -> dict[str, str]:
    known = frozenset(shared)
    return merged(asked.body, known) | merged(asked.title, known)


def _phrases(asked: Question, candidate: Candidate) -> int:
    """Pairs of neighbouring terms that both have."""
    here = _neighbours(candidate.title) | _neighbours(candidate.text)
    return len((_neighbours(asked.title) | _neighbours(asked.body)) & here)


def _neighbours(terms: Sequence[str]) -> set[tuple[str, str]]:
    return {pair for pair in pairwise(terms) if pair[0] != pair[1] and (len(pair[0]) != 2 or not overlapping(*pair))}


def _years(date: datetime.date | None, today: datetime.date | None) -> float:
    return max(0.0, (today - date).days / 365.25) if date and today else 3.0
