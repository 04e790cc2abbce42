"""What becomes of a delivery: gather the facts, let a handler decide, publish the outcome.

Decisions run in threads: a hostile change can keep one busy for seconds, and other deliveries must not wait for it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import structlog

from waypost import commands
from waypost.desk import Desk
from waypost.facts import PullRequestFacts
from waypost.finding import Stage, Verdict
from waypost.github import publish, pulls, read
from waypost.github.client import App, Client, Clock, OnRequest, utc_now
from waypost.github.commits import Made, commit_fixes
from waypost.github.faults import RateLimited, Refused, Unavailable
from waypost.github.fellows import Fellows
from waypost.github.people import People
from waypost.github.shown import look
from waypost.handlers import applying, fault, issues, merge_group, outcomes, pull_request, rounds
from waypost.jobs import Delivery, Hopeless, Intake, RetryLater, Work
from waypost.jobs.appointments import keep
from waypost.jobs.events import DUE
from waypost.jobs.ledger import Ledger
from waypost.librarian import Librarian
from waypost.moving import moved
from waypost.outcome import CHECK_RUN_NAME
from waypost.telemetry import languages
from waypost.thumbs import ask
from waypost.watch import watch

AWAY = 60.0
"""Seconds until we try again when GitHub is away; the quick retries were made before."""

log = structlog.get_logger(__name__)


@asynccontextmanager
async def crew(
    app_id: str,
    private_key: str,
    github_api_url: str,
    on_request: OnRequest,
    ledger_url: str | None = None,
    library: Path | None = None,
) -> AsyncIterator[Work]:
    """What the engine runs, as the App with this id and key; to be entered in the loop that will run it."""
    app = App(app_id, private_key, github_api_url, on_request=on_request)
    worker = Worker(app, Ledger(ledger_url), librarian=Librarian(library))

    async def beside(intake: Intake) -> None:
        ledger, clock = worker.ledger, worker.clock
        await asyncio.gather(watch(app, intake), keep(ledger, intake, clock), ask(app, ledger, intake, clock))

    try:
        yield Work(worker.job, worker.bury, beside)
    finally:
        await app.aclose()
        await worker.ledger.close()
        worker.librarian.close()


@dataclass(frozen=True, slots=True)
class Worker:
    """Does the service's work as one GitHub App; `clock` tells the present moment to all that decides."""

    app: App
    ledger: Ledger = field(default_factory=Ledger)
    clock: Clock = utc_now
    people: People = field(default_factory=People)
    fellows: Fellows = field(default_factory=Fellows)
    librarian: Librarian = field(default_factory=Librarian)

    async def job(self, delivery: Delivery) -> None:
        """Answer one delivery on GitHub; harmless to repeat. Raises RetryLater, Hopeless, or a fault of ours."""
        with _postponed():
            try:
                await _ANSWERS[delivery.event](self._desk(delivery), delivery)
            except Refused as refused:
                if refused.status == 401:
                    raise  # a token may be refused for a moment
                if refused.status not in (404, 410):
                    raise Hopeless(str(refused)) from refused
                # Deleted, transferred or uninstalled while the delivery was on its way.
                log.info("nothing there any more", where=refused.path)

    async def bury(self, delivery: Delivery, error: Exception) -> None:
        """Conclude the check runs of a delivery we gave up on, so that a required check holds nothing up.

        Raises RetryLater where GitHub is away just then.
        """
        if delivery.head_sha is None:
            return
        names = [CHECK_RUN_NAME]
        if await self.ledger.find(delivery.repository, rounds.ROUND):
            names.append(rounds.NAME)
        with _postponed():
            try:
                for name in names:
                    run = fault.check_run(delivery.head_sha, delivery.guid, name)
                    await publish.conclude(self._client(delivery), delivery.repository, run)
            except Refused as refused:
                log.error("check run left open", why=str(refused))

    def _desk(self, delivery: Delivery) -> Desk:
        installation = delivery.payload.installation.id if delivery.payload.installation else 0
        client, now = self._client(delivery), self.clock()
        return Desk(
            client, delivery.repository, installation, self.ledger, self.people, self.fellows, now, self.librarian
        )

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


