"""The stand-in's webhooks: what people do sends what GitHub would send, signed, when a test says so."""

import asyncio
import hashlib
import hmac
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.standin import StandIn, forged, signatures
from tests.standin.entities import Delivery
from tests.standin.shop import REPO, SECRET, Shop, open_shop

R = f"/repos/{REPO}"


@pytest.fixture
def shop() -> Iterator[Shop]:
    world = open_shop(webhook_url="https://app.example.com/webhooks/github")
    world.standin.deliveries.clear()
    world.standin.state.pending.clear()
    yield world
    assert world.standin.violations == []
    world.standin.close()


def told(standin: StandIn) -> list[str]:
    return [f"{each.event}.{each.action}" if each.action else each.event for each in standin.deliveries]


def synchronize(standin: StandIn) -> None:
    standin.push(REPO, "work", {"new.txt": "x\n"})


def merge(standin: StandIn) -> None:
    standin.merge_group(REPO, standin.repository(REPO).issues[1].head_sha)


ACTS: dict[str, tuple[Callable[[StandIn], object], list[str]]] = {
    "push to a head": (synchronize, ["push", "pull_request.synchronize"]),
    "push to another branch": (lambda standin: standin.push(REPO, "idea", {"new.txt": "x\n"}), ["push"]),
    "push of what is there": (lambda standin: standin.push(REPO, "work", "work"), []),
    "open an issue": (lambda standin: standin.open_issue(REPO, "Title"), ["issues.opened"]),
    "edit an issue": (lambda standin: standin.edit_issue(REPO, 2, body="New"), ["issues.edited"]),
    "edit a pull request": (lambda standin: standin.edit_issue(REPO, 1, title="New"), ["pull_request.edited"]),
    "close an issue": (lambda standin: standin.close_issue(REPO, 2), ["issues.closed"]),
    "close a pull request": (lambda standin: standin.close_issue(REPO, 1), ["pull_request.closed"]),
    "take out of draft": (lambda standin: standin.set_draft(REPO, 1, False), ["pull_request.ready_for_review"]),
    "back to draft": (lambda standin: standin.set_draft(REPO, 1, True), ["pull_request.converted_to_draft"]),
    "merge": (lambda standin: standin.merge(REPO, 1), ["push", "pull_request.closed"]),
    "reopen an issue": (lambda standin: standin.reopen_issue(REPO, 2), ["issues.reopened"]),
    "label an issue": (lambda standin: standin.label(REPO, 2, "bug"), ["issues.labeled"]),
    "comment": (lambda standin: standin.comment(REPO, 1, "Hello"), ["issue_comment.created"]),
    "merge queue": (merge, ["merge_group.checks_requested"]),
    "another repository": (lambda standin: standin.add_repository("else/where", {"a": "b"}), []),
}


@pytest.mark.parametrize(("act", "expected"), ACTS.values(), ids=ACTS)
def test_an_act_sends_its_webhooks(shop: Shop, act: Callable[[StandIn], object], expected: list[str]) -> None:
    act(shop.standin)
    assert told(shop.standin) == expected


async def test_what_the_app_does_sends_webhooks_too(shop: Shop) -> None:
    run = {"name": "Waypost", "head_sha": shop.pull.head_sha, "conclusion": "success"}
    async with shop.client() as client:
        await client.post(f"{R}/issues/2/comments", json={"body": "Hello"})
        await client.post(f"{R}/check-runs", json=run)
        await client.put(f"{R}/contents/new.txt", json={"message": "m", "content": "aGk=", "branch": "work"})
    assert told(shop.standin) == [
        *("issue_comment.created", "check_run.created", "check_run.completed"),
        *("push", "pull_request.synchronize"),
    ]
    assert shop.standin.deliveries[0].payload["sender"]["login"] == "waypost[bot]"


async def test_labels_come_and_go(shop: Shop) -> None:
    async with shop.client() as client:
        await client.post(f"{R}/issues/2/labels", json={"labels": ["bug"]})
        await client.post(f"{R}/issues/1/labels", json={"labels": ["bug"]})
        await client.delete(f"{R}/issues/2/labels/bug")
    assert told(shop.standin) == ["issues.labeled", "pull_request.labeled", "issues.unlabeled"]


def test_a_push_asks_for_checks(shop: Shop) -> None:
    shop.installation.app.events.append("check_suite")
    synchronize(shop.standin)
    assert told(shop.standin) == ["push", "pull_request.synchronize", "check_suite.requested"]


async def test_check_runs_are_told_to_their_own_app_only(shop: Shop) -> None:
    shop.standin.add_app(8, shop.key.public, slug="other")
    shop.standin.add_installation("acme", app_id=8)
    shop.standin.deliveries.clear()
    async with shop.client() as client:
        await client.post(f"{R}/check-runs", json={"name": "Waypost", "head_sha": shop.pull.head_sha})
    assert [delivery.app.id for delivery in shop.standin.deliveries] == [7]


async def test_buttons_and_reruns_reach_the_app(shop: Shop) -> None:
    async with shop.client() as client:
        await client.post(f"{R}/check-runs", json={"name": "Waypost", "head_sha": shop.pull.head_sha})
    run = shop.standin.check_runs(REPO)[0]
    shop.standin.press(run, "fix")
    shop.standin.rerequest(run)
    assert told(shop.standin)[1:] == ["check_run.requested_action", "check_run.rerequested"]


