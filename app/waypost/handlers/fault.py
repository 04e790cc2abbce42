"""Waypost itself failed: the check run that says so and holds nobody up."""

from waypost.outcome import CheckRun, Outcome
from waypost.rendering import render


def outcome(head_sha: str, delivery: str) -> Outcome:
    """A neutral check run on `head_sha`, with the delivery's id so that the fault can be found in the log."""
    words = render("check_runs/fault.md.j2", {"delivery": delivery})
    return Outcome(CheckRun(head_sha, "neutral", "Waypost could not look at this", words))
