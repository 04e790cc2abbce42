"""Which calls send a tracked event: the SDKs of `sdks.yml` and the wrappers a team declares."""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Protocol

import re2  # type: ignore[import-untyped]

from waypost.patterns import late_re2
from waypost.telemetry.casing import Case, words
from waypost.telemetry.family import BARE, OPENS, Family, Remembered
from waypost.telemetry.fitting import Fitting, Texts
from waypost.telemetry.pattern import ALONE, ANY, ONE, Pattern, Place, Take


class DeclaredCall(Protocol):
    """A wrapper declared in the settings; `waypost.settings.Call` says what each of these means."""

    @property
    def call(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> int | str: ...  # noqa: D102
    @property
    def properties(self) -> int | str | None: ...  # noqa: D102
    @property
    def take(self) -> Take: ...  # noqa: D102
    @property
    def case(self) -> str | None: ...  # noqa: D102
    @property
    def type(self) -> str | None: ...  # noqa: D102
    @property
    def requires(self) -> str | None: ...  # noqa: D102


class Sdks:
    """All patterns in order of precedence, with one alternation per language that finds candidates in raw bytes."""

    def __init__(
        self,
        patterns: Sequence[Pattern],
        known: bool = False,
        names: bool = False,
        remembered: Remembered | None = None,
    ) -> None:
        """`known` puts what `sdks.yml` says behind them, and `names` the names of functions that tell what they do.

        `remembered` is what one scan knows of patterns from before.
        """
        self._own = tuple(patterns)
        self._known = known
        self._remembered = Remembered() if remembered is None else remembered
        self.names = names
        self._families: dict[str, Family] = {}

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """What it was made of, without what `sdks.yml` says."""
        return self._own

    def within(
        self, path: str, source: bytes, family: str, bare: bool = False, texts: dict[int, Texts] | None = None
    ) -> Fitting:
        """The patterns that can fit in one file of a family of languages; `bare` where brackets may be left out.

        `texts` is for who asks again: what stands before called names.
        """
        if family not in self._families:
            own = [pattern for pattern in self._own if pattern.family in (None, family)]
            fitting = [*own, *(_known_in(family) if self._known else ()), *self._named(family)]
            self._families[family] = Family(fitting, BARE if bare else OPENS, family, self._remembered)
        return Fitting(self._families[family], path, source, {} if texts is None else texts)

    def _named(self, family: str) -> tuple[Pattern, ...]:
        from waypost.telemetry.by_name import named  # it makes patterns of ours

        return named(family) if self.names else ()

    @property
    def sure(self) -> "Sdks":
        """Those that more tells of than a name."""
        return Sdks(self._own, self._known)

    def of(self, families: Collection[str]) -> "Sdks":
        """Those of some families of languages."""
        own = (it for it in self._own if it.family is None or it.family in families)
        return Sdks([*own, *chain.from_iterable(_known_in(family) for family in families if self._known)])

    def with_names(self, more: Iterable[Pattern], remembered: Remembered) -> "Sdks":
        """These, the names that tell, and `more` of what is called by them."""
        return Sdks([*self.patterns, *more], names=True, remembered=remembered)


def sdks(calls: Sequence[DeclaredCall] = ()) -> Sdks:
    """The known SDKs, with a team's own wrappers in front of them."""
    return _sdks(tuple(calls))


@lru_cache(maxsize=64)
def _sdks(calls: tuple[DeclaredCall, ...]) -> Sdks:
    return Sdks([*filter(None, map(declared, calls))], known=True, names=True)


@cache
def _known_in(family: str) -> tuple[Pattern, ...]:
    """What `sdks.yml` says of a family of languages: most repositories have one or two."""
    some = (line.rstrip(",") for line in _entries() if f'"language": "{family}"' in line)
    return tuple(_pattern(**entry) for entry in json.loads(f"[{','.join(some)}]"))


@cache
def _entries() -> list[str]:
    """The entries of `sdks.yml` as JSON, a line for each: a reader of YAML would take as long as a small scan."""
    with open(f"{__file__.rpartition('sdks')[0]}sdks.json", encoding="utf-8") as file:  # noqa: PTH123 - it is lean
        return file.read().splitlines()


def _pattern(
    *,
    sdk: str,
    language: str,
    call: str,
    name: Sequence[str],
    properties: Sequence[str],
    receiver: str | None = None,
    needs: str = "",
    when: Mapping[str, str] | None = None,
    hint: str = "",
    sends: str = "",
) -> Pattern:
    planned = ANY in name
    return Pattern(
        sdk=sdk,
        family=language,
        method=call,
        receiver=_receiver(receiver),
        name=tuple(_place(place) for place in name),
        properties=tuple(_place(place) for place in properties),
        when=tuple((_place(place), text) for place, text in (when or {}).items()),
        needs=needs.encode(),
        hint=hint.encode(),
        starred=planned or bool(sends),
        sends=sends,
    )


@lru_cache(maxsize=1024)
def _receiver(pattern: str | None) -> Any:
    return late_re2(rf"(?i)(?:.*\.)?\$?(?:{pattern})") if pattern else ALONE


def declared(call: DeclaredCall) -> Pattern | None:
    """A team's own wrapper, in any language; None where nothing but a `*` tells which calls are meant."""
    written = dotted(call.call)
    receiver, _, method = written.rpartition(".")
    starred = ANY in written.split(".")
    if starred and not re.search(r"[^\W_]", written):
        return None
    return Pattern(
        sdk=call.call.strip(),
        family=None,
        method=method,
        receiver=_starred(written, method) if starred else _declared_receiver(receiver, method),
        name=(_place(str(call.name)),),
        properties=() if call.properties is None else (_place(str(call.properties)),),
        needs=(call.requires or "").encode(),
        own=True,
        starred=starred,
        before=receiver.rpartition(".")[2],
        take=call.take,
        case=Case(call.case) if call.case else None,
        type=call.type,
    )


def dotted(call: str) -> str:
    """A call as a team declares it, with dots between its names: `Acme\\Tracker::event` as `Tracker.event`."""
    return re.sub(r"[?!&]*(?:\.|::|->)#?", ".", call.strip().rpartition("\\")[2]).lstrip("$@#")


def _starred(call: str, method: str) -> Any:
    """For the whole dotted path, or for what is before the method where that is not the `*` itself."""
    parts = call.split(".") if method == ANY else call.split(".")[:-1]
    dotted = r"\.".join(r"([\w$]+)(?:\[\])?" if part == ANY else rf"{re2.escape(part)}(?:\(\))?" for part in parts)
    return re2.compile(rf"(?:.*\.)?{dotted}")


def _declared_receiver(receiver: str, method: str) -> Any:
    """What may stand before a wrapper: what its team wrote; else anything if its name of several words tells enough."""
    if receiver:
        before, _, last = receiver.rpartition(".")
        path = re2.escape(f"{before}.") if before else ""
        return re2.compile(rf"(?:.*\.)?{path}{_instance_of(last)}(?:\(\))?")
    return re2.compile(".*") if len(words(method)) > 1 else _receiver(None)


def _instance_of(name: str) -> str:
    """A class stands for what is called after it, too: `Tracker` for `tracker`, `mTracker` and `Tracker.shared`.

    A variable stands for the field that keeps it: `tracker` for `_tracker`.
    """
    written: str = re2.escape(name)
    if not name[:1].isupper():
        return f"_?{written}"
    return rf"(?:_?{name[0].lower()}{re2.escape(name[1:])}|(?:[ms]_?)?{written})(?:{ONE})?"


@lru_cache(maxsize=1024)
def _place(text: str) -> Place:
    """`0`, `event`, `0.event` or `0.BaseEvent.event_type`."""
    argument, *rest = text.split(".")
    where: int | str = int(argument) if argument.isascii() and argument.isdigit() else argument
    if len(rest) < 2:
        return Place(where, None, rest[0] if rest else None)
    return Place(where, rest[0], rest[1])
