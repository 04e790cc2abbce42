"""The index of one repository's notes: SQLite with full-text search, kept up note by note."""

import secrets
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from waypost.document import Problem
from waypost.library import large, names, rows, tables
from waypost.library.large import Large, LargeLost
from waypost.library.meanings import Meanings
from waypost.library.minilm import Meaning
from waypost.library.questions import Questions
from waypost.library.rows import ALL, BROKEN, FINDINGS, ONE, Found, Row, found_in, note_of
from waypost.library.tables import IndexLost, guarded, writing
from waypost.research.matching import Gathered
from waypost.research.passages import gist
from waypost.research.question import Question

LEARNT = 64
"""Notes whose meanings are worked out before they are kept."""


class Index:
    """One repository's notes. Raises IndexLost from any method when its file turns out damaged."""

    def __init__(self, file: Path | None) -> None:
        """Open the index at `file`, or make an empty one; without a file it is kept in memory."""
        self._file = file
        with guarded():
            if file is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
            self._sql = sqlite3.connect(file or ":memory:", isolation_level=None, check_same_thread=False)
            self._sql.execute("PRAGMA journal_mode = WAL")
            self._sql.execute("PRAGMA synchronous = NORMAL")
            self._sql.execute("PRAGMA cache_size = -16000")
            tables.make(self._sql)
        self._meanings = Meanings(self._sql)
        self._questions = Questions(self._sql, self._meanings)

    def close(self) -> None:
        """Let go of the file."""
        if self._questions.large is not None:
            self._questions.large.close(self.about("stamp"))
        self._sql.close()

    def prepare(self) -> str:
        """Make ready for questions; why the search over very many notes is made anew (empty where it is not)."""
        stamp = self.about("stamp")
        if self._file is None or self.size <= large.FROM or not large.installed():
            self._questions.large = None
        elif self._questions.large is None or self._questions.large.stamp != stamp:
            self._questions.large, why = self._opened(_beside(self._file), stamp)
            return why
        return ""

    def _opened(self, folder: Path, stamp: str) -> tuple[Large | None, str]:
        try:
            return Large(folder, stamp), ""
        except LargeLost as lost:
            why = str(lost)
        try:
            with guarded():
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

    def about(self, key: str) -> str:
        """What was kept under a key, such as the commit the index was made from; empty if nothing was."""
        with guarded():
            return tables.about(self._sql, key)

    @property
    def shas(self) -> dict[str, str]:
        """The blob that each file was when it was read, by path."""
        with guarded():
            return dict(self._sql.execute("SELECT path, sha FROM notes"))

    @property
    def size(self) -> int:
        """How many files are in it."""
        with guarded():
            return int(self._sql.execute("SELECT count(*) FROM notes").fetchone()[0])

    def update(
        self, files: Iterable[tuple[str, str, bytes]], gone: Iterable[str] = (), about: Mapping[str, str] | None = None
    ) -> None:
        """Take in files (path, sha, content) that are new or changed, let go of others; all of it or nothing."""
        with guarded(), writing(self._sql):
            parted = [rows.remove(self._sql, path) for path in gone]
            added: list[int] = []
            for path, sha, content in files:
                parted.append(rows.remove(self._sql, path))
                added.append(rows.add(self._sql, path, sha, content))
            left = [one for one in parted if one is not None]
            self._meanings.changed(told_of for _, told_of in left if told_of)
            if left or added:
                tables.keep(self._sql, "stamp", secrets.token_hex(8))
            for key, value in (about or {}).items():
                tables.keep(self._sql, key, value)
        if left or added:
            self._follow([number for number, _ in left], added)

    def _follow(self, gone: list[int], added: list[int]) -> None:
        """Bring the search over very many notes to the same state; where that fails, it is made anew later."""
        if self._questions.large is None:
            return
        try:
            self._questions.large.update(gone, self._texts(added), self.about("stamp"))
        except LargeLost:
            self._questions.large = None

    def learn(self, meaning: Meaning, most: int) -> int:
        """Work out what notes mean where that is not known yet, `most` of them; how many are left."""
        with guarded():
            wanting = self._meanings.wanting()
            for at in range(0, min(most, len(wanting)), LEARNT):
                batch = wanting[at : min(most, at + LEARNT)]
                found: list[Row] = [self._sql.execute(ONE, (number,)).fetchone() for number, _ in batch]
                vectors = meaning.of([gist(note_of(row)) for row in found])
                with writing(self._sql):
                    self._meanings.keep([known_by for _, known_by in batch], vectors)
            return len(self._meanings.wanting())

    def match(self, asked: Question, meaning: Meaning | None = None) -> Gathered:
        """What the notes have to do with a question; nothing where it has no ground.

        With a `meaning`, what they mean is compared, too, once it is known of all of them.
        """
        with guarded():
            return self._questions.match(asked, meaning)

    def named(self, asked: Iterable[str]) -> Found:
        """The notes of these ids, paths, file names or titles, and those whose ids are much like them."""
        with guarded():
            return names.named(self._sql, asked)

    def broken(self, most: int = 50) -> tuple[Problem, ...]:
        """What is wrong in notes that cannot be read, in order of path."""
        with guarded():
            found = self._sql.execute(BROKEN, (most,)).fetchall()
        return tuple(
            problem for (packed,) in found for problem in msgspec.msgpack.decode(packed, type=tuple[Problem, ...])
        )

    def all(self) -> Found:
        """Every note, in order of path."""
        with guarded():
            return found_in(self._sql.execute(ALL).fetchall())


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
