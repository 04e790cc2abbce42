"""Android's string resources: what `R.string.opened` says, as the `values` folders of a repository have it.

A resource that is translated says something else in each language, and one that several modules have may say several
things: those are no names. Nor is a text with marks in it, which the tools of Android rewrite.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.frozen import replace
from waypost.patterns import late, late_re2
from waypost.telemetry.expression import Choice, Expression, Reference
from waypost.telemetry.languages import Import
from waypost.telemetry.paths import Paths

GIVES = frozenset({"getString", "stringResource"})
"""Functions that give the text of a resource."""
GIVEN = "$getString()"
"""The step of a dotted name behind what holds a resource, whose text is meant."""
OF_COMPOSE = "composeResources"
"""The folder of those that Kotlin has for other systems, too: `Res.string.opened`."""
MAX_FILES = 200
"""Files with values."""
MAX_OTHERS = 1_000
"""Files with values of one language, or of one kind of device."""
MAX_FETCHED = 30
"""Files of a change, each of which has to be fetched."""
MAX_OPTIONS = 32

_OWNERS = frozenset({"R", "Res"})
_IN_VALUES = late(r"(?:^|/)([^/]+)/values(-[^/]+)?/[^/]+\.xml$")
_HELD_BY = late_re2(r"(?i)(?:this|self|it|.*(?:context|ctx|resources|activity|application|app|fragment)(?:\(\))?)")
"""What gives texts of resources; others give what they hold under a key by a method of the same name."""
AND = "&amp;"
"""How a resource has `&`; any other one may mean more than a character."""
_COMMENT = late_re2(rb"(?s)<!--.*?-->")
_MARKS = frozenset("&<\"'\\@?\n\t")
"""What is more than itself in a resource."""
_A_STRING = late(rb"\stype\s*=\s*[\"']string[\"']")
_NAMED = late(rb"\sname\s*=\s*[\"']([^\"']*)")
_OF_ANDROID = "android"
"""The package of the resources that the system itself has."""


def is_resource(path: Sequence[str]) -> bool:
    """Whether a dotted name is one of a string resource."""
    return len(path) > 2 and path[-2] == "string" and path[-3] in _OWNERS and path[:-3] != (_OF_ANDROID,)


def is_own(path: Sequence[str], imports: Iterable[Import]) -> bool:
    """Whether a resource is one of the team's, by what a file imports, and none of the system's."""
    return not any(it.local == path[0] and it.module == _OF_ANDROID for it in imports)


def given(path: tuple[str, ...], arguments: Sequence[Expression]) -> Expression | None:
    """What a call of one of the functions that give a resource's text stands for; None for any other call.

    That is a dotted name with one step more than that of the resource, or of what holds it.
    """
    value = arguments[0] if path[-1] in GIVES and len(arguments) == 1 else None
    if isinstance(value, Choice) and are_resources(value):
        return replace(value, options=tuple(filter(None, (given(path, (it,)) for it in value.options))))
    if not isinstance(value, Reference) or value.path[-1] == GIVEN:
        return None
    held = is_resource(value.path) or not path[:-1] or _HELD_BY.fullmatch(path[-2]) is not None
    return replace(value, path=(*value.path, GIVEN)) if held else None


def are_resources(value: Expression) -> bool:
    """Whether a value is a resource, whichever of several."""
    if isinstance(value, Choice):
        return len(value.options) <= MAX_OPTIONS and all(map(are_resources, value.options))
    return isinstance(value, Reference) and is_resource(value.path)


def text_of(paths: Paths, path: Sequence[str]) -> str | None:
    """The one text of a resource; None where that is not certain."""
    compose, name = path[-3] == "Res", path[-1]
    return paths.once(("string", compose, name), lambda: _agreed(paths, compose, name))


def _agreed(paths: Paths, compose: bool, name: str) -> str | None:
    files, others = paths.once(("values", compose), lambda: _files(paths, compose))
    fit = len(files) + len(others) <= MAX_FETCHED if paths.partial else len(files) <= MAX_FILES
    if not name.isidentifier() or not fit or len(others) > MAX_OTHERS:
        return None
    said = {text for file in files for text in _said(paths, file, name)}
    if len(said) != 1 or name.encode() in paths.once(("named", others), lambda: _named(paths, others)):
        return None
    return said.pop()


def _files(paths: Paths, compose: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files with values of no language in particular, and all others."""
    found = ((path, _IN_VALUES.search(path)) for path in paths if path.endswith(".xml"))
    kept = [(path, match[2]) for path, match in found if match and (match[1] == OF_COMPOSE) == compose]
    return tuple(path for path, other in kept if not other), tuple(path for path, other in kept if other)


def _named(paths: Paths, files: Iterable[str]) -> set[bytes]:
    """The resources that some files have."""
    return {name for file in files for name in _NAMED.findall(paths.read(file) or b"")}


def _said(paths: Paths, file: str, name: str) -> Iterator[str | None]:
    """What a file says under a name, None where that is not certain."""
    source = paths.read(file)
    if source is None:
        yield None
    elif name.encode() in source:
        for match in _defining(name).finditer(_COMMENT.sub(b"", source)):
            kept = b'translatable="false"' in match[2] or not _is_translated(paths, file)
            if match[1] == b"string" or _A_STRING.search(match[2]):
                yield _plain(match[3]) if kept else None


@lru_cache(maxsize=256)
def _defining(name: str) -> Any:
    """The marks of a resource, and its text; none for one that is empty, or of another form."""
    marks = rf"((?:\s[^<>]*)?\sname\s*=\s*[\"']{re2.escape(name)}[\"'][^<>]*?)"
    return re2.compile(rf"(?s)<(string|item){marks}(?:/>|>(.*?)</(?:string|item)>)".encode())


def _is_translated(paths: Paths, file: str) -> bool:
    """Whether another language has such a file of its own."""
    folder, _, name = file.rpartition("/")
    above = folder.removesuffix("values")
    others = paths.once(("beside", name), lambda: paths.ending(name))
    return any(re.fullmatch(rf"{re.escape(above)}values-[^/]+/{re.escape(name)}", other) for other in others)


def _plain(written: bytes | None) -> str | None:
    """The text as the tools of Android have it, where it has no marks in it."""
    text = (written or b"").strip().decode("utf-8", "replace")
    marked = _MARKS & set(text.replace(AND, "")) or "  " in text or "\ufffd" in text
    return text.replace(AND, "&") if text and not marked else None
