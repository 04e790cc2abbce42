"""Makes GitHub show an outcome: looks at what is shown, and writes only the difference."""

from dataclasses import asdict
from typing import Any

from waypost.github.client import JSON, Client
from waypost.github.faults import Refused, Unavailable
from waypost.github.fitting import fitting, fitting_line
from waypost.github.shown import (
    REACTIONS,
    SETTLED,
    Shown,
    ShownComment,
    ShownRun,
    annotations_digest,
    content_digest,
    digest,
    external_id,
    look,
    marked,
    settled,
)
from waypost.outcome import (
    MAX_COMMENT,
    MAX_SUMMARY,
    Annotation,
    CheckRun,
    Comment,
    Outcome,
    Reaction,
)
from waypost.said import Remark

TRIES = 3
BATCH = 50
"""Annotations that one request may carry (GitHub's REST documentation)."""
MAX_TITLE = 255
MAX_MESSAGE = 60_000
SETTLED_LINE = "Settled: Waypost has nothing left to say here."

FOLD = """mutation($id: ID!, $body: String!) {
  updateIssueComment(input: {id: $id, body: $body}) { issueComment { id } }
  minimizeComment(input: {subjectId: $id, classifier: RESOLVED}) { minimizedComment { isMinimized } }
}"""
UNFOLD = """mutation($id: ID!, $body: String!) {
  updateIssueComment(input: {id: $id, body: $body}) { issueComment { id } }
  unminimizeComment(input: {subjectId: $id}) { unminimizedComment { isMinimized } }
}"""

REACT = """mutation($id: ID!, $content: ReactionContent!) {
  addReaction(input: {subjectId: $id, content: $content}) { reaction { content } }
}"""
WITHDRAW = """mutation($id: ID!, $content: ReactionContent!) {
  removeReaction(input: {subjectId: $id, content: $content}) { reaction { content } }
}"""


async def publish(
    client: Client, repository: str, outcome: Outcome, shown: Shown | None = None, outdated: int = 0
) -> str | None:
    """Write what differs between `outcome` and what is shown; `shown` is looked up unless it was just read.

    Gives the GraphQL id of the comment that stands there now; None where there is none, or it is not looked after.

    A check run with an id up to `outdated` counts as not there: somebody asked for it to be run again.

    Harmless to repeat at any point. A write that got no answer may have taken effect, so GitHub is looked at again
    before it is repeated. Raises a `Fault`.
    """
    for left in reversed(range(TRIES)):
        try:
            return await _settle(client, repository, outcome, shown, outdated)
        except Unavailable:
            if not left:
                raise
            shown = None
    return None


async def conclude(client: Client, repository: str, run: CheckRun) -> None:
    """See to it that the commit of `run` has a concluded check run: this one, unless a verdict is there already.

    Raises a `Fault`.
    """
    if run.name not in (await look(client, repository, None, run.head_sha)).runs:
        await publish(client, repository, Outcome(check_run=run))


async def _settle(client: Client, repository: str, outcome: Outcome, shown: Shown | None, outdated: int) -> str | None:
    run, comment = outcome.check_run, outcome.comment
    runs = (*([run] if run else []), *outcome.further_runs)
    if shown is None:
        number = comment.number if comment else outcome.number
        shown = await look(client, repository, number, runs[0].head_sha if runs else None)
    for run in runs:
        there = shown.runs.get(run.name)
        await _settle_run(client, repository, run, there if there and there.id > outdated else None)
    said = await _settle_comment(client, repository, comment, shown.comments) if comment else None
    if outcome.reactions is not None:
        await _settle_reactions(client, outcome.reactions, shown.remarks)
    return said


async def _settle_run(client: Client, repository: str, run: CheckRun, shown: ShownRun | None) -> None:
    """Create or update the check run, 50 annotations at a time; what has arrived is told by the external id."""
    shown = _continued(run, shown)
    if shown and _complete(run, shown):
        return
    run_id, sent = (shown.id, shown.sent) if shown else (None, 0)
    while True:
        batch = run.annotations[sent : sent + BATCH]
        sent += len(batch)
        body = {**_body(run, batch), "external_id": external_id(run, sent)}
        if run_id is None:
            run_id = (await client.post(f"/repos/{repository}/check-runs", {**body, "head_sha": run.head_sha}))["id"]
        else:
            await client.patch(f"/repos/{repository}/check-runs/{run_id}", body)
        if sent >= len(run.annotations):
            return


