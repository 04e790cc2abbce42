"""Research notes that are kept in another repository: those of a checkout, and what is said where there is none."""

import sys
from dataclasses import replace
from pathlib import Path

from waypost.change import Change
from waypost.checkout.git import CheckoutError, open_repository
from waypost.checkout.notes import note_files
from waypost.checkout.standing import full_name
from waypost.cli.problem import UsageProblem
from waypost.cli.where import Kept
from waypost.handbook import Handbook
from waypost.output.text import plain
from waypost.research.note import is_note, read_notes
from waypost.settings import Settings


def away(settings: Settings, repo: Path) -> str:
    """The repository that the settings name for notes, where that is not the one that `repo` is in; else empty."""
    named = settings.research.repository
    if not isinstance(named, str) or not named:
        return ""
    return "" if named.lower() == full_name(repo).lower() else named


def unknown(home: str) -> str:
    """What is said where notes are elsewhere and nobody told where."""
    return (
        f"{home} is not looked at: `research.repository` names it, and nothing is fetched."
        " Give a checkout of it with `--notes PATH`."
    )


def hidden(given: Kept) -> str:
    """What is said where notes must not be shown."""
    return (
        f"Nothing is shown of the notes in {given.path}: more people can read this than a {given.visibility}"
        " repository. Where that repository is open to them, say so with `--notes-visibility`."
    )


def tell(words: str) -> None:
    """Say it once, beside the output."""
    if words:
        print(plain(words), file=sys.stderr)


def files(path: Path, folders: tuple[str, ...]) -> dict[str, bytes]:
    """The notes of a checkout as they are in its working tree. Raises UsageProblem."""
    try:
        return dict(note_files(open_repository(path), folders))
    except CheckoutError as error:
        raise UsageProblem(f"`--notes`: {error}") from error


def joined(handbook: Handbook, change: Change, repo: Path, given: Kept) -> tuple[Handbook, str]:
    """The handbook with the notes that are kept elsewhere, for a change that touches some; and what is to be said.

    Of notes that nobody told us of, or that are not for these readers, nothing is said: not even that one is missing.
    Raises UsageProblem.
    """
    folders = handbook.settings.notes
    touched = any(is_note(path, folders) for file in change.files for path in (file.path, file.previous_path) if path)
    home = away(handbook.settings, repo)
    if not touched or not (home or given.path):
        return handbook, ""
    if given.path is None or given.hidden:
        return replace(handbook, notes_known=False), hidden(given) if given.path else unknown(home)
    notes, _ = read_notes(tuple(files(given.path, folders).items()))
    return replace(handbook, notes=(*notes, *handbook.notes)), ""
