"""What C#'s files have from elsewhere, and what the callers of a method see."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.telemetry.languages import Import, Parameter, Signature, parts
from waypost.telemetry.languages.csharp.containers import TYPES, name_of
from waypost.telemetry.languages.strings import decode
from waypost.telemetry.paths import Paths, nearest

SUFFIX = ".cs"
WHOLE = "*"


def imports(root: Node) -> tuple[Import, ...]:
    """`using E = Acme.Events` and `using static Acme.Events`; a namespace says nothing about files."""
    found = (_import(child) for child in root.named_children if child.type == "using_directive")
    return tuple(each for each in found if each is not None)


def _import(node: Node) -> Import | None:
    alias, held = name_of(node), parts(node)
    words = decode(held[-1].text).rpartition("::")[2] if held else ""
    if alias is not None:
        return Import(alias, words.rpartition(".")[0], words.rpartition(".")[2])
    static = any(child.type == "static" for child in node.children)
    return Import(WHOLE, words) if static else None


def files(path: str, wanted: Import, paths: Paths) -> tuple[str, ...]:
    """The file that has the name of the class, of which a name or all names are taken."""
    for name in (wanted.module.rpartition(".")[2], wanted.name or ""):
        found = paths.ending(f"{name}{SUFFIX}") if name else ()
        if found:
            return nearest(path, found)
    return ()


def beside(path: str, paths: Paths) -> tuple[str, ...]:
    """The other files of the folder, which mostly have the same namespace."""
    folder = path.rpartition("/")[0]
    return tuple(file for file in paths.within(folder) if file != path and file.endswith(SUFFIX))


def signature(scope: Node) -> Signature | None:
    """A method as its callers see it."""
    name = name_of(scope)
    if scope.type not in ("method_declaration", "local_function_statement") or name is None:
        return None
    return Signature(name, tuple(_parameters(scope.child_by_field_name("parameters"))), _owner(scope))


def _parameters(listed: Node | None) -> Iterator[Parameter]:
    for node in parts(listed):
        kind = node.child_by_field_name("type")
        if node.type == "parameter" and (name := name_of(node)):
            yield Parameter(name, name, decode(kind.text) if kind is not None else None)


def _owner(scope: Node) -> str | None:
    around = scope.parent
    while around is not None and around.type not in TYPES:
        around = around.parent
    return name_of(around) if around is not None else None