async def _pull_request(desk: Desk, delivery: Delivery) -> None:
    pull = delivery.payload.pull_request
    assert pull is not None
    await desk.pushed(pull.number, pull.head.sha, _since(delivery))
    await _look(desk, pull.number, pull.head.sha, pull.base.sha)


def _since(delivery: Delivery) -> datetime:
    """When the head of a pull request was pushed, by GitHub's clock where the delivery tells it."""
    pull = delivery.payload.pull_request
    if pull and pull.updated_at and pull.updated_at.tzinfo and delivery.payload.action in ("opened", "synchronize"):
        return pull.updated_at
    return delivery.received_at


async def _look(desk: Desk, number: int, head_sha: str, base_sha: str, outdated: int = 0) -> None:
    """Look at a pull request as it is now; a check run up to id `outdated` is replaced even if nothing changed."""
    facts, shown = await read.pull_request(desk.client, desk.repository, number, head_sha, base_sha, languages.reads)
    facts = replace(facts, talk=await desk.heard(number, facts.talk, "pull request", facts.author, facts.head_sha))
    facts = replace(facts, around=await desk.around(facts))
    facts = await desk.librarian.consult(desk.client, desk.ledger, facts, shown)
    await desk.pushed(number, facts.head_sha, desk.now)
    facts = replace(facts, teams=await desk.teams(facts))
    facts = replace(facts, open_work=await desk.open_work(facts))
    verdict = await asyncio.to_thread(pull_request.verdict, facts)
    _record(verdict)
    if order := applying.order(facts, verdict):
        made = await _applied(desk, facts, order)
        if made.commit:
            return await _look(desk, number, made.commit, base_sha)
        record = applying.result(order, facts, None, made.why)
        facts = replace(facts, talk=replace(facts.talk, records=(*facts.talk.records, record)))
    if sent := outcomes.shipped(facts):
        await desk.ship(facts, sent)
        facts = replace(facts, talk=replace(facts.talk, records=await desk.ledger.records(desk.repository, number)))
    facts = await desk.offer(facts, verdict)
    decided = await asyncio.to_thread(pull_request.outcome, facts, verdict)
    await desk.carry_out(number, outcomes.added(decided, facts), shown, outdated)
    await desk.propose_figure(facts)
    return None


async def _applied(desk: Desk, facts: PullRequestFacts, order: applying.Order) -> Made:
    """Make the commit that was asked for, and remember what came of it."""
    made = await commit_fixes(
        desk.client, desk.repository, order.branch, order.head_sha, order.fixes, order.seen, order.message
    )
    await desk.remember(facts.number, applying.result(order, facts, made.commit, made.why))
    log.info("fixes applied", commit=made.commit, why=made.why or None)
    return made


async def _issue(desk: Desk, delivery: Delivery) -> None:
    assert delivery.payload.issue is not None
    await _look_at_issue(desk, delivery.payload.issue.number)


async def _look_at_issue(desk: Desk, number: int) -> None:
    facts, shown = await read.issue(desk.client, desk.repository, number)
    facts = replace(facts, talk=await desk.heard(number, facts.talk, "issue", facts.author))
    facts = replace(facts, around=await desk.around(facts))
    facts = await desk.librarian.consult(desk.client, desk.ledger, facts, shown)
    decided = await asyncio.to_thread(issues.decide, facts)
    await desk.carry_out(number, outcomes.added(decided, facts), shown)
    await desk.propose_figure(facts)


async def _comment(desk: Desk, delivery: Delivery) -> None:
    """Somebody said something, changed or deleted it: the commands that stand there now are looked at."""
    issue, said = delivery.payload.issue, delivery.payload.comment
    assert issue is not None
    if said is not None and delivery.payload.action == "deleted":
        await desk.remember(issue.number, commands.gone(said.id, desk.now))
    if issue.pull_request is None:
        await _look_at_issue(desk, issue.number)
    else:
        await _look_at(desk, issue.number)


