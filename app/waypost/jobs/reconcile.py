"""Inbox and engine agree again, whatever a crash kept one from hearing, and both forget what is long settled."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from dbos import DBOS, WorkflowStatus

from waypost.jobs.inbox import Inbox, Row, State
from waypost.jobs.retry import Pace
from waypost.jobs.workflow import LATER

BATCH = 500
LOST = ("ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")

log = structlog.get_logger(__name__)


async def reconcile(inbox: Inbox) -> None:
    """Settle every delivery that the inbox believes to be in the engine; those unknown there are handed over again."""
    for rows in _batches(inbox.listing(State.HANDED_OVER, limit=-1)):
        known = await _workflows([row.run for row in rows])
        for row in rows:
            await _settle(inbox, row, known.get(row.run))


async def _settle(inbox: Inbox, row: Row, workflow: WorkflowStatus | None) -> None:
    if workflow is None:
        await inbox.reopen(row.guid)
        return
    workflow = await _last(workflow)
    if workflow.status in LOST:
        reason = f"the engine gave up: {workflow.status.lower().replace('_', ' ')}"
        log.error("delivery buried", delivery=row.guid, reason=reason)
        inbox.conclude(row.guid, State.BURIED, reason)
    elif (verdict := _verdict(workflow)) and verdict["result"] != LATER:
        inbox.conclude(row.guid, State(verdict["result"]), verdict.get("why"))


async def _last(workflow: WorkflowStatus) -> WorkflowStatus:
    """The latest try of a delivery, from any of them."""
    while (verdict := _verdict(workflow)) and verdict["result"] == LATER:
        following = (await _workflows([verdict["next"]])).get(verdict["next"])
        if following is None:
            return workflow
        workflow = following
    return workflow


def _verdict(workflow: WorkflowStatus) -> dict[str, Any] | None:
    """What a finished workflow returned."""
    return workflow.output if workflow.status == "SUCCESS" else None


async def _workflows(ids: list[str]) -> dict[str, WorkflowStatus]:
    found = await DBOS.list_workflows_async(workflow_ids=ids, load_input=False)
    return {workflow.workflow_id: workflow for workflow in found}


def _batches(rows: list[Row]) -> Iterator[list[Row]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


async def forget(inbox: Inbox, pace: Pace) -> None:
    """Delete settled deliveries and finished workflows older than `pace` keeps them."""
    now = datetime.now(UTC)
    before = now - timedelta(seconds=pace.keep)
    inbox.forget(before, now - timedelta(seconds=pace.keep_failed))
    while True:
        done = await DBOS.list_workflows_async(
            status=["SUCCESS", *LOST],
            completed_before=before.isoformat(),
            limit=BATCH,
            load_input=False,
            load_output=False,
        )
        if not done:
            return
        await DBOS.delete_workflows_async([workflow.workflow_id for workflow in done])
