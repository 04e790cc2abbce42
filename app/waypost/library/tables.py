"""The tables of an index, and what becomes of it when its file is damaged."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

VERSION = "5"
"""Goes up whenever the tables, the terms or the passages change: an older index is made anew."""

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


class IndexLost(Exception):
    """The index's file cannot be used; it has to be made anew."""


def make(sql: sqlite3.Connection) -> None:
    """Make the tables, unless they are there. Raises IndexLost for those of another version."""
    if not sql.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        with writing(sql):
            for statement in filter(str.strip, SCHEMA.split(";\n")):
                sql.execute(statement)
            keep(sql, "version", VERSION)
    elif about(sql, "version") != VERSION:
        raise IndexLost("it was made by another version")


def about(sql: sqlite3.Connection, key: str) -> str:
    """What was kept under a key; empty if nothing was."""
    row = sql.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def keep(sql: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a value under a key."""
    sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


@contextmanager
def writing(sql: sqlite3.Connection) -> Iterator[None]:
    """All of what is written within, or nothing."""
    sql.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        sql.execute("ROLLBACK")
        raise
    sql.execute("COMMIT")


@contextmanager
def guarded() -> Iterator[None]:
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
