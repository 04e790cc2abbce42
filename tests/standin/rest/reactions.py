"""Reactions to comments."""

from __future__ import annotations

from tests.standin import acts
from tests.standin.call import Call, Reply, not_found
from tests.standin.entities import Comment
from tests.standin.rest.issues import READ, WRITE
from tests.standin.routing import route
from tests.standin.shapes import conversations

BASE = "/repos/{owner}/{repo}/issues"


def _target(call: Call) -> Comment:
    comment = call.state.comment(call.repository, int(call.params["comment"]))
    if comment is None:
        raise not_found()
    return comment


@route("GET", BASE + "/comments/{comment:int}/reactions", *READ)
def list_reactions(call: Call) -> Reply:
    """Who reacted how."""
    wanted = call.query.get("content")
    found = [reaction for reaction in _target(call).reactions if wanted in (None, reaction.content)]
    page, links = call.paged(found)
    return Reply(200, [conversations.reaction(call.state, reaction) for reaction in page], links)


@route("POST", BASE + "/comments/{comment:int}/reactions", *WRITE)
def react(call: Call) -> Reply:
    """Leave a reaction; the same one twice counts once."""
    target, content = _target(call), call.data["content"]
    new = acts.react(call.state, target, content, call.actor)
    mine = (known for known in target.reactions if known.author is call.actor and known.content == content)
    return Reply(201 if new else 200, conversations.reaction(call.state, next(mine)))
