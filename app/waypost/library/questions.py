"""Questions to an index: the notes that have to do with one, with what a decision needs of each."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import msgspec

from waypost.library.large import Large, LargeLost
from waypost.library.meanings import Meanings
from waypost.library.minilm import Meaning
from waypost.library.rows import ONE, Row, Told, note_of
from waypost.research.matching import Candidate, Gathered
from waypost.research.question import Question

BEST = 16
"""Notes that are looked at closely for one question."""
READ = 12_000
"""Entries of the index that one question may read: terms that are in many notes say little, and are slow."""
MOST_TERMS = 24
COUNT = "SELECT count(*) FROM note_text_docsize"
"""One row for each note; counting the text itself would read all of it."""


class Questions:
    """What is asked of one index: `large` is the search over very many notes, where there is one."""

    def __init__(self, sql: sqlite3.Connection, meanings: Meanings) -> None:
        self._sql = sql
        self._meanings = meanings
        self.large: Large | None = None

    def match(self, asked: Question, meaning: Meaning | None = None) -> Gathered:
        """What the notes have to do with a question; nothing where it has no ground.

        With a `meaning`, what they mean is compared, too, once it is known of all of them.
        """
        if not asked.askable:
            return Gathered(asked)
        frequencies = self._frequencies(asked.terms)
        count = int(self._sql.execute(COUNT).fetchone()[0])
        chosen = _chosen(asked, frequencies)
        scores = self._scores(chosen) if chosen else {}
        near = self._meanings.near(*meaning.of([asked.text, asked.heading])) if meaning else None
        if near is not None:
            scores = self._with_alike(scores, near.best(BEST), query(chosen))
        candidates = tuple(
            replace(found, meant=near.of(number)) if near is not None else found
            for number, found in self._candidates(scores)
        )
        return Gathered(asked, candidates, frequencies, count)

    def _frequencies(self, wanted: tuple[str, ...]) -> dict[str, int]:
        asked = json.dumps(wanted)
        rows = self._sql.execute(
            "SELECT term, notes FROM frequencies WHERE term IN (SELECT value FROM json_each(?))", (asked,)
        ).fetchall()
        return dict.fromkeys(wanted, 0) | {str(term): int(notes) for term, notes in rows}

    def _scores(self, chosen: list[str]) -> dict[int, float]:
        """The best notes by themselves, and those of the best findings; each with its score as a note."""
        rows, best = self._searched(chosen)
        found = dict(rows)
        further = set(best) - found.keys()
        least = min(found.values(), default=0.0)
        return found | dict.fromkeys(sorted(further)[: BEST // 2], least * 0.95)

    def _searched(self, chosen: list[str]) -> tuple[list[tuple[int, float]], list[int]]:
        """The best notes with their scores, and the notes of the best findings."""
        if self.large is not None:
            try:
                best = self.large.best("findings", chosen, BEST)
                return self.large.best("text", chosen, BEST), [number for number, _ in best]
            except LargeLost:
                self.large = None
        expression = query(chosen)
        rows = self._sql.execute(
            "SELECT rowid, -rank FROM note_text WHERE note_text MATCH ? ORDER BY rank LIMIT ?", (expression, BEST)
        ).fetchall()
        notes = self._sql.execute(
            "SELECT note FROM finding_text WHERE finding_text MATCH ? ORDER BY rank LIMIT ?", (expression, BEST)
        ).fetchall()
        return [(int(number), float(score)) for number, score in rows], [int(note) for (note,) in notes]

    def _with_alike(self, scores: dict[int, float], alike: Iterable[int], expression: str) -> dict[int, float]:
        """The scores, and those of notes that mean something alike; 0 where they share no term with the question."""
        further = [number for number in alike if number not in scores][: BEST // 2]
        rows = self._sql.execute(
            "SELECT rowid, -rank FROM note_text WHERE note_text MATCH ? AND rowid IN (SELECT value FROM json_each(?))",
            (expression, json.dumps(further)),
        ).fetchall()
        return scores | dict.fromkeys(further, 0.0) | {int(number): float(score) for number, score in rows}

    def _candidates(self, scores: Mapping[int, float]) -> Iterator[tuple[int, Candidate]]:
        for number, score in sorted(scores.items(), key=lambda item: -item[1]):
            row: Row = self._sql.execute(ONE, (number,)).fetchone()
            title, text = self._sql.execute("SELECT title, text FROM note_text WHERE rowid = ?", (number,)).fetchone()
            told = msgspec.msgpack.decode(row[9], type=tuple[Told, ...])
            yield number, Candidate(note_of(row), score, tuple(title.split()), tuple(text.split()), told)


def query(words: Iterable[str]) -> str:
    """An expression for full-text search that finds any of these words, whatever characters they hold."""
    kept = ("".join(char for char in word if char.isalnum() or char == "\u0e33") for word in words)
    return " OR ".join(f'"{word}"' for word in kept if word) or '""'


def _chosen(asked: Question, frequencies: Mapping[str, int]) -> list[str]:
    """The terms to look for: the rarest, while they are to be read in little time."""
    title = frozenset(asked.title)
    known = sorted(
        (term for term in asked.terms if frequencies[term]),
        key=lambda term: frequencies[term] / (4 if term in title else 1),
    )
    chosen: list[str] = []
    left = READ
    for term in known[:MOST_TERMS]:
        left -= frequencies[term]
        if left < 0 and len(chosen) >= 3:
            break
        chosen.append(term)
    return chosen
