"""Reviews of pull requests, suggestions among their remarks."""

from __future__ import annotations

import re

from tests.standin.call import Call, Refusal, Reply
from tests.standin.entities import JSON, Issue, Pull, Review, ReviewComment
from tests.standin.rest.pulls import diff, found
from tests.standin.routing import route
from tests.standin.shapes import conversations

BASE = "/repos/{owner}/{repo}/pulls/{number:int}"
_STATES = {"COMMENT": "COMMENTED", "APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", None: "PENDING"}


@route("GET", BASE + "/reviews", ("pull_requests", "read"))
def list_reviews(call: Call) -> Reply:
    """The reviews, oldest first."""
    _, pull = found(call)
    page, links = call.paged(pull.reviews)
    return Reply(200, [conversations.review(call.state, review) for review in page], links)


@route("POST", BASE + "/reviews", ("pull_requests", "write"))
def create_review(call: Call) -> Reply:
    """Review a commit of the pull request; remarks must stand on lines of its diff."""
    issue, pull = found(call)
    event, body, remarks = call.data.get("event"), call.data.get("body") or "", call.data.get("comments", [])
    if event in ("COMMENT", "REQUEST_CHANGES") and not body and not remarks:
        raise Refusal(422, "Unprocessable Entity", ["Review body can not be blank."])
    if event == "APPROVE" and issue.author is call.actor:
        raise Refusal(422, "Unprocessable Entity", ["Can not approve your own pull request"])
    _check_remarks(issue, pull, remarks)
    commit, now = call.data.get("commit_id") or pull.head_sha, call.state.now()
    review = Review(call.state.next_id(), issue, call.actor, body, _STATES[event], commit, now)
    review.comments.extend(_remark(call, review, remark) for remark in remarks)
    pull.reviews.append(review)
    return Reply(200, conversations.review(call.state, review))


def _remark(call: Call, review: Review, remark: JSON) -> ReviewComment:
    side, start = remark.get("side", "RIGHT"), remark.get("start_line")
    where = (remark["path"], remark["line"], start, side)
    return ReviewComment(call.state.next_id(), review, *where, remark["body"], call.state.now())


def _check_remarks(issue: Issue, pull: Pull, remarks: list[JSON]) -> None:
    lines = {file.path: shown_lines(file.patch or "") for file in diff(issue, pull)}
    for remark in remarks:
        if "line" not in remark:
            raise Refusal(501, "The stand-in places remarks by `line`, not by the older `position`.")
        side = remark.get("side", "RIGHT")
        if remark["path"] not in lines:
            raise Refusal(422, "Unprocessable Entity", ["Path could not be resolved"])
        wanted = {(side, remark["line"]), (side, remark.get("start_line") or remark["line"])}
        if not wanted <= lines[remark["path"]]:
            raise Refusal(422, "Unprocessable Entity", ["Line could not be resolved"])


def shown_lines(patch: str) -> set[tuple[str, int]]:
    """The lines a patch shows, as (`LEFT` or `RIGHT`, number): where a remark may stand."""
    shown = set[tuple[str, int]]()
    left = right = 0
    for row in patch.split("\n"):
        header = re.match(r"@@ -(\d+)(?:,\d+)? \+(\d+)", row)
        if header:
            left, right = int(header[1]), int(header[2])
        elif row[:1] in ("-", " ", "+"):
            if row[0] != "+":
                shown.add(("LEFT", left))
                left += 1
            if row[0] != "-":
                shown.add(("RIGHT", right))
                right += 1
    return shown
