"""Where research notes were used, as a running App remembers it: its ledger, read and never written.

An SQLite ledger is read by Python itself, so that this works without the App's packages; one in PostgreSQL needs them.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from waypost.cli.problem import UsageProblem
from waypost.research.usage import Use

FILE = "ledger.sqlite"
"""The ledger in the App's data directory (`waypost.jobs.ledger`)."""
USED, UNWANTED = "note-used", "note-unwanted"
"""Kinds of its facts: a note was named or linked on an issue or pull request; it was taken away there."""
READ = "SELECT repository, number, kind, key, value, at FROM waypost_fact WHERE kind IN ('note-used', 'note-unwanted')"
SECONDS = 10

Row = tuple[str, int, str, str, str, float]


def uses(data: Path | None, home: str, own: str) -> tuple[Use, ...] | None:
    """Uses of the notes of `home` that an App remembers, seen from the repository `own`; None where there is no App.

    The App is the one with this data directory, else that of the environment. Raises UsageProblem.
    """
    rows = _rows(data)
    return None if rows is None else tuple(_uses(rows, home.lower(), own.lower()))


def _rows(data: Path | None) -> list[Row] | None:
    url, folder = os.environ.get("WAYPOST_DATABASE_URL"), os.environ.get("WAYPOST_DATA")
    if data is not None:
        return _from_file(data / FILE)
    if url:
        return _from_server(url)
    return _from_file(Path(folder) / FILE) if folder else None


def _from_file(file: Path) -> list[Row]:
    if not file.exists():
        raise UsageProblem(f"There is no {file}. Name the data directory of `waypost serve` (WAYPOST_DATA).")
    # Without the log of an open database nobody has it open, and opening it as usual would make one beside it.
    mode = "mode=ro" if Path(f"{file}-wal").exists() else "immutable=1"
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file.resolve()))}?{mode}", uri=True, timeout=SECONDS)) as ledger:
            return ledger.execute(READ).fetchall()
    except sqlite3.Error as error:
        raise UsageProblem(f"{file} cannot be read: {error}.") from error


def _from_server(url: str) -> list[Row]:
    import psycopg  # only the extra [app] brings it

    try:
        with psycopg.connect(url, connect_timeout=SECONDS, options="-c default_transaction_read_only=on") as ledger:
            return [tuple(row) for row in ledger.execute(READ)]
    except psycopg.Error as error:
        kind = type(error).__name__  # what it says may quote the address, and with it the password
        raise UsageProblem(f"The database that WAYPOST_DATABASE_URL names cannot be read ({kind}).") from None


def _uses(rows: list[Row], home: str, own: str) -> Iterator[Use]:
    away = {(repository, number, key): at for repository, number, kind, key, _, at in rows if kind == UNWANTED}
    for repository, number, kind, key, value, at in rows:
        told = json.loads(value)
        of_home = str(told.get("home") or repository).lower() == home if kind == USED else False
        if not of_home or away.get((repository, number, key), 0.0) > at:
            continue
        place = f"#{number}" if repository.lower() == own else f"{repository}#{number}"
        day = datetime.fromtimestamp(at, UTC).date()
        yield Use(place, str(told.get("title") or ""), f"{_web()}/{repository}/issues/{number}", day, named=(key,))


def _web() -> str:
    """The address of GitHub's pages, after that of its API."""
    parts = urlsplit(os.environ.get("WAYPOST_GITHUB_API_URL") or "https://api.github.com")
    return f"{parts.scheme}://{parts.netloc.removeprefix('api.')}"
