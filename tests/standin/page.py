"""Conversations and check runs as people see them on GitHub."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import jinja2
import nh3
import pygit2
from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from tests.standin import checking
from tests.standin.entities import CheckRun, Issue, Repository
from tests.standin.state import State

_PATH = re.compile(r"/_page/(?P<name>[^/]+/[^/]+)(?:/(?P<kind>issues|pull|blob|runs)/(?P<rest>.+))?/?")
_TASK = re.compile(r"<li>(<p>)?\[([ xX])\] ")
_STATES = {"success": "passed", "failure": "failed", "neutral": "neutral", None: "running"}


def show(state: State, path: str) -> Response:
    """The page at a path under `/_page/`: a repository, a conversation, a file, or what there is."""
    match = _PATH.fullmatch(path)
    repository = state.repositories.get(match["name"].lower()) if match else None
    if match is None or repository is None:
        return _page("index.html", repositories=list(state.repositories.values()))
    if match["kind"] == "blob":
        return _file(repository, match["rest"])
    if match["kind"] in ("issues", "pull"):
        return _conversation(repository, match["rest"])
    return _page("repository.html", repository=repository, issues=list(repository.issues.values())[::-1])


def _conversation(repository: Repository, number: str) -> Response:
    issue = repository.issues.get(int(number)) if number.isdecimal() else None
    if issue is None:
        return HTMLResponse("No such conversation.", 404)
    return _page("conversation.html", repository=repository, issue=issue, runs=_runs(issue))


def _runs(issue: Issue) -> list[CheckRun]:
    if issue.pull is None:
        return []
    sha = issue.pull.head_sha
    return checking.latest([run for run in issue.repository.check_runs if run.suite.head_sha == sha])


def _file(repository: Repository, rest: str) -> Response:
    ref, _, path = rest.partition("/")
    commit = repository.git.resolve(ref)
    found = repository.git.at(commit, path) if commit else None
    if not isinstance(found, pygit2.Blob):
        return HTMLResponse("No such file.", 404)
    lines = found.data.decode("utf-8", "replace").splitlines()
    return _page("file.html", repository=repository, path=path, lines=lines)


def _page(template: str, **facts: object) -> Response:
    return HTMLResponse(_templates().get_template(template).render(root="/_page", **facts))


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "pages")
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"markdown": rendered, "when": lambda moment: f"{moment:%d %b %Y, %H:%M} UTC"}
    environment.globals |= {"line_of": _line_of, "verdict": lambda run: _STATES.get(run.conclusion, run.conclusion)}
    return environment


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True, "breaks": True}).enable(["table", "strikethrough"])


def rendered(text: str | None) -> Markup:
    """A comment's Markdown as GitHub shows it: tables, task lists and details, nothing that could run."""
    html = nh3.clean(_markdown().render(text or ""), link_rel="nofollow noopener")
    # What is a path on GitHub's own host is one of our pages.
    return Markup(_TASK.sub(_checkbox, html.replace('href="/', 'href="/_page/')))


def _checkbox(match: re.Match[str]) -> str:
    checked = " checked" if match[2] in "xX" else ""
    return f'<li class="task">{match[1] or ""}<input type="checkbox" disabled{checked}> '


def _line_of(run: CheckRun, path: str, line: int) -> str:
    blob = run.suite.repository.git.at(run.suite.head_sha, path)
    lines = blob.data.decode("utf-8", "replace").splitlines() if isinstance(blob, pygit2.Blob) else []
    return lines[line - 1] if 0 < line <= len(lines) else ""