def test_a_merge_is_a_commit_of_both(shop: Shop) -> None:
    shop.standin.push(REPO, "main", {"other.txt": "x\n"})
    sha = shop.standin.merge(REPO, 1)
    repository = shop.standin.repository(REPO)
    assert [str(parent) for parent in repository.git.commit(sha).parent_ids][1] == shop.pull.head_sha
    assert repository.git.branch("main") == sha
    assert shop.standin.deliveries[-1].payload["pull_request"]["merged"] is True


def test_oversize_payloads_are_never_sent(shop: Shop) -> None:
    shop.standin.open_issue(REPO, "Large", "x" * 27_000_000)
    assert (len(shop.standin.deliveries), shop.standin.state.pending) == (1, [])


def test_a_forks_push_synchronizes_the_pull_request_in_the_base(shop: Shop) -> None:
    shop.standin.fork(REPO, into="visitor")
    shop.standin.push("visitor/shop", "idea", {"idea.txt": "x\n"})
    pull = shop.standin.open_pull_request(REPO, "idea", from_fork="visitor/shop")
    before = pull.head_sha
    after = shop.standin.push("visitor/shop", "idea", {"idea.txt": "y\n"})
    last = shop.standin.deliveries[-1].payload
    assert (last["action"], last["before"], last["after"]) == ("synchronize", before, after)


def test_payloads_are_signed_over_their_bytes(shop: Shop) -> None:
    shop.standin.open_issue(REPO, "Größe")
    delivery = shop.standin.deliveries[0]
    digest = hmac.new(SECRET.encode(), delivery.raw, hashlib.sha256).hexdigest()
    assert delivery.headers["X-Hub-Signature-256"] == f"sha256={digest}"
    assert delivery.headers["X-GitHub-Delivery"] == delivery.guid
    assert "Größe".encode() in delivery.raw


class Receiver:
    """An App's door that keeps what arrives and answers as told."""

    def __init__(self, status: int = 202) -> None:
        self.status = status
        self.arrived: list[httpx.Request] = []

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self.receive))

    def receive(self, request: httpx.Request) -> httpx.Response:
        self.arrived.append(request)
        if not self.status:
            raise httpx.ConnectError("nobody there", request=request)
        return httpx.Response(self.status)

    @property
    def events(self) -> list[str]:
        return [request.headers["x-github-event"] for request in self.arrived]


async def test_deliveries_wait_until_told_and_may_come_in_any_order(shop: Shop) -> None:
    receiver = Receiver()
    synchronize(shop.standin)
    shop.standin.comment(REPO, 1, "Hello")
    assert receiver.events == []
    order = ["issue_comment", "pull_request", "push"]

    def place(delivery: Delivery) -> int:
        return order.index(delivery.event)

    async with receiver.client() as client:
        await shop.standin.deliver_with(client, order=place, duplicate=True)
        assert await shop.standin.deliver_with(client) == []
    assert receiver.events == [event for event in order for _ in range(2)]
    assert len({request.headers["x-github-delivery"] for request in receiver.arrived}) == 3


@pytest.mark.parametrize("status", [500, 404, 0])
async def test_a_failed_delivery_is_listed_and_redelivered_under_its_guid(shop: Shop, status: int) -> None:
    shop.standin.open_issue(REPO, "First")
    receiver = Receiver(status)
    async with receiver.client() as app, shop.client(shop.jwt) as github:
        await shop.standin.deliver_with(app)
        failed = (await github.get("/app/hook/deliveries?status=failure")).json()
        one = (await github.get(f"/app/hook/deliveries/{failed[0]['id']}")).json()
        asked = await github.post(f"/app/hook/deliveries/{failed[0]['id']}/attempts")
        receiver.status = 202
        await shop.standin.deliver_with(app)
        good = (await github.get("/app/hook/deliveries?status=success")).json()
    assert (asked.status_code, one["request"]["payload"]["issue"]["title"]) == (202, "First")
    assert (failed[0]["status_code"], failed[0]["redelivery"]) == (status, False)
    assert (good[0]["guid"], good[0]["redelivery"]) == (failed[0]["guid"], True)
    assert receiver.arrived[0].content == receiver.arrived[1].content


async def test_listed_deliveries_page_by_cursor(shop: Shop) -> None:
    for number in range(5):
        shop.standin.open_issue(REPO, f"Issue {number}")
    async with Receiver(500).client() as app, shop.client(shop.jwt) as github:
        await shop.standin.deliver_with(app)
        first = await github.get("/app/hook/deliveries?per_page=3")
        second = await github.get(first.links["next"]["url"])
    ids = [item["id"] for item in (*first.json(), *second.json())]
    assert (len(set(ids)), ids) == (5, sorted(ids, reverse=True))
    assert "next" not in second.links


def test_a_forged_copy_keeps_the_original_as_it_was(shop: Shop) -> None:
    shop.standin.open_issue(REPO, "First")
    original = shop.standin.deliveries[0]
    copy = forged(original, raw=b"{}", headers={**original.headers, **signatures("guess", b"{}")})
    assert copy.headers["X-Hub-Signature-256"] != original.headers["X-Hub-Signature-256"]
    assert b"First" in original.raw


def test_a_payload_that_breaks_the_description_is_noted(shop: Shop) -> None:
    from tests.standin.webhooks import record

    app: Any = shop.installation.app
    record(shop.standin.state, app, "issues", {"action": "opened"}, None, None)
    assert len(shop.standin.violations) == 1
    shop.standin.violations.clear()


def test_served_deliveries_go_over_http(shop: Shop) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async def deliver() -> list[int]:
        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            shop.installation.app.webhook_url = f"http://127.0.0.1:{port}/"
            return [attempt.status_code for attempt in await asyncio.to_thread(shop.standin.deliver)]

    shop.standin.open_issue(REPO, "First")
    assert asyncio.run(deliver()) == [202]
