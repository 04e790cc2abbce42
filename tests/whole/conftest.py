"""Waypost and a GitHub for each file of tests; every test has a shop in an account of its own."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.whole.house import House, founded, housed
from tests.whole.shop import FILES, Shop

_accounts = count(1)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with founded() as ground, housed(tmp_path_factory.mktemp("data"), *ground) as house:
        yield house


@pytest.fixture(scope="module")
def close(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house that calls GitHub in this process: what would stall raises at once."""
    with founded() as ground, housed(tmp_path_factory.mktemp("data"), *ground, sockets=False) as house:
        yield house


@pytest.fixture
def shop(house: House) -> Iterator[Shop]:
    """An account with one repository, with Waypost installed."""
    yield from opened(house)


def opened(house: House) -> Iterator[Shop]:
    """A shop in an account of its own; all is in order with GitHub afterwards."""
    name = f"acme-{next(_accounts)}"
    house.clock.ahead, mark = type(house.clock.ahead)(), len(house.github.violations)
    house.clock.postponed.clear()
    house.clock.at_once = False
    house.github.add_repository(f"{name}/shop", FILES)
    yield Shop(house, f"{name}/shop", house.github.add_installation(name))
    house.github.door.faults.waiting.clear()
    assert house.github.violations[mark:] == []
