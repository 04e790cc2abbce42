"""Comments whose thumbs are asked for, as the ledger keeps them: no webhook tells of reactions.

There is one for each issue or pull request. `asked` orders them, so that all have their turn; the moments at which an
installation is asked next are kept beside them, so that of several replicas one asks, and a limit outlives a restart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

tables = sa.MetaData()
_polls = sa.Table(
    "waypost_poll",
    tables,
    sa.Column("repository", sa.String, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("comment", sa.String, nullable=False, index=True),
    sa.Column("installation", sa.BigInteger, nullable=False, index=True),
    sa.Column("until", sa.Double, nullable=False),
    sa.Column("asked", sa.Double, nullable=False),
    sa.Column("liked", sa.Integer, nullable=False),
    sa.Column("disliked", sa.Integer, nullable=False),
)
_turns = sa.Table(
    "waypost_poll_turn",
    tables,
    sa.Column("installation", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.Double, nullable=False),
)

Thumbs = tuple[int, int]
"""How many people put a thumb up, and how many down."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A comment (a GraphQL id) on an issue or pull request, the thumbs seen on it last, and when it was last asked."""

    repository: str
    number: int
    comment: str
    installation: int
    until: datetime
    asked: datetime
    thumbs: Thumbs = (0, 0)


def put(engine: sa.Engine, poll: Poll) -> None:
    """Ask for the thumbs on this comment, and on no other of its issue or pull request."""
    row = {
        "repository": poll.repository,
        "number": poll.number,
        "comment": poll.comment,
        "installation": poll.installation,
        "until": poll.until.timestamp(),
        "asked": poll.asked.timestamp(),
        "liked": poll.thumbs[0],
        "disliked": poll.thumbs[1],
    }
    fresh = {name: value for name, value in row.items() if name not in ("repository", "number", "asked")}
    insert = _insert(engine, _polls).values(row)
    with engine.begin() as connection:
        connection.execute(insert.on_conflict_do_update(index_elements=["repository", "number"], set_=fresh))


def drop(engine: sa.Engine, repository: str, number: int) -> None:
    """Ask no more about an issue or pull request."""
    with engine.begin() as connection:
        connection.execute(sa.delete(_polls).where(_polls.c.repository == repository, _polls.c.number == number))


def forget(engine: sa.Engine, installation: int) -> None:
    """Ask nothing of an installation any more."""
    with engine.begin() as connection:
        for table in (_polls, _turns):
            connection.execute(sa.delete(table).where(table.c.installation == installation))


def waiting(engine: sa.Engine, now: datetime) -> tuple[int, ...]:
    """The installations that are to be asked now; what is too old to be asked about is forgotten."""
    at = now.timestamp()
    query = (
        sa.select(_polls.c.installation)
        .distinct()
        .join(_turns, _turns.c.installation == _polls.c.installation, isouter=True)
        .where(sa.func.coalesce(_turns.c.at, at) <= at)
        .order_by(_polls.c.installation)
    )
    over = _polls.c.until <= at
    with engine.begin() as connection:
        if connection.execute(sa.select(_polls.c.number).where(over).limit(1)).first():
            connection.execute(sa.delete(_polls).where(over))
        return tuple(connection.execute(query).scalars())


def claim(engine: sa.Engine, installation: int, now: datetime, following: datetime) -> bool:
    """Take the turn to ask an installation, the next of which comes then; False where somebody else took it."""
    insert = _insert(engine, _turns).values(installation=installation, at=following.timestamp())
    taken = insert.on_conflict_do_update(
        index_elements=["installation"], set_={"at": following.timestamp()}, where=_turns.c.at <= now.timestamp()
    )
    with engine.begin() as connection:
        return connection.execute(taken.returning(_turns.c.installation)).first() is not None


def postpone(engine: sa.Engine, installation: int, until: datetime) -> None:
    """Ask an installation next at another time."""
    with engine.begin() as connection:
        moved = sa.update(_turns).where(_turns.c.installation == installation).values(at=until.timestamp())
        connection.execute(moved)


def listed(engine: sa.Engine, installation: int, limit: int) -> tuple[Poll, ...]:
    """Comments of an installation, those first that were not asked about for longest."""
    query = sa.select(_polls).where(_polls.c.installation == installation)
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(_polls.c.asked, _polls.c.comment).limit(limit)).all()
    return tuple(map(_poll, rows))


def asked(engine: sa.Engine, now: datetime, answers: Mapping[str, Thumbs | None], changed: Iterable[str]) -> None:
    """Write down what was heard of comments; those that are gone (None) are not asked about again."""
    gone = [comment for comment, thumbs in answers.items() if thumbs is None]
    with engine.begin() as connection:
        if gone:
            connection.execute(sa.delete(_polls).where(_polls.c.comment.in_(gone)))
        here = _polls.c.comment.in_(answers)
        connection.execute(sa.update(_polls).where(here).values(asked=now.timestamp()))
        for comment in changed:
            liked, disliked = answers[comment] or (0, 0)
            values = {"liked": liked, "disliked": disliked}
            connection.execute(sa.update(_polls).where(_polls.c.comment == comment).values(values))


def _insert(engine: sa.Engine, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if engine.dialect.name == "postgresql" else sqlite.insert(table)


def _poll(row: Any) -> Poll:
    until, at = (datetime.fromtimestamp(moment, UTC) for moment in (row.until, row.asked))
    return Poll(row.repository, row.number, row.comment, row.installation, until, at, (row.liked, row.disliked))
