"""What Python's files have from each other, and which file a module's name means."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.telemetry.languages import Import
from waypost.telemetry.languages.strings import decode
from waypost.telemetry.paths import Paths, nearest

_IMPORTS = frozenset({"import_statement", "import_from_statement"})
_WORD = b"import"
_BLOCKS = frozenset({"if_statement", "try_statement", "except_clause", "else_clause", "block", "finally_clause"})


def imports(root: Node) -> tuple[Import, ...]:
    """`import` and `from … import`, wherever they stand: many stand in functions, against cycles."""
    return tuple(found for node in _statements(root) for found in _imported(node))


def _statements(root: Node) -> Iterator[Node]:
    """All import statements, without recursion; only what holds some is gone into."""
    text, first = root.text or b"", root.start_byte
    pending = [root]
    while pending:
        node = pending.pop()
        for child in node.named_children:
            if child.type in _IMPORTS:
                yield child
            elif child.type in _HOLDERS and text.find(_WORD, child.start_byte - first, child.end_byte - first) >= 0:
                pending.append(child)


_HOLDERS = _BLOCKS | {
    "function_definition",
    "class_definition",
    "decorated_definition",
    "with_statement",
    "for_statement",
    "elif_clause",
    "except_group_clause",
}


def _imported(node: Node) -> Iterator[Import]:
    names = node.children_by_field_name("name")
    if node.type == "import_statement":
        for name in names:
            module, local = _parts(name)
            yield Import(local, module)
        return
    source = node.child_by_field_name("module_name")
    module = decode(source.text).replace(" ", "") if source is not None else ""
    if any(child.type == "wildcard_import" for child in node.named_children):
        yield Import("*", module)
    for name in names:
        member, local = _parts(name)
        yield Import(local, module, member)
        yield Import(local, f"{module}{'' if module.endswith('.') else '.'}{member}")


def _parts(name: Node) -> tuple[str, str]:
    """What is imported, and what it is called here."""
    if name.type != "aliased_import":
        return decode(name.text), decode(name.text)
    real, alias = name.child_by_field_name("name"), name.child_by_field_name("alias")
    return decode(real.text if real else b""), decode(alias.text if alias else b"")


def files(path: str, taken: Import, paths: Paths) -> tuple[str, ...]:
    """The module's file or package; of several that it may be, the nearest."""
    module = taken.module.lstrip(".")
    up = len(taken.module) - len(module)
    way = module.replace(".", "/")
    if up:
        folder = path.split("/")[:-up]
        if len(path.split("/")) <= up - 1:
            return ()
        places = ["/".join([*folder, *([way] if way else []), "__init__.py"])]
        places += ["/".join([*folder, f"{way}.py"])] if way else []
        return tuple(place for place in places if place in paths)
    if not way:
        return ()
    return nearest(path, [*paths.ending(f"{way}.py"), *paths.ending(f"{way}/__init__.py")])
