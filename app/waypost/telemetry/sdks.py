"""Which calls send a tracked event: the SDKs of `sdks.yml` and the wrappers a team declares."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

import msgspec
import re2  # type: ignore[import-untyped]
from ruamel.yaml import YAML

from waypost.telemetry.casing import words


class DeclaredCall(Protocol):
    """A wrapper declared in the settings: `call` as it is written, then position or keyword of name and properties."""

    @property
    def call(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> int | str: ...  # noqa: D102
    @property
    def properties(self) -> int | str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a call a value stands: an argument by position or keyword; in it, a key, maybe of a constructor."""

    argument: int | str
    constructor: str | None = None
    key: str | None = None


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of `sdks.yml`."""

    sdk: str
    language: str
    call: str
    name: tuple[str, ...]
    properties: tuple[str, ...]
    receiver: str | None = None
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to send an event.

    `receiver` matches the dotted text before the method's name, the empty text for a function called on its own.
    `family` is the language family; None means any. `needs` must be found in the file.
    """

    sdk: str
    family: str | None
    method: str
    receiver: Any  # a compiled RE2 pattern, which has no types
    name: tuple[Place, ...]
    properties: tuple[Place, ...]
    needs: bytes = b""


class Sdks:
    """All patterns in order of precedence, with one alternation that finds candidates for all of them in raw bytes."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._by_method: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            self._by_method.setdefault(pattern.method, []).append(pattern)
        names = "|".join(re2.escape(name) for name in sorted(self._by_method, key=len, reverse=True))
        self._candidate = re2.compile(rf"(?:^|[^\w$])({names})\s*!?(?:\?\.\s*)?[(</]".encode())
        self._bare = re2.compile(rf"(?:^|[^\w$])({names})(?:\(|[ \t]+[^\s=.,;)\]}}|])".encode())

    def candidates(self, source: bytes, bare: bool = False) -> Iterator[tuple[int, int]]:
        """Where a called name of interest may stand: offsets of the name; `bare` where brackets may be left out."""
        start = 0
        pattern = self._bare if bare else self._candidate
        while match := pattern.search(source, start):
            yield match.span(1)
            start = match.end(1)

    def matching(self, path: tuple[str, ...], family: str, source: bytes) -> Iterator[Pattern]:
        """The patterns that fit a call's dotted path, the team's own first."""
        receiver = ".".join(path[:-1])
        for pattern in self._by_method.get(path[-1], ()):
            fits = pattern.family in (None, family) and pattern.receiver.fullmatch(receiver)
            if fits and pattern.needs in source:
                yield pattern


def sdks(calls: Sequence[DeclaredCall] = ()) -> Sdks:
    """The known SDKs, with a team's own wrappers in front of them."""
    return _sdks(tuple((call.call, call.name, call.properties) for call in calls))


@cache
def _sdks(calls: tuple[tuple[str, int | str, int | str | None], ...]) -> Sdks:
    return Sdks([*(_declared(*call) for call in calls), *_known()])


@cache
def _known() -> tuple[Pattern, ...]:
    text = files(__package__).joinpath("sdks.yml").read_text("utf-8")
    entries = msgspec.convert(YAML(typ="safe", pure=True).load(text), tuple[_Entry, ...])
    return tuple(_pattern(entry) for entry in entries)


def _pattern(entry: _Entry) -> Pattern:
    return Pattern(
        sdk=entry.sdk,
        family=entry.language,
        method=entry.call,
        receiver=_receiver(entry.receiver),
        name=tuple(_place(place) for place in entry.name),
        properties=tuple(_place(place) for place in entry.properties),
        needs=entry.needs.encode(),
    )


def _receiver(pattern: str | None) -> Any:
    return re2.compile(rf"(?i)(?:.*\.)?(?:{pattern})" if pattern else r"(?:window|globalThis|self|this|cls)?")


def _declared(call: str, name: int | str, properties: int | str | None) -> Pattern:
    """A team's own wrapper, in any language."""
    receiver, _, method = call.strip().replace("::", ".").replace("->", ".").lstrip("$@").rpartition(".")
    return Pattern(
        sdk=call,
        family=None,
        method=method,
        receiver=_declared_receiver(receiver, method),
        name=(_place(str(name)),),
        properties=() if properties is None else (_place(str(properties)),),
    )


def _declared_receiver(receiver: str, method: str) -> Any:
    """What may stand before a wrapper: what its team wrote; else anything if its name of several words tells enough."""
    if receiver:
        return re2.compile(rf"(?:.*\.)?{re2.escape(receiver)}(?:\(\))?")
    return re2.compile(".*") if len(words(method)) > 1 else _receiver(None)


def _place(text: str) -> Place:
    """`0`, `event`, `0.event` or `0.BaseEvent.event_type`."""
    argument, *rest = text.split(".")
    where: int | str = int(argument) if argument.isascii() and argument.isdigit() else argument
    if len(rest) < 2:
        return Place(where, None, rest[0] if rest else None)
    return Place(where, rest[0], rest[1])
