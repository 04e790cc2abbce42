"""The telemetry spec of a repository: `telemetry/spec.yml`, or a folder of such files, read as far as they can be."""

import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, TypeAlias

from msgspec import UNSET
from msgspec.structs import replace

from waypost.change import Change
from waypost.document import Problem, read
from waypost.document.quoting import code
from waypost.document.tree import Place
from waypost.finding import Span
from waypost.telemetry.casing import words
from waypost.telemetry.convention_faults import faults
from waypost.telemetry.shape import Convention, Event, Property, Slot, Spec, lineage
from waypost.telemetry.spec_text import outlined

__all__ = [
    "FOLDER",
    "PATH",
    "Convention",
    "Event",
    "Property",
    "Slot",
    "Spec",
    "files_after",
    "home",
    "is_spec",
    "place",
    "read_spec",
    "read_specs",
]

PATH = "telemetry/spec.yml"
MISNAMED = "telemetry/spec.yaml"
"""Where people put it who are used to the other ending; it is told, and not read."""
FOLDER = "telemetry/spec"
MAX_FAULTS = 200
"""Faults beyond a file's shape that are told; nobody reads more at once."""

Fault: TypeAlias = tuple[str, Place, str]
"""File, place in it, and how to mend it."""


def is_spec(path: str) -> bool:
    """Whether a file of this path is (a part of) the spec."""
    return path == PATH or (path.rpartition("/")[0] == FOLDER and path.endswith((".yml", ".yaml")))


def read_spec(text: bytes | None, path: str = PATH) -> tuple[Spec | None, tuple[Problem, ...]]:
    """The spec in one file's text, keeping what can be kept, with its problems; no file is no spec."""
    return _together({} if text is None else {path: text})


def read_specs(files: Mapping[str, bytes]) -> tuple[Spec | None, tuple[Problem, ...]]:
    """The spec that the files with a spec's path make together, and what is wrong in them, in order of place."""
    spec, problems = _together({path: text for path, text in files.items() if is_spec(path)})
    return spec, (*misnamed(files, MISNAMED, PATH), *problems)


def misnamed(files: Container[str], path: str, right: str) -> tuple[Problem, ...]:
    """The problem of a file that is there under a name by which nobody looks for it."""
    message = f"Call this file {code(right)}: under the name it has it is not read."
    return (Problem.at_line(path, 1, message),) if path in files else ()


def _together(files: Mapping[str, bytes]) -> tuple[Spec | None, tuple[Problem, ...]]:
    return _read(tuple(sorted(files.items())))


@lru_cache(maxsize=4)
def _read(parts: tuple[tuple[str, bytes], ...]) -> tuple[Spec | None, tuple[Problem, ...]]:
    """Kept, since several checks look at what one change makes of a spec."""
    files = dict(parts)
    whole = _Whole()
    problems: list[Problem] = []
    for path, text in parts:
        part, wrong = read(path, text, Spec)
        problems += wrong
        if part is not None:
            whole.add(path, part)
    if not whole.paths:
        return None, tuple(problems)
    spec, faults = whole.settled()
    return spec, tuple(sorted((*problems, *_placed(files, faults))))


def place(files: Mapping[str, bytes], name: str) -> tuple[str, Span] | None:
    """File and place of an event's entry; None where it has none."""
    for path in sorted(filter(is_spec, files)):
        tree, names = outlined(files[path])
        if tree is not None and name in names:
            return path, tree.span(("events", name))
    return None


def files_after(files: Mapping[str, bytes], change: Change) -> dict[str, bytes]:
    """The files of a spec as a change leaves them."""
    moved = {file.previous_path for file in change.files if file.status == "renamed"}
    gone = moved | {file.path for file in change.files if file.status == "removed"}
    edited = {file.path: file.text for file in change.files if is_spec(file.path) and file.text is not None}
    return {path: text for path, text in files.items() if path not in gone} | edited


