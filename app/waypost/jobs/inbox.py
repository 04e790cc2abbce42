"""The inbox: every accepted delivery, in an SQLite file of its own, with what became of it."""

import json
import sqlite3
import zlib
from asyncio import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from waypost.jobs.commits import GroupCommit

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE delivery (
    seq INTEGER PRIMARY KEY,
    guid TEXT NOT NULL UNIQUE,
    event TEXT NOT NULL,
    received_at REAL NOT NULL,
    state TEXT NOT NULL DEFAULT 'accepted',
    reason TEXT,
    pile TEXT,
    round INTEGER NOT NULL DEFAULT 0,
    body BLOB NOT NULL
);
CREATE INDEX delivery_by_state ON delivery (state, seq);
CREATE INDEX delivery_by_pile ON delivery (pile, seq) WHERE pile IS NOT NULL;
PRAGMA user_version = 1;
"""
# Somebody who presses "Redeliver" on a delivery that nobody could handle wants it tried again, not called a duplicate.
# Whatever is tried again goes to the end of the line.
_ACCEPT = """
INSERT INTO delivery (guid, event, received_at, body) VALUES (?, ?, ?, ?)
ON CONFLICT (guid) DO UPDATE
SET state = 'accepted', reason = NULL, round = round + 1, seq = (SELECT max(seq) + 1 FROM delivery)
WHERE state IN ('buried', 'unreadable')
"""
_REPLAY = """
UPDATE delivery
SET state = 'accepted', reason = NULL, round = round + 1, seq = (SELECT max(seq) + 1 FROM delivery)
WHERE guid = ?
"""
_REOPEN = """
UPDATE delivery SET state = 'accepted', seq = (SELECT max(seq) + 1 FROM delivery)
WHERE guid = ? AND state = 'handed over'
"""
_WAITING = """
SELECT seq, guid, event, received_at, state, reason, round, body FROM delivery
WHERE state = 'accepted' AND seq > ? ORDER BY seq LIMIT ?
"""
_LISTING = """
SELECT seq, guid, event, received_at, state, reason, round, NULL FROM delivery
WHERE state IN (SELECT value FROM json_each(?)) ORDER BY seq DESC LIMIT ?
"""
_FIND = "SELECT seq, guid, event, received_at, state, reason, round, body FROM delivery WHERE guid = ?"
_NEWER_IN_PILE = """
SELECT 1 FROM delivery AS old JOIN delivery AS new ON new.pile = old.pile AND new.seq > old.seq
WHERE old.guid = ? AND new.state IN ('handed over', 'handled') LIMIT 1
"""
_FORGET = """
DELETE FROM delivery WHERE state IN (SELECT value FROM json_each(?)) AND received_at < ?
AND seq < (SELECT max(seq) FROM delivery)
"""


class State(StrEnum):
    """What became of a delivery."""

    ACCEPTED = "accepted"
    HANDED_OVER = "handed over"
    HANDLED = "handled"
    SUPERSEDED = "superseded"
    IGNORED = "ignored"
    UNREADABLE = "unreadable"
    BURIED = "buried"


SETTLED = (State.HANDLED, State.SUPERSEDED, State.IGNORED)
FAILED = (State.UNREADABLE, State.BURIED)


class InboxError(RuntimeError):
    """The inbox file cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One delivery as the inbox lists it; `body` is the raw payload, empty where only a listing was asked for."""

    seq: int
    guid: str
    event: str
    received_at: datetime
    state: State
    reason: str | None
    round: int
    body: bytes = field(default=b"", repr=False)

    @property
    def run(self) -> str:
        """The name of this delivery's run in the engine: its id, and a number more for every replay."""
        return f"{self.guid}~{self.round}" if self.round else self.guid


