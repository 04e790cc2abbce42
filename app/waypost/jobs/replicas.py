"""Who else is alive: on PostgreSQL every replica holds a lock on its name; a name nobody holds is a dead replica's."""

from collections import defaultdict

import psycopg
import structlog
from dbos import DBOS

from waypost.jobs.ground import AlreadyRunning
from waypost.jobs.subjects import advisory_key

log = structlog.get_logger(__name__)

PATIENCE = "30s"
"""How long PostgreSQL may take to notice that our predecessor's connection is gone."""


class Replicas:
    """This replica's lock on its name, and the means to take over what dead ones left."""

    def __init__(self, url: str, me: str) -> None:
        self._url = url
        self._me = me
        self._lock: psycopg.AsyncConnection[tuple[object, ...]] | None = None

    async def announce(self) -> None:
        """Hold our name, again if the connection was lost. Raises AlreadyRunning when another process holds it."""
        if self._lock is not None and await _answers(self._lock):
            return
        self._lock = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        await self._lock.execute(f"SET lock_timeout = '{PATIENCE}'")
        try:
            await self._lock.execute("SELECT pg_advisory_lock(%s)", (_key(self._me),))
        except psycopg.errors.LockNotAvailable:
            raise AlreadyRunning(
                f"Another Waypost uses the name {self._me} on this database. If the data directory was copied,"
                " delete the file `replica` in the copy."
            ) from None

    async def take_over(self) -> None:
        """Put the unfinished workflows of dead replicas into the queue, each into the one it came from."""
        pending = await DBOS.list_workflows_async(status="PENDING", load_input=False, load_output=False)
        theirs: defaultdict[str, defaultdict[str | None, list[str]]] = defaultdict(lambda: defaultdict(list))
        for workflow in pending:
            if workflow.executor_id is not None and workflow.executor_id != self._me:
                theirs[workflow.executor_id][workflow.queue_name].append(workflow.workflow_id)
        for replica, queues in theirs.items():
            if await self.is_dead(replica):
                for queue_name, ids in queues.items():
                    await DBOS.resume_workflows_async(ids, queue_name=queue_name)
                    log.warning("took over the work of a dead replica", replica=replica, workflows=len(ids))

    async def is_dead(self, replica: str) -> bool:
        """Whether nobody holds that name; call it after `announce`."""
        assert self._lock is not None
        cursor = await self._lock.execute("SELECT pg_try_advisory_lock(%s)", (_key(replica),))
        free = await cursor.fetchone() == (True,)
        if free:
            await self._lock.execute("SELECT pg_advisory_unlock(%s)", (_key(replica),))
        return free

    async def close(self) -> None:
        """Give our name free."""
        if self._lock is not None:
            await self._lock.close()


def _key(replica: str) -> int:
    return advisory_key(f"replica {replica}")


async def _answers(connection: psycopg.AsyncConnection[tuple[object, ...]]) -> bool:
    try:
        await connection.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True
