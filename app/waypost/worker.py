"""What becomes of a delivery: gather the facts, let a handler decide, publish the outcome.

Decisions run in threads: a hostile change can keep one busy for seconds, and other deliveries must not wait for it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial

import structlog

from waypost.finding import Stage, Verdict
from waypost.github import publish, pulls, read
from waypost.github.client import App, Client, OnRequest
from waypost.github.faults import RateLimited, Refused, Unavailable
from waypost.github.shown import look
from waypost.handlers import fault, issues, merge_group, pull_request
from waypost.jobs import Delivery, Hopeless, RetryLater, Work
from waypost.telemetry import languages
from waypost.watch import watch

AWAY = 60.0
"""Seconds until we try again when GitHub is away; the quick retries were made before."""

log = structlog.get_logger(__name__)


@asynccontextmanager
async def crew(app_id: str, private_key: str, github_api_url: str, on_request: OnRequest) -> AsyncIterator[Work]:
    """What the engine runs, as the App with this id and key; to be entered in the loop that will run it."""
    app = App(app_id, private_key, github_api_url, on_request=on_request)
    worker = Worker(app)
    try:
        yield Work(worker.job, worker.bury, partial(watch, app))
    finally:
        await app.aclose()


@dataclass(frozen=True, slots=True)
class Worker:
    """Does the service's work as one GitHub App."""

    app: App

    async def job(self, delivery: Delivery) -> None:
        """Answer one delivery on GitHub; harmless to repeat. Raises RetryLater, Hopeless, or a fault of ours."""
        with _postponed():
            try:
                await _ANSWERS[delivery.event](self._client(delivery), delivery)
            except Refused as refused:
                if refused.status == 401:
                    raise  # a token may be refused for a moment
                if refused.status not in (404, 410):
                    raise Hopeless(str(refused)) from refused
                # Deleted, transferred or uninstalled while the delivery was on its way.
                log.info("nothing there any more", where=refused.path)

    async def bury(self, delivery: Delivery, error: Exception) -> None:
        """Conclude the check run of a delivery we gave up on, so that a required check holds nothing up.

        Raises RetryLater where GitHub is away just then.
        """
        if delivery.head_sha is None:
            return
        run = fault.check_run(delivery.head_sha, delivery.guid)
        with _postponed():
            try:
                await publish.conclude(self._client(delivery), delivery.repository, run)
            except Refused as refused:
                log.error("check run left open", why=str(refused))

    def _client(self, delivery: Delivery) -> Client:
        installation = delivery.payload.installation
        if installation is None:
            raise Hopeless("the delivery names no installation; it was sent to a repository webhook, not to the App")
        return self.app.installation(installation.id)


@contextmanager
def _postponed() -> Iterator[None]:
    """What GitHub does not do now becomes RetryLater."""
    try:
        yield
    except RateLimited as limited:
        raise RetryLater(str(limited), at=limited.until) from limited
    except Unavailable as away:
        raise RetryLater(str(away), after=AWAY) from away


async def _pull_request(client: Client, delivery: Delivery) -> None:
    pull = delivery.payload.pull_request
    assert pull is not None
    await _look(client, delivery.repository, pull.number, pull.head.sha, pull.base.sha)


async def _look(client: Client, repository: str, number: int, head_sha: str, base_sha: str, outdated: int = 0) -> None:
    """Look at a pull request as it is now; a check run up to id `outdated` is replaced even if nothing changed."""
    facts, shown = await read.pull_request(client, repository, number, head_sha, base_sha, languages.reads)
    verdict = await asyncio.to_thread(pull_request.verdict, facts)
    _record(verdict)
    outcome = await asyncio.to_thread(pull_request.outcome, facts, verdict)
    await publish.publish(client, repository, outcome, shown, outdated)


async def _issue(client: Client, delivery: Delivery) -> None:
    issue = delivery.payload.issue
    assert issue is not None
    facts, shown = await read.issue(client, delivery.repository, issue.number)
    await publish.publish(client, delivery.repository, await asyncio.to_thread(issues.decide, facts), shown)


async def _merge_group(client: Client, delivery: Delivery) -> None:
    group = delivery.payload.merge_group
    assert group is not None
    repository = delivery.repository
    facts, shown = await read.merge_group(client, repository, group.head_sha, group.base_sha, languages.reads)
    verdict = await asyncio.to_thread(merge_group.verdict, facts)
    _record(verdict)
    await publish.publish(client, repository, merge_group.outcome(facts, verdict), shown)


async def _rerequested(client: Client, delivery: Delivery) -> None:
    """Somebody pressed "Re-run": the pull requests of that commit are looked at, and answered with a new check run."""
    run, repository = delivery.payload.check_run, delivery.repository
    assert delivery.head_sha is not None
    outdated = run.id if run else await _newest(client, repository, delivery.head_sha)
    async for pull in pulls.open_at(client, repository, delivery.head_sha):
        await _look(client, repository, pull.number, pull.head_sha, pull.base_sha, outdated)


async def _newest(client: Client, repository: str, head_sha: str) -> int:
    """The id of our check run on a commit; 0 if there is none."""
    shown = await look(client, repository, None, head_sha)
    return shown.run.id if shown.run else 0


_ANSWERS: Mapping[str, Callable[[Client, Delivery], Awaitable[None]]] = {
    "pull_request": _pull_request,
    "issues": _issue,
    "merge_group": _merge_group,
    "check_run": _rerequested,
    "check_suite": _rerequested,
}


def _record(verdict: Verdict) -> None:
    """Log what was found; checks in stage observe are recorded here and nowhere else."""
    for finding in verdict.findings:
        if finding.stage is Stage.OBSERVE:
            log.info("observed", check=finding.check, path=finding.path, line=finding.span.line)
    log.info("decided", findings=len(verdict.spoken), unread=len(verdict.unread), failed=verdict.failed)