def home(files: Mapping[str, bytes], name: str) -> str:
    """The file to put a new event into: of several the one whose events' names have the most in common with it."""
    paths = sorted(filter(is_spec, files))
    if len(paths) < 2:
        return paths[0] if paths else PATH
    first = "".join(words(name)[:1])
    return max(paths, key=lambda path: ((kin := _kin(files[path]))[first], kin.total()))


@lru_cache(maxsize=500)
def _kin(text: bytes) -> Counter[str]:
    """How many events of a file begin with each word."""
    return Counter("".join(words(name)[:1]) for name in outlined(text)[1])


def _placed(files: Mapping[str, bytes], faults: Iterable[Fault]) -> Iterator[Problem]:
    """The faults with their places, for which a text is read once more: a spec without any is read only once."""
    by_file: dict[str, list[tuple[Place, str]]] = {}
    for path, where, message in islice(faults, MAX_FAULTS):
        by_file.setdefault(path, []).append((where, message))
    for path, found in by_file.items():
        tree, _ = outlined(files[path])
        if tree is not None:
            yield from (Problem(path, tree.span(where), message) for where, message in found)


@dataclass
class _Whole:
    """The parts of a spec, put together one after the other."""

    paths: list[str] = field(default_factory=list)
    convention: tuple[str, Convention] | None = None
    events: dict[str, Event] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    legacy: dict[str, None] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add(self, path: str, part: Spec) -> None:
        self.paths.append(path)
        self.legacy.update(dict.fromkeys(part.legacy))
        if part.convention != Convention():
            self._convene(path, part.convention)
        for name, event in part.events.items():
            if (home := self.homes.setdefault(name, path)) != path:
                message = f"{code(name)} is in {code(home)}, too. Keep one of them."
                self.faults.append((path, ("events", name), message))
            else:
                self.events[name] = event

    def _convene(self, path: str, convention: Convention) -> None:
        wrong = [(path, ("convention", *where), message) for where, message in faults(convention)]
        self.faults += wrong
        if self.convention is not None:
            first = code(self.convention[0])
            self.faults.append((path, ("convention",), f"There is a convention in {first}, too. Keep one of them."))
        elif not wrong:
            self.convention = path, convention

    def settled(self) -> tuple[Spec, list[Fault]]:
        """The spec without what cannot be, and all faults."""
        found = [*_enum_faults(self.events), *lineage(self.events).faults()]
        for where, _ in sorted(found, key=lambda fault: _index(fault[0]), reverse=True):
            self.events[str(where[1])] = _without(self.events[str(where[1])], where[2:])
        faults = self.faults + [(self.homes[str(where[1])], where, message) for where, message in found]
        convention = self.convention[1] if self.convention else Convention()
        return Spec(convention=convention, events=self.events, legacy=tuple(self.legacy)), faults


def _index(where: Place) -> int:
    return where[-1] if isinstance(where[-1], int) else -1


def _without(event: Event, where: Place) -> Event:
    """The event without what stands at `where` in it."""
    if where == ("replacement",):
        return replace(event, replacement=UNSET)
    if where[0] == "aliases":
        return replace(event, aliases=tuple(alias for index, alias in enumerate(event.aliases) if index != where[1]))
    name = str(where[1])
    properties = {**event.properties, name: replace(event.properties[name], enum=())}
    return replace(event, properties=properties)


def _enum_faults(events: Mapping[str, Event]) -> Iterator[tuple[Place, str]]:
    """Listed values that are not of the property's type."""
    for event, it in events.items():
        for name, prop in it.properties.items():
            odd = [value for value in prop.enum if not prop.accepts(kind_of(value))]
            if odd:
                wanted = " or ".join(sorted(prop.types))
                message = f"{code(json.dumps(odd[0]))} is not of type {wanted}. Change the one or the other."
                yield ("events", event, "properties", name, "enum"), message


_KINDS: dict[type, str] = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null"}


def kind_of(value: Any) -> str:
    """The JSON type of a plain value."""
    return _KINDS.get(type(value), "any")
