"""What the event that started a workflow says about the change to look at."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Revisions:
    """Base and head; None leaves the choice to the checkout. `hint` says how to get a head that is missing."""

    base: str | None
    head: str
    hint: str = ""


def revisions(name: str, event: dict[str, Any]) -> Revisions:
    """The revisions of the event `name` with the payload `event`.

    An event with a pull request means that pull request; a merge queue's group and a push say it themselves; others
    mean what is checked out.
    """
    if pull := event.get("pull_request"):
        return Revisions(pull["base"]["sha"], pull["head"]["sha"], _fork_hint(name, pull["number"]))
    if group := event.get("merge_group"):
        return Revisions(group["base_sha"], group["head_sha"])
    if name == "push" and event.get("after", "").strip("0"):
        return Revisions(_before(event), event["after"])
    return Revisions(None, "HEAD")


def _before(event: dict[str, Any]) -> str | None:
    """Where a pushed branch was before: nowhere if it is new, and out of reach after a forced push."""
    before = str(event.get("before", ""))
    return before if before.strip("0") and not event.get("forced") else None


def _fork_hint(name: str, number: int) -> str:
    """pull_request_target checks the base out, so that the pull request's commits have to be fetched as data."""
    if name == "pull_request":
        return ""
    fetch = f"git fetch origin pull/{int(number)}/head"
    return f" On `{name}` also run `{fetch}` in a step before this one; nothing of it is run."


def about_issue(name: str, event: dict[str, Any]) -> bool:
    """Whether the event is about an issue, so that its context is what is wanted; a pull request's comments are not."""
    found = event.get("issue")
    return name in ("issues", "issue_comment") and isinstance(found, dict) and "pull_request" not in found
