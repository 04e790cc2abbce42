"""Find the calls of a whole repository, and say what was found."""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING

from waypost.checkout.sources import Sources, root_of
from waypost.finding import Unread
from waypost.frozen import replace
from waypost.output.text import plain
from waypost.telemetry import languages
from waypost.telemetry.advice import entry_of, is_declared, to_be_declared
from waypost.telemetry.call_site import CallSite
from waypost.telemetry.merging import Scan
from waypost.telemetry.part import Part
from waypost.telemetry.paths import Paths
from waypost.telemetry.rounds import Ask, asking
from waypost.telemetry.scan import scan_with
from waypost.telemetry.sdks import DeclaredCall, Sdks, sdks
from waypost.telemetry.shard import Tell

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["left_out", "remarks", "root_of", "scanned", "told"]

MAX_FOREIGN = 3
"""Packages that names come from, of which as many are told."""
PATH = ".github/waypost.yml"
"""As `waypost.settings` has it, which is not worth its import where there are none."""
FEW = 100
"""Files for which another process is not worth its start."""
OTHERS = "..."
"""The key that stands for keys which the code does not name."""


def told(
    sources: Sources, listed: Sequence[str], below: str, shown: Sequence[str], evident: bool = False
) -> tuple[dict[str, str], Scan]:
    """The call sites at or below a path, as each format that is `shown` has them, and the lines about them."""
    found = _found(sources, listed, below, evident)
    lines = {"remarks": "".join(f"{plain(line)}\n" for line in remarks(found))}
    if "json" in shown:
        lines["json"] = as_json(map(entry, found.sites))
    if "table" in shown:
        lines["table"] = "".join(f"{row}\n" for row in table(found.sites))
    return lines, found


def scanned(root: "Path", below: str) -> Scan:
    """The call sites of the files at or below a path of a repository."""
    sources = Sources(root)
    return _found(sources, sources.paths(), below)


def _found(sources: Sources, listed: Sequence[str], below: str, evident: bool = False) -> Scan:
    wanted = [path for path in listed if languages.reads(path) and inside(path, below)]
    calls, faults = declared(sources, listed)
    found = _looked(sources, listed, wanted, sdks(calls), evident)
    unread = _unread(found.unread, _linked(sources.root, (path for path in listed if inside(path, below))))
    wrappers = tuple(it for it in found.wrappers if not is_declared(it, calls))
    return replace(found, unread=unread, wrappers=wrappers, faults=faults)


def _linked(root: str, listed: Iterable[str]) -> Iterator[Unread]:
    """Links to folders, which are listed as one file: all code behind them is left out."""
    for path in listed:
        plain = "." not in path[path.rfind("/") + 1 :]
        if plain and os.path.islink(place := f"{root}/{path}") and os.path.isdir(place):
            yield Unread(path, "a symbolic link")


def _looked(sources: Sources, listed: Sequence[str], wanted: Sequence[str], known: Sdks, evident: bool) -> Scan:
    paths = Paths(listed, sources.read, partial=False)

    def part(files: Sequence[Sequence[str]], number: int, turns: Iterable[int]) -> _Part:
        return _Part(paths, files, known, iter if number else _progress, number, turns, sources)

    if not _worth_several(len(wanted)):
        return _scanned(asking(part([wanted], 0, count())), evident)
    from waypost.cli.processes import parts  # it takes a while, and small repositories do without

    with parts(wanted, part) as ask:
        return _scanned(ask, evident)


def _scanned(ask: Ask, evident: bool) -> Scan:
    found = scan_with(ask, evident)
    return replace(found, unread=_unread(found.unread, *ask("unread")))


def declared(sources: Sources, listed: Sequence[str]) -> tuple[Sequence[DeclaredCall], tuple[str, ...]]:
    """What the repository's settings declare, and what is wrong in them."""
    if PATH not in listed:
        return (), tuple(_misnamed(listed))
    from waypost.settings import read_settings  # with a reader of YAML and a checker of schemas

    settings, problems = read_settings(sources.read(PATH))
    return settings.telemetry.calls, (*_unfit(sources), *map(str, problems))


def _misnamed(listed: Sequence[str]) -> Iterator[str]:
    """Settings under a name that is not read."""
    if (wrong := f"{PATH.removesuffix('.yml')}.yaml") in listed:
        from waypost.telemetry.spec import misnamed  # with all that a spec says

        yield from map(str, misnamed(listed, wrong, PATH))


