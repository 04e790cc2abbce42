"""How Dart's files refer to each other."""

import posixpath
from collections.abc import Iterator

from tree_sitter import Node

from waypost.telemetry.languages import Import
from waypost.telemetry.languages.strings import decode
from waypost.telemetry.paths import Paths, nearest

_PARTS = frozenset({"part_directive", "part_of_directive"})


def imports(root: Node) -> tuple[Import, ...]:
    """`import "a.dart" as b show C;`; parts of one library know all of its names."""
    return tuple(found for node in root.named_children for found in _imported(node))


def _imported(node: Node) -> Iterator[Import]:
    if node.type in _PARTS:
        yield Import("*", _uri(node))
    imported = next((child for child in node.named_children if child.type == "library_import"), None)
    if imported is None or not imported.named_children:
        return
    inner = imported.named_children[0]
    prefix = next((child for child in inner.named_children if child.type == "identifier"), None)
    if prefix is not None:
        yield Import(decode(prefix.text), _uri(inner))
    else:
        yield from _shown(inner)


def exports(root: Node) -> tuple[Import, ...]:
    """`export "src/a.dart" show B;`, and the parts of a library; to those it gives on its own imports, too."""
    given = tuple(found for node in root.named_children for found in _exported(node))
    parted = any(node.type == "part_directive" for node in root.named_children)
    return tuple(dict.fromkeys((*given, *imports(root)))) if parted else given


def _exported(node: Node) -> Iterator[Import]:
    if node.type == "part_directive":
        yield Import("*", _uri(node))
    for inner in node.named_children:
        if inner.type == "library_export":
            yield from _shown(inner)


def _shown(node: Node) -> Iterator[Import]:
    """All names of a library, or those that it shows."""
    uri = _uri(node)
    shown = [
        decode(name.text)
        for child in node.named_children
        if child.type == "combinator" and child.children and child.children[0].type == "show"
        for name in child.named_children
    ]
    if shown:
        yield from (Import(name, uri, name) for name in shown)
    else:
        yield Import("*", uri)


def _uri(node: Node) -> str:
    """The text between the first quotes."""
    text = decode(node.text)
    parts = text.replace('"', "'").split("'")
    return parts[1] if len(parts) > 2 else ""


def files(path: str, wanted: Import, paths: Paths) -> tuple[str, ...]:
    """A library's file: beside the one that imports it, or below the `lib` of a package."""
    module = wanted.module
    if not module or module.startswith("dart:"):
        return ()
    if not module.startswith("package:"):
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), module))
        return (beside,) if beside in paths else ()
    package, _, rest = module.removeprefix("package:").partition("/")
    found = paths.ending(f"lib/{rest}")
    return nearest(path, [file for file in found if file.endswith(f"{package}/lib/{rest}")] or found)
