"""What GitHub does with a check run, whether it comes over REST or GraphQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.standin import suites
from tests.standin.call import Refusal
from tests.standin.entities import JSON, App, CheckRun, Repository
from tests.standin.state import State

MAX_ANNOTATIONS = 50
MAX_TEXT = 65_535
MAX_ACTIONS = 3
_ACTION = {"label": 20, "description": 40, "identifier": 20}


def create(state: State, repository: Repository, app: App, data: JSON) -> CheckRun:
    """Make a check run out of REST's fields; 422 for what GitHub refuses."""
    _check(data)
    suite = suites.suite_for(state, repository, app, data["head_sha"])
    now = state.now()
    run = CheckRun(state.next_id(), suite, data["name"], "queued", None, now, None, None, None)
    suite.runs.append(run)
    _apply(state, run, data)
    suites.check_run_event(state, run, "created", app.bot)
    _concluded(state, run, before=None)
    return run


def update(state: State, run: CheckRun, data: JSON) -> None:
    """Change a check run by REST's fields; 422 for what GitHub refuses."""
    _check(data)
    before = run.conclusion
    _apply(state, run, data)
    _concluded(state, run, before)


def _concluded(state: State, run: CheckRun, before: str | None) -> None:
    if run.conclusion and run.conclusion != before:
        suites.check_run_event(state, run, "completed", run.suite.app.bot)


def _check(data: JSON) -> None:
    if data.get("status") == "completed" and data.get("conclusion") is None:
        _refuse('Must provide a conclusion when status is "completed".')
    output = data.get("output") or {}
    for name in ("summary", "text"):
        if len(output.get(name) or "") > MAX_TEXT:
            _refuse(f"Output {name} exceeds a maximum length of {MAX_TEXT} characters")
    annotations = output.get("annotations") or []
    if len(annotations) > MAX_ANNOTATIONS:
        _refuse(f"No more than {MAX_ANNOTATIONS} annotations per request are allowed")
    for annotation in annotations:
        _check_annotation(annotation)
    _check_actions(data.get("actions") or [])


def _check_annotation(annotation: JSON) -> None:
    start, end = annotation["start_line"], annotation["end_line"]
    columns = [annotation[name] for name in ("start_column", "end_column") if annotation.get(name) is not None]
    if columns and start != end:
        _refuse("start_column and end_column are only allowed when start_line and end_line are equal")
    if end < start or (len(columns) == 2 and columns[1] < columns[0]):
        _refuse("an annotation can not end before it starts")
    if start < 0 or not annotation["path"] or annotation["path"].startswith("/"):
        _refuse("annotation path and lines must lie in the repository")
    if len(annotation.get("message", "").encode()) > 64 * 1024:
        _refuse("annotation message exceeds 64 KB")
    if len(annotation.get("title") or "") > 255:
        _refuse("annotation title exceeds 255 characters")


def _check_actions(actions: list[JSON]) -> None:
    if len(actions) > MAX_ACTIONS:
        _refuse(f"No more than {MAX_ACTIONS} actions are allowed")
    for action in actions:
        for name, limit in _ACTION.items():
            if len(action[name]) > limit:
                _refuse(f"action {name} exceeds {limit} characters")


def _refuse(why: str) -> None:
    raise Refusal(422, f"Invalid request.\n\n{why}", [why])


def _apply(state: State, run: CheckRun, data: JSON) -> None:
    for name in ("name", "external_id", "details_url", "status"):
        if data.get(name) is not None:
            setattr(run, name, data[name])
    if data.get("started_at"):
        run.started = _moment(data["started_at"])
    if data.get("conclusion") is not None:
        run.status, run.conclusion = "completed", data["conclusion"]
        run.completed = _moment(data["completed_at"]) if data.get("completed_at") else state.now()
    elif data.get("status") is not None:
        run.conclusion, run.completed = None, None
    _apply_output(run, data.get("output") or {})
    run.actions = data.get("actions", run.actions)
    run.suite.updated = state.now()


def _apply_output(run: CheckRun, output: JSON) -> None:
    for name in ("title", "summary", "text"):
        if output.get(name) is not None:
            setattr(run, name, output[name])
    run.annotations.extend(output.get("annotations") or [])


def _moment(text: Any) -> datetime:
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except ValueError as error:
        raise Refusal(422, f"Invalid request.\n\n{text} is not a valid date-time.") from error


def latest(runs: list[CheckRun]) -> list[CheckRun]:
    """The newest run of each name and suite."""
    newest = {(run.suite.id, run.name): run for run in sorted(runs, key=lambda run: run.id)}
    return list(newest.values())