class Inbox:
    """Deliveries by GUID; writes go through one thread that commits them in groups, reads have their own connection."""

    def __init__(self, path: Path) -> None:
        """Opens or creates the file. Raises InboxError when it is not ours, too new, or unusable."""
        try:
            writer = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            _prepare(writer, path)
            self._reader = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise InboxError(
                f"{path}: {error}. Waypost needs to read and write this file and its directory."
            ) from error
        self._commits = GroupCommit(writer)

    def accept(self, guid: str, event: str, body: bytes) -> "Future[bool]":
        """Store a delivery; the future is done when it is on disk, True if it was new (or is to be tried again).

        Call it from a running event loop. The future raises sqlite3.Error when nothing was stored.
        """
        received_at = datetime.now(UTC).timestamp()
        return self._commits.write(_ACCEPT, lambda: (guid, event, received_at, zlib.compress(body, 1)))

    def mark(self, guid: str, state: State, reason: str | None = None) -> None:
        """Note what became of a delivery, with the next group; a mark lost in a crash is made at the next start."""
        self._commits.note("UPDATE delivery SET state = ?, reason = ? WHERE guid = ?", (state, reason, guid))

    def conclude(self, guid: str, state: State, reason: str | None = None) -> None:
        """Note what became of a delivery that was handed over, unless that is known or it waits again."""
        self._commits.note(
            "UPDATE delivery SET state = ?, reason = ? WHERE guid = ? AND state = 'handed over'", (state, reason, guid)
        )

    def hand_over(self, guid: str, pile: str | None) -> None:
        """Note that the engine has the delivery now, and the pile it belongs to."""
        self._commits.note(
            "UPDATE delivery SET state = 'handed over', pile = ? WHERE guid = ? AND state = 'accepted'", (pile, guid)
        )

    def replay(self, guid: str) -> "Future[bool]":
        """Put a delivery at the end of the line again, whatever became of it; the future is False if unknown."""
        return self._commits.write(_REPLAY, lambda: (guid,))

    def reopen(self, guid: str) -> "Future[bool]":
        """Let a delivery wait again under the same name: the engine never got to know it."""
        return self._commits.write(_REOPEN, lambda: (guid,))

    def accepted(self, after: int, limit: int) -> list[Row]:
        """The deliveries that wait to be handed over, with bodies, in order, those behind `after` (a `seq`)."""
        return self._rows(_WAITING, after, limit)

    def listing(self, *states: State, limit: int = 100) -> list[Row]:
        """The newest deliveries in these states (all when none is named), without bodies; no limit with -1."""
        return self._rows(_LISTING, json.dumps(states or tuple(State)), limit)

    def find(self, guid: str) -> Row | None:
        """One delivery with its body."""
        return next(iter(self._rows(_FIND, guid)), None)

    def newer_in_pile(self, guid: str) -> bool:
        """Whether a younger delivery of the same pile was handed over: handling that one settles this one."""
        return self._reader.execute(_NEWER_IN_PILE, (guid,)).fetchone() is not None

    def oldest(self) -> datetime | None:
        """When the oldest delivery that is kept was received."""
        at = self._reader.execute("SELECT min(received_at) FROM delivery").fetchone()[0]
        return datetime.fromtimestamp(at, UTC) if at is not None else None

    def counts(self) -> dict[State, int]:
        """How many deliveries are in each state."""
        rows = self._reader.execute("SELECT state, count(*) FROM delivery GROUP BY state").fetchall()
        return dict.fromkeys(State, 0) | {State(state): count for state, count in rows}

    def forget(self, settled_before: datetime, failed_before: datetime) -> None:
        """Delete old deliveries: those that were settled, and (usually much later) those that failed.

        The youngest row always stays, so that a `seq` is never given twice.
        """
        for states, before in ((SETTLED, settled_before), (FAILED, failed_before)):
            self._commits.note(_FORGET, (json.dumps(states), before.timestamp()))

    def writable(self) -> "Future[bool]":
        """Resolves when the disk takes writes, raises sqlite3.Error when it does not."""
        return self._commits.write("UPDATE delivery SET round = round WHERE seq = -1", tuple)

    def close(self) -> None:
        """Commit what is under way and close the file."""
        self._commits.close()
        self._reader.close()

    def _rows(self, query: str, *values: object) -> list[Row]:
        return [_row(*values) for values in self._reader.execute(query, values).fetchall()]


def _row(
    seq: int, guid: str, event: str, at: float, state: str, reason: str | None, turn: int, packed: bytes | None
) -> Row:
    body = zlib.decompress(packed) if packed is not None else b""
    return Row(seq, guid, event, datetime.fromtimestamp(at, UTC), State(state), reason, turn, body)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise InboxError(
            f"{path} was written by a newer Waypost (schema {version}, this one knows {SCHEMA_VERSION})."
            " Start that version, or point WAYPOST_DATA at another directory."
        )
    if version == 0:
        connection.executescript(f"BEGIN; {_SCHEMA} COMMIT;")
