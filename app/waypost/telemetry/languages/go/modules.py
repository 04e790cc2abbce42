"""How Go's files refer to each other: a folder is a package, an import names one by a path on the network."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.languages import Import, Parameter, Signature
from waypost.telemetry.languages.strings import decode
from waypost.telemetry.paths import Paths

DEFINES = r"(?:(?m:^)[ \t]*|\b(?:const|var|type|func)\s+|,[ \t]*)"
"""In a group, nothing stands before a name."""
_VERSION = late(r"v\d+")
_HOSTED = frozenset({"github.com", "gitlab.com", "bitbucket.org"})
_MAX_WAYS = 64


def imports(root: Node) -> tuple[Import, ...]:
    """The packages that a file imports; the name of one is the last word of its path, or what the file calls it."""
    found = []
    for child in root.named_children:
        for spec in _specs(child) if child.type == "import_declaration" else ():
            path, name = spec.child_by_field_name("path"), spec.child_by_field_name("name")
            module = decode(path.text)[1:-1] if path is not None else ""
            local = _package(module) if name is None else decode(name.text)
            found.append(Import("*" if local == "." else local, module))
    return tuple(found)


def _specs(declaration: Node) -> Iterator[Node]:
    for child in declaration.named_children:
        yield from child.named_children if child.type == "import_spec_list" else (child,)


def _package(module: str) -> str:
    words = module.split("/")
    last = words[-2] if len(words) > 1 and _VERSION.fullmatch(words[-1]) else words[-1]
    return re.sub(r"\.v\d+$", "", last)


def files(path: str, wanted: Import, paths: Paths) -> tuple[str, ...]:
    """The files of an imported package of this repository, seen from the file at `path`."""
    words = wanted.module.split("/")
    skipped = 3 if words[0] in _HOSTED else 1
    above = path.split("/")[:-1]
    ways = ("/".join([*above[:up], *words[start:]]) for start in range(skipped, len(words)) for up in _up(above))
    for _, folder in zip(range(_MAX_WAYS), ways, strict=False):
        if found := _sources(folder, paths):
            return found
    return ()


def _up(above: list[str]) -> range:
    return range(len(above), -1, -1)


def beside(path: str, paths: Paths) -> tuple[str, ...]:
    """The other files of the same package; its tests only for a test."""
    found = _sources(path.rpartition("/")[0], paths, tests=path.endswith("_test.go"))
    return tuple(other for other in found if other != path)


def _sources(folder: str, paths: Paths, tests: bool = False) -> tuple[str, ...]:
    return tuple(
        other for other in paths.within(folder) if other.endswith(".go") and (tests or not other.endswith("_test.go"))
    )


def signature(scope: Node) -> Signature | None:
    """A function or method as its callers see it."""
    name = scope.child_by_field_name("name")
    if scope.type not in ("function_declaration", "method_declaration") or name is None:
        return None
    receiver = next(iter(_parameters(scope.child_by_field_name("receiver"))), None)
    owner = receiver.type.lstrip("*") if receiver is not None and receiver.type else None
    return Signature(decode(name.text), tuple(_parameters(scope.child_by_field_name("parameters"))), owner)


def _parameters(listed: Node | None) -> Iterator[Parameter]:
    for node in listed.named_children if listed is not None else ():
        kind = node.child_by_field_name("type")
        for name in node.children_by_field_name("name"):
            if name.is_named:
                yield Parameter(decode(name.text), None, decode(kind.text) if kind is not None else None)
