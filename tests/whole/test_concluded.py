"""Whatever a pull request is like, its check run is concluded and holds nobody up."""

import pytest

from tests.whole.shop import GOOD, OFF, REQUIRE, WORSE, Shop, calls
from waypost import worker
from waypost.facts import PullRequestFacts
from waypost.finding import Verdict


def test_a_pull_request_is_answered_and_answered_again(shop: Shop) -> None:
    shop.pull({"a.ts": OFF})
    assert (shop.run().conclusion, shop.run().title) == ("success", "1 suggestion")
    (said,) = shop.said()
    assert "cart_opened" in said.body
    shop.push({"a.ts": GOOD})
    assert (shop.run().conclusion, shop.run().title) == ("success", "Nothing to say")
    assert [comment.folded for comment in shop.said()] == ["resolved"]
    shop.push({"a.ts": WORSE})
    assert [(comment.folded, "cart_closed" in comment.body) for comment in shop.said()] == [(None, True)]
