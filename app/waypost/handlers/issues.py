"""An issue was opened or edited: the context that its author may want to have."""

from waypost.facts import IssueFacts
from waypost.handlers import answers, contexts, outcomes, research
from waypost.handlers.conversation import Part, compose
from waypost.handlers.research import Known
from waypost.outcome import Comment, Outcome


def decide(facts: IssueFacts) -> Outcome:
    """The context as a comment, if the issue is tied to an objective or research helps; else nothing is said.

    On a closed issue all stays as it is: nobody wants a comment on work that is over.
    """
    found = research.known(facts)
    said = answers.replies(facts.talk.commands, {**research.replies(facts, found), **outcomes.replies(facts)})
    reactions = answers.reactions(facts.talk.commands, said)
    if facts.closed:
        return Outcome(reactions=reactions, records=tuple(research.thumbs(facts)), number=facts.number)
    told = {Part.ANSWERS: answers.section(facts.talk.commands, said), **parts(facts, found)}
    return Outcome(
        comment=Comment(facts.number, compose(told)),
        reactions=reactions,
        records=tuple(research.records(facts, found)),
        number=facts.number,
        poll_until=research.poll_until(facts, found),
    )


def parts(facts: IssueFacts, found: Known) -> dict[Part, str | None]:
    """All that is to be said on the issue."""
    return {Part.CONTEXT: contexts.section(facts), Part.RESEARCH: research.section(facts, found)}
