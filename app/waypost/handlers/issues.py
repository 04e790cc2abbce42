"""An issue was opened or edited: the context that its author may want to have."""

from waypost.facts import IssueFacts
from waypost.handbook import CONTEXTS
from waypost.handlers import answers
from waypost.handlers.conversation import Part, compose
from waypost.outcome import Comment, Outcome
from waypost.rendering import RenderingError, render, render_within_bounds
from waypost.research.links import Link, links
from waypost.strategy.context import Context, context
from waypost.strategy.map import Map

TEMPLATE = "issue.md.j2"
KNOWN = 10
"""Objectives named where an issue names one that is not on the map."""
SHOWN = 3
"""Notes shown at first sight; the others are folded."""


def decide(facts: IssueFacts) -> Outcome:
    """The context as a comment, if the issue names an objective or a research note; else nothing is said.

    On a closed issue all stays as it is: nobody wants a comment on work that is over.
    """
    said = answers.replies(facts.talk.commands)
    reactions = answers.reactions(facts.talk.commands, said)
    if facts.closed:
        return Outcome(reactions=reactions, number=facts.number)
    told = {Part.ANSWERS: answers.section(facts.talk.commands, said), **parts(facts)}
    return Outcome(comment=Comment(facts.number, compose(told)), reactions=reactions, number=facts.number)


def parts(facts: IssueFacts) -> dict[Part, str | None]:
    """All that is to be said on the issue."""
    return {Part.CONTEXT: _context(facts)}


def _context(facts: IssueFacts) -> str | None:
    """The objective and the research notes that the issue names."""
    handbook = facts.handbook
    about = context(facts.body, handbook.map)
    named = links(facts.body, facts.repository, handbook.notes, handbook.problems)
    return _rendered(facts, about, named) if about or named else None


def _rendered(facts: IssueFacts, about: Context | None, named: tuple[Link, ...]) -> str | None:
    """The context out of the repository's own template, or out of ours where it has none or its own is broken."""
    variables = _variables(facts, about, named)
    own = facts.handbook.templates.get(TEMPLATE)
    if own is None:
        return render(f"contexts/{TEMPLATE}", variables)
    path = f"{CONTEXTS}/{TEMPLATE}"
    try:
        return render_within_bounds(path, own, variables).strip() or None
    except RenderingError as error:
        words = {"place": f"{path}:{error.line}", "message": error.message}
        return render(f"contexts/{TEMPLATE}", variables) + "\n" + render("comments/template_failed.md.j2", words)


def _variables(facts: IssueFacts, about: Context | None, named: tuple[Link, ...]) -> dict[str, object]:
    """What a context template may use, as `rendering.VARIABLES` describes it."""
    the_map = facts.handbook.map or Map()
    about = about or Context("")
    return {
        "objective": about.objective,
        "progress": about.progress,
        "product_lines": about.product_lines,
        "asked": about.asked,
        "close": about.close,
        "known": tuple(objective.id for objective in the_map.objectives[:KNOWN]),
        "links": named,
        "more": bool(about.objective and the_map.destination) or _further(named),
        "destination": the_map.destination,
        "glossary": the_map.glossary,
    }


def _further(named: tuple[Link, ...]) -> bool:
    """Whether the notes hold more than is shown at first sight."""
    found = [link.note for link in named if link.note]
    return bool(found[SHOWN:]) or any(note.findings[1:] for note in found)
