"""The things GitHub remembers beside git: users, apps, issues, pull requests, comments, check runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.standin.git import GitRepository

JSON = dict[str, Any]
Permissions = dict[str, str]


@dataclass(eq=False)
class User:
    """An account: `kind` is User, Bot or Organization."""

    id: int
    login: str
    kind: str


@dataclass(eq=False)
class App:
    """A GitHub App, its public key in PEM, and where its webhooks go."""

    id: int
    slug: str
    public_key: str
    permissions: Permissions
    events: list[str]
    owner: User
    bot: User
    webhook_url: str | None
    webhook_secret: str | None
    created: datetime


@dataclass(eq=False)
class Installation:
    """An App on an account; `repositories` is None where the App was given all of them."""

    id: int
    app: App
    account: User
    repositories: set[str] | None
    permissions: Permissions
    created: datetime
    used: int = 0
    window: float = 0.0
    suspended: datetime | None = None
    searches: int = 0
    searching: float = 0.0

    def covers(self, repository: Repository) -> bool:
        """Whether the App can see this repository."""
        if repository.owner is not self.account:
            return False
        return self.repositories is None or repository.full_name in self.repositories


@dataclass(eq=False)
class Token:
    """An installation access token, narrowed to `repositories` (None: all of the installation) and `permissions`."""

    value: str
    installation: Installation
    expires: datetime
    repositories: frozenset[str] | None
    permissions: Permissions

    def covers(self, repository: Repository) -> bool:
        """Whether this token reaches the repository."""
        narrowed = self.repositories is None or repository.full_name in self.repositories
        return narrowed and self.installation.covers(repository)


@dataclass(eq=False)
class Reaction:
    """An emoji somebody left on an issue or comment."""

    id: int
    author: User
    content: str
    created: datetime


@dataclass(eq=False)
class Comment:
    """A comment in a conversation; `folded` is the reason it was minimised for."""

    id: int
    issue: Issue
    author: User
    body: str
    created: datetime
    updated: datetime
    app: App | None = None
    folded: str | None = None
    reactions: list[Reaction] = field(default_factory=list)
    edited: datetime | None = None
    editor: User | None = None


@dataclass(eq=False)
class ReviewComment:
    """A remark on a line of a pull request's diff."""

    id: int
    review: Review
    path: str
    line: int
    start_line: int | None
    side: str
    body: str
    created: datetime


@dataclass(eq=False)
class Review:
    """A review: its state, the commit it looked at, its remarks."""

    id: int
    issue: Issue
    author: User
    body: str
    state: str
    commit: str
    created: datetime
    comments: list[ReviewComment] = field(default_factory=list)


@dataclass(eq=False)
class Pull:
    """What a pull request has beyond an issue."""

    id: int
    head_repository: Repository
    head_ref: str
    head_sha: str
    base_ref: str
    base_sha: str
    draft: bool
    merged: datetime | None = None
    merged_by: User | None = None
    reviews: list[Review] = field(default_factory=list)


@dataclass(eq=False)
class Label:
    """A label of a repository."""

    id: int
    name: str
    color: str
    description: str | None


@dataclass(eq=False)
class Issue:
    """An issue, or a pull request where `pull` is set."""

    id: int
    number: int
    repository: Repository
    title: str
    body: str | None
    author: User
    created: datetime
    updated: datetime
    state: str = "open"
    closed: datetime | None = None
    labels: list[Label] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    pull: Pull | None = None
    parent: Issue | None = None

    @property
    def head_sha(self) -> str:
        """The head of a pull request; ValueError on an issue."""
        if self.pull is None:
            raise ValueError(f"#{self.number} is no pull request")
        return self.pull.head_sha


@dataclass(eq=False)
class CheckSuite:
    """All check runs of one App on one commit."""

    id: int
    app: App
    repository: Repository
    head_sha: str
    head_branch: str | None
    created: datetime
    updated: datetime
    runs: list[CheckRun] = field(default_factory=list)


@dataclass(eq=False)
class CheckRun:
    """One check on one commit; annotations add up over updates."""

    id: int
    suite: CheckSuite
    name: str
    status: str
    conclusion: str | None
    started: datetime | None
    completed: datetime | None
    external_id: str | None
    details_url: str | None
    title: str | None = None
    summary: str | None = None
    text: str | None = None
    annotations: list[JSON] = field(default_factory=list)
    actions: list[JSON] = field(default_factory=list)


@dataclass(eq=False)
class CommitStatus:
    """A commit status of the older kind."""

    id: int
    sha: str
    state: str
    context: str
    description: str | None
    target_url: str | None
    creator: User
    created: datetime


@dataclass(eq=False)
class Repository:
    """A repository: its git objects and everything people and Apps added to it."""

    id: int
    owner: User
    name: str
    git: GitRepository
    private: bool
    default_branch: str
    created: datetime
    parent: Repository | None = None
    indexed: bool = True
    issues: dict[int, Issue] = field(default_factory=dict)
    suites: list[CheckSuite] = field(default_factory=list)
    statuses: list[CommitStatus] = field(default_factory=list)
    labels: dict[str, Label] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """Owner and name, as in `acme/shop`."""
        return f"{self.owner.login}/{self.name}"

    @property
    def check_runs(self) -> list[CheckRun]:
        """Every check run, oldest first."""
        return sorted((run for suite in self.suites for run in suite.runs), key=lambda run: run.id)


@dataclass(eq=False)
class Attempt:
    """One try to deliver a webhook; `status_code` is 0 where nobody answered."""

    id: int
    delivery: Delivery
    at: datetime
    duration: float
    status_code: int
    redelivery: bool


@dataclass(eq=False)
class Delivery:
    """One webhook, ready to be sent: raw bytes and signed headers; the GUID stays over redeliveries."""

    guid: str
    event: str
    action: str | None
    payload: JSON
    raw: bytes
    headers: dict[str, str]
    app: App
    installation: Installation | None
    repository: Repository | None
    attempts: list[Attempt] = field(default_factory=list)
