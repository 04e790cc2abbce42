"""Check runs and check suites."""

from __future__ import annotations

from tests.standin import checking
from tests.standin.call import Call, Refusal, Reply, not_found
from tests.standin.entities import CheckRun, CheckSuite
from tests.standin.routing import route
from tests.standin.shapes import checks

BASE = "/repos/{owner}/{repo}"
READ, WRITE = ("checks", "read"), ("checks", "write")


@route("POST", BASE + "/check-runs", WRITE)
def create(call: Call) -> Reply:
    """Start or conclude a check run on a commit."""
    sha = call.data["head_sha"]
    if call.repository.git.resolve(sha) != sha:
        raise Refusal(422, f"No commit found for SHA: {sha}")
    run = checking.create(call.state, call.repository, call.app, call.data)
    return Reply(201, checks.check_run(call.state, run))


@route("PATCH", BASE + "/check-runs/{run:int}", WRITE)
def update(call: Call) -> Reply:
    """Change a check run of one's own; annotations add up."""
    run = _run(call)
    if run.suite.app is not call.app:
        raise Refusal(
            403,
            "Invalid app_id `"
            + str(call.app.id)
            + "` - check run can only be modified by the GitHub App that created it.",
        )
    checking.update(call.state, run, call.data)
    return Reply(200, checks.check_run(call.state, run))


@route("GET", BASE + "/check-runs/{run:int}", READ)
def get(call: Call) -> Reply:
    """One check run."""
    return Reply(200, checks.check_run(call.state, _run(call)))


def _run(call: Call) -> CheckRun:
    wanted = int(call.params["run"])
    found = next((run for run in call.repository.check_runs if run.id == wanted), None)
    if found is None:
        raise not_found()
    return found


@route("GET", BASE + "/check-runs/{run:int}/annotations", READ)
def list_annotations(call: Call) -> Reply:
    """The annotations of a check run."""
    run = _run(call)
    page, links = call.paged(run.annotations)
    href = f"{call.state.web}/{call.repository.full_name}/blob/{run.suite.head_sha}"
    blank = {"start_column": None, "end_column": None, "title": None, "raw_details": None}
    return Reply(200, [{**blank, **item, "blob_href": f"{href}/{item['path']}"} for item in page], links)


def _listed(call: Call, runs: list[CheckRun]) -> Reply:
    name, app, status = call.query.get("check_name"), call.query.get("app_id"), call.query.get("status")
    wanted = [
        run
        for run in runs
        if name in (None, run.name) and app in (None, str(run.suite.app.id)) and status in (None, run.status)
    ]
    if call.query.get("filter", "latest") == "latest":
        wanted = checking.latest(wanted)
    page, links = call.paged(wanted)
    shapes = [checks.check_run(call.state, run) for run in page]
    return Reply(200, {"total_count": len(wanted), "check_runs": shapes}, links)


@route("GET", BASE + "/commits/{ref:path}/check-runs", READ)
def for_ref(call: Call) -> Reply:
    """The check runs on a commit, by name and App where asked."""
    sha = call.commit(call.params["ref"])
    return _listed(call, [run for run in call.repository.check_runs if run.suite.head_sha == sha])


@route("GET", BASE + "/commits/{ref:path}/check-suites", READ)
def suites(call: Call) -> Reply:
    """The check suites on a commit."""
    sha, app = call.commit(call.params["ref"]), call.query.get("app_id")
    found: list[CheckSuite] = [
        suite for suite in call.repository.suites if suite.head_sha == sha and app in (None, str(suite.app.id))
    ]
    page, links = call.paged(found)
    shapes = [checks.check_suite(call.state, suite) for suite in page]
    return Reply(200, {"total_count": len(found), "check_suites": shapes}, links)
