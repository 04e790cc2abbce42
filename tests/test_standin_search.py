"""The stand-in's code search leaves out what GitHub's leaves out, and has a limit of its own."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.standin.git import Files
from tests.standin.shop import REPO, Shop, open_shop

FILES: Files = {
    "web/cart.ts": "track('cart_seen');\n",
    "large.json": '"cart_seen"' + " " * 400_000,
    "image.png": b"\x00\x01cart_seen ",
    "old.py": "send('my_cart_seen')\n",
}


@pytest.fixture
def shop() -> Iterator[Shop]:
    world = open_shop()
    world.standin.push(REPO, "main", FILES)
    yield world
    assert world.standin.violations == []
    world.standin.close()


async def found(shop: Shop, query: str) -> tuple[int, list[str]]:
    async with shop.client() as client:
        answer = await client.get(f"/search/code?q={quote(query)}")
    return answer.status_code, [item["path"] for item in answer.json().get("items", ())]


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        pytest.param('"cart_seen" repo:acme/shop', ["web/cart.ts"], id="whole words in small texts"),
        pytest.param('"CART_SEEN" repo:acme/shop', ["web/cart.ts"], id="whatever the case"),
        pytest.param("two repo:acme/shop", ["src/app.ts"], id="the default branch alone"),
        pytest.param('"track cart_seen" repo:acme/shop', ["web/cart.ts"], id="a phrase, punctuation aside"),
    ],
)
async def test_what_is_found(shop: Shop, query: str, paths: list[str]) -> None:
    assert await found(shop, query) == (200, paths)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param('"cart_seen"', id="everywhere"),
        pytest.param("repo:acme/shop", id="nothing"),
        pytest.param('"x" repo:acme/other', id="what is not there"),
        pytest.param(f'"{"x" * 257}" repo:acme/shop', id="too long"),
    ],
)
async def test_what_is_refused(shop: Shop, query: str) -> None:
    assert (await found(shop, query))[0] == 422


async def test_forks_and_what_is_not_indexed_are_empty(shop: Shop) -> None:
    repository = shop.standin.repository(REPO)
    repository.indexed = False
    assert await found(shop, '"cart_seen" repo:acme/shop') == (200, [])
    repository.indexed, repository.parent = True, repository
    assert await found(shop, '"cart_seen" repo:acme/shop') == (200, [])


async def test_a_search_that_takes_too_long_says_so(shop: Shop) -> None:
    shop.standin.state.search_times_out = True
    async with shop.client() as client:
        answer = (await client.get(f"/search/code?q={quote('cart_seen repo:acme/shop')}")).json()
    assert (answer["incomplete_results"], answer["items"]) == (True, [])


async def test_ten_searches_a_minute_that_count_nowhere_else(shop: Shop) -> None:
    query = quote("cart_seen repo:acme/shop")
    async with shop.client() as client:
        answers = [await client.get(f"/search/code?q={query}") for _ in range(11)]
        other = await client.get(f"/repos/{REPO}")
        shop.standin.pass_time(seconds=61)
        later = await client.get(f"/search/code?q={query}")
    assert [answer.status_code for answer in answers] == [200] * 10 + [403]
    told = answers[-1].headers
    assert (told["x-ratelimit-resource"], told["x-ratelimit-remaining"]) == ("code_search", "0")
    assert (other.headers["x-ratelimit-resource"], other.headers["x-ratelimit-used"]) == ("core", "0")
    assert later.status_code == 200


async def test_it_takes_the_permission_to_read_contents(shop: Shop) -> None:
    shop.installation.permissions["contents"] = "none"
    shop.standin.expire_tokens()
    assert (await found(shop, "cart_seen repo:acme/shop"))[0] == 403
