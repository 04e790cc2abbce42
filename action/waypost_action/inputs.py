"""What the workflow asks for: inputs and event, as the runner hands them over."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from waypost.cli.where import READERS, Kept, readers_of
from waypost_action.event import Revisions, about_issue, revisions


class InputError(Exception):
    """An input is not usable; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that one run goes by."""

    repository: Path
    workspace: Path
    revisions: Revisions
    sarif: Path
    annotations: bool
    issue: dict[str, Any] | None = None
    """The event, where it is about an issue."""
    name: str = ""
    """The repository, as in `acme/shop`."""
    kept: Kept = field(default_factory=Kept)
    """Where research notes are that are kept in another repository."""


def read(environment: Mapping[str, str]) -> Inputs:
    """The inputs out of a runner's environment. Raises InputError."""
    workspace = Path(environment["GITHUB_WORKSPACE"])
    event = _event(environment)
    kind = environment.get("GITHUB_EVENT_NAME", "")
    said = revisions(kind, event)
    return Inputs(
        repository=workspace / environment.get("WAYPOST_WORKING_DIRECTORY", "."),
        workspace=workspace,
        revisions=Revisions(
            environment.get("WAYPOST_BASE") or said.base, environment.get("WAYPOST_HEAD") or said.head, said.hint
        ),
        sarif=Path(environment.get("WAYPOST_SARIF_FILE") or _new_file(environment["RUNNER_TEMP"])),
        annotations=_yes("annotations", environment.get("WAYPOST_ANNOTATIONS", "true")),
        issue=event if about_issue(kind, event) else None,
        name=environment.get("GITHUB_REPOSITORY", ""),
        kept=_kept(workspace, environment),
    )


def _kept(workspace: Path, environment: Mapping[str, str]) -> Kept:
    given, visibility = environment.get("WAYPOST_NOTES", ""), environment.get("WAYPOST_NOTES_VISIBILITY") or "private"
    if visibility not in READERS:
        raise InputError(f"The input `notes-visibility` is none of {', '.join(READERS)}. Write one of them.")
    place = workspace / given if given else None
    if place is not None and not place.resolve().is_relative_to(workspace.resolve()):
        raise InputError("The input `notes` leads out of the workspace. Check that repository out below it.")
    return Kept(place, visibility, readers_of(environment))


def _new_file(folder: str) -> Path:
    """A job may use the Action more than once."""
    return Path(folder, f"waypost-{secrets.token_hex(8)}.sarif")


def _event(environment: Mapping[str, str]) -> dict[str, Any]:
    path = environment.get("GITHUB_EVENT_PATH")
    event: dict[str, Any] = json.loads(Path(path).read_bytes()) if path and Path(path).exists() else {}
    return event


def _yes(name: str, value: str) -> bool:
    if value not in ("true", "false"):
        raise InputError(f"The input `{name}` is neither `true` nor `false`. Write one of them.")
    return value == "true"
