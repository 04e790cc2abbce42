"""Check suites: one for each App and commit; and the webhooks about checks."""

from __future__ import annotations

from tests.standin.entities import JSON, App, CheckRun, CheckSuite, Repository, User
from tests.standin.shapes import checks
from tests.standin.state import State
from tests.standin.webhooks import emit


def request_checks(state: State, repository: Repository, sha: str, sender: User) -> None:
    """A push gives every App that may write checks its suite: `check_suite.requested`."""
    for installation in state.installed(repository):
        if installation.permissions.get("checks") == "write":
            suite = checks.check_suite(state, suite_for(state, repository, installation.app, sha))
            payload = {"action": "requested", "check_suite": suite}
            emit(state, repository, sender, "check_suite", payload, installation)


def suite_for(state: State, repository: Repository, app: App, sha: str) -> CheckSuite:
    """The App's check suite on a commit, made when first needed."""
    for suite in repository.suites:
        if suite.app is app and suite.head_sha == sha:
            return suite
    branch = next((name for name in repository.git.branches() if repository.git.branch(name) == sha), None)
    suite = CheckSuite(state.next_id(), app, repository, sha, branch, state.now(), state.now())
    repository.suites.append(suite)
    return suite


def check_run_event(state: State, run: CheckRun, action: str, sender: User, extra: JSON | None = None) -> None:
    """Tell about a check run: `check_run.created`, `.completed`, `.rerequested`, `.requested_action`."""
    suite = checks.check_suite(state, run.suite)
    kept = ("id", "node_id", "head_branch", "head_sha", "status", "conclusion", "url", "before", "after")
    inner = {key: suite[key] for key in (*kept, "pull_requests", "app", "created_at", "updated_at")}
    shape = {**checks.check_run(state, run), "check_suite": inner}
    payload = {"action": action, "check_run": shape, **(extra or {})}
    for installation in state.installed(run.suite.repository):
        if installation.app is run.suite.app:  # Nobody but the App that made it hears of it.
            emit(state, run.suite.repository, sender, "check_run", payload, installation)
