"""Check runs, check suites and commit statuses in JSON."""

from __future__ import annotations

from tests.standin.entities import JSON, CheckRun, CheckSuite, CommitStatus, Repository
from tests.standin.shapes import accounts, repositories
from tests.standin.state import State, node_id, stamp


def check_run(state: State, run: CheckRun) -> JSON:
    """A check run; `pull_requests` stays empty for heads of forks."""
    repository = run.suite.repository
    url = f"{repositories.url(state, repository)}/check-runs/{run.id}"
    html = f"{repositories.html(state, repository)}/runs/{run.id}"
    return {
        "id": run.id,
        "node_id": node_id("CR", run.id),
        "head_sha": run.suite.head_sha,
        "name": run.name,
        "external_id": run.external_id or "",
        "url": url,
        "html_url": html,
        "details_url": run.details_url or html,
        "status": run.status,
        "conclusion": run.conclusion,
        "started_at": stamp(run.started),
        "completed_at": stamp(run.completed),
        "output": {
            "title": run.title,
            "summary": run.summary,
            "text": run.text,
            "annotations_count": len(run.annotations),
            "annotations_url": f"{url}/annotations",
        },
        "check_suite": {"id": run.suite.id},
        "app": accounts.app(state, run.suite.app),
        "pull_requests": _pulls(state, repository, run.suite.head_sha),
    }


def _pulls(state: State, repository: Repository, sha: str) -> list[JSON]:
    url = repositories.url(state, repository)
    short = {"id": repository.id, "url": url, "name": repository.name}
    return [
        {
            "id": issue.pull.id,
            "number": issue.number,
            "url": f"{url}/pulls/{issue.number}",
            "head": {"ref": issue.pull.head_ref, "sha": issue.pull.head_sha, "repo": short},
            "base": {"ref": issue.pull.base_ref, "sha": issue.pull.base_sha, "repo": short},
        }
        for issue in state.pulls_at(repository, sha)
        if issue.pull
    ]


def suite_status(suite: CheckSuite) -> tuple[str, str | None]:
    """Status and conclusion of a suite, out of its runs."""
    if not suite.runs:
        return "queued", None
    if any(run.status != "completed" for run in suite.runs):
        return "in_progress", None
    worst = ("failure", "timed_out", "cancelled", "action_required", "success", "neutral", "skipped", "stale")
    return "completed", next(name for name in worst if any(run.conclusion == name for run in suite.runs))


def check_suite(state: State, suite: CheckSuite) -> JSON:
    """A check suite with its head commit."""
    url = f"{repositories.url(state, suite.repository)}/check-suites/{suite.id}"
    status, conclusion = suite_status(suite)
    commit = suite.repository.git.commit(suite.head_sha)
    before = str(commit.parent_ids[0]) if commit.parent_ids else "0" * 40
    return {
        "id": suite.id,
        "node_id": node_id("CS", suite.id),
        "head_branch": suite.head_branch,
        "head_sha": suite.head_sha,
        "status": status,
        "conclusion": conclusion,
        "url": url,
        "before": before,
        "after": suite.head_sha,
        "pull_requests": _pulls(state, suite.repository, suite.head_sha),
        "app": accounts.app(state, suite.app),
        "repository": repositories.repository(state, suite.repository),
        "created_at": stamp(suite.created),
        "updated_at": stamp(suite.updated),
        "head_commit": repositories.simple_commit(commit),
        "latest_check_runs_count": len(suite.runs),
        "check_runs_url": f"{url}/check-runs",
    }


def status(state: State, repository: Repository, status: CommitStatus) -> JSON:
    """A commit status."""
    creator = accounts.user(state, status.creator)
    return {
        "url": f"{repositories.url(state, repository)}/statuses/{status.sha}",
        "avatar_url": creator["avatar_url"],
        "id": status.id,
        "node_id": node_id("SC", status.id),
        "state": status.state,
        "description": status.description,
        "target_url": status.target_url,
        "context": status.context,
        "created_at": stamp(status.created),
        "updated_at": stamp(status.created),
        "creator": creator,
    }