def _continued(run: CheckRun, shown: ShownRun | None) -> ShownRun | None:
    """The run to go on with. GitHub only adds annotations, so a run with outdated ones is superseded by a new one."""
    if shown and shown.sent and shown.annotations != annotations_digest(run.annotations):
        return None
    return shown


def _complete(run: CheckRun, shown: ShownRun) -> bool:
    return (shown.content, shown.annotations, shown.sent) == (
        content_digest(run),
        annotations_digest(run.annotations),
        len(run.annotations),
    )


def _body(run: CheckRun, batch: tuple[Annotation, ...]) -> JSON:
    output = {
        "title": fitting_line(run.title, MAX_TITLE),
        "summary": fitting(run.summary, MAX_SUMMARY),
        "annotations": [_annotation(annotation) for annotation in batch],
    }
    buttons = {"actions": [asdict(button) for button in run.buttons]}
    return {"name": run.name, "status": "completed", "conclusion": run.conclusion, "output": output, **buttons}


def _annotation(annotation: Annotation) -> JSON:
    place: dict[str, Any] = {"start_line": annotation.start_line, "end_line": annotation.end_line}
    if annotation.start_line == annotation.end_line and annotation.start_column and annotation.end_column:
        place |= {"start_column": annotation.start_column, "end_column": annotation.end_column}
    return {
        "path": annotation.path,
        **place,
        "annotation_level": annotation.level,
        "title": fitting_line(annotation.title, MAX_TITLE),
        "message": fitting(annotation.message, MAX_MESSAGE),
    }


async def _settle_comment(
    client: Client, repository: str, comment: Comment, shown: tuple[ShownComment, ...]
) -> str | None:
    """Bring the oldest of our comments up to date; others are duplicates, and go. Gives the id of what stays."""
    for duplicate in shown[1:]:
        await _delete(client, repository, duplicate)
    if comment.body is None:
        await _fold(client, shown[:1])
        return shown[0].node_id if shown else None
    body = fitting(comment.body, MAX_COMMENT)
    if comment.anew and shown and shown[0].digest != digest(body):
        await _delete(client, repository, shown[0])
        shown = ()
    if not shown:
        made = await client.post(f"/repos/{repository}/issues/{comment.number}/comments", {"body": marked(body)})
        return str(made["node_id"])
    if shown[0].digest == SETTLED and shown[0].minimized:
        await client.mutate(UNFOLD, {"id": shown[0].node_id, "body": marked(body)})
    elif shown[0].digest != digest(body):
        # Where somebody has hidden the comment it stays hidden: that is their wish, and only ours is undone above.
        await client.patch(f"/repos/{repository}/issues/comments/{shown[0].id}", {"body": marked(body)})
    return shown[0].node_id


async def _fold(client: Client, shown: tuple[ShownComment, ...]) -> None:
    for comment in shown:
        if comment.digest != SETTLED or not comment.minimized:
            await client.mutate(FOLD, {"id": comment.node_id, "body": settled(SETTLED_LINE)})


async def _delete(client: Client, repository: str, duplicate: ShownComment) -> None:
    try:
        await client.delete(f"/repos/{repository}/issues/comments/{duplicate.id}")
    except Refused as refused:
        if refused.status != 404:
            raise


async def _settle_reactions(client: Client, wanted: tuple[Reaction, ...], remarks: tuple[Remark, ...]) -> None:
    """Leave the one reaction that is wanted on each comment, and take back what was left before."""
    contents = {reaction.node_id: reaction.content for reaction in wanted}
    names = {rest: graphql for graphql, rest in REACTIONS.items()}
    for remark in remarks:
        content = contents.get(remark.node_id)
        if content and content not in remark.reactions:
            await _courteously(client, REACT, remark, names[content])
        for stale in sorted(remark.reactions - {content}):
            await _courteously(client, WITHDRAW, remark, names[stale])


async def _courteously(client: Client, mutation: str, remark: Remark, content: str) -> None:
    """A reaction is a courtesy: where the comment is gone or the conversation locked, nothing is lost without it."""
    try:
        await client.mutate(mutation, {"id": remark.node_id, "content": content})
    except Refused as refused:
        if refused.status not in (403, 404, 422):
            raise
