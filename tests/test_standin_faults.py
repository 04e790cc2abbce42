"""Faults of the stand-in: each kind, before and after the write took effect, in process and over a socket."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import httpx
import pytest

from tests.standin import Kind, serve
from tests.standin.shop import REPO, Shop, open_shop

COMMENTS = f"/repos/{REPO}/issues/2/comments"


@pytest.fixture
def shop() -> Iterator[Shop]:
    world = open_shop()
    yield world
    assert world.standin.violations == []
    world.standin.close()


ANSWERS = {
    Kind.ERROR_500: (500, {}),
    Kind.ERROR_502: (502, {}),
    Kind.UNAUTHORIZED: (401, {}),
    Kind.PRIMARY_403: (403, {"x-ratelimit-remaining": "0"}),
    Kind.PRIMARY_429: (429, {"x-ratelimit-remaining": "0"}),
    Kind.SECONDARY_SECONDS: (403, {"retry-after": "7"}),
    Kind.SECONDARY_BARE: (403, {}),
    Kind.SLOW: (201, {}),
}


@pytest.mark.parametrize("after_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", ANSWERS)
async def test_a_fault_answers_once_and_then_all_is_well(shop: Shop, kind: Kind, after_effect: bool) -> None:
    seconds = 0 if kind is Kind.SLOW else 7
    shop.standin.fault("POST .*/comments$", kind, after_effect=after_effect, seconds=seconds)
    async with shop.client() as client:
        answer = await client.post(COMMENTS, json={"body": "Hello"})
        took_effect = len(shop.standin.comments(REPO, 2))
        again = await client.post(COMMENTS, json={"body": "Hello"})
    status, headers = ANSWERS[kind]
    assert (answer.status_code, headers.items() <= dict(answer.headers).items()) == (status, True)
    assert took_effect == int(after_effect or kind is Kind.SLOW)
    assert again.status_code == 201
    assert [seen.status for seen in shop.standin.requests] == [status, 201]


async def test_a_secondary_limit_may_name_a_date_or_nothing(shop: Shop) -> None:
    shop.standin.fault("GET", Kind.SECONDARY_DATE, seconds=90)
    shop.standin.fault("GET", Kind.SECONDARY_BARE)
    async with shop.client() as client:
        dated, bare = await client.get(COMMENTS), await client.get(COMMENTS)
    waiting = parsedate_to_datetime(dated.headers["retry-after"]) - shop.standin.state.now()
    assert 60 < waiting.total_seconds() <= 90
    assert not {"retry-after", "x-ratelimit-remaining"} & set(bare.headers)


@pytest.mark.parametrize("after_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("kind", "error"), [(Kind.DROP, httpx.ReadError), (Kind.TIMEOUT, httpx.ReadTimeout)])
async def test_no_answer_in_process(
    shop: Shop, kind: Kind, error: type[httpx.TransportError], after_effect: bool
) -> None:
    shop.standin.fault("comments", kind, after_effect=after_effect)
    async with shop.client() as client:
        with pytest.raises(error):
            await client.post(COMMENTS, json={"body": "Hello"})
    assert len(shop.standin.comments(REPO, 2)) == int(after_effect)
    assert [seen.status for seen in shop.standin.requests] == [None]


@pytest.mark.parametrize("after_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("kind", "error"), [(Kind.DROP, httpx.RemoteProtocolError), (Kind.TIMEOUT, httpx.ReadTimeout)])
def test_no_answer_over_a_socket(shop: Shop, kind: Kind, error: type[httpx.TransportError], after_effect: bool) -> None:
    shop.standin.fault("comments", kind, after_effect=after_effect)
    headers = {"authorization": f"Bearer {shop.standin.token(shop.installation)}"}
    timeout = httpx.Timeout(5, read=0.2)
    with serve(shop.standin) as base, httpx.Client(base_url=base, headers=headers, timeout=timeout) as client:
        with pytest.raises(error):
            client.post(COMMENTS, json={"body": "Hello"})
        assert client.post(COMMENTS, json={"body": "Hello"}, timeout=5).status_code == 201
    assert len(shop.standin.comments(REPO, 2)) == 1 + int(after_effect)


async def test_graphql_faults_are_aimed_at_operations(shop: Shop) -> None:
    shop.standin.fault("mutation .*addComment", Kind.GRAPHQL_RATE_LIMITED)
    shop.standin.fault("query", Kind.ERROR_502, times=2)
    mutation = 'mutation { addComment(input: {subjectId: "x", body: "y"}) { clientMutationId } }'
    async with shop.client() as client:
        answers = [await client.post("/graphql", json={"query": text}) for text in (mutation, "{viewer{login}}")]
    assert (answers[0].status_code, answers[0].json()["errors"][0]["type"]) == (200, "RATE_LIMITED")
    assert answers[1].status_code == 502


async def test_requests_since_a_mark(shop: Shop) -> None:
    async with shop.client() as client:
        await client.get(COMMENTS)
        mark = len(shop.standin.requests)
        await client.post(COMMENTS, json={"body": "Hello"})
    assert [(seen.label, seen.body) for seen in shop.standin.requests[mark:]] == [
        (f"POST {COMMENTS}", b'{"body":"Hello"}')
    ]
