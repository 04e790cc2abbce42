"""The record of a decision, offered once the change is merged."""

import re

from waypost.facts import PullRequestFacts
from waypost.handlers.rounds.change import Change
from waypost.handlers.rounds.shown import SHOWN, TEXT, concern_words, reasons, voices_words
from waypost.outcome import Proposal
from waypost.rendering import Markdown, code, render
from waypost.strategy.decisions import FOLDER as DECISIONS
from waypost.strategy.rounds import Round, State, turns


def proposal(facts: PullRequestFacts, found: State, it: Round, change: Change) -> Proposal:
    """The decision record, offered as a pull request once the change is merged."""
    taken = [int(found_[1]) for one in facts.handbook.decisions if (found_ := re.search(r"/(\d{1,6})[^/]*$", one.path))]
    number = max(taken, default=0) + 1
    slug = re.sub(r"[^a-z0-9]+", "-", facts.title.lower()).strip("-")[:60].strip("-") or "decision"
    day = facts.talk.now
    words = {
        "number": number,
        "title": facts.title,
        "date": f"{day:%Y-%m-%d}",
        "pull": facts.number,
        "decided_by": facts.merged_by or facts.author,
        "moved": [Markdown(shift.words) for shift in change.moved[: 5 * SHOWN]],
        "files": [code(file.path, 200) for file in change.files[:SHOWN]],
        "reasons": reasons(facts.body),
        "support": [{"author": v.author, "text": v.text[:TEXT]} for v in found.voices if v.way == "support"][:100],
        "voices": list(voices_words(found.voices)),
        "concerns": list(map(concern_words, found.concerns[:100])),
        "turns": [f"{since:%Y-%m-%d}" for since in turns(it)],
        "silent": found.waiting[:100],
    }
    text = render("comments/decision.md.j2", words)
    return Proposal(
        branch=f"waypost/decision-{facts.number}",
        title=f"Record the decision of #{facts.number}",
        body=render("comments/decision_offer.md.j2", {"pull": facts.number, "number": number}),
        message=f"Record the decision of #{facts.number}",
        files={f"{DECISIONS}/{number:04d}-{slug}.md": text},
    )
