"""What a scan depended on, file by file: most of what changes in a repository has nothing to do with what it found.

A scan parses few of the files; of all others it only asks whether they hold some words. Where those that it parsed have
their content still, and a look at what has changed gives the same answers, it would find what it found.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from waypost.checkout.sources import Sources
from waypost.cli.scan_cache import State
from waypost.cli.scanning import PATH, declared, inside
from waypost.telemetry import languages
from waypost.telemetry.calls import sends
from waypost.telemetry.doubts import writing
from waypost.telemetry.languages import Language
from waypost.telemetry.mentions import called
from waypost.telemetry.merging import Scan
from waypost.telemetry.sdks import Sdks, sdks
from waypost.telemetry.search import Definers, defines
from waypost.telemetry.shard import Evidence, Has, digest_of


def made(told: Mapping[str, str], found: Scan) -> dict[str, Any]:
    """What is kept of a scan that told this."""
    evidence = found.evidence or Evidence({}, (), {}, {}, whole=False)
    return {
        "told": dict(told),
        "whole": evidence.whole,
        "looked": dict(evidence.looked),
        "called": evidence.called,
        "defined": [(*key, paths) for key, paths in evidence.defined.items()],
        "written": [(*key, paths) for key, paths in evidence.written.items()],
        "unread": [it.path for it in found.unread],
    }


def still(record: Mapping[str, Any], state: State, sources: Sources, listed: Sequence[str], below: str) -> bool:
    """Whether another scan of the same files would tell what the one that is kept has told, as far as is certain."""
    stamps = zip(listed, record["stamps"], state.stamps, strict=True)
    changed = [path for path, was, now in stamps if was != now]
    if not record["whole"] or PATH in changed:
        return False
    look = _Look(record, sdks(declared(sources, listed)[0]), below)
    return all(look.same(path, sources.read(path)) for path in changed)


class _Look:
    """Another look at files, with what was asked about them."""

    def __init__(self, record: Mapping[str, Any], known: Sdks, below: str) -> None:
        self.looked: Mapping[str, str | None] = record["looked"]
        self.unread = frozenset(record["unread"])
        self.known = known
        self.below = below
        self.called = [(family, name) for family, name in record["called"]]
        self.searched = [(has, _by_key(record[kind])) for has, kind in ((defines, "defined"), (writing, "written"))]

    def same(self, path: str, text: bytes | None) -> bool:
        """Whether a file still is what it was to the scan."""
        if path in self.unread:
            return False  # it may be left out for another reason
        if path in self.looked:
            return digest_of(text) == self.looked[path]
        language = languages.for_path(path) if inside(path, self.below) else None
        if language is None:
            return True
        if text is None or sends(path, text, language, self.known):
            return False
        return not self._calls(text, language) and all(
            self._has_what_it_had(path, text, language, *search) for search in self.searched
        )

    def _calls(self, text: bytes, language: Language) -> bool:
        names = [name for family, name in self.called if family == language.family]
        return bool(names) and bool(called(text, names))

    def _has_what_it_had(self, path: str, text: bytes, language: Language, has: Has, known: Definers) -> bool:
        """Whether it has the same of the names that were searched for."""
        names = [name for family, name in known if family == language.family]
        if not names:
            return True
        return has(language, tuple(names), text) == {name for name in names if path in known[language.family, name]}


def _by_key(searched: Iterable[tuple[str, str, Iterable[str]]]) -> Definers:
    return {(family, name): tuple(paths) for family, name, paths in searched}
