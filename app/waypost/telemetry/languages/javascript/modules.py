"""What JavaScript's and TypeScript's files have from each other, and which file a module's name means."""

from collections.abc import Iterable, Iterator
from itertools import islice
from posixpath import normpath

from tree_sitter import Node

from waypost.telemetry.languages import Import, first_child
from waypost.telemetry.languages.javascript import packages
from waypost.telemetry.languages.javascript.values import path_of, quoted
from waypost.telemetry.languages.strings import decode
from waypost.telemetry.paths import Paths

ENDINGS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte", ".d.ts")
_WRITTEN = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
"""What an ending may stand for where TypeScript is written as what it becomes."""


def imports(root: Node) -> tuple[Import, ...]:
    """`import` and `require`, at the top of a file."""
    return tuple(found for child in root.named_children for found in _imported(child))


def _imported(node: Node) -> Iterator[Import]:
    if node.type == "import_statement":
        module = quoted(node.child_by_field_name("source"))
        for clause in node.named_children:
            if module and clause.type == "import_clause":
                yield from _clause(clause, module)
    elif node.type in ("lexical_declaration", "variable_declaration"):
        for declarator in node.named_children:
            yield from _required(declarator)


def _clause(clause: Node, module: str) -> Iterator[Import]:
    for child in clause.named_children:
        if child.type == "identifier":
            yield Import(decode(child.text), module, "default")
        elif child.type == "namespace_import":
            name = first_child(child)
            yield from () if name is None else (Import(decode(name.text), module),)
        elif child.type == "named_imports":
            yield from (Import(alias, module, name) for name, alias in _specified(child))


def _specified(listed: Node) -> Iterator[tuple[str, str]]:
    """Name and local name of each `{name as local}`."""
    for child in listed.named_children:
        name, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
        if name is not None:
            plain = _plain(name)
            yield plain, _plain(alias) if alias is not None else plain


def _plain(name: Node) -> str:
    return quoted(name) or decode(name.text)


def _required(declarator: Node) -> Iterator[Import]:
    """`const x = require("./x")` and `const {a, b: c} = require("./x")`."""
    module = required(declarator.child_by_field_name("value"))
    name = declarator.child_by_field_name("name")
    if module is None or name is None:
        return
    if name.type == "identifier":
        yield Import(decode(name.text), module, "default")
        yield Import(decode(name.text), module)
    for child in name.named_children if name.type == "object_pattern" else ():
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        if child.type == "shorthand_property_identifier_pattern":
            yield Import(decode(child.text), module, decode(child.text))
        elif key is not None and value is not None and value.type == "identifier":
            yield Import(decode(value.text), module, decode(key.text))


def required(value: Node | None) -> str | None:
    """The module of `require("…")`."""
    if (
        value is None
        or value.type != "call_expression"
        or path_of(value.child_by_field_name("function")) != ("require",)
    ):
        return None
    given = value.child_by_field_name("arguments")
    return quoted(first_child(given)) if given is not None else None


def exports(root: Node) -> tuple[Import, ...]:
    """What `export` gives on under another name or from elsewhere, and CommonJS' `exports.name = …`."""
    return tuple(found for child in root.named_children for found in _given(child))


def assigned_export(statement: Node) -> tuple[str, Node | None] | None:
    """The name that `exports.name = value` or `module.exports = value` gives to others, and the value."""
    node = first_child(statement) if statement.type == "expression_statement" else None
    if node is None or node.type != "assignment_expression":
        return None
    match path_of(node.child_by_field_name("left")):
        case ("module", "exports"):
            return "default", node.child_by_field_name("right")
        case ("module", "exports", name) | ("exports", name):
            return f"exports.{name}", node.child_by_field_name("right")
    return None


def _given(node: Node) -> Iterator[Import]:
    if node.type != "export_statement":
        assigned = assigned_export(node)
        yield from () if assigned is None else (Import(assigned[0].removeprefix("exports."), "", assigned[0]),)
        return
    module = quoted(node.child_by_field_name("source")) or ""
    listed = [child for child in node.named_children if child.type in ("export_clause", "namespace_export")]
    for child in listed:
        if child.type == "export_clause":
            yield from (Import(alias, module, name) for name, alias in _specified(child))
        elif (name := first_child(child)) is not None:
            yield Import(_plain(name), module)
    if module and not listed:
        yield Import("*", module)


def files(path: str, taken: Import, paths: Paths) -> tuple[str, ...]:
    """The file that an import of the file at `path` means."""
    folder = path.rpartition("/")[0]
    return paths.once(("module", folder, taken.module), lambda: _found(folder, path, taken.module, paths))


def _found(folder: str, path: str, module: str, paths: Paths) -> tuple[str, ...]:
    if module.startswith(("./", "../")) or module in (".", ".."):
        places: Iterable[str] = (f"{folder}/{module}",)
    elif module.startswith("/"):
        return ()
    else:
        places = packages.places(path, module, paths)
    found = (file for place in places for file in _files_at(place, paths))
    return tuple(islice(found, 1))


def _files_at(place: str, paths: Paths) -> Iterator[str]:
    """The files that a place without an ending can be: itself, with an ending, or a folder's index."""
    place = normpath(place.lstrip("/")) if place else ""
    if place.startswith("../"):
        return
    stem, dot, ending = place.rpartition(".")
    written = [f"{stem}{other}" for other in _WRITTEN.get(dot + ending, ())]
    index = "index" if place in ("", ".") else f"{place}/index"
    for candidate in (place, *written, *(f"{place}{end}" for end in ENDINGS), *(f"{index}{end}" for end in ENDINGS)):
        if candidate in paths:
            yield candidate
