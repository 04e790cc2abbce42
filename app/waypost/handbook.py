"""What a repository says about itself at one commit: settings, spec, map, notes, templates; immutable."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from waypost import settings
from waypost.change import MAX_FILE_BYTES, Change
from waypost.document import MAX_BYTES, Problem
from waypost.research import note
from waypost.research.note import Note
from waypost.settings import Settings, layered, read_settings
from waypost.strategy import decisions
from waypost.strategy import map as strategy_map
from waypost.strategy.decisions import Decision
from waypost.strategy.map import Map
from waypost.strategy.templates import SUFFIX, Template, over, read_templates
from waypost.telemetry import spec as telemetry_spec
from waypost.telemetry.spec import Spec

CONTEXTS = ".github/waypost/contexts"
MISNAMED = {
    ".github/waypost.yaml": settings.PATH,
    telemetry_spec.MISNAMED: telemetry_spec.PATH,
    "strategy/map.yaml": strategy_map.PATH,
}
"""Names under which these files are not read, which is told, and the right ones."""
FILES = (settings.PATH, telemetry_spec.PATH, strategy_map.PATH, *MISNAMED)
"""The files that make a handbook, each at a fixed place."""
FOLDERS = (note.FOLDER, CONTEXTS, strategy_map.FOLDER, decisions.FOLDER, telemetry_spec.FOLDER)
"""The folders that belong to it, read with all that is directly in them."""
ABOVE = sorted({str(above) for place in (*FILES, *FOLDERS) for above in PurePosixPath(place).parents[:-1]})
"""The folders on the way to them."""
PLACES = frozenset({*FILES, *FOLDERS, *ABOVE})
"""Where a link, or anything else that is not looked into, hides what should be there."""
WRITTEN = (".yml", ".yaml", ".md", SUFFIX)
"""How files in those folders end."""
A_LINK = "a symbolic link"
MAX_TOGETHER = 32_000_000
"""Bytes of all these files but the notes that are read; nobody writes as many."""
MAX_NOTES = 20_000
"""Notes of a handbook; whoever has more asks an index (`waypost.library`)."""


@dataclass(frozen=True, slots=True)
class Handbook:
    """All that Waypost goes by in one repository.

    `spec_files` and `map_files` are the texts of spec and map by path, for edits that keep their comments. `map_home`
    is the repository that the map and its decisions are in, where it is another one; `map_outside` says that the
    readers here are outsiders to it, who see what it marks as public. `templates` holds the context templates of the
    repository over those of its organisation. `notes_home` is the repository with research notes that the settings of
    the organisation name, empty where they name none. `problems` lists what could not be read and was
    therefore left out. `today` is the day on which it was read (UTC), as whoever read it says; None where nobody
    did, and then nothing is too old.
    """

    settings: Settings = field(default_factory=Settings)
    spec: Spec | None = None
    spec_files: Mapping[str, bytes] = field(default_factory=dict)
    map: Map | None = None
    map_files: Mapping[str, bytes] = field(default_factory=dict)
    map_home: str = ""
    map_outside: bool = False
    decisions: tuple[Decision, ...] = ()
    notes: tuple[Note, ...] = ()
    notes_home: str = ""
    templates: tuple[Template, ...] = ()
    problems: tuple[Problem, ...] = ()
    today: datetime.date | None = None
    notes_known: bool = True
    """Whether `notes` are all that a question may be about; else nothing is said of notes that are not among them."""


def belongs(path: str) -> bool:
    """Whether `path` is one of the files that make a handbook."""
    return path in FILES or path.rpartition("/")[0] in FOLDERS


def linked(path: str) -> Problem:
    """What is told of a file of the handbook, or a folder on the way to it, that is a symbolic link."""
    return Problem.at_line(path, 1, "Put here what it leads to: this is a symbolic link, and none is followed.")


def unfit(path: str, reason: str) -> Problem | None:
    """What is told of something that stands in a file's or folder's place and is not read; None for other places."""
    is_file = path in FILES or (path.rpartition("/")[0] in FOLDERS and path.endswith(WRITTEN))
    if not is_file and path not in PLACES:
        return None
    if reason == A_LINK:
        return linked(path)
    if reason.startswith("larger than "):
        return Problem.at_line(path, 1, f"Split this file: it is {reason}, and is not read.")
    return Problem.at_line(path, 1, f"Put a {'file' if is_file else 'folder'} of text here: this is {reason}.")


def limit(path: str) -> int:
    """How many bytes of a file are read: a spec or a map may be larger than code and notes that people write."""
    return MAX_BYTES if belongs(path) and path.rpartition("/")[0] != note.FOLDER else MAX_FILE_BYTES


def build(
    files: Mapping[str, bytes],
    organisation: Mapping[str, bytes] | None = None,
    today: datetime.date | None = None,
) -> Handbook:
    """The handbook out of the files of a repository and of its organisation's `.github` repository.

    Both map paths to contents; what is missing is simply not there. Never raises on bad content.
    """
    own, settings_problems = read_settings(files.get(settings.PATH))
    general, _ = read_settings((organisation or {}).get(settings.PATH))
    spec_files = {path: text for path, text in files.items() if telemetry_spec.is_spec(path)}
    spec, spec_problems = telemetry_spec.read_specs(spec_files)
    map_files = {path: text for path, text in files.items() if strategy_map.belongs(path)}
    the_map, map_problems = strategy_map.read_map(map_files)
    templates, template_problems = _templates(files)
    chosen = layered(own, general)
    notes, note_problems = note.read_notes(_notes(files, chosen))
    return Handbook(
        settings=chosen,
        spec=spec,
        spec_files=spec_files,
        map=the_map,
        map_files=map_files,
        notes=notes,
        notes_home=home if isinstance(home := general.research.repository, str) else "",
        decisions=decisions.read_decisions(_folder(files, decisions.FOLDER)),
        templates=over(templates, _templates(organisation or {})[0]),
        problems=(
            *_misnamed(files),
            *settings_problems,
            *spec_problems,
            *map_problems,
            *note_problems,
            *template_problems,
        ),
        today=today,
    )


def _misnamed(files: Mapping[str, bytes]) -> Iterator[Problem]:
    for path, right in MISNAMED.items():
        yield from telemetry_spec.misnamed(files, path, right)


def problems_in(path: str, text: bytes) -> tuple[Problem, ...]:
    """What is wrong in one file that belongs to a handbook, or in a note wherever it is."""
    if path in FILES or path.rpartition("/")[0] in FOLDERS[1:]:
        return build({path: text}).problems
    return note.read_notes(((path, text),))[1]


def map_after(change: Change, handbook: Handbook) -> dict[str, bytes]:
    """The texts of the map as the change leaves them."""
    gone = {path for file in change.files for path in (file.path, file.previous_path) if path}
    kept = {path: text for path, text in handbook.map_files.items() if path not in gone}
    new = {file.path: file.text for file in change.files if file.text is not None and strategy_map.belongs(file.path)}
    return kept | new


def _templates(files: Mapping[str, bytes]) -> tuple[tuple[Template, ...], tuple[Problem, ...]]:
    inside = [(path, text.decode("utf-8", "replace")) for path, text in _folder(files, CONTEXTS)]
    return read_templates((path, text) for path, text in inside if path.endswith(SUFFIX))


def _notes(files: Mapping[str, bytes], chosen: Settings) -> tuple[tuple[str, bytes], ...]:
    found = sorted((path, text) for path, text in files.items() if note.is_note(path, chosen.notes))
    return tuple(found[:MAX_NOTES])


def _folder(files: Mapping[str, bytes], folder: str) -> tuple[tuple[str, bytes], ...]:
    return tuple(sorted((path, text) for path, text in files.items() if path.rpartition("/")[0] == folder))
