"""Waypost itself failed: the check run that says so and holds nobody up."""

from waypost.outcome import CHECK_RUN_NAME, CheckRun
from waypost.rendering import render


def check_run(head_sha: str, delivery: str, name: str = CHECK_RUN_NAME) -> CheckRun:
    """A neutral check run on `head_sha`, with the delivery's id so that the fault can be found in the log."""
    words = render("check_runs/fault.md.j2", {"delivery": delivery})
    return CheckRun(head_sha, "neutral", "Waypost could not look at this", words, name=name)
