"""What C#'s files have from elsewhere, and what the callers of a method see."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.telemetry.languages import PRIVATE, Import, Parameter, Signature, parts, words_before
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
    listed = scope.child_by_field_name("parameters")
    first = parts(listed)[0] if parts(listed) else None
    extended = first if first is not None and b"this" in words_before(first) else None
    parameters = tuple(it for it in _parameters(listed) if extended is None or it.name != name_of(extended))
    return Signature(name, parameters, _extended(extended) or _owner(scope), _is_private(scope))


def _extended(parameter: Node | None) -> str | None:
    """The type whose method a function is made that stands elsewhere: `void Report(this Analytics it, …)`."""
    kind = parameter.child_by_field_name("type") if parameter is not None else None
    return decode(kind.text).rpartition(".")[2].partition("<")[0].rstrip("?") if kind is not None else None


def _is_private(scope: Node) -> bool:
    """Whether a method is called in its own file alone; other parts of a class are in other files."""
    around = scope.parent.parent if scope.parent is not None else None
    return PRIVATE in words_before(scope) and (around is None or b"partial" not in words_before(around))


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
