"""Whatever GitHub does in the middle of an answer, the answer is there in the end, and once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.standin import Kind
from tests.whole.conftest import opened
from tests.whole.house import House
from tests.whole.shop import GOOD, OFF, WORSE, Shop, calls
from waypost.github.shown import marked
from waypost.jobs.inbox import State

MANY = calls(*(f"Cart Opened {number}" for number in range(60)))


@pytest.fixture
def shop(close: House) -> Iterator[Shop]:
    yield from opened(close)


@dataclass(frozen=True)
class Deed:
    """What leads up to a write or read, what causes it, and which request it is."""

    match: str
    before: tuple[Callable[[Shop], object], ...]
    cause: Callable[[Shop], object]


def opens(text: str) -> Callable[[Shop], object]:
    return lambda shop: shop.pull({"a.ts": text})


def pushes(text: str) -> Callable[[Shop], object]:
    return lambda shop: shop.push({"a.ts": text})


def said_twice(shop: Shop) -> None:
    """A mishap to be mended: a second comment of ours."""
    shop.house.github.comment(shop.name, 1, marked("Said before."), author="waypost[bot]")


WRITES = {
    "check run created": Deed(r"POST /repos/.*/check-runs$", (), opens(OFF)),
    "check run updated": Deed(r"PATCH /repos/.*/check-runs/", (), opens(MANY)),
    "comment created": Deed(r"POST /repos/.*/comments$", (), opens(OFF)),
    "comment updated": Deed(r"PATCH /repos/.*/issues/comments/", (opens(OFF),), pushes(WORSE)),
    "comment folded": Deed(r"mutation .*\bminimizeComment", (opens(OFF),), pushes(GOOD)),
    "comment unfolded": Deed(r"mutation .*unminimizeComment", (opens(OFF), pushes(GOOD)), pushes(OFF)),
    "duplicate deleted": Deed(r"DELETE /repos/.*/issues/comments/", (opens(OFF), said_twice), pushes(WORSE)),
}
READS = {
    "files listed": Deed(r"GET /repos/.*/pulls/1/files", (), opens(OFF)),
    "facts asked for": Deed(r"POST /graphql query", (), opens(OFF)),
}


@dataclass(frozen=True)
class Trouble:
    """A fault, how often, and whether the write happens all the same; `waits` is how long the job wants to wait."""

    kind: Kind
    times: int = 1
    after_effect: bool = False
    waits: tuple[float, ...] = ()


AWAY = (60.0,)
TROUBLES = {
    "500": Trouble(Kind.ERROR_500),
    "500 after the effect": Trouble(Kind.ERROR_500, after_effect=True),
    "502": Trouble(Kind.ERROR_502),
    "502 after the effect": Trouble(Kind.ERROR_502, after_effect=True),
    "timeout": Trouble(Kind.TIMEOUT),
    "timeout after the effect": Trouble(Kind.TIMEOUT, after_effect=True),
    "drop": Trouble(Kind.DROP),
    "drop after the effect": Trouble(Kind.DROP, after_effect=True),
    "drops all the time": Trouble(Kind.DROP, times=3, waits=AWAY),
    "401": Trouble(Kind.UNAUTHORIZED),
    "401 twice": Trouble(Kind.UNAUTHORIZED, times=2),
    "primary limit, 403": Trouble(Kind.PRIMARY_403, waits=(60.0,)),
    "primary limit, 429": Trouble(Kind.PRIMARY_429, waits=(60.0,)),
    "secondary limit with Retry-After": Trouble(Kind.SECONDARY_SECONDS, waits=(60.0,)),
    "secondary limit with a date": Trouble(Kind.SECONDARY_DATE, waits=(60.0,)),
    "secondary limit without headers": Trouble(Kind.SECONDARY_BARE, waits=(60.0,)),
    "GraphQL limit": Trouble(Kind.GRAPHQL_RATE_LIMITED, waits=(60.0,)),
}


def met(shop: Shop, deed: Deed, trouble: Trouble) -> None:
    """Do the deed in trouble."""
    shop.house.clock.at_once = deed is not WRITES[THOROUGH]
    for act in deed.before:
        act(shop)
    github = shop.house.github
    github.fault(deed.match, trouble.kind, times=trouble.times, after_effect=trouble.after_effect)
    deed.cause(shop)
    assert all(fault.times == 0 for fault in github.door.faults.waiting), "the fault was met"


@pytest.fixture(scope="module")
def untroubled(close: House) -> dict[str, tuple[object, ...]]:
    """What is shown after each deed where nothing goes wrong."""
    shown = {}
    for name, deed in {**WRITES, **READS}.items():
        for shop in opened(close):
            for act in (*deed.before, deed.cause):
                act(shop)
            shown[name] = shop.shows()
    return shown


THOROUGH = "comment created"
"""What is postponed or retried by the engine itself; elsewhere the job is done over at once, which spares a second."""


def cases(deeds: dict[str, Deed]) -> Iterator[object]:
    """Deeds and the troubles that they can get into."""
    for name, deed in deeds.items():
        for trouble in TROUBLES:
            graphql = "graphql" in deed.match or "mutation" in deed.match
            if (
                (trouble == "GraphQL limit" and not graphql)
                or (trouble == "401 twice" and name != THOROUGH)
                or ("effect" in trouble and deeds is READS)
            ):
                continue
            yield pytest.param(name, trouble, id=f"{name}: {trouble}")


@pytest.mark.parametrize(("name", "trouble"), cases(WRITES))
def test_a_write_in_trouble_ends_as_without(
    name: str, trouble: str, shop: Shop, untroubled: dict[str, tuple[object, ...]]
) -> None:
    met(shop, WRITES[name], TROUBLES[trouble])
    assert shop.shows() == untroubled[name]
    row = shop.house.row(shop.house.newest)
    assert row is not None
    assert row.state == State.HANDLED
    waited = shop.house.clock.postponed
    assert waited == [pytest.approx(seconds, abs=2) for seconds in TROUBLES[trouble].waits]


@pytest.mark.parametrize(
    ("name", "trouble"),
    cases(READS),
)
def test_a_read_in_trouble_ends_as_without(
    name: str, trouble: str, shop: Shop, untroubled: dict[str, tuple[object, ...]]
) -> None:
    met(shop, READS[name], TROUBLES[trouble])
    assert shop.shows() == untroubled[name]
    waited = shop.house.clock.postponed
    assert waited == [pytest.approx(seconds, abs=2) for seconds in TROUBLES[trouble].waits]
