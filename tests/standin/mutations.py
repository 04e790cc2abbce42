"""The GraphQL mutations."""

from __future__ import annotations

import base64
from collections.abc import Callable

from tests.standin import acts, checking, pushes
from tests.standin.call import Call, Refusal
from tests.standin.entities import JSON, CheckRun, Comment, Issue, Repository
from tests.standin.rest.comments import check_body
from tests.standin.views import basics, checks, conversations, git
from tests.standin.views.root import thing, visible


def root(call: Call) -> dict[str, Callable[..., JSON]]:
    """The fields of Mutation."""
    return {
        "addComment": lambda input_: _add_comment(call, input_),
        "updateIssueComment": lambda input_: _update_comment(call, input_),
        "deleteIssueComment": lambda input_: _delete_comment(call, input_),
        "minimizeComment": lambda input_: _fold(call, input_, input_["classifier"].lower(), "minimizedComment"),
        "unminimizeComment": lambda input_: _fold(call, input_, None, "unminimizedComment"),
        "addReaction": lambda input_: _add_reaction(call, input_),
        "removeReaction": lambda input_: _remove_reaction(call, input_),
        "createCommitOnBranch": lambda input_: _commit_on_branch(call, input_),
        "createRef": lambda input_: _create_ref(call, input_),
        "createPullRequest": lambda input_: _create_pull(call, input_),
        "updatePullRequest": lambda input_: _update_pull(call, input_),
        "createCheckRun": lambda input_: _create_check_run(call, input_),
        "updateCheckRun": lambda input_: _update_check_run(call, input_),
    }


def _may_write(call: Call, issue: Issue) -> None:
    basics.need(call, "write", *(("pull_requests", "issues") if issue.pull else ("issues",)))


def _reply(sent: JSON, **fields: object) -> JSON:
    return {"clientMutationId": sent.get("clientMutationId"), **fields}


def _add_comment(call: Call, sent: JSON) -> JSON:
    issue = thing(call, sent["subjectId"])
    if not isinstance(issue, Issue):
        raise _no_node(sent["subjectId"])
    _may_write(call, issue)
    check_body(sent["body"])
    said = acts.comment(call.state, issue, sent["body"], call.actor, call.app)
    shown = conversations.comment(call, said)
    return _reply(sent, commentEdge={"cursor": "", "node": shown}, subject=conversations.issue(call, issue))


def _comment(call: Call, id_: str) -> Comment:
    said = thing(call, id_)
    if not isinstance(said, Comment):
        raise _no_node(id_)
    _may_write(call, said.issue)
    return said


def _no_node(id_: str) -> Refusal:
    return Refusal(404, f"Could not resolve to a node with the global id of '{id_}'")


def _update_comment(call: Call, sent: JSON) -> JSON:
    said = _comment(call, sent["id"])
    check_body(sent["body"])
    acts.edit_comment(call.state, said, sent["body"], call.actor)
    return _reply(sent, issueComment=conversations.comment(call, said))


def _delete_comment(call: Call, sent: JSON) -> JSON:
    acts.delete_comment(call.state, _comment(call, sent["id"]), call.actor)
    return _reply(sent)


def _fold(call: Call, sent: JSON, reason: str | None, field: str) -> JSON:
    said = _comment(call, sent["subjectId"])
    said.folded = reason
    return _reply(sent, **{field: conversations.comment(call, said)})


def _add_reaction(call: Call, sent: JSON) -> JSON:
    said = _comment(call, sent["subjectId"])
    acts.react(call.state, said, conversations.CONTENTS[sent["content"]], call.actor)
    return _reply(sent, reaction=_reaction(sent), subject=conversations.comment(call, said))


def _remove_reaction(call: Call, sent: JSON) -> JSON:
    said, content = _comment(call, sent["subjectId"]), conversations.CONTENTS[sent["content"]]
    mine = [one for one in said.reactions if one.author is call.actor and one.content == content]
    if not mine:
        raise Refusal(404, "Could not resolve to a reaction of the viewer.")
    said.reactions.remove(mine[0])
    return _reply(sent, reaction=_reaction(sent), subject=conversations.comment(call, said))


def _reaction(sent: JSON) -> JSON:
    return {"__typename": "Reaction", "content": sent["content"]}


def _commit_on_branch(call: Call, sent: JSON) -> JSON:
    """Commit whole files on top of the head that is expected; anything else is stale data."""
    basics.need(call, "write", "contents")
    where = sent["branch"]
    owner, _, name = (where.get("repositoryNameWithOwner") or "/").partition("/")
    repository = visible(call, owner, name)
    branch = str(where["branchName"]).removeprefix("refs/heads/")
    before = repository.git.branch(branch)
    if before is None:
        raise Refusal(404, f"No such branch in {repository.full_name}: {branch}")
    if before != sent["expectedHeadOid"]:
        raise Refusal(409, f'Expected branch to point to "{sent["expectedHeadOid"]}" but it points to "{before}".')
    if not sent["message"]["headline"].strip():
        raise Refusal(422, "A commit needs a headline.")
    files: dict[str, bytes | str | None] = {}
    for item in sent["fileChanges"].get("additions") or ():
        _may_touch(call, item["path"])
        files[item["path"]] = base64.b64decode(item["contents"], validate=True)
    for item in sent["fileChanges"].get("deletions") or ():
        _may_touch(call, item["path"])
        files[item["path"]] = None
    message = "\n\n".join(part for part in (sent["message"]["headline"], sent["message"].get("body")) if part)
    sha = pushes.push(call.state, repository, branch, files, call.actor, message)
    commit = git.named(call, repository, repository.git.expression(sha))
    return _reply(sent, commit=commit, ref=git.ref(call, repository, f"refs/heads/{branch}"))


