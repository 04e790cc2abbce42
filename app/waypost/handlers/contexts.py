"""The context of an issue or pull request, out of the templates that apply to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from waypost.facts import IssueFacts, PullRequestFacts
from waypost.handbook import Handbook
from waypost.rendering import Markdown, RenderingError, prose, render, render_within_bounds
from waypost.strategy.context import Context, context, speaks
from waypost.strategy.decisions import Decision
from waypost.strategy.map import Map
from waypost.strategy.templates import FIRST_TIME, Occasion, Template, applies
from waypost.strategy.ties import By, Move, Work

KNOWN = 10
"""Objectives named where an issue names one that is not on the map."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A move as templates see it; `words` are harmless already."""

    words: Markdown
    url: str
    day: date


@dataclass(frozen=True, slots=True)
class Record:
    """A decision as templates see it."""

    title: str
    date: date | None
    url: str


def section(facts: IssueFacts | PullRequestFacts) -> str | None:
    """The context in Markdown; None where there is nothing to say."""
    work, handbook = work_of(facts), facts.handbook
    found = context(work, handbook.map or Map(), handbook.decisions)
    telling = speaks(work, found)
    own = [template for template in handbook.templates if _applies(template, work, found, telling)]
    if not own:
        return render(_name(work), _variables(work, found, facts)) if telling else None
    return _own(own, _name(work), _variables(work, found, facts), telling)


def work_of(facts: IssueFacts | PullRequestFacts) -> Work:
    """What of the facts the map is concerned with."""
    pull = facts if isinstance(facts, PullRequestFacts) else None
    paths = [path for file in pull.change.files for path in (file.path, file.previous_path) if path] if pull else []
    return Work(
        repository=facts.repository,
        title=facts.title,
        body=facts.body,
        labels=facts.labels,
        association=facts.author_association,
        pull_request=pull is not None,
        draft=pull is not None and pull.draft,
        paths=tuple(dict.fromkeys(paths)),
        around=facts.around,
    )


def _applies(template: Template, work: Work, found: Context, telling: bool) -> bool:
    """Whether a template of the repository's applies; one without conditions only where there is something to say."""
    objective = found.objective
    lines = tuple(line.id for line in found.product_lines)
    occasion = Occasion(work, objective.id if objective else "", lines)
    return applies(template.when, occasion) and (telling or template.when.conditional) and not found.tie.none


def _own(templates: Iterable[Template], ours: str, variables: dict[str, object], telling: bool) -> str | None:
    """What the templates give, one after the other; where one is broken, ours instead, and why."""
    said: list[str] = []
    for template in templates:
        try:
            said.append(render_within_bounds(template.path, template.source, variables).strip())
        except RenderingError as error:
            words = {"place": f"{error.path}:{error.line}", "message": error.message}
            instead = render(ours, variables).strip() if telling else ""
            said += [part for part in (instead,) if part not in said]
            said.append(render("comments/template_failed.md.j2", words).strip())
    return "\n\n".join(filter(None, said)) or None


def _name(work: Work) -> str:
    """The template of ours for this work."""
    if work.pull_request:
        return "contexts/pull_request.md.j2"
    return "contexts/first-steps.md.j2" if work.association in FIRST_TIME else "contexts/issue.md.j2"


def _variables(work: Work, found: Context, facts: IssueFacts | PullRequestFacts) -> dict[str, object]:
    """What a context template may use, as `rendering.VARIABLES` describes it."""
    handbook, tie = facts.handbook, found.tie
    the_map = handbook.map or Map()
    suggested = tie.objective if tie.by is By.SUGGESTED else None
    records = tuple(_record(decision, facts.repository, handbook) for decision in found.decisions)
    return {
        "work": "pull request" if work.pull_request else "issue",
        "title": work.title,
        "type": work.type,
        "labels": work.labels,
        "first_time": work.association in FIRST_TIME,
        "objective": found.objective,
        "tied_by": tie.by.value,
        "via": tie.via,
        "suggested": suggested,
        "progress": found.progress,
        "product_lines": found.product_lines,
        "moved": tuple(_moved(move) for move in sorted(found.moves, key=lambda move: move.at, reverse=True)),
        "on_the_way": found.fellows,
        "decisions": records,
        "terms": found.terms,
        "asked": tie.asked if tie.by.explicit else "",
        "close": tie.close,
        "known": tuple(dict.fromkeys(objective.id for objective in the_map.objectives[:KNOWN])),
        "more": bool(found.objective and the_map.destination) or bool(records or found.terms),
        "destination": the_map.destination,
        "glossary": the_map.glossary,
    }


def _moved(move: Move) -> Moved:
    return Moved(prose(move.words), move.url, move.at.date())


def _record(decision: Decision, repository: str, handbook: Handbook) -> Record:
    home = handbook.map_home or repository
    return Record(decision.title, decision.date, f"/{home}/blob/HEAD/{quote(decision.path)}")
