"""The meanings of an index's notes: kept in its file by the text they were worked out from, compared in memory."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from waypost.library.minilm import SIZE, likeness, packed, unpacked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 100_000
"""Notes above which meanings are not compared: every one of them is looked at for each question."""
KNOWN = """
SELECT number, notes.gist, vector FROM notes LEFT JOIN meanings ON meanings.gist = notes.gist
WHERE notes.gist IS NOT NULL ORDER BY number
"""
UNUSED = "DELETE FROM meanings WHERE gist = ? AND NOT EXISTS (SELECT 1 FROM notes WHERE notes.gist = ?)"


@dataclass(frozen=True, slots=True)
class Near:
    """How near each note is to a question: to all of it, and to its title."""

    places: Mapping[int, int]
    whole: "NDArray[np.float32]"
    title: "NDArray[np.float32]"

    def of(self, number: int) -> tuple[float, float]:
        """How near one note is."""
        place = self.places[number]
        return float(self.whole[place]), float(self.title[place])

    def best(self, most: int) -> list[int]:
        """The notes that are nearest, best first."""
        both = self.whole + self.title
        numbers = list(self.places)
        return [numbers[place] for place in (-both).argsort(kind="stable")[:most]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: the place of each note's vector, and the notes (number, digest of their gist) that have none."""

    places: Mapping[int, int]
    vectors: bytearray
    wanting: tuple[tuple[int, bytes], ...]


class Meanings:
    """What the notes of one index mean, as far as that was worked out."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql
        self._known: Known | None = None

    def changed(self, gone: Iterable[bytes]) -> None:
        """Notes came and went; the meanings of gists that no note has any more are let go of."""
        self._known = None
        self._sql.executemany(UNUSED, [(gist, gist) for gist in gone])

    def wanting(self) -> tuple[tuple[int, bytes], ...]:
        """Notes whose meaning is not known, each gist once; none where there are too many notes."""
        return self._all().wanting

    def keep(self, gists: Sequence[bytes], vectors: "NDArray[np.float32]") -> None:
        """Take in what gists mean."""
        self._sql.executemany("INSERT OR REPLACE INTO meanings VALUES (?, ?)", zip(gists, packed(vectors), strict=True))
        self._known = None

    def near(self, whole: "NDArray[np.float32]", title: "NDArray[np.float32]") -> Near | None:
        """How near each note is to these two vectors; None as long as not all meanings are known."""
        known = self._all()
        if known.wanting or not known.places:
            return None
        rows = unpacked(known.vectors)
        return Near(known.places, likeness(rows, whole), likeness(rows, title))

    def _all(self) -> Known:
        if self._known is None:
            self._known = self._read()
        return self._known

    def _read(self) -> Known:
        places: dict[int, int] = {}
        vectors = bytearray()
        missing: dict[bytes, int] = {}
        if self._sql.execute("SELECT count(*) FROM notes").fetchone()[0] <= MOST:
            for number, gist, vector in self._sql.execute(KNOWN):
                places[number] = len(places)
                if vector is None or len(vector) != SIZE:
                    missing[gist] = number
                else:
                    vectors += vector
        return Known(places, vectors, tuple((number, gist) for gist, number in missing.items()))
