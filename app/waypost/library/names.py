"""Notes by their names: ids, paths, file names and titles, and those whose ids are much like them."""

import sqlite3
from collections.abc import Iterable
from difflib import get_close_matches

from waypost.library.questions import query
from waypost.library.rows import ONE, Found, Row, found_in, spelt

NEAR = 200
"""Notes whose ids are compared with one that leads nowhere."""
GUESSED = 5
"""Names that lead nowhere for which a note is guessed: comparing takes time, and one text may hold many of them."""
MAX_STEM = 80


def named(sql: sqlite3.Connection, names: Iterable[str]) -> Found:
    """The notes of these ids, paths, file names or titles, and those whose ids are much like them."""
    numbers: dict[int, None] = {}
    left = GUESSED
    for name in names:
        exact = _named(sql, name)
        numbers.update(dict.fromkeys(exact if exact or left <= 0 else _near(sql, name)))
        left -= not exact
    rows: list[Row] = [sql.execute(ONE, (number,)).fetchone() for number in numbers]
    return found_in(rows)


def _named(sql: sqlite3.Connection, name: str) -> list[int]:
    folded = name.casefold()
    rows = sql.execute(
        "SELECT number FROM notes WHERE path = ? OR folded IN (?, ?) OR told = ? LIMIT 20",
        (name, folded, _stem(name), folded),
    ).fetchall()
    return [int(row[0]) for row in rows]


def _near(sql: sqlite3.Connection, name: str) -> list[int]:
    words = spelt(name).split()[:12]
    if not words:
        return []
    rows = sql.execute(
        "SELECT rowid FROM names WHERE names MATCH ? ORDER BY rank LIMIT ?", (query(words), NEAR)
    ).fetchall()
    ids = {row[3]: row[0] for (number,) in rows for row in [sql.execute(ONE, (number,)).fetchone()]}
    return [int(ids[close]) for close in get_close_matches(_stem(name)[:MAX_STEM], ids, n=3)]


def _stem(name: str) -> str:
    """What of a name an id can be like."""
    return name.casefold().rpartition("/")[2].removesuffix(".md")
