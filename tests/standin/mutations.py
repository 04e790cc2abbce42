"""The GraphQL mutations."""

from __future__ import annotations

from collections.abc import Callable

from tests.standin import acts, checking, views
from tests.standin.call import Call, Refusal
from tests.standin.entities import JSON, CheckRun, Comment, Issue, Repository
from tests.standin.rest.comments import check_body


def root(call: Call) -> dict[str, Callable[..., JSON]]:
    """The fields of Mutation."""
    return {
        "addComment": lambda input: _add_comment(call, input),
        "updateIssueComment": lambda input: _update_comment(call, input),
        "deleteIssueComment": lambda input: _delete_comment(call, input),
        "minimizeComment": lambda input: _fold(call, input, input["classifier"].lower(), "minimizedComment"),
        "unminimizeComment": lambda input: _fold(call, input, None, "unminimizedComment"),
        "createCheckRun": lambda input: _create_check_run(call, input),
        "updateCheckRun": lambda input: _update_check_run(call, input),
    }


def _may_write(call: Call, issue: Issue) -> None:
    views.need(call, "write", *(("pull_requests", "issues") if issue.pull else ("issues",)))


def _reply(input: JSON, **fields: object) -> JSON:
    return {"clientMutationId": input.get("clientMutationId"), **fields}


def _add_comment(call: Call, input: JSON) -> JSON:
    issue = views.thing(call, input["subjectId"])
    if not isinstance(issue, Issue):
        raise _no_node(input["subjectId"])
    _may_write(call, issue)
    check_body(input["body"])
    said = acts.comment(call.state, issue, input["body"], call.actor, call.app)
    shown = views.comment(call, said)
    return _reply(input, commentEdge={"cursor": "", "node": shown}, subject=views.issue(call, issue))


def _comment(call: Call, id: str) -> Comment:
    said = views.thing(call, id)
    if not isinstance(said, Comment):
        raise _no_node(id)
    _may_write(call, said.issue)
    return said


def _no_node(id: str) -> Refusal:
    return Refusal(404, f"Could not resolve to a node with the global id of '{id}'")


def _update_comment(call: Call, input: JSON) -> JSON:
    said = _comment(call, input["id"])
    check_body(input["body"])
    acts.edit_comment(call.state, said, input["body"], call.actor)
    return _reply(input, issueComment=views.comment(call, said))


def _delete_comment(call: Call, input: JSON) -> JSON:
    acts.delete_comment(call.state, _comment(call, input["id"]), call.actor)
    return _reply(input)


def _fold(call: Call, input: JSON, reason: str | None, field: str) -> JSON:
    said = _comment(call, input["subjectId"])
    said.folded = reason
    return _reply(input, **{field: views.comment(call, said)})


def _create_check_run(call: Call, input: JSON) -> JSON:
    views.need(call, "write", "checks")
    repository = views.thing(call, input["repositoryId"])
    if not isinstance(repository, Repository):
        raise _no_node(input["repositoryId"])
    if repository.git.resolve(input["headSha"]) != input["headSha"]:
        raise Refusal(422, f"No commit found for SHA: {input['headSha']}")
    run = checking.create(call.state, repository, call.app, {"head_sha": input["headSha"], **_fields(input)})
    return _reply(input, checkRun=views.check_run(call, run))


def _update_check_run(call: Call, input: JSON) -> JSON:
    views.need(call, "write", "checks")
    run = views.thing(call, input["checkRunId"])
    if not isinstance(run, CheckRun):
        raise _no_node(input["checkRunId"])
    if run.suite.app is not call.app:
        raise Refusal(403, "Check run can only be modified by the GitHub App that created it.")
    checking.update(call.state, run, _fields(input))
    return _reply(input, checkRun=views.check_run(call, run))


_NAMES = {
    "name": "name",
    "externalId": "external_id",
    "detailsUrl": "details_url",
    "startedAt": "started_at",
    "completedAt": "completed_at",
    "actions": "actions",
}


def _fields(input: JSON) -> JSON:
    fields = {rest: input[name] for name, rest in _NAMES.items() if input.get(name) is not None}
    for name in ("status", "conclusion"):
        if input.get(name) is not None:
            fields[name] = input[name].lower()
    if input.get("output") is not None:
        output = input["output"]
        told = {name: output.get(name) for name in ("title", "summary", "text")}
        fields["output"] = {**told, "annotations": [_annotation(item) for item in output.get("annotations") or []]}
    return fields


def _annotation(item: JSON) -> JSON:
    where = item["location"]
    shape = {
        "path": item["path"],
        "start_line": where["startLine"],
        "end_line": where["endLine"],
        "start_column": where.get("startColumn"),
        "end_column": where.get("endColumn"),
        "annotation_level": item["annotationLevel"].lower(),
        "message": item["message"],
        "title": item.get("title"),
        "raw_details": item.get("rawDetails"),
    }
    return {name: value for name, value in shape.items() if value is not None}
