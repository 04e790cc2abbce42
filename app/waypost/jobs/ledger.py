"""The ledger: what Waypost must remember about an issue or pull request, and when it must come back to one.

GitHub is asked for all that it shows; only what it does not show is kept here: which command was given for which head,
what was offered once, what was heard before it was deleted. Facts are written once and stay (`Record`); a retry that
writes them again changes nothing. Due times (`Due`) are one for each kind, set anew by every look at a subject.

One SQLite file in the data directory, or the PostgreSQL database that replicas share: the same code for both.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import StaticPool

from waypost.jobs import polls
from waypost.jobs.polls import Poll, Thumbs
from waypost.outcome import Due, Record

T = TypeVar("T")

MOST = 2_000
"""Facts of one subject that are read, the newest ones."""

CROWDS = ("moved",)
"""Kinds of due times that come for very many subjects at once: what they lead to is spread out."""

_tables = polls.tables
_facts = sa.Table(
    "waypost_fact",
    _tables,
    sa.Column("repository", sa.String, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("at", sa.Double, nullable=False),
)
_dues = sa.Table(
    "waypost_due",
    _tables,
    sa.Column("repository", sa.String, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("at", sa.Double, nullable=False, index=True),
    sa.Column("installation", sa.BigInteger, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Appointment:
    """What is due: where, for what reason, since when, and the installation that may look at it."""

    repository: str
    number: int
    kind: str
    at: datetime
    installation: int


class Ledger:
    """Facts and due times by subject (a repository's full name and a number; 0 stands for the repository itself)."""

    def __init__(self, url: str | None = None) -> None:
        """`url` is SQLAlchemy's; without one all is forgotten when the process ends. Opens nothing yet."""
        self._url = url
        self._opened: sa.Engine | None = None
        self._turn = asyncio.Lock()

    async def records(self, repository: str, number: int) -> tuple[Record, ...]:
        """What is known of a subject, oldest first."""
        return await self._in_thread(self._records, repository, number)

    async def find(self, repository: str, kind: str) -> tuple[tuple[int, Record], ...]:
        """Every fact of one kind in a repository, with the number it belongs to, oldest first."""
        return await self._in_thread(self._find, repository, kind)

    async def note(
        self, repository: str, number: int, records: Iterable[Record], dues: Iterable[Due] = (), installation: int = 0
    ) -> None:
        """Write facts and due times in one transaction; what is known already stays, unless it says `replace`."""
        written, set_ = tuple(records), tuple(dues)
        if written or set_:
            await self._in_thread(self._note, repository, number, written, set_, installation)

    async def note_all(
        self, repository: str, records: Iterable[Record], dues: Iterable[tuple[int, Due]], installation: int
    ) -> None:
        """Write facts of a repository and due times of many of its subjects, all of it or nothing."""
        await self._in_thread(self._note_all, repository, tuple(records), tuple(dues), installation)

    async def due(self, now: datetime, limit: int = 100, crowd: int = 100) -> tuple[Appointment, ...]:
        """What is due by now, the longest overdue first; of what comes in crowds (see `CROWDS`) `crowd` at most."""
        return await self._in_thread(self._due, now, limit, crowd)

    async def next_due(self) -> datetime | None:
        """When the next thing is due."""
        return await self._in_thread(self._next_due)

    async def met(self, appointment: Appointment) -> None:
        """Strike out what was due, unless another time was set meanwhile."""
        await self._in_thread(self._met, appointment)

    async def poll(self, poll: Poll) -> None:
        """Have the thumbs on a comment asked for, instead of on any other of its issue or pull request."""
        await self._in_thread(polls.put, poll)

    async def end_poll(self, repository: str, number: int) -> None:
        """Ask no more for thumbs on an issue or pull request."""
        await self._in_thread(polls.drop, repository, number)

    async def polling(self, now: datetime) -> tuple[int, ...]:
        """The installations that are to be asked for thumbs now."""
        return await self._in_thread(polls.waiting, now)

    async def claim(self, installation: int, now: datetime, following: datetime) -> bool:
        """Take the turn to ask an installation; False where another replica took it."""
        return await self._in_thread(polls.claim, installation, now, following)

    async def postpone(self, installation: int, until: datetime) -> None:
        """Ask an installation for thumbs again at another time than was claimed."""
        await self._in_thread(polls.postpone, installation, until)

    async def polls(self, installation: int, limit: int) -> tuple[Poll, ...]:
        """Comments of an installation, those first that were not asked about for longest."""
        return await self._in_thread(polls.listed, installation, limit)

    async def polled(self, now: datetime, answers: Mapping[str, Thumbs | None], changed: Iterable[str]) -> None:
        """Write down the thumbs on comments (by GraphQL id; None: gone); `changed` are those that have others now."""
        await self._in_thread(polls.asked, now, answers, tuple(changed))

    async def end_polls(self, installation: int) -> None:
        """Ask nothing of an installation any more."""
        await self._in_thread(polls.forget, installation)

    async def close(self) -> None:
        """Let go of the database."""
        if self._opened is not None:
            self._opened.dispose()  # not in a thread: by then the engine has ended them

    async def _in_thread(self, what: Callable[..., T], *arguments: object) -> T:
        # One at a time: each takes about a millisecond, and SQLite would let the others wait anyway.
        async with self._turn:
            if self._opened is None:
                self._opened = await asyncio.to_thread(_open, self._url)
            return await asyncio.to_thread(what, self._opened, *arguments)

    @staticmethod
    def _records(engine: sa.Engine, repository: str, number: int) -> tuple[Record, ...]:
        here = (_facts.c.repository == repository, _facts.c.number == number)
        query = sa.select(_facts).where(*here).order_by(_facts.c.at.desc(), _facts.c.key.desc()).limit(MOST)
        with engine.connect() as connection:
            return tuple(_record(row) for row in reversed(connection.execute(query).all()))

    @staticmethod
    def _find(engine: sa.Engine, repository: str, kind: str) -> tuple[tuple[int, Record], ...]:
        here = (_facts.c.repository == repository, _facts.c.kind == kind)
        query = sa.select(_facts).where(*here).order_by(_facts.c.at, _facts.c.number, _facts.c.key)
        with engine.connect() as connection:
            return tuple((row.number, _record(row)) for row in connection.execute(query))

    @staticmethod
    def _note(
        engine: sa.Engine,
        repository: str,
        number: int,
        records: Sequence[Record],
        dues: Sequence[Due],
        installation: int,
    ) -> None:
        with engine.begin() as connection:
            _write(engine, connection, repository, number, records, dues, installation)

    @staticmethod
    def _note_all(
        engine: sa.Engine,
        repository: str,
        records: Sequence[Record],
        dues: Sequence[tuple[int, Due]],
        installation: int,
    ) -> None:
        with engine.begin() as connection:
            _write(engine, connection, repository, 0, records, (), installation)
            for number, due in dues:
                _write(engine, connection, repository, number, (), (due,), installation)

    @staticmethod
    def _due(engine: sa.Engine, now: datetime, limit: int, crowd: int) -> tuple[Appointment, ...]:
        past = sa.select(_dues).where(_dues.c.at <= now.timestamp()).order_by(_dues.c.at)
        crowded = _dues.c.kind.in_(CROWDS)
        with engine.connect() as connection:
            alone = connection.execute(past.where(~crowded).limit(limit)).all()
            many = connection.execute(past.where(crowded).limit(crowd)).all()
        return tuple(_appointment(row) for row in (*alone, *many))

    @staticmethod
    def _next_due(engine: sa.Engine) -> datetime | None:
        with engine.connect() as connection:
            at = connection.execute(sa.select(sa.func.min(_dues.c.at))).scalar()
        return datetime.fromtimestamp(at, UTC) if at is not None else None

    @staticmethod
    def _met(engine: sa.Engine, one: Appointment) -> None:
        this = (*_at(one.repository, one.number, one.kind), _dues.c.at == one.at.timestamp())
        with engine.begin() as connection:
            connection.execute(sa.delete(_dues).where(*this))


def _write(
    engine: sa.Engine,
    connection: sa.Connection,
    repository: str,
    number: int,
    records: Sequence[Record],
    dues: Sequence[Due],
    installation: int,
) -> None:
    here = {"repository": repository, "number": number}
    for record in records:
        value = {"kind": record.kind, "key": record.key, "value": json.dumps(record.value)}
        row = {**here, **value, "at": record.at.timestamp()}
        connection.execute(_written(engine, _facts, row, record.replace))
    for due in dues:
        if due.at is None:
            connection.execute(sa.delete(_dues).where(*_at(repository, number, due.kind)))
        else:
            row = {**here, "kind": due.kind, "at": due.at.timestamp(), "installation": installation}
            connection.execute(_written(engine, _dues, row, replace=True))


def _at(repository: str, number: int, kind: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (_dues.c.repository == repository, _dues.c.number == number, _dues.c.kind == kind)


def _written(engine: sa.Engine, table: sa.Table, row: dict[str, Any], replace: bool) -> sa.Insert:
    """An insert that leaves what is there, or writes over it."""
    dialect = postgresql if engine.dialect.name == "postgresql" else sqlite
    insert: postgresql.Insert | sqlite.Insert = dialect.insert(table).values(row)
    keys = [column.name for column in table.primary_key]
    if not replace:
        return insert.on_conflict_do_nothing(index_elements=keys)
    rest = {name: value for name, value in row.items() if name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=rest)


def _record(row: Any) -> Record:
    return Record(row.kind, row.key, json.loads(row.value), datetime.fromtimestamp(row.at, UTC))


def _appointment(row: Any) -> Appointment:
    return Appointment(row.repository, row.number, row.kind, datetime.fromtimestamp(row.at, UTC), row.installation)


def ledger_url(data: Path, database_url: str | None) -> str:
    """Where the ledger is: in the shared PostgreSQL database, or in a file of the data directory."""
    if database_url:
        return database_url.replace("postgresql://", "postgresql+psycopg://", 1)
    return f"sqlite:///{data.resolve() / 'ledger.sqlite'}"


def _open(url: str | None) -> sa.Engine:
    """The database with its tables; several replicas may open it at the same moment."""
    if url is None:
        alone: dict[str, Any] = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        engine = sa.create_engine("sqlite://", **alone)
    else:
        engine = sa.create_engine(url, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _durable)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(7305434)"))
        _tables.create_all(connection)
    return engine


def _durable(connection: Any, _: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA busy_timeout = 10000")
