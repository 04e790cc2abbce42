"""An issue was opened or edited: the context that its author may want to have."""

from waypost.facts import IssueFacts
from waypost.handlers import answers, contexts
from waypost.handlers.conversation import Part, compose
from waypost.outcome import Comment, Outcome
from waypost.rendering import render
from waypost.research.links import Link, links

SHOWN = 3
"""Notes shown at first sight; the others are folded."""


def decide(facts: IssueFacts) -> Outcome:
    """The context as a comment, if the issue is tied to an objective or names a research note; else nothing is said.

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
    return {Part.CONTEXT: contexts.section(facts), Part.RESEARCH: _research(facts)}


def _research(facts: IssueFacts) -> str | None:
    """The research notes that the issue names."""
    handbook = facts.handbook
    named = links(facts.body, facts.repository, handbook.notes, handbook.problems)
    return render("contexts/research.md.j2", {"links": named, "more": _further(named)}) if named else None


def _further(named: tuple[Link, ...]) -> bool:
    """Whether the notes hold more than is shown at first sight."""
    found = [link.note for link in named if link.note]
    return bool(found[SHOWN:]) or any(note.findings[1:] for note in found)