async def _due(desk: Desk, delivery: Delivery) -> None:
    """A time has come that was set for this issue or pull request."""
    assert delivery.payload.issue is not None
    if not await _look_at(desk, delivery.payload.issue.number):
        await _look_at_issue(desk, delivery.payload.issue.number)


async def _look_at(desk: Desk, number: int) -> bool:
    """Look at the pull request of this number; False where there is none."""
    pull = await pulls.numbered(desk.client, desk.repository, number)
    if pull is not None:
        await _look(desk, number, pull.head_sha, pull.base_sha)
    return pull is not None


async def _push(desk: Desk, delivery: Delivery) -> None:
    """The map may have moved on the default branch."""
    await moved(desk.client, desk.ledger, desk.repository, desk.installation, delivery.payload.before, desk.now)


async def _merge_group(desk: Desk, delivery: Delivery) -> None:
    group = delivery.payload.merge_group
    assert group is not None
    facts, shown = await read.merge_group(desk.client, desk.repository, group.head_sha, group.base_sha, languages.reads)
    if group.number is not None:
        facts = replace(facts, records=await desk.ledger.records(desk.repository, group.number))
    verdict = await asyncio.to_thread(merge_group.verdict, facts)
    _record(verdict)
    await publish.publish(desk.client, desk.repository, merge_group.outcome(facts, verdict), shown)


async def _check_run(desk: Desk, delivery: Delivery) -> None:
    """Somebody pressed "Re-run", or a button of ours."""
    if delivery.payload.action == "requested_action":
        await _pressed(desk, delivery)
    else:
        await _rerequested(desk, delivery)


async def _pressed(desk: Desk, delivery: Delivery) -> None:
    """Somebody pressed "Apply fixes": as good as the command, from people who may write."""
    action, sender, sha = delivery.payload.requested_action, delivery.payload.sender, delivery.head_sha
    if action is None or action.identifier != applying.BUTTON.identifier or sender is None or sha is None:
        return
    permission = await desk.people.permission(desk.client, desk.repository, sender.login)
    if not permission.writes:
        log.info("button pressed by somebody who may not write")
        return
    async for pull in pulls.open_at(desk.client, desk.repository, sha):
        await desk.remember(pull.number, applying.pressed(f"button-{delivery.guid}", sender.login, sha, desk.now))
        await _look(desk, pull.number, pull.head_sha, pull.base_sha)


async def _rerequested(desk: Desk, delivery: Delivery) -> None:
    """Somebody pressed "Re-run": the pull requests of that commit are looked at, and answered with a new check run."""
    run = delivery.payload.check_run
    assert delivery.head_sha is not None
    outdated = run.id if run else await _newest(desk, delivery.head_sha)
    async for pull in pulls.open_at(desk.client, desk.repository, delivery.head_sha):
        await _look(desk, pull.number, pull.head_sha, pull.base_sha, outdated)


async def _newest(desk: Desk, head_sha: str) -> int:
    """The id of our check run on a commit; 0 if there is none."""
    shown = await look(desk.client, desk.repository, None, head_sha)
    return shown.run.id if shown.run else 0


_ANSWERS: Mapping[str, Callable[[Desk, Delivery], Awaitable[None]]] = {
    "pull_request": _pull_request,
    "issues": _issue,
    "issue_comment": _comment,
    DUE: _due,
    "merge_group": _merge_group,
    "push": _push,
    "check_run": _check_run,
    "check_suite": _rerequested,
}


def _record(verdict: Verdict) -> None:
    """Log what was found; checks in stage observe are recorded here and nowhere else."""
    for finding in verdict.findings:
        if finding.stage is Stage.OBSERVE:
            log.info("observed", check=finding.check, path=finding.path, line=finding.span.line)
    log.info("decided", findings=len(verdict.spoken), unread=len(verdict.unread), failed=verdict.failed)
