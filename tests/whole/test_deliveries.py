"""Webhooks that come twice, late, forged, cut or mad: the right answer at the door, and the right end on GitHub."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.standin import forged, signatures
from tests.standin.entities import Delivery
from tests.whole.house import SECRET, House
from tests.whole.shop import GOOD, OFF, WORSE, Shop
from waypost.jobs.inbox import State
from waypost.web.webhook import MAX_BODY, PATH


def signed(delivery: Delivery, raw: bytes, **headers: str) -> Delivery:
    """The delivery with other bytes and a signature that holds."""
    return forged(delivery, raw=raw, headers={**delivery.headers, **signatures(SECRET, raw), **headers})


def pushed_twice(shop: Shop) -> None:
    """Three states of one pull request, whose webhooks have not been sent yet."""
    github = shop.house.github
    github.push(shop.name, "work", {"a.ts": WORSE})
    github.open_pull_request(shop.name, "work")
    for text in (OFF, GOOD, WORSE, OFF):
        github.push(shop.name, "work", {"a.ts": text})


def right(shop: Shop) -> bool:
    """Whether the last state is what is shown, once."""
    (said,) = shop.said()
    return shop.run().title == "1 suggestion" and said.folded is None and "cart_closed" not in said.body


@pytest.mark.parametrize("duplicate", [False, True], ids=["once", "twice"])
@pytest.mark.parametrize("reverse", [False, True], ids=["in order", "backwards"])
def test_duplicate_and_reordered_deliveries_end_in_the_present_state(
    shop: Shop, duplicate: bool, reverse: bool
) -> None:
    pushed_twice(shop)
    attempts = shop.house.deliver(duplicate=duplicate, reverse=reverse)
    assert {attempt.status_code for attempt in attempts} == {202}
    assert right(shop)


def test_an_old_delivery_that_is_replayed_changes_nothing(shop: Shop) -> None:
    pushed_twice(shop)
    shop.house.deliver()
    before, mark = shop.shows(), len(shop.house.github.requests)
    for delivery in shop.house.github.deliveries:
        if delivery.repository is shop.house.github.repository(shop.name):
            assert shop.house.post(delivery) == 202
    shop.house.rest()
    assert (shop.shows(), len(shop.house.github.requests)) == (before, mark)


def test_an_old_payload_under_a_new_id_leads_to_the_present_state(shop: Shop) -> None:
    pushed_twice(shop)
    first = shop.house.newest
    shop.house.deliver()
    before = shop.shows()
    assert shop.house.post(signed(first, first.raw, **{"X-GitHub-Delivery": "replayed-under-another-id"})) == 202
    shop.house.rest()
    assert shop.shows() == before


FORGERIES: dict[str, tuple[Callable[[Delivery], Delivery], int]] = {
    "no signature": (lambda one: forged(one, headers=_without(one, "X-Hub-Signature-256")), 401),
    "another secret": (lambda one: forged(one, headers={**one.headers, **signatures("guessed", one.raw)}), 401),
    "another body": (lambda one: forged(one, raw=one.raw.replace(b"opened", b"closed")), 401),
    "truncated": (lambda one: forged(one, raw=one.raw[:-10]), 401),
    "no id": (lambda one: forged(one, headers=_without(one, "X-GitHub-Delivery")), 400),
    "no event": (lambda one: forged(one, headers=_without(one, "X-GitHub-Event")), 400),
    "oversize": (lambda one: signed(one, one.raw + b" " * MAX_BODY), 413),
}


def _without(delivery: Delivery, name: str) -> dict[str, str]:
    return {header: value for header, value in delivery.headers.items() if header != name}


@pytest.mark.parametrize("name", FORGERIES)
def test_what_github_did_not_sign_is_refused_and_not_kept(shop: Shop, name: str) -> None:
    forge, status = FORGERIES[name]
    shop.house.github.push(shop.name, "work", {"a.ts": OFF})
    shop.house.github.open_pull_request(shop.name, "work")
    delivery, mark = shop.house.newest, len(shop.house.github.requests)
    assert shop.house.post(forge(delivery)) == status
    shop.house.rest()
    assert shop.house.row(delivery) is None
    assert len(shop.house.github.requests) == mark
    shop.house.deliver()
    assert shop.run().title == "1 suggestion"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(b'{"action": "opened", "pull_req', "not JSON", id="cut before it was signed"),
        pytest.param(b"\xff\xfe", "not JSON", id="no text"),
        pytest.param(b"[]", "Expected `object`", id="another shape"),
        pytest.param(b'{"action": "opened"}', "pull_request without", id="no pull request in it"),
        pytest.param(b'{"action": "opened", "pull_request": {"number": "7"}}', "number", id="a number in words"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "", id="too deep"),
    ],
)
def test_what_nobody_understands_is_kept_and_listed(shop: Shop, raw: bytes, reason: str) -> None:
    shop.house.github.push(shop.name, "work", {"a.ts": OFF})
    shop.house.github.open_pull_request(shop.name, "work")
    delivery = signed(shop.house.newest, raw, **{"X-GitHub-Delivery": f"mad-{shop.name.partition('/')[0]}"})
    assert shop.house.post(delivery) == 202
    shop.house.rest()
    inbox = shop.house.app.state.engine.inbox
    (row,) = [row for row in inbox.listing(State.UNREADABLE) if row.guid == delivery.headers["X-GitHub-Delivery"]]
    assert reason in row.reason
    assert inbox.find(row.guid).body == raw
    log = shop.house.log.getvalue()
    assert "payload not understood, kept in the inbox" in log
    assert 'waypost_deliveries{state="unreadable"}' in shop.house.client.get("/metrics").text
    shop.house.deliver()
    assert shop.run().title == "1 suggestion", "the others are handled"


def test_a_payload_of_a_repository_webhook_is_buried_with_its_reason(shop: Shop) -> None:
    """It names no installation: nobody could answer it."""
    shop.house.github.push(shop.name, "work", {"a.ts": OFF})
    shop.house.github.open_pull_request(shop.name, "work")
    payload = {name: value for name, value in shop.house.newest.payload.items() if name != "installation"}
    delivery = signed(shop.house.newest, json.dumps(payload).encode())
    assert shop.house.post(delivery) == 202
    shop.house.rest()
    row = shop.house.row(delivery)
    assert row is not None
    assert (row.state, "installation" in str(row.reason)) == (State.BURIED, True)


def test_a_delivery_for_what_is_gone_meanwhile_is_settled(shop: Shop) -> None:
    github = shop.house.github
    github.push(shop.name, "work", {"a.ts": OFF})
    github.open_pull_request(shop.name, "work")
    newest, issues = shop.house.newest, github.repository(shop.name).issues
    kept = dict(issues)
    issues.clear()
    shop.house.deliver()
    row = shop.house.row(newest)
    assert row is not None
    assert row.state == State.HANDLED
    issues.update(kept)


# --- The disk. A full one is proven in tests/server/test_crash.py.


@contextmanager
def read_only(house: House) -> Iterator[None]:
    """The inbox as on a disk that was remounted read-only after an error."""
    connection: sqlite3.Connection = house.app.state.engine.inbox._commits._connection
    connection.execute("PRAGMA query_only = ON")
    yield
    connection.execute("PRAGMA query_only = OFF")


def test_a_database_that_cannot_be_written_refuses_and_loses_nothing_accepted(shop: Shop) -> None:
    house, github = shop.house, shop.house.github
    shop.pull({"a.ts": WORSE})
    with read_only(house):
        github.push(shop.name, "work", {"a.ts": OFF})
        refused = [one for one in github.deliver() if one.delivery.action in ("synchronize",)]
        assert [attempt.status_code for attempt in refused] == [503]
        assert house.client.get("/readyz").status_code == 503
        assert house.client.get("/healthz").status_code == 200
        assert house.row(refused[0].delivery) is None
    assert house.client.get("/readyz").status_code == 200
    assert house.post(refused[0].delivery) == 202
    house.rest()
    assert right(shop)
    assert house.client.get(PATH).status_code == 405
