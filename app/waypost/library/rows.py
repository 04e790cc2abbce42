"""One note in an index: how its row is written, taken out and read again."""

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from waypost.document import Problem
from waypost.library.minilm import NAME
from waypost.research.foreign import Style
from waypost.research.note import Front, Note, read_notes
from waypost.research.passages import Passage, gist, passages
from waypost.research.words import terms

TEXT = 20_000
"""Characters of a note's terms that are kept."""
Told = tuple[Passage, tuple[str, ...]]
"""A sentence of a note, and its terms."""
Row = tuple[int, str, str, str, str, str, bytes, bytes, bytes, bytes]
ONE = "SELECT number, path, sha, id, title, style, front, keys, problems, passages FROM notes WHERE number = ?"
ALL = "SELECT number, path, sha, id, title, style, front, keys, problems, passages FROM notes ORDER BY path"
FINDINGS = "SELECT text FROM finding_text WHERE rowid BETWEEN ? AND ?"
BROKEN = "SELECT problems FROM notes WHERE problems != x'90' ORDER BY path LIMIT ?"
"""`x'90'` is an empty list in msgpack."""
COUNTED = "INSERT INTO frequencies VALUES (?, 1) ON CONFLICT (term) DO UPDATE SET notes = notes + 1"


@dataclass(frozen=True, slots=True)
class Found:
    """Notes that may be meant by what somebody wrote, and what is wrong in those that cannot be read."""

    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()


def remove(sql: sqlite3.Connection, path: str) -> tuple[int, bytes | None] | None:
    """Let go of a note; its number, and the digest of its gist if it had one."""
    row = sql.execute("SELECT number, gist FROM notes WHERE path = ?", (path,)).fetchone()
    if row is None:
        return None
    number, told_of = row
    told = sql.execute("SELECT title, text FROM note_text WHERE rowid = ?", (number,)).fetchone()
    if told is not None:
        sql.executemany("UPDATE frequencies SET notes = notes - 1 WHERE term = ?", _distinct(*told))
        sql.execute("DELETE FROM note_text WHERE rowid = ?", (number,))
    sql.execute("DELETE FROM names WHERE rowid = ?", (number,))
    sql.execute("DELETE FROM finding_text WHERE rowid BETWEEN ? AND ?", (number * 256, number * 256 + 255))
    sql.execute("DELETE FROM notes WHERE number = ?", (number,))
    return number, told_of


def add(sql: sqlite3.Connection, path: str, sha: str, content: bytes) -> int:
    """Take in a file, which may be no note that can be read; its number."""
    found, problems = read_notes(((path, content),))
    note = found[0] if found else Note(path, path, "", Front())
    told = (
        [(passage, tuple(terms(f"{passage.text} {passage.evidence}"))) for passage in passages(note)] if found else []
    )
    number = sql.execute(
        "INSERT INTO notes (path, sha, id, folded, title, told, style, front, keys, problems, passages, gist)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            path,
            sha,
            note.id,
            note.id.casefold(),
            note.title,
            note.title.casefold(),
            note.style,
            msgspec.msgpack.encode(note.front),
            msgspec.msgpack.encode(note.keys),
            msgspec.msgpack.encode(problems),
            msgspec.msgpack.encode(told),
            _digest(gist(note)) if found else None,
        ),
    ).lastrowid
    assert number is not None
    sql.execute("INSERT INTO names (rowid, name) VALUES (?, ?)", (number, spelt(f"{note.id} {path}")))
    if found:
        _index(sql, number, note, told)
    return number


def _index(sql: sqlite3.Connection, number: int, note: Note, told: list[Told]) -> None:
    split = [" ".join(found) for _, found in told]
    beside = " ".join(terms(" ".join((*note.front.tags, *note.front.products, note.front.study or ""))))
    text = " ".join((*split, beside))[:TEXT]
    title = " ".join(terms(note.title))
    sql.execute("INSERT INTO note_text (rowid, title, text) VALUES (?, ?, ?)", (number, title, text))
    sql.executemany(COUNTED, _distinct(title, text))
    sql.executemany(
        "INSERT INTO finding_text (rowid, text, note) VALUES (?, ?, ?)",
        [(number * 256 + at, line, number) for at, line in enumerate(split) if told[at][0].finding],
    )


def note_of(row: Row) -> Note:
    """The note that a row holds."""
    front = msgspec.msgpack.decode(row[6], type=Front)
    keys = msgspec.msgpack.decode(row[7], type=tuple[tuple[str, int], ...])
    return Note(row[1], row[3], row[4], front, "", Style(row[5]), keys)


def found_in(rows: Iterable[Row]) -> Found:
    """The notes that rows hold, and what is wrong in those that cannot be read."""
    notes: list[Note] = []
    problems: list[Problem] = []
    for row in rows:
        wrong = msgspec.msgpack.decode(row[8], type=tuple[Problem, ...])
        problems.extend(wrong)
        if not wrong:
            notes.append(note_of(row))
    return Found(tuple(notes), tuple(problems))


def spelt(name: str) -> str:
    """A name as the words it is made of."""
    return " ".join("".join(char if char.isalnum() else " " for char in name.casefold()).split())


def _digest(text: str) -> bytes:
    """What a meaning is kept under: another model or another text has another one."""
    return hashlib.sha256(f"{NAME}\0{text}".encode("utf-8", "replace")).digest()[:16]


def _distinct(title: str, text: str) -> list[tuple[str]]:
    return [(term,) for term in sorted({*title.split(), *text.split()})]
