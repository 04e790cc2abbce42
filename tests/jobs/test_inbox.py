import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from waypost.jobs.inbox import Inbox, InboxError, State


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    inbox = Inbox(tmp_path / "inbox.sqlite")
    yield inbox
    inbox.close()


async def test_an_accepted_delivery_is_in_the_file_when_the_future_is_done(inbox: Inbox, tmp_path: Path) -> None:
    assert await inbox.accept("a", "issues", b'{"x": 1}')
    with sqlite3.connect(tmp_path / "inbox.sqlite") as other:
        assert other.execute("SELECT guid, event, state FROM delivery").fetchall() == [("a", "issues", "accepted")]
    row = inbox.find("a")
    assert row is not None
    assert row.body == b'{"x": 1}'


async def test_the_same_delivery_again_makes_no_second_row_and_keeps_the_first(inbox: Inbox) -> None:
    assert [await inbox.accept("a", "issues", b"1"), await inbox.accept("a", "issues", b"2")] == [True, False]
    assert [row.body for row in inbox.accepted(0, 10)] == [b"1"]


@pytest.mark.parametrize(
    ("state", "again"), [(state, state in (State.BURIED, State.UNREADABLE)) for state in State], ids=str
)
async def test_a_redelivery_tries_again_what_failed_and_only_that(inbox: Inbox, state: State, again: bool) -> None:
    await inbox.accept("a", "issues", b"1")
    inbox.mark("a", state, "why")
    assert await inbox.accept("a", "issues", b"1") is again
    row = inbox.find("a")
    assert row is not None
    assert (row.state, row.run) == ((State.ACCEPTED, "a~1") if again else (state, "a"))


async def test_a_replayed_delivery_waits_at_the_end_under_a_new_name(inbox: Inbox) -> None:
    for guid in "abc":
        await inbox.accept(guid, "issues", b"1")
    inbox.mark("a", State.HANDLED)
    assert await inbox.replay("a")
    assert [row.run for row in inbox.accepted(0, 10)] == ["b", "c", "a~1"]
    assert not await inbox.replay("unknown")


async def test_listing_shows_what_failed_and_why(inbox: Inbox) -> None:
    for guid in "abc":
        await inbox.accept(guid, "issues", b"1")
    inbox.mark("a", State.BURIED, "RuntimeError: no")
    inbox.mark("b", State.UNREADABLE, "not JSON")
    await inbox.writable()
    listed = inbox.listing(State.BURIED, State.UNREADABLE)
    assert [(row.guid, row.reason) for row in listed] == [("b", "not JSON"), ("a", "RuntimeError: no")]
    assert inbox.counts() == dict.fromkeys(State, 0) | {State.ACCEPTED: 1, State.BURIED: 1, State.UNREADABLE: 1}


async def test_forgetting_takes_old_settled_rows_but_never_what_waits_failed_lately_or_is_the_youngest(
    inbox: Inbox,
) -> None:
    for guid, state in (("a", State.HANDLED), ("b", State.ACCEPTED), ("c", State.BURIED), ("d", State.HANDLED)):
        await inbox.accept(guid, "issues", b"1")
        inbox.mark(guid, state)
    soon = datetime.now(UTC) + timedelta(minutes=1)
    inbox.forget(soon, soon - timedelta(days=1))
    await inbox.writable()
    assert [row.guid for row in inbox.listing()] == ["d", "c", "b"]


async def test_a_full_disk_refuses_and_keeps_what_was_accepted(inbox: Inbox) -> None:
    await inbox.accept("a", "issues", b"1")
    writer = inbox._commits._connection
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        await inbox.accept("b", "issues", random.Random(1).randbytes(200_000))
    writer.execute("PRAGMA max_page_count = 100000")
    assert await inbox.accept("c", "issues", b"1")
    assert [row.guid for row in inbox.accepted(0, 10)] == ["a", "c"]


async def test_a_file_that_turned_read_only_refuses_until_it_is_writable_again(inbox: Inbox) -> None:
    inbox._commits._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await inbox.accept("a", "issues", b"1")
    inbox._commits._connection.execute("PRAGMA query_only = OFF")
    assert await inbox.accept("a", "issues", b"1")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(
            b"this is no database, but it is long enough to be taken for one" * 20, "not a database", id="text"
        ),
        pytest.param(None, "newer Waypost", id="a newer schema"),
    ],
)
def test_a_file_that_is_not_ours_is_left_alone(tmp_path: Path, content: bytes | None, why: str) -> None:
    file = tmp_path / "inbox.sqlite"
    if content is None:
        with sqlite3.connect(file) as newer:
            newer.execute("PRAGMA user_version = 99")
    else:
        file.write_bytes(content)
    with pytest.raises(InboxError, match=why):
        Inbox(file)
