"""The index of one repository's notes: SQLite with full-text search, kept up note by note."""

import hashlib
import json
import secrets
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import msgspec

from waypost.document import Problem
from waypost.library import large
from waypost.library.large import Large, LargeLost
from waypost.library.meanings import Meanings
from waypost.library.minilm import NAME, Meaning
from waypost.research.foreign import Style
from waypost.research.matching import Candidate, Gathered
from waypost.research.note import Front, Note, read_notes
from waypost.research.passages import Passage, gist, passages
from waypost.research.question import Question
from waypost.research.words import terms

VERSION = "5"
"""Goes up whenever the tables, the terms or the passages change: an older index is made anew."""
BEST = 16
"""Notes that are looked at closely for one question."""
READ = 12_000
"""Entries of the index that one question may read: terms that are in many notes say little, and are slow."""
MOST_TERMS = 24
TEXT = 20_000
"""Characters of a note's terms that are kept."""
NEAR = 200
"""Notes whose ids are compared with one that leads nowhere."""
GUESSED = 5
"""Names that lead nowhere for which a note is guessed: comparing takes time, and one text may hold many of them."""
MAX_STEM = 80
LEARNT = 64
"""Notes whose meanings are worked out before they are kept."""

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE notes (
  number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, sha TEXT NOT NULL,
  id TEXT NOT NULL, folded TEXT NOT NULL, title TEXT NOT NULL, told TEXT NOT NULL,
  style TEXT NOT NULL, front BLOB NOT NULL, keys BLOB NOT NULL, problems BLOB NOT NULL, passages BLOB NOT NULL,
  gist BLOB
);
CREATE INDEX notes_by_id ON notes (folded);
CREATE INDEX notes_by_title ON notes (told);
CREATE INDEX notes_by_gist ON notes (gist);
CREATE INDEX notes_broken ON notes (path) WHERE problems != x'90';
CREATE VIRTUAL TABLE note_text USING fts5(title, text, tokenize = "unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE finding_text USING fts5(text, note UNINDEXED, tokenize = "unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE names USING fts5(name, tokenize = "unicode61 remove_diacritics 0");
CREATE TABLE meanings (gist BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE frequencies (term TEXT PRIMARY KEY, notes INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO note_text (note_text, rank) VALUES ('rank', 'bm25(2.0, 1.0)');
"""

Told = tuple[Passage, tuple[str, ...]]
"""A sentence of a note, and its terms."""
Row = tuple[int, str, str, str, str, str, bytes, bytes, bytes, bytes]
ONE = "SELECT number, path, sha, id, title, style, front, keys, problems, passages FROM notes WHERE number = ?"
ALL = "SELECT number, path, sha, id, title, style, front, keys, problems, passages FROM notes ORDER BY path"

COUNT = "SELECT count(*) FROM note_text_docsize"
"""One row for each note; counting the text itself would read all of it."""
COUNTED = "INSERT INTO frequencies VALUES (?, 1) ON CONFLICT (term) DO UPDATE SET notes = notes + 1"
FINDINGS = "SELECT text FROM finding_text WHERE rowid BETWEEN ? AND ?"
BROKEN = "SELECT problems FROM notes WHERE problems != x'90' ORDER BY path LIMIT ?"
"""`x'90'` is an empty list in msgpack."""


class IndexLost(Exception):
    """The index's file cannot be used; it has to be made anew."""


@dataclass(frozen=True, slots=True)
class Found:
    """Notes that may be meant by what somebody wrote, and what is wrong in those that cannot be read."""

    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()


class Index:
    """One repository's notes. Raises IndexLost from any method when its file turns out damaged."""

    def __init__(self, file: Path | None) -> None:
        """Open the index at `file`, or make an empty one; without a file it is kept in memory."""
        self._file = file
        with _guarded():
            if file is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
            self._sql = sqlite3.connect(file or ":memory:", isolation_level=None, check_same_thread=False)
            self._sql.execute("PRAGMA journal_mode = WAL")
            self._sql.execute("PRAGMA synchronous = NORMAL")
            self._sql.execute("PRAGMA cache_size = -16000")
            self._made()
        self._meanings = Meanings(self._sql)
        self._large: Large | None = None

    def close(self) -> None:
        """Let go of the file."""
        if self._large is not None:
            self._large.close(self.about("stamp"))
        self._sql.close()

    def prepare(self) -> str:
        """Make ready for questions; why the search over very many notes is made anew (empty where it is not)."""
        stamp = self.about("stamp")
        if self._file is None or self.size <= large.FROM or not large.installed():
            self._large = None
        elif self._large is None or self._large.stamp != stamp:
            self._large, why = self._opened(_beside(self._file), stamp)
            return why
        return ""

    def _opened(self, folder: Path, stamp: str) -> tuple[Large | None, str]:
        try:
            return Large(folder, stamp), ""
        except LargeLost as lost:
            why = str(lost)
        try:
            with _guarded():
                return Large.made(folder, stamp, self._texts()), why
        except LargeLost as lost:
            return None, f"{why}; and cannot be: {lost}"

    def _texts(self, numbers: Iterable[int] | None = None) -> Iterator[tuple[int, str, str]]:
        """What notes are found by: number, terms with those of the title twice, terms of the findings."""
        if numbers is None:
            numbers = [number for (number,) in self._sql.execute("SELECT rowid FROM note_text").fetchall()]
        for number in numbers:
            told = self._sql.execute("SELECT title, text FROM note_text WHERE rowid = ?", (number,)).fetchone()
            if told is not None:
                said = self._sql.execute(FINDINGS, (number * 256, number * 256 + 255)).fetchall()
                yield number, f"{told[0]} {told[0]} {told[1]}", " ".join(text for (text,) in said)

    def _made(self) -> None:
        """The tables, unless they are there; those of another version are given up."""
        tables = self._sql.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not tables:
            with self._writing():
                for statement in filter(str.strip, SCHEMA.split(";\n")):
                    self._sql.execute(statement)
                self._set("version", VERSION)
        elif self.about("version") != VERSION:
            raise IndexLost("it was made by another version")

    def about(self, key: str) -> str:
        """What was kept under a key, such as the commit the index was made from; empty if nothing was."""
        with _guarded():
            row = self._sql.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    @property
    def shas(self) -> dict[str, str]:
        """The blob that each file was when it was read, by path."""
        with _guarded():
            return dict(self._sql.execute("SELECT path, sha FROM notes"))

    @property
    def size(self) -> int:
        """How many files are in it."""
        with _guarded():
            return int(self._sql.execute("SELECT count(*) FROM notes").fetchone()[0])

    def update(
        self, files: Iterable[tuple[str, str, bytes]], gone: Iterable[str] = (), about: Mapping[str, str] | None = None
    ) -> None:
        """Take in files (path, sha, content) that are new or changed, let go of others; all of it or nothing."""
        with _guarded(), self._writing():
            parted = [self._remove(path) for path in gone]
            added: list[int] = []
            for path, sha, content in files:
                parted.append(self._remove(path))
                added.append(self._add(path, sha, content))
            left = [one for one in parted if one is not None]
            self._meanings.changed(told_of for _, told_of in left if told_of)
            if left or added:
                self._set("stamp", secrets.token_hex(8))
            for key, value in (about or {}).items():
                self._set(key, value)
        if left or added:
            self._follow([number for number, _ in left], added)

    def _follow(self, gone: list[int], added: list[int]) -> None:
        """Bring the search over very many notes to the same state; where that fails, it is made anew later."""
        if self._large is None:
            return
        try:
            self._large.update(gone, self._texts(added), self.about("stamp"))
        except LargeLost:
            self._large = None

    def _set(self, key: str, value: str) -> None:
        self._sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _remove(self, path: str) -> tuple[int, bytes | None] | None:
        """Let go of a note; its number, and the digest of its gist if it had one."""
        row = self._sql.execute("SELECT number, gist FROM notes WHERE path = ?", (path,)).fetchone()
        if row is None:
            return None
        number, told_of = row
        told = self._sql.execute("SELECT title, text FROM note_text WHERE rowid = ?", (number,)).fetchone()
        if told is not None:
            self._sql.executemany("UPDATE frequencies SET notes = notes - 1 WHERE term = ?", _distinct(*told))
            self._sql.execute("DELETE FROM note_text WHERE rowid = ?", (number,))
        self._sql.execute("DELETE FROM names WHERE rowid = ?", (number,))
        self._sql.execute("DELETE FROM finding_text WHERE rowid BETWEEN ? AND ?", (number * 256, number * 256 + 255))
        self._sql.execute("DELETE FROM notes WHERE number = ?", (number,))
        return number, told_of

    def _add(self, path: str, sha: str, content: bytes) -> int:
        found, problems = read_notes(((path, content),))
        note = found[0] if found else Note(path, path, "", Front())
        told = (
            [(passage, tuple(terms(f"{passage.text} {passage.evidence}"))) for passage in passages(note)]
            if found
            else []
        )
        number = self._sql.execute(
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
        self._sql.execute("INSERT INTO names (rowid, name) VALUES (?, ?)", (number, _spelt(f"{note.id} {path}")))
        if found:
            self._index(number, note, told)
        return number

    def _index(self, number: int, note: Note, told: list[Told]) -> None:
        split = [" ".join(found) for _, found in told]
        beside = " ".join(terms(" ".join((*note.front.tags, *note.front.products, note.front.study or ""))))
        text = " ".join((*split, beside))[:TEXT]
        title = " ".join(terms(note.title))
        self._sql.execute("INSERT INTO note_text (rowid, title, text) VALUES (?, ?, ?)", (number, title, text))
        self._sql.executemany(COUNTED, _distinct(title, text))
        self._sql.executemany(
            "INSERT INTO finding_text (rowid, text, note) VALUES (?, ?, ?)",
            [(number * 256 + at, line, number) for at, line in enumerate(split) if told[at][0].finding],
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._sql.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._sql.execute("ROLLBACK")
            raise
        self._sql.execute("COMMIT")

    def learn(self, meaning: Meaning, most: int) -> int:
        """Work out what notes mean where that is not known yet, `most` of them; how many are left."""
        with _guarded():
            wanting = self._meanings.wanting()
            for at in range(0, min(most, len(wanting)), LEARNT):
                batch = wanting[at : min(most, at + LEARNT)]
                rows: list[Row] = [self._sql.execute(ONE, (number,)).fetchone() for number, _ in batch]
                vectors = meaning.of([gist(_note(row)) for row in rows])
                with self._writing():
                    self._meanings.keep([known_by for _, known_by in batch], vectors)
            return len(self._meanings.wanting())

    def match(self, asked: Question, meaning: Meaning | None = None) -> Gathered:
        """What the notes have to do with a question; nothing where it has no ground.

        With a `meaning`, what they mean is compared, too, once it is known of all of them.
        """
        if not asked.askable:
            return Gathered(asked)
        with _guarded():
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
        if self._large is not None:
            try:
                best = self._large.best("findings", chosen, BEST)
                return self._large.best("text", chosen, BEST), [number for number, _ in best]
            except LargeLost:
                self._large = None
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
            yield number, Candidate(_note(row), score, tuple(title.split()), tuple(text.split()), told)

    def named(self, names: Iterable[str]) -> Found:
        """The notes of these ids, paths, file names or titles, and those whose ids are much like them."""
        numbers: dict[int, None] = {}
        with _guarded():
            left = GUESSED
            for name in names:
                exact = self._named(name)
                numbers.update(dict.fromkeys(exact if exact or left <= 0 else self._near(name)))
                left -= not exact
            rows: list[Row] = [self._sql.execute(ONE, (number,)).fetchone() for number in numbers]
        return _found(rows)

    def _named(self, name: str) -> list[int]:
        folded = name.casefold()
        rows = self._sql.execute(
            "SELECT number FROM notes WHERE path = ? OR folded IN (?, ?) OR told = ? LIMIT 20",
            (name, folded, _stem(name), folded),
        ).fetchall()
        return [int(row[0]) for row in rows]

    def _near(self, name: str) -> list[int]:
        words = _spelt(name).split()[:12]
        if not words:
            return []
        rows = self._sql.execute(
            "SELECT rowid FROM names WHERE names MATCH ? ORDER BY rank LIMIT ?", (query(words), NEAR)
        ).fetchall()
        ids = {row[3]: row[0] for (number,) in rows for row in [self._sql.execute(ONE, (number,)).fetchone()]}
        return [int(ids[close]) for close in get_close_matches(_stem(name)[:MAX_STEM], ids, n=3)]

    def broken(self, most: int = 50) -> tuple[Problem, ...]:
        """What is wrong in notes that cannot be read, in order of path."""
        with _guarded():
            rows = self._sql.execute(BROKEN, (most,)).fetchall()
        return tuple(
            problem for (packed,) in rows for problem in msgspec.msgpack.decode(packed, type=tuple[Problem, ...])
        )

    def all(self) -> Found:
        """Every note, in order of path."""
        with _guarded():
            rows: list[Row] = self._sql.execute(ALL).fetchall()
        return _found(rows)


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


def _digest(text: str) -> bytes:
    """What a meaning is kept under: another model or another text has another one."""
    return hashlib.sha256(f"{NAME}\0{text}".encode("utf-8", "replace")).digest()[:16]


def _distinct(title: str, text: str) -> list[tuple[str]]:
    return [(term,) for term in sorted({*title.split(), *text.split()})]


def _stem(name: str) -> str:
    """What of a name an id can be like."""
    return name.casefold().rpartition("/")[2].removesuffix(".md")


def _spelt(name: str) -> str:
    """A name as the words it is made of."""
    return " ".join("".join(char if char.isalnum() else " " for char in name.casefold()).split())


def _note(row: Row) -> Note:
    front = msgspec.msgpack.decode(row[6], type=Front)
    keys = msgspec.msgpack.decode(row[7], type=tuple[tuple[str, int], ...])
    return Note(row[1], row[3], row[4], front, "", Style(row[5]), keys)


def _found(rows: Iterable[Row]) -> Found:
    notes: list[Note] = []
    problems: list[Problem] = []
    for row in rows:
        wrong = msgspec.msgpack.decode(row[8], type=tuple[Problem, ...])
        problems.extend(wrong)
        if not wrong:
            notes.append(_note(row))
    return Found(tuple(notes), tuple(problems))


@contextmanager
def _guarded() -> Iterator[None]:
    """What SQLite says of a damaged file becomes IndexLost; a full disk is none."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if (
            isinstance(error, sqlite3.OperationalError)
            and "malformed" not in str(error)
            and "no such" not in str(error)
        ):
            raise
        raise IndexLost(str(error)) from error


def opened(file: Path) -> tuple[Index, str]:
    """The index at `file`, and why it had to be given up and made anew (empty where it had not)."""
    try:
        return Index(file), ""
    except IndexLost as lost:
        discard(file)
        return Index(file), str(lost)


def discard(file: Path) -> None:
    """Take an index away."""
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    shutil.rmtree(_beside(file), ignore_errors=True)


def _beside(file: Path) -> Path:
    """Where the search over very many notes is kept."""
    return file.with_name(f"{file.name}-search")