def _repository(call: Call, id_: str) -> Repository:
    found = thing(call, id_)
    if not isinstance(found, Repository):
        raise _no_node(id_)
    return found


def _create_ref(call: Call, sent: JSON) -> JSON:
    basics.need(call, "write", "contents")
    repository, name = _repository(call, sent["repositoryId"]), sent["name"]
    if not name.startswith("refs/") or name.count("/") < 2:
        raise Refusal(422, f"{name} is not a valid qualified ref name.")
    if repository.git.ref(name):
        raise Refusal(422, f'A ref named "{name}" already exists in the repository.')
    if repository.git.resolve(sent["oid"]) != sent["oid"]:
        raise Refusal(422, "Object does not exist")
    repository.git.move(name, sent["oid"])
    pushes.moved(call.state, repository, name.removeprefix("refs/heads/"), None, call.actor)
    return _reply(sent, ref=git.ref(call, repository, name))


def _create_pull(call: Call, sent: JSON) -> JSON:
    basics.need(call, "write", "pull_requests")
    repository, head, base = _repository(call, sent["repositoryId"]), sent["headRefName"], sent["baseRefName"]
    tips = repository.git.branch(head), repository.git.branch(base)
    if None in tips:
        raise Refusal(422, "Head sha can't be blank, Base sha can't be blank")
    if repository.git.descends(str(tips[1]), str(tips[0])) or tips[0] == tips[1]:
        raise Refusal(422, f"No commits between {base} and {head}")
    there = (one for one in repository.issues.values() if one.pull and one.state == "open")
    if any(one.pull and (one.pull.head_ref, one.pull.base_ref) == (head, base) for one in there):
        raise Refusal(422, f"A pull request already exists for {repository.owner.login}:{head}.")
    if not sent["title"].strip():
        raise Refusal(422, "Title can't be blank")
    made = acts.open_pull(
        call.state, repository, repository, head, base, sent["title"], sent.get("body"), call.actor, False
    )
    return _reply(sent, pullRequest=conversations.issue(call, made))


def _update_pull(call: Call, sent: JSON) -> JSON:
    basics.need(call, "write", "pull_requests")
    issue = thing(call, sent["pullRequestId"])
    if not isinstance(issue, Issue) or issue.pull is None:
        raise _no_node(sent["pullRequestId"])
    acts.edit(call.state, issue, call.actor, sent.get("title"), sent.get("body"))
    return _reply(sent, pullRequest=conversations.issue(call, issue))


def _may_touch(call: Call, path: str) -> None:
    if path.startswith(".github/workflows/"):
        basics.need(call, "write", "workflows")
    if path.startswith("/") or ".." in path.split("/") or not path:
        raise Refusal(422, f"A path was requested for addition which is invalid: {path}")


def _create_check_run(call: Call, sent: JSON) -> JSON:
    basics.need(call, "write", "checks")
    repository = thing(call, sent["repositoryId"])
    if not isinstance(repository, Repository):
        raise _no_node(sent["repositoryId"])
    if repository.git.resolve(sent["headSha"]) != sent["headSha"]:
        raise Refusal(422, f"No commit found for SHA: {sent['headSha']}")
    run = checking.create(call.state, repository, call.app, {"head_sha": sent["headSha"], **_fields(sent)})
    return _reply(sent, checkRun=checks.check_run(call, run))


def _update_check_run(call: Call, sent: JSON) -> JSON:
    basics.need(call, "write", "checks")
    run = thing(call, sent["checkRunId"])
    if not isinstance(run, CheckRun):
        raise _no_node(sent["checkRunId"])
    if run.suite.app is not call.app:
        raise Refusal(403, "Check run can only be modified by the GitHub App that created it.")
    checking.update(call.state, run, _fields(sent))
    return _reply(sent, checkRun=checks.check_run(call, run))


_NAMES = {
    "name": "name",
    "externalId": "external_id",
    "detailsUrl": "details_url",
    "startedAt": "started_at",
    "completedAt": "completed_at",
    "actions": "actions",
}


def _fields(sent: JSON) -> JSON:
    fields = {rest: sent[name] for name, rest in _NAMES.items() if sent.get(name) is not None}
    for name in ("status", "conclusion"):
        if sent.get(name) is not None:
            fields[name] = sent[name].lower()
    if sent.get("output") is not None:
        output = sent["output"]
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