def _unfit(sources: Sources) -> Iterator[str]:
    """What stands in the settings' place and was not read."""
    for it in [it for it in sources.unread if it.path == PATH]:
        from waypost.handbook import unfit  # with all that a repository says about itself

        sources.unread.remove(it)
        yield str(unfit(it.path, it.reason))


def _worth_several(files: int) -> bool:
    """Whether a scan of so many files is worth another process, and there is one to be had."""
    return files > FEW and sys.platform == "linux" and (os.cpu_count() or 1) > 1


class _Part(Part):
    """A part that tells, too, which files could not be read."""

    def __init__(
        self,
        paths: Paths,
        wanted: Sequence[Sequence[str]],
        known: Sdks,
        tell: Tell,
        number: int,
        turns: Iterable[int],
        sources: Sources,
    ) -> None:
        super().__init__(paths, wanted, known, tell, number, turns)
        self.sources = sources

    def unread(self) -> tuple[Unread, ...]:
        """Those of them that were wanted."""
        wanted = {path for some in self.wanted for path in some}
        return tuple(it for it in self.sources.unread if it.path in wanted)


def _unread(*some: Iterable[Unread]) -> tuple[Unread, ...]:
    return tuple(sorted({it for each in some for it in each}, key=lambda it: it.path))


def _progress(paths: Iterable[str]) -> Iterable[str]:
    if not sys.stderr.isatty():
        return paths
    from tqdm import tqdm  # it takes a while, and nobody would see it

    return tqdm(paths, unit=" files", leave=False)


def inside(path: str, below: str) -> bool:
    """Whether a file is at or below a path."""
    return not below or path == below or path.startswith(f"{below}/")


def entry(site: CallSite) -> dict[str, object]:
    """One call as the JSON has it."""
    keys: dict[str, str | None] = dict(site.properties)
    return {
        "path": site.path,
        "line": site.span.line,
        "column": site.span.column,
        "end_line": site.span.end_line,
        "end_column": site.span.end_column,
        "sdk": site.sdk,
        "names": list(dict.fromkeys(name.text for name in site.names)),
        "resolution": site.resolution.name.lower(),
        "properties": {**keys, **({OTHERS: "and others"} if site.open else {})},
    }


def as_json(entries: Iterable[Mapping[str, object]]) -> str:
    """An array with a line for each entry: to indent more takes ten times as long, and few read it."""
    lines = ",\n ".join(json.dumps(it, ensure_ascii=False) for it in entries)
    return f"[\n {lines}\n]\n" if lines else "[]\n"


def table(sites: Iterable[CallSite]) -> Iterator[str]:
    """Lines for people: place, SDK, names, properties."""
    for site in sites:
        shown = entry(site)
        names = " | ".join(str(name) for name in dict.fromkeys(name.text for name in site.names)) or "?"
        keys = ", ".join([key for key, _ in site.properties] + ([OTHERS] if site.open else []))
        yield plain(f"{site.path}:{shown['line']}  {site.sdk}  {names}  {{{keys}}}")


def left_out(found: Scan) -> Iterator[str]:
    """A line for each file that was not looked at."""
    return (f"{unread.path} is left out: {unread.reason}" for unread in found.unread)


def remarks(found: Scan) -> Iterator[str]:
    """Lines about what was left out, and about wrappers to be put into the settings."""
    yield from found.faults
    yield from left_out(found)
    if not found.sites:
        entry = "`telemetry: {calls: [{call: yourFunction, name: 0}]}`"
        yield f"No call of a known SDK is here. Name functions of your own in {PATH}: {entry}."
    yield from _foreign(found.sites)
    lines: dict[str, str] = {}  # one function can send from several places
    for wrapper in filter(to_be_declared, found.wrappers):
        lines.setdefault(entry_of(wrapper), f"{wrapper.path}:{wrapper.line}")
    if lines:
        several = "1 function passes" if len(lines) == 1 else f"{len(lines)} functions pass"
        them = "it" if len(lines) == 1 else "them"
        yield f"{several} an event's name on. To have {them} everywhere, put into {PATH}:"
        yield "telemetry:"
        yield "  calls:"
    yield from (f"    - {line}  # {place}" for line, place in lines.items())


def _foreign(sites: Iterable[CallSite]) -> Iterator[str]:
    """Lines about names that stand in others' packages, which nobody can read here."""
    counted = Counter(site.foreign for site in sites if site.foreign is not None)
    for module, times in counted.most_common(MAX_FOREIGN):
        names, they = ("1 name comes", "it is") if times == 1 else (f"{times} names come", "they are")
        yield (
            f"{names} from {module}, which is not in this repository. If {they} spelt like the constants, declare the "
            f"calls in {PATH} with `take: constant`."
        )
