"""Group commit: many small writes from an event loop, one transaction and one fsync, on one thread."""

import asyncio
import contextlib
import sqlite3
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import structlog

GROUP = 256
"""The most writes in one transaction: enough to share the fsync, few enough that nobody waits long for it."""

QUIET = 0.2
"""Seconds without a write after which SQLite's log file is worked into the database."""
LONGEST_LOG = 10_000
"""Pages (4 KB) of log after which that happens even under load: it stops writes for as long as two fsyncs take."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Write:
    statement: str
    values: Callable[[], Iterable[Any]]
    future: "Future[bool] | None" = None
    loop: AbstractEventLoop | None = None
    changed: bool = False


class GroupCommit:
    """Owns the writing connection (in autocommit mode) and the thread that uses it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._queue: SimpleQueue[_Write | None] = SimpleQueue()
        self._untidy = False
        connection.execute(f"PRAGMA wal_autocheckpoint = {LONGEST_LOG}")
        self._thread = Thread(target=self._work, name="waypost-inbox", daemon=True)
        self._thread.start()

    def write(self, statement: str, values: Callable[[], Iterable[Any]]) -> "Future[bool]":
        """Run a statement; the future is done once it is on disk, True if it changed a row, or raises sqlite3.Error.

        `values` is called on the helper thread, the place for work such as compressing.
        """
        loop = asyncio.get_running_loop()
        future: Future[bool] = loop.create_future()
        self._queue.put(_Write(statement, values, future, loop))
        return future

    def note(self, statement: str, values: Iterable[Any]) -> None:
        """Run a statement with the next group without waiting for it; a failure is logged."""
        self._queue.put(_Write(statement, lambda: values))

    def close(self) -> None:
        """Commit what was asked for so far, then close the connection."""
        self._queue.put(None)
        self._thread.join()
        self._connection.close()

    def _work(self) -> None:
        while (first := self._next()) is not None:
            group = [first]
            ended = self._fill(group)
            _answer(group, self._commit(group))
            if ended:
                return

    def _next(self) -> _Write | None:
        """The next write, waiting for it; the first quiet moment after a write goes into tidying up the log file."""
        if self._untidy:
            with contextlib.suppress(Empty):
                return self._queue.get(timeout=QUIET)
            self._untidy = False
            with contextlib.suppress(sqlite3.Error):  # a full disk shows at the next write
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        return self._queue.get()

    def _fill(self, group: list[_Write]) -> bool:
        """Add what waits already; True when the end of all writes was among it."""
        with contextlib.suppress(Empty):
            while len(group) < GROUP:
                write = self._queue.get_nowait()
                if write is None:
                    return True
                group.append(write)
        return False

    def _commit(self, group: list[_Write]) -> Exception | None:
        execute = self._connection.execute
        try:
            execute("BEGIN IMMEDIATE")
            for write in group:
                write.changed = execute(write.statement, tuple(write.values())).rowcount > 0
            execute("COMMIT")
            self._untidy = True
        except Exception as error:
            # Whatever it was, nothing of the group is on disk, and whoever waits must hear it.
            with contextlib.suppress(sqlite3.Error):
                execute("ROLLBACK")
            log.error("inbox write failed", error=str(error), writes=len(group))
            return error
        return None


def _answer(group: list[_Write], error: Exception | None) -> None:
    loops = {write.loop for write in group if write.loop is not None}
    for loop in loops:
        mine = [write for write in group if write.loop is loop]
        # The loop may have ended while the disk was busy; then nobody waits any more.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_resolve, mine, error)


def _resolve(writes: list[_Write], error: Exception | None) -> None:
    for write in writes:
        if write.future is None or write.future.done():
            continue
        if error is None:
            write.future.set_result(write.changed)
        else:
            write.future.set_exception(error)
