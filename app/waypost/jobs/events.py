"""What a webhook says: only the fields that are needed, out of payloads that are hostile until proven otherwise."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from waypost.strategy import map as strategy_map

DUE = "waypost_due"
"""Our own event: a time has come that was set for a subject; its action is the reason (see `jobs.appointments`)."""
PREFIX = "/waypost"
"""What a comment must hold to be of interest."""

HANDLED: Mapping[str, frozenset[str]] = {
    "pull_request": frozenset(
        {"opened", "synchronize", "reopened", "edited", "ready_for_review", "converted_to_draft", "closed"},
    ),
    "issues": frozenset({"opened", "edited", "reopened", "labeled", "unlabeled"}),
    "issue_comment": frozenset({"created", "edited", "deleted"}),
    "merge_group": frozenset({"checks_requested"}),
    "check_run": frozenset({"rerequested", "requested_action"}),
    "check_suite": frozenset({"rerequested"}),
    "push": frozenset({""}),
    DUE: frozenset({"round", "outcome", "moved", "note-reactions"}),
}
"""The events Waypost acts on, with their actions; all others are answered and forgotten at the door."""


class Unreadable(ValueError):
    """A payload that is not what GitHub's documentation promises; the message says where, never quotes the payload."""


FullName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", max_length=200)]
Sha = Annotated[str, Meta(pattern="^(?:[0-9a-f]{40}|[0-9a-f]{64})$")]
Number = Annotated[int, Meta(ge=1, le=2**63 - 1)]


class Repository(msgspec.Struct, frozen=True):
    """The repository an event happened in."""

    full_name: FullName
    default_branch: Annotated[str, Meta(max_length=1_000)] = ""


class Installation(msgspec.Struct, frozen=True):
    """The installation of the App that gets the event."""

    id: Number


class Ref(msgspec.Struct, frozen=True):
    """One side of a pull request."""

    sha: Sha


class PullRequest(msgspec.Struct, frozen=True):
    """A pull request as the event saw it, which may be older than what GitHub shows now."""

    number: Number
    head: Ref
    base: Ref
    updated_at: datetime | None = None


class AsPullRequest(msgspec.Struct, frozen=True):
    """Says of an issue that it is a pull request."""


class Issue(msgspec.Struct, frozen=True, omit_defaults=True):
    """An issue, or a pull request where that is told of it."""

    number: Number
    pull_request: AsPullRequest | None = None


Login = Annotated[str, Meta(max_length=100)]


class User(msgspec.Struct, frozen=True, omit_defaults=True):
    """An account: `type` is User, Bot, Organization or Mannequin."""

    type: str = ""
    login: Login = ""


class RequestedAction(msgspec.Struct, frozen=True):
    """The button of a check run that was pressed."""

    identifier: Annotated[str, Meta(max_length=100)]


class Comment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A comment; of its text only whether a command may be in it is kept."""

    id: Number
    body: str | None = None
    user: User | None = None


class From(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a text was before."""

    before: str = msgspec.field(name="from", default="")


