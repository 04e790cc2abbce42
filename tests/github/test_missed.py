"""What GitHub told us and we did not hear is found and asked for again."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.github.conftest import REPOSITORY, Clock, GitHub, MakeApp
from waypost.github.faults import Fault, RateLimited
from waypost.github.missed import installations, redeliver, unanswered
from waypost.github.publish import publish
from waypost.outcome import CheckRun, Outcome

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SENT = ("installation", "issues")


async def deliver(github: GitHub, status: int) -> list[str]:
    """Send what waits to an App that answers `status`; the GUIDs."""
    transport = httpx.MockTransport(lambda request: httpx.Response(status))
    async with httpx.AsyncClient(transport=transport) as client:
        return [attempt.delivery.guid for attempt in await github.standin.deliver_with(client)]


async def test_failed_deliveries_are_asked_for_once(github: GitHub) -> None:
    github.standin.open_issue(REPOSITORY, "One")
    github.standin.open_issue(REPOSITORY, "Two")
    failed = await deliver(github, 503)
    assert len(failed) == 3, "the installation and two issues"
    github.standin.open_issue(REPOSITORY, "Three")
    await deliver(github, 202)
    assert set(await redeliver(github.app, LONG_AGO, SENT, lambda guid: False)) == set(failed)
    assert sorted(await deliver(github, 503)) == sorted(failed), "the same GUIDs again"
    assert len(await redeliver(github.app, LONG_AGO, SENT, lambda guid: False)) == 3, "two failures of one GUID are one"


async def test_what_was_accepted_meanwhile_is_not_asked_for(github: GitHub) -> None:
    github.standin.open_issue(REPOSITORY, "One")
    first, second = await deliver(github, 500)
    assert await redeliver(github.app, LONG_AGO, SENT, {first}.__contains__) == (second,)
    assert await redeliver(github.app, LONG_AGO, SENT, {first, second}.__contains__) == ()


async def test_only_since_a_time(github: GitHub) -> None:
    await deliver(github, 500)
    assert await redeliver(github.app, datetime.now(UTC) + timedelta(hours=1), SENT, lambda guid: False) == ()


async def test_after_a_long_outage_all_is_asked_for_at_githubs_pace(github: GitHub, clock: Clock) -> None:
    for number in range(120):
        github.standin.open_issue(REPOSITORY, f"Issue {number}")
    failed, accepted = set(await deliver(github, 500)), set[str]()
    with pytest.raises(RateLimited) as caught:
        await redeliver(github.app, LONG_AGO, SENT, accepted.__contains__)
    accepted.update(await deliver(github, 202))
    assert 70 < len(accepted) < 80
    clock.now = caught.value.until
    assert set(await redeliver(github.app, LONG_AGO, SENT, accepted.__contains__)) == failed - accepted


@pytest.mark.parametrize("status", ["401", "500"])
async def test_a_failing_redelivery_is_no_loss(status: str, github: GitHub) -> None:
    await deliver(github, 500)
    github.standin.fault("POST /app/hook", status, times=2)
    with pytest.raises(Fault, match="attempts"):
        await redeliver(github.app, LONG_AGO, SENT, lambda guid: False)
    github.standin.door.faults.waiting.clear()
    assert len(await redeliver(github.app, LONG_AGO, SENT, lambda guid: False)) == 1


async def test_open_pull_requests_without_our_run_are_found(github: GitHub) -> None:
    heads = {}
    for branch in ("a", "b", "c"):
        heads[branch] = github.standin.push(REPOSITORY, branch, {"a.ts": branch})
        github.standin.open_pull_request(REPOSITORY, branch)
    github.standin.close_issue(REPOSITORY, 3)
    run = CheckRun(heads["a"], "success", "Fine", "Fine.")
    await publish(github.client, REPOSITORY, Outcome(check_run=run))
    found = [pull async for pull in unanswered(github.client, LONG_AGO)]
    base = github.standin.repository(REPOSITORY).git.branch("main")
    assert [(p.repository, p.number, p.head_sha, p.base_sha) for p in found] == [(REPOSITORY, 2, heads["b"], base)]


async def test_what_has_not_moved_since_is_left_in_peace(github: GitHub) -> None:
    for branch in ("a", "b", "c"):
        github.standin.push(REPOSITORY, branch, {"a.ts": branch})
        github.standin.open_pull_request(REPOSITORY, branch)
    github.standin.state.issue(REPOSITORY, 1).updated -= timedelta(days=9)
    github.standin.state.issue(REPOSITORY, 3).updated -= timedelta(days=5)
    since = datetime.now(UTC) - timedelta(days=7)
    assert {pull.number async for pull in unanswered(github.client, since)} == {2, 3}


async def test_a_run_of_somebody_else_is_no_answer(github: GitHub, public_key: str) -> None:
    head = github.standin.push(REPOSITORY, "a", {"a.ts": "x"})
    github.standin.open_pull_request(REPOSITORY, "a")
    github.standin.add_app(2, public_key, slug="impostor")
    other = github.standin.add_installation("acme", app_id=2)
    token = github.standin.token(other)
    async with httpx.AsyncClient(transport=github.standin.transport(), base_url="https://api.github.com") as client:
        answer = await client.post(
            f"/repos/{REPOSITORY}/check-runs",
            json={"name": "Waypost", "head_sha": head, "status": "completed", "conclusion": "success"},
            headers={"authorization": f"token {token}"},
        )
    assert answer.status_code == 201
    assert [pull.number async for pull in unanswered(github.client, LONG_AGO)] == [1]


async def test_sixty_pull_requests_cost_two_queries(github: GitHub) -> None:
    for number in range(60):
        github.standin.push(REPOSITORY, f"b{number}", {"a.ts": f"{number}"})
        github.standin.open_pull_request(REPOSITORY, f"b{number}")
    mark = github.mark
    assert len([pull async for pull in unanswered(github.client, LONG_AGO)]) == 60
    assert len(github.since(mark)) == 4


async def test_installations_are_listed(github: GitHub) -> None:
    known = github.standin.state.installations
    assert [found async for found in installations(github.app)] == list(known)


async def test_a_delivery_that_github_has_no_more_is_left_alone(make_app: MakeApp) -> None:
    row = {"event": "issues", "delivered_at": "2026-01-01T00:00:00Z"}
    rows = [{**row, "id": number, "guid": f"{number}"} for number in (1, 2)]
    gone = {"/app/hook/deliveries/1/attempts": 404, "/app/hook/deliveries/2/attempts": 202}

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(gone.get(request.url.path, 200), json=rows if request.method == "GET" else {})

    app = make_app(httpx.MockTransport(answer))
    assert await redeliver(app, LONG_AGO, SENT, lambda guid: False) == ("2",)
