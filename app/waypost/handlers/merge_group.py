"""A merge queue tries a merge: the check run it waits for."""

from waypost import checks
from waypost.facts import MergeGroupFacts
from waypost.finding import Verdict
from waypost.handlers import rounds
from waypost.handlers.skips import remembered
from waypost.handlers.summaries import summary
from waypost.handlers.verdicts import annotations, conclusion, title
from waypost.outcome import CheckRun, Outcome


def decide(facts: MergeGroupFacts) -> Outcome:
    """The check run on the trial merge; its pull requests have their comments already."""
    return outcome(facts, verdict(facts))


def outcome(facts: MergeGroupFacts, found: Verdict) -> Outcome:
    """What a verdict, as `verdict` gives it, leads to."""
    run = CheckRun(
        head_sha=facts.head_sha,
        conclusion=conclusion(found),
        title=title(found, facts.change),
        summary=summary(found, facts.change, facts.handbook.problems),
        annotations=annotations(found),
    )
    talked = rounds.in_queue(facts.head_sha, facts.handbook.settings, facts.records)
    return Outcome(run, further_runs=(talked,) if talked else ())


def verdict(facts: MergeGroupFacts) -> Verdict:
    """All that the checks find, also what they only observe, but for what people let pass on the pull request."""
    return remembered(checks.run(facts.change, facts.handbook), facts.records)
