"""What becomes of deliveries that cannot be answered now."""

from datetime import UTC, datetime

import pytest

from tests.github.conftest import REPOSITORY, GitHub
from tests.jobs.workshop import pull_request
from waypost.jobs import Delivery, RetryLater
from waypost.jobs.events import parse
from waypost.worker import Worker


def given_up(github: GitHub) -> Delivery:
    head = github.standin.push(REPOSITORY, "a", {"a.ts": "x"})
    repository = {"full_name": REPOSITORY, "name": "shop", "owner": {"login": "acme"}}
    installation = next(iter(github.standin.state.installations))
    body = pull_request(1, sha=head, repository=repository, installation={"id": installation})
    return Delivery("a-guid", "pull_request", parse("pull_request", body), datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("kind", ["502", "primary_403"])
async def test_a_check_run_is_concluded_later_where_github_is_away_just_then(kind: str, github: GitHub) -> None:
    delivery, worker = given_up(github), Worker(github.app)
    github.standin.fault("graphql", kind, times=100)
    with pytest.raises(RetryLater):
        await worker.bury(delivery, RuntimeError("ours"))
    github.standin.door.faults.waiting.clear()
    github.client._quiet_until = None
    await worker.bury(delivery, RuntimeError("ours"))
    assert github.writes() == ["POST /repos/acme/shop/check-runs"]
