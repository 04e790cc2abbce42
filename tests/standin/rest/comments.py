"""Comments in conversations."""

from __future__ import annotations

from tests.standin import acts
from tests.standin.call import Call, Reply, invalid, not_found
from tests.standin.entities import Comment
from tests.standin.rest.issues import READ, WRITE
from tests.standin.routing import route
from tests.standin.shapes import conversations

BASE = "/repos/{owner}/{repo}/issues"
MAX_BODY = 65_536


def check_body(body: str) -> None:
    """Refuse what GitHub refuses as a comment: nothing, or more than 65,536 characters."""
    if not body.strip():
        raise invalid("IssueComment", "data", "Body cannot be blank")
    if len(body) > MAX_BODY:
        raise invalid("IssueComment", "data", f"Body is too long (maximum is {MAX_BODY} characters)")


@route("GET", BASE + "/{number:int}/comments", *READ)
def list_comments(call: Call) -> Reply:
    """The comments on an issue, oldest first."""
    page, links = call.paged(call.issue().comments)
    return Reply(200, [conversations.comment(call.state, comment) for comment in page], links)


@route("POST", BASE + "/{number:int}/comments", *WRITE)
def create_comment(call: Call) -> Reply:
    """Say something."""
    check_body(str(call.data["body"]))
    comment = acts.comment(call.state, call.issue(), call.data["body"], call.actor, call.app)
    return Reply(201, conversations.comment(call.state, comment))


@route("GET", BASE + "/comments/{comment:int}", *READ)
def get_comment(call: Call) -> Reply:
    """One comment."""
    return Reply(200, conversations.comment(call.state, _comment(call)))


@route("PATCH", BASE + "/comments/{comment:int}", *WRITE)
def update_comment(call: Call) -> Reply:
    """Change what was said."""
    comment = _comment(call)
    check_body(str(call.data["body"]))
    acts.edit_comment(call.state, comment, call.data["body"], call.actor)
    return Reply(200, conversations.comment(call.state, comment))


@route("DELETE", BASE + "/comments/{comment:int}", *WRITE)
def delete_comment(call: Call) -> Reply:
    """Take a comment away."""
    acts.delete_comment(call.state, _comment(call), call.actor)
    return Reply(204)


def _comment(call: Call) -> Comment:
    comment = call.state.comment(call.repository, int(call.params["comment"]))
    if comment is None:
        raise not_found()
    return comment
