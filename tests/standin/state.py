"""All that the stand-in remembers, and the lock around it."""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.standin.entities import (
    App,
    CheckRun,
    Comment,
    Delivery,
    Installation,
    Issue,
    Label,
    Repository,
    Token,
    User,
)

API = "https://api.github.com"
WEB = "https://github.com"


class State:
    """Accounts, Apps, repositories, tokens and deliveries; hold `lock` while reading or writing."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self.clock = now
        self.ahead = timedelta()
        self.lock = threading.RLock()
        self.api = API
        self.web = WEB
        self.users: dict[str, User] = {}
        self.apps: dict[int, App] = {}
        self.installations: dict[int, Installation] = {}
        self.repositories: dict[str, Repository] = {}
        self.tokens: dict[str, Token] = {}
        self.teams: dict[str, set[str]] = {}
        self.search_times_out = False
        self.violations: list[Exception] = []
        self.deliveries: list[Delivery] = []
        self.pending: list[tuple[Delivery, bool]] = []
        self._ids = itertools.count(1_001)

    def now(self) -> datetime:
        """GitHub's time."""
        return self.clock() + self.ahead

    def next_id(self) -> int:
        """A number no other thing has."""
        return next(self._ids)

    def user(self, login: str, kind: str = "User") -> User:
        """The account of this name, made when first named."""
        if login not in self.users:
            self.users[login] = User(self.next_id(), login, "Bot" if login.endswith("[bot]") else kind)
        return self.users[login]

    def repository(self, full_name: str) -> Repository:
        """The repository of this name; KeyError says which are known."""
        found = self.repositories.get(full_name.lower())
        if found is None:
            raise KeyError(f"{full_name} is not here; known: {', '.join(self.repositories) or 'none'}")
        return found

    def issue(self, full_name: str, number: int) -> Issue:
        """The issue or pull request of this number; KeyError where there is none."""
        return self.repository(full_name).issues[number]

    def comment(self, repository: Repository, comment_id: int) -> Comment | None:
        """The comment of this id in a repository."""
        comments = (comment for issue in repository.issues.values() for comment in issue.comments)
        return next((comment for comment in comments if comment.id == comment_id), None)

    def label(self, repository: Repository, name: str, color: str = "ededed", description: str | None = None) -> Label:
        """The label of this name, made when first named."""
        known = repository.labels.get(name.lower())
        if known is None:
            known = Label(self.next_id(), name, color, description)
            repository.labels[name.lower()] = known
        return known

    def installed(self, repository: Repository) -> list[Installation]:
        """The installations that cover a repository."""
        return [installation for installation in self.installations.values() if installation.covers(repository)]

    def pulls_at(self, repository: Repository, sha: str) -> list[Issue]:
        """Open pull requests of the repository itself whose head is this commit; none from forks, as at GitHub."""
        return [
            issue
            for issue in repository.issues.values()
            if issue.pull
            and issue.state == "open"
            and issue.pull.head_sha == sha
            and issue.pull.head_repository is repository
        ]

    def node(self, node_id: str) -> Repository | Issue | Comment | CheckRun | None:
        """The thing a GraphQL id names."""
        match = re.fullmatch(r"(R|I|PR|IC|CR)_kwDO(\d+)", node_id)
        if match is None:
            return None
        kind, number = match[1], int(match[2])
        return next((thing for thing in self._things(kind) if thing.id == number), None)

    def _things(self, kind: str) -> list[Repository] | list[Issue] | list[Comment] | list[CheckRun]:
        repositories = list(self.repositories.values())
        issues = [issue for repository in repositories for issue in repository.issues.values()]
        if kind == "R":
            return repositories
        if kind in ("I", "PR"):
            return [issue for issue in issues if (issue.pull is not None) == (kind == "PR")]
        if kind == "IC":
            return [comment for issue in issues for comment in issue.comments]
        return [run for repository in repositories for run in repository.check_runs]


def wall_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime | None) -> str | None:
    """A moment as GitHub writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def node_id(kind: str, number: int) -> str:
    """The GraphQL id of a thing: `kind` is R, I, PR, IC, CR or another of GitHub's prefixes."""
    return f"{kind}_kwDO{number:08d}"
