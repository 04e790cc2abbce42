"""One at a time: a subject is held by one job, in this process and, on PostgreSQL, across replicas."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from hashlib import blake2b
from weakref import WeakValueDictionary

import psycopg

PARTITIONS = 1024
"""The engine looks at every partition of its queue that has work, so there are far fewer of them than subjects."""


def advisory_key(name: str) -> int:
    """A PostgreSQL advisory lock's number (signed 64 bits) for a name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8, person=b"waypost").digest(), "big", signed=True)


def partition(subject: str) -> str:
    """The part of the engine's queue in which a subject waits."""
    return str(advisory_key(subject) % PARTITIONS)


class Subjects:
    """The locks, by subject; `database_url` is a PostgreSQL URL, or None when this process is the only one."""

    def __init__(self, database_url: str | None = None) -> None:
        self._url = database_url
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._idle: list[psycopg.AsyncConnection[tuple[object, ...]]] = []

    @asynccontextmanager
    async def hold(self, subject: str) -> AsyncIterator[None]:
        """Wait until nobody else holds the subject. Raises psycopg.Error when PostgreSQL does not answer."""
        lock = self._locks.setdefault(subject, asyncio.Lock())
        async with AsyncExitStack() as held:
            await held.enter_async_context(lock)
            if self._url is not None:
                await held.enter_async_context(self._across_replicas(self._url, subject))
            yield

    @asynccontextmanager
    async def _across_replicas(self, url: str, subject: str) -> AsyncIterator[None]:
        connection = self._idle.pop() if self._idle else await psycopg.AsyncConnection.connect(url, autocommit=True)
        key = advisory_key(f"subject {subject}")
        try:
            await connection.execute("SELECT pg_advisory_lock(%s)", (key,))
            yield
            await connection.execute("SELECT pg_advisory_unlock(%s)", (key,))
        except BaseException:
            # The server frees the lock with the connection, whatever state either is in.
            await connection.close()
            raise
        self._idle.append(connection)

    async def close(self) -> None:
        """Close the connections that nobody uses."""
        while self._idle:
            await self._idle.pop().close()
