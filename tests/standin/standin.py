"""The stand-in GitHub: what tests hold in their hands."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from starlette.types import Receive, Scope, Send

from tests.standin import acts, auth, founding, pushes, suites, webhooks
from tests.standin.door import Door, Seen
from tests.standin.entities import (
    App,
    Attempt,
    CheckRun,
    Comment,
    Delivery,
    Installation,
    Issue,
    Permissions,
    Repository,
    Review,
    User,
)
from tests.standin.faults import Fault, Kind
from tests.standin.git import Files
from tests.standin.state import State, wall_clock
from tests.standin.transport import InProcess

EVERYTHING = dict.fromkeys(("checks", "contents", "issues", "pull_requests", "statuses"), "write")
EVENTS = ("check_run", "issue_comment", "issues", "merge_group", "pull_request", "push")


class StandIn:
    """GitHub on real git repositories: an ASGI app, the acts of people, and a look at what came of them."""

    def __init__(self, now: Callable[[], datetime] = wall_clock) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="standin-", ignore_cleanup_errors=True)
        self.state = State(Path(self._folder.name), now)
        self.door = Door(self.state)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Be an ASGI app."""
        await self.door(scope, receive, send)

    def close(self) -> None:
        """Take the repositories off the disk."""
        self._folder.cleanup()

    def transport(self) -> httpx.AsyncBaseTransport:
        """A transport into this process, on which drops and timeouts raise as httpx raises them."""
        return InProcess(self.door)

    # --- Who and what there is.

    def add_app(
        self,
        app_id: int,
        public_key_pem: str,
        permissions: Mapping[str, str] = EVERYTHING,
        events: Sequence[str] = EVENTS,
        webhook_url: str | None = None,
        webhook_secret: str | None = None,
        slug: str = "waypost",
    ) -> App:
        """Register an App; its bot is `<slug>[bot]`."""
        with self.state.lock:
            address = (webhook_url, webhook_secret)
            return founding.add_app(self.state, app_id, public_key_pem, dict(permissions), list(events), address, slug)

    def add_installation(
        self,
        account: str,
        repositories: Sequence[str] | None = None,
        permissions: Permissions | None = None,
        app_id: int | None = None,
    ) -> Installation:
        """Install the App (the only one, or `app_id`) on an account, for all repositories or those named."""
        with self.state.lock:
            app = self.state.apps[app_id] if app_id else next(iter(self.state.apps.values()))
            return founding.install(self.state, app, account, repositories, permissions)

    def token(
        self,
        installation: Installation,
        repositories: Iterable[str] | None = None,
        permissions: Permissions | None = None,
    ) -> str:
        """An installation token, as a workflow run is given one."""
        with self.state.lock:
            chosen = None if repositories is None else frozenset(repositories)
            return auth.mint(self.state, installation, chosen, permissions).value

    def expire_tokens(self) -> None:
        """Let every token handed out so far be refused with 401."""
        with self.state.lock:
            self.state.tokens.clear()

    def add_repository(
        self,
        full_name: str,
        content: str | Path | Files | Sequence[Files],
        private: bool = False,
        default_branch: str = "main",
        fork_of: str | None = None,
    ) -> Repository:
        """Add a repository: from files (one mapping a commit), or an existing git repository that is copied bare."""
        with self.state.lock:
            return founding.add_repository(self.state, full_name, content, private, default_branch, fork_of)

    def fork(self, full_name: str, into: str) -> Repository:
        """Fork a repository into another account."""
        parent = self.state.repository(full_name)
        name = f"{into}/{parent.name}"
        return self.add_repository(name, parent.git.path, parent.private, parent.default_branch, full_name)

    def set_role(self, repo: str, login: str, role: str) -> None:
        """Give a person a role in a repository: admin, maintain, write, triage or read."""
        with self.state.lock:
            self.state.user(login)
            self.state.repository(repo).roles[login] = role

    def add_team(self, team: str, members: Iterable[str]) -> None:
        """Add a team such as `acme/research`."""
        with self.state.lock:
            self.state.teams[team] = {self.state.user(login).login for login in members}

    # --- What people do.

    def push(self, repo: str, branch: str, content: Files | str, author: str = "octocat", message: str = "Work") -> str:
        """Commit files to a branch (made from the default one), or move it to a sha that is there; gives the head."""
        with self.state.lock:
            person = self.state.user(author)
            return pushes.push(self.state, self.state.repository(repo), branch, content, person, message)

    def open_issue(self, repo: str, title: str, body: str | None = None, author: str = "octocat") -> Issue:
        """Open an issue."""
        with self.state.lock:
            return acts.open_issue(self.state, self.state.repository(repo), title, body, self.state.user(author))

    def open_pull_request(
        self,
        repo: str,
        head: str,
        base: str = "main",
        title: str = "A change",
        body: str | None = None,
        author: str = "octocat",
        draft: bool = False,
        from_fork: str | None = None,
    ) -> Issue:
        """Open a pull request from a branch of the repository, or of the fork `from_fork`."""
        with self.state.lock:
            repository = self.state.repository(repo)
            source = self.state.repository(from_fork) if from_fork else repository
            person = self.state.user(author)
            return acts.open_pull(self.state, repository, source, head, base, title, body, person, draft)

    def edit_issue(
        self, repo: str, number: int, title: str | None = None, body: str | None = None, author: str = "octocat"
    ) -> None:
        """Change title or body of an issue or pull request."""
        with self.state.lock:
            acts.edit(self.state, self.state.issue(repo, number), self.state.user(author), title, body)

    def close_issue(self, repo: str, number: int, author: str = "octocat") -> None:
        """Close an issue or pull request."""
        with self.state.lock:
            acts.close(self.state, self.state.issue(repo, number), self.state.user(author))

    def reopen_issue(self, repo: str, number: int, author: str = "octocat") -> None:
        """Open an issue or pull request again."""
        with self.state.lock:
            acts.reopen(self.state, self.state.issue(repo, number), self.state.user(author))

    def label(self, repo: str, number: int, name: str, author: str = "octocat") -> None:
        """Put a label on an issue or pull request."""
        with self.state.lock:
            acts.label(self.state, self.state.issue(repo, number), name, self.state.user(author))

    def set_parent(self, repo: str, number: int, parent: int, parent_repo: str | None = None) -> None:
        """Make an issue a sub-issue of another one."""
        with self.state.lock:
            self.state.issue(repo, number).parent = self.state.issue(parent_repo or repo, parent)

    def set_draft(self, repo: str, number: int, draft: bool, author: str = "octocat") -> None:
        """Move a pull request in or out of draft."""
        with self.state.lock:
            acts.set_draft(self.state, self.state.issue(repo, number), draft, self.state.user(author))

    def merge(self, repo: str, number: int, author: str = "octocat") -> str:
        """Merge a pull request with a merge commit; gives its sha."""
        with self.state.lock:
            return pushes.merge(self.state, self.state.issue(repo, number), self.state.user(author))

    def comment(self, repo: str, number: int, body: str, author: str = "octocat") -> Comment:
        """Say something on an issue or pull request."""
        with self.state.lock:
            return acts.comment(self.state, self.state.issue(repo, number), body, self.state.user(author))

    def edit_comment(self, comment: Comment, body: str, author: str = "octocat") -> None:
        """Change a comment, by whoever `author` is."""
        with self.state.lock:
            acts.edit_comment(self.state, comment, body, self.state.user(author))

    def delete_comment(self, comment: Comment, author: str = "octocat") -> None:
        """Delete a comment, by whoever `author` is."""
        with self.state.lock:
            acts.delete_comment(self.state, comment, self.state.user(author))

    def react(self, comment: Comment, content: str, author: str = "octocat") -> None:
        """Put a reaction such as `-1` on a comment; GitHub tells nobody."""
        with self.state.lock:
            acts.react(self.state, comment, content, self.state.user(author))

    def suspend(self, installation: Installation, suspended: bool = True) -> None:
        """Suspend an installation, or let it go on."""
        with self.state.lock:
            installation.suspended = self.state.now() if suspended else None

    def uninstall(self, installation: Installation) -> None:
        """Take the App off an account."""
        with self.state.lock:
            del self.state.installations[installation.id]

    def pass_time(self, **time: float) -> None:
        """Let GitHub's clock go on, such as by `seconds=2`."""
        self.state.ahead += timedelta(**time)

    def merge_group(self, repo: str, head: str, base: str = "main", author: str = "octocat") -> None:
        """Put a commit into the merge queue."""
        with self.state.lock:
            pushes.merge_group(self.state, self.state.repository(repo), head, base, self.state.user(author))

    def rerequest(self, run: CheckRun, author: str = "octocat") -> None:
        """Press "Re-run" on a check run."""
        with self.state.lock:
            suites.check_run_event(self.state, run, "rerequested", self.state.user(author))

    def press(self, run: CheckRun, identifier: str, author: str = "octocat") -> None:
        """Press an action button of a check run."""
        with self.state.lock:
            extra = {"requested_action": {"identifier": identifier}}
            suites.check_run_event(self.state, run, "requested_action", self.state.user(author), extra)

    # --- Webhooks.

    @property
    def deliveries(self) -> list[Delivery]:
        """Every webhook so far, sent or not."""
        return self.state.deliveries

    def deliver(self, order: Callable[[Delivery], object] | None = None, duplicate: bool = False) -> list[Attempt]:
        """Post the pending webhooks to their Apps, sorted by `order`, each twice where `duplicate`."""
        return [webhooks.send(self.state, *item) for item in self._taken(order, duplicate)]

    async def deliver_with(
        self,
        client: httpx.AsyncClient,
        order: Callable[[Delivery], object] | None = None,
        duplicate: bool = False,
    ) -> list[Attempt]:
        """As `deliver`, over an async client whose transport may lead into this process."""
        return [await webhooks.send_async(self.state, *item, client) for item in self._taken(order, duplicate)]

    def _taken(self, order: Callable[[Delivery], object] | None, duplicate: bool) -> list[tuple[Delivery, bool]]:
        with self.state.lock:
            pending, self.state.pending[:] = list(self.state.pending), []
        if order is not None:
            pending.sort(key=lambda item: order(item[0]))  # type: ignore[arg-type, return-value]
        return [item for item in pending for _ in range(2 if duplicate else 1)]

    # --- Faults, and what came of it all.

    def fault(
        self,
        match: str,
        kind: Kind | str,
        times: int = 1,
        after_effect: bool = False,
        seconds: float = 60.0,
    ) -> None:
        """Arm a fault for requests whose label (`POST /graphql mutation addComment`) the pattern is found in."""
        self.door.faults.add(Fault(re.compile(match), Kind(kind), times, after_effect, seconds))

    @property
    def requests(self) -> list[Seen]:
        """Every request so far; `len` of it is a mark, and `requests[mark:]` what came since."""
        return self.door.requests

    @property
    def violations(self) -> list[Exception]:
        """Answers and webhooks of ours that break GitHub's own description; tests want none."""
        return self.state.violations

    def repository(self, full_name: str) -> Repository:
        """A repository and all that belongs to it."""
        return self.state.repository(full_name)

    def user(self, login: str) -> User:
        """An account."""
        return self.state.user(login)

    def comments(self, repo: str, number: int) -> list[Comment]:
        """The comments on an issue or pull request."""
        return list(self.state.issue(repo, number).comments)

    def reviews(self, repo: str, number: int) -> list[Review]:
        """The reviews of a pull request, each with its remarks and suggestions."""
        return list(acts.pull_of(self.state.issue(repo, number)).reviews)

    def check_runs(self, repo: str, sha: str | None = None) -> list[CheckRun]:
        """The check runs of a repository, or of one commit."""
        runs = self.state.repository(repo).check_runs
        return [run for run in runs if sha in (None, run.suite.head_sha)]