class Changes(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an edit changed."""

    body: From | None = None


class MergeGroup(msgspec.Struct, frozen=True):
    """A merge queue's candidate."""

    head_sha: Sha
    base_sha: Sha
    head_ref: Annotated[str, Meta(max_length=1_000)] = ""

    @property
    def number(self) -> int | None:
        """The pull request that waits in the queue, as the name of the queue's branch tells it."""
        found = re.search(r"/pr-(\d{1,18})-[0-9a-f]{40}", self.head_ref)
        return int(found[1]) if found else None


class PullRequestOfCheck(msgspec.Struct, frozen=True):
    """A pull request that a check run belongs to; empty for pull requests from forks."""

    number: Number


class CheckRun(msgspec.Struct, frozen=True):
    """A check run, or a check suite: both name a commit and its pull requests."""

    id: Number
    head_sha: Sha
    pull_requests: tuple[PullRequestOfCheck, ...] = ()


class Commit(msgspec.Struct, frozen=True, omit_defaults=True):
    """A commit of a push, with the paths of the files it touches."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()

    @property
    def of_the_map(self) -> tuple[str, ...]:
        """The files of the map among them."""
        return tuple(filter(strategy_map.belongs, (*self.added, *self.removed, *self.modified)))


class Payload(msgspec.Struct, frozen=True, omit_defaults=True):
    """The needed fields of any handled event; what an event does not carry is None."""

    action: str = ""
    installation: Installation | None = None
    repository: Repository | None = None
    pull_request: PullRequest | None = None
    issue: Issue | None = None
    comment: Comment | None = None
    changes: Changes | None = None
    merge_group: MergeGroup | None = None
    check_run: CheckRun | None = None
    check_suite: CheckRun | None = None
    requested_action: RequestedAction | None = None
    sender: User | None = None
    ref: Annotated[str, Meta(max_length=1_000)] = ""
    before: Sha | None = None
    commits: tuple[Commit, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook on its way to a job: GitHub's id for it, the event's name, what it says, when it came."""

    guid: str
    event: str
    payload: Payload = field(repr=False)  # it would end up in logs
    received_at: datetime

    @property
    def subject(self) -> str:
        """What must be handled one at a time: a pull request, an issue, else a commit or the delivery itself."""
        if self.event == "push":
            return f"{self.repository}#map"
        return f"{self.repository}#{self._number() or self._commit() or self.guid}"

    @property
    def repository(self) -> str:
        """The repository's full name; empty for events of no repository."""
        return self.payload.repository.full_name if self.payload.repository else ""

    @property
    def head_sha(self) -> str | None:
        """The commit whose check run waits for the answer."""
        payload = self.payload
        return payload.pull_request.head.sha if payload.pull_request else self._commit()

    @property
    def pile(self) -> str | None:
        """Deliveries with the same pile are answered by handling the newest; None stands for itself.

        Pushes pile up, and so do new comments: handling one looks at all there is now, which settles the older ones.
        """
        if self.event == "pull_request" and self.payload.action == "synchronize":
            return self.subject
        if self.event == "issue_comment" and self.payload.action == "created":
            return f"{self.subject} comments"
        return None

    def _number(self) -> int | None:
        payload = self.payload
        if payload.pull_request or payload.issue:
            return (payload.pull_request or payload.issue).number  # type: ignore[union-attr]
        check = payload.check_run or payload.check_suite
        return check.pull_requests[0].number if check and check.pull_requests else None

    def _commit(self) -> str | None:
        check = self.payload.merge_group or self.payload.check_run or self.payload.check_suite
        return check.head_sha if check else None


Job = Callable[[Delivery], Awaitable[None]]
Bury = Callable[[Delivery, Exception], Awaitable[None]]

_PROMISED = {
    "pull_request": ("repository", "pull_request"),
    "issues": ("repository", "issue"),
    "issue_comment": ("repository", "issue", "comment"),
    DUE: ("repository", "issue", "installation"),
    "merge_group": ("repository", "merge_group"),
    "check_run": ("repository", "check_run"),
    "check_suite": ("repository", "check_suite"),
}
_decoder = msgspec.json.Decoder(Payload)


def parse(event: str, body: bytes) -> Payload:
    """The needed fields of a webhook's body (JSON, UTF-8). Raises Unreadable."""
    try:
        payload = _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(_without_quotes(error)) from None
    for name in _PROMISED.get(event, ()):
        if getattr(payload, name) is None:
            raise Unreadable(f"{event} without `{name}`")
    return _without_text(payload)


def idle(payload: Payload) -> str | None:
    """Why nothing can come of an event, though its action counts: a comment without a command, or by no person."""
    said = payload.comment
    if payload.ref:
        return _idle_push(payload)
    if said is None:
        return None
    if said.user is not None and said.user.type == "Bot":
        return "a bot's comment"
    return None if said.body else "no command in the comment"


def _idle_push(payload: Payload) -> str | None:
    """Why a push does not move the map: it went elsewhere, or touched no file of the map."""
    if payload.repository is None or payload.ref != f"refs/heads/{payload.repository.default_branch}":
        return "a push to another branch"
    if not payload.commits:  # a forced push, or one with more commits than GitHub lists
        return None
    return None if any(commit.modified for commit in payload.commits) else "a push that does not touch the map"


def _without_text(payload: Payload) -> Payload:
    """The payload without what people wrote: all that counts of it is whether a command is, or was, in it.

    Of a push's commits only the files of the map are kept.
    """
    said = payload.comment
    sender = payload.sender if payload.requested_action else None
    payload = msgspec.structs.replace(payload, changes=None if said is None else payload.changes, sender=sender)
    if payload.commits:
        commits = tuple(Commit(modified=commit.of_the_map) for commit in payload.commits)
        return msgspec.structs.replace(payload, commits=tuple(dict.fromkeys(commits)))
    if said is None:
        return payload
    before = payload.changes.body.before if payload.changes and payload.changes.body else ""
    kept = PREFIX if any(PREFIX in text.lower() for text in (said.body or "", before)) else None
    return msgspec.structs.replace(payload, comment=msgspec.structs.replace(said, body=kept), changes=None)


def _without_quotes(error: Exception) -> str:
    if isinstance(error, msgspec.ValidationError):
        return str(error)
    return "not JSON" if isinstance(error, msgspec.DecodeError) else "not UTF-8 or too deeply nested"


def pack(payload: Payload) -> str:
    """The payload as compact JSON, for the engine to keep."""
    return msgspec.json.encode(payload).decode()


def unpack(text: str) -> Payload:
    """The inverse of `pack`. Raises msgspec.DecodeError when it was not written by it."""
    return _decoder.decode(text)
