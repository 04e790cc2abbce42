"""Modules that are not named by their place: aliases of a `tsconfig.json`, packages of the same repository."""

import json
import re
from collections.abc import Iterator, Sequence
from posixpath import normpath
from typing import Any

from waypost.patterns import late
from waypost.telemetry.paths import Paths, nearest

CONFIGS = ("tsconfig.json", "jsconfig.json", "tsconfig.base.json", "tsconfig.app.json")
MAX_EXTENDS = 3
MAX_CONFIG_BYTES = 200_000
_ALIASES = {
    "@": ("src", "", "app"),
    "~": ("src", "", "app"),
    "~~": ("",),
    "$lib": ("src/lib",),
    "#": ("src", ""),
    ".~": ("js/src", "src", ""),
}
"""Where the aliases lead that frameworks bring, from the folder of the next `package.json`."""
_TOPS = frozenset({"src", "javascript"})
"""Folders around a file that its aliases may lead to, where nothing says so."""
_ENTRIES = ("source", "types", "module", "main")
_COMMENT = late(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_LAST_COMMA = late(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])')


def places(path: str, module: str, paths: Paths) -> Iterator[str]:
    """The places that `module` may mean in the file at `path`, the most telling first; files may lack their ending."""
    folders = tuple(_folders(path))
    for folder in folders:
        for name in CONFIGS:
            if (config := _joined(folder, name)) in paths:
                yield from _aliased(config, module, paths)
    yield from _usual(folders, module, paths)
    yield from _around(folders, module)
    yield from _package(path, module, paths)


def _folders(path: str) -> Iterator[str]:
    """The folders around a file, the nearest first."""
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        yield folder


def _joined(*parts: str) -> str:
    place = normpath("/".join(part for part in parts if part))
    return "" if place == "." else place


def _aliased(config: str, module: str, paths: Paths) -> Iterator[str]:
    """By `paths` and `baseUrl` of a configuration and of those that it extends."""
    for _ in range(MAX_EXTENDS):
        found = _read(config, paths)
        folder = config.rpartition("/")[0]
        options = found.get("compilerOptions")
        options = options if isinstance(options, dict) else {}
        base = options.get("baseUrl")
        yield from _mapped(_joined(folder, base if isinstance(base, str) else ""), options.get("paths"), module)
        if isinstance(base, str):
            yield _joined(folder, base, module)
        extended = found.get("extends")
        if not isinstance(extended, str) or not extended.startswith("."):
            return
        config = _joined(folder, extended if extended.endswith(".json") else f"{extended}.json")


def _mapped(base: str, table: Any, module: str) -> Iterator[str]:
    for pattern, targets in table.items() if isinstance(table, dict) else ():
        before, star, after = pattern.partition("*")
        if module != pattern and not (star and module.startswith(before) and module.endswith(after)):
            continue
        middle = module[len(before) : len(module) - len(after)] if star else ""
        for target in targets if isinstance(targets, list) else ():
            if isinstance(target, str):
                yield _joined(base, target.replace("*", middle, 1))


def _usual(folders: Sequence[str], module: str, paths: Paths) -> Iterator[str]:
    alias, _, rest = module.partition("/")
    if not rest or alias not in _ALIASES:
        return
    top = next((folder for folder in folders if _joined(folder, "package.json") in paths), "")
    yield from (_joined(top, way, rest) for way in _ALIASES[alias])
    yield from (_joined(folder, rest) for folder in folders if folder.rpartition("/")[2] in _TOPS)


def _around(folders: Sequence[str], module: str) -> Iterator[str]:
    """From a folder around the file that is called like the first part, as bundlers are told to look for modules."""
    first, _, rest = module.partition("/")
    if "/" in rest:
        yield from (_joined(folder.rpartition("/")[0], module) for folder in folders if folder.endswith(f"/{first}"))


def _package(path: str, module: str, paths: Paths) -> Iterator[str]:
    """By the name of a package of the same repository, and what it says its entry is."""
    parts = module.split("/")
    name, rest = "/".join(parts[: 1 + module.startswith("@")]), "/".join(parts[1 + module.startswith("@") :])
    for folder in _homes(path, name, paths):
        told = _read(_joined(folder, "package.json"), paths)
        yield from (_joined(folder, entry) for entry in _entries(told, rest))
        yield from (_joined(folder, *way, rest) for way in (("src",), (), ("lib",)))
        yield from () if rest else (_joined(folder, "src", "main"),)


def _homes(path: str, name: str, paths: Paths) -> tuple[str, ...]:
    """The folders of the packages called `name`: the nearest, where a folder is called like it, else any."""
    last = name.rpartition("/")[2]
    likely = [file for file in paths.ending("package.json") if file.split("/")[-2:-1] == [last]]
    named = [file for file in likely if _read(file, paths).get("name") == name]
    if not named and not paths.partial:
        named = list(paths.once("packages", lambda: _by_name(paths)).get(name, ()))
    return tuple(file.rpartition("/")[0] for file in nearest(path, named))


def _by_name(paths: Paths) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in paths.ending("package.json"):
        name = _read(file, paths).get("name")
        if isinstance(name, str):
            found.setdefault(name, []).append(file)
    return found


def _entries(told: dict[str, Any], rest: str) -> Iterator[str]:
    offered = told.get("exports")
    if isinstance(offered, dict):
        yield from _targets(offered.get(f"./{rest}" if rest else "."))
    elif isinstance(offered, str) and not rest:
        yield offered
    yield from (entry for key in _ENTRIES if not rest and isinstance(entry := told.get(key), str))


def _targets(offered: Any, depth: int = 3) -> Iterator[str]:
    """The files under one key of `exports`, by whatever conditions."""
    if isinstance(offered, str):
        yield offered
    elif isinstance(offered, dict) and depth:
        for target in offered.values():
            yield from _targets(target, depth - 1)


def _read(path: str, paths: Paths) -> dict[str, Any]:
    """A JSON file with comments; nothing where it is not there, or is no such file."""
    text = paths.read(path) if path in paths else None
    if text is None or len(text) > MAX_CONFIG_BYTES:
        return {}
    return paths.once(("json", path), lambda: _parsed(text))


def _parsed(text: bytes) -> dict[str, Any]:
    plain = _LAST_COMMA.sub(_kept, _COMMENT.sub(_kept, text.decode("utf-8-sig", "replace")))
    try:
        found = json.loads(plain)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _kept(match: re.Match[str]) -> str:
    return match[1] or ""
