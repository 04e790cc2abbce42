"""What the App must be allowed, and told, to do its work: the one list that setup, doctor and documentation share."""

PERMISSIONS = {
    "checks": "write",
    "contents": "write",
    "issues": "write",
    "merge_queues": "read",
    "metadata": "read",
    "pull_requests": "write",
}
"""Repository permissions by GitHub's names. `merge_queues` lets `merge_group` through.

Beyond these, the organisation permission `members: read` lets feedback rounds tell who answers for which team.
"""
EVENTS = ("check_run", "issue_comment", "issues", "merge_group", "pull_request", "push")
"""Webhook events to subscribe to; installation events come anyway."""

_LEVELS = {"read": 1, "write": 2, "admin": 3}


def missing_permissions(granted: dict[str, str]) -> tuple[str, ...]:
    """The permissions that are not granted far enough, as GitHub's settings page words them: `Checks: write`."""
    return tuple(
        f"{name.replace('_', ' ').capitalize()}: {level}"
        for name, level in PERMISSIONS.items()
        if _LEVELS.get(granted.get(name, ""), 0) < _LEVELS[level]
    )


def missing_events(subscribed: list[str]) -> tuple[str, ...]:
    """The events the App is not subscribed to, as GitHub's settings page words them: `Pull request`."""
    return tuple(name.replace("_", " ").capitalize() for name in EVENTS if name not in subscribed)
