"""Check suites and check runs."""

from __future__ import annotations

from tests.standin import checking
from tests.standin.call import Call, Refusal
from tests.standin.entities import JSON, CheckRun, CheckSuite, Repository
from tests.standin.shapes import checks
from tests.standin.state import node_id
from tests.standin.views import basics
from tests.standin.views.paging import connection


def suites(call: Call, found: Repository, sha: str, wanted: JSON) -> list[CheckSuite]:
    """The suites on a commit, by App and by the name of a run in them."""
    basics.need(call, "read", "checks")
    suites = [suite for suite in found.suites if suite.head_sha == sha]
    app, name = wanted.get("appId"), wanted.get("checkName")
    return [
        suite
        for suite in suites
        if app in (None, suite.app.id) and (name is None or any(run.name == name for run in suite.runs))
    ]


def suite(call: Call, found: CheckSuite) -> JSON:
    """A CheckSuite."""
    status, conclusion = checks.suite_status(found)
    return {
        "__typename": "CheckSuite",
        "id": node_id("CS", found.id),
        "databaseId": found.id,
        "app": basics.app(found.app),
        "status": status.upper(),
        "conclusion": conclusion.upper() if conclusion else None,
        "checkRuns": lambda filter_by=None, **page: connection(
            _runs(found, filter_by or {}), lambda run: check_run(call, run)
        )(**page),
    }


def _runs(suite: CheckSuite, wanted: JSON) -> list[CheckRun]:
    unknown = set(wanted) - {"appId", "checkName", "checkType"}
    if unknown:
        raise Refusal(501, f"The stand-in does not filter check runs by {', '.join(sorted(unknown))}.")
    app, name = wanted.get("appId"), wanted.get("checkName")
    runs = [run for run in suite.runs if app in (None, suite.app.id) and name in (None, run.name)]
    return runs if wanted.get("checkType") == "ALL" else checking.latest(runs)


def check_run(call: Call, run: CheckRun) -> JSON:
    """A CheckRun."""
    shape = checks.check_run(call.state, run)
    return {
        "__typename": "CheckRun",
        "id": node_id("CR", run.id),
        "databaseId": run.id,
        "name": run.name,
        "status": run.status.upper(),
        "conclusion": run.conclusion.upper() if run.conclusion else None,
        "title": run.title,
        "summary": run.summary,
        "text": run.text,
        "externalId": run.external_id,
        "detailsUrl": shape["details_url"],
        "url": shape["html_url"],
        "permalink": shape["html_url"],
        "startedAt": shape["started_at"],
        "completedAt": shape["completed_at"],
        "checkSuite": lambda: suite(call, run.suite),
        "annotations": connection(run.annotations, _annotation),
    }


def _annotation(item: JSON) -> JSON:
    start = {"line": item["start_line"], "column": item.get("start_column")}
    end = {"line": item["end_line"], "column": item.get("end_column")}
    return {
        "path": item["path"],
        "location": {"start": start, "end": end},
        "annotationLevel": item["annotation_level"].upper(),
        "message": item["message"],
        "title": item.get("title"),
        "rawDetails": item.get("raw_details"),
    }
