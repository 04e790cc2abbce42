"""What Kotlin's files have from elsewhere, and what the callers of a function see."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.telemetry.languages import Import, Parameter, Signature, parts
from waypost.telemetry.languages.jvm import imported
from waypost.telemetry.languages.kotlin.containers import CONTAINERS, name_of
from waypost.telemetry.languages.strings import decode


def imports(root: Node) -> tuple[Import, ...]:
    """The names that a file imports."""
    found = (_import(child) for child in root.named_children if child.type == "import")
    return tuple(each for each in found if each is not None)


def _import(node: Node) -> Import | None:
    held = parts(node)
    if not held:
        return None
    # What is in a companion goes by the class, too.
    words = [word for word in map(_plain, held[0].named_children) if word != "Companion"]
    alias = _plain(held[1]) if len(held) > 1 and held[1].type == "identifier" else None
    return imported(words, alias, whole=any(child.type == "*" for child in node.children))


def _plain(node: Node) -> str:
    return decode(node.text).strip("`")


def signature(scope: Node) -> Signature | None:
    """A function as its callers see it."""
    name = scope.child_by_field_name("name")
    if scope.type != "function_declaration" or name is None:
        return None
    listed = next((child for child in scope.named_children if child.type == "function_value_parameters"), None)
    return Signature(_plain(name), tuple(_parameters(listed)), _owner(scope))


def _parameters(listed: Node | None) -> Iterator[Parameter]:
    for node in parts(listed):
        held = parts(node)
        if node.type == "parameter" and held:
            name = _plain(held[0])
            yield Parameter(name, name, decode(held[1].text) if len(held) > 1 else None)


def _owner(scope: Node) -> str | None:
    around = scope.parent
    while around is not None and around.type not in CONTAINERS:
        around = around.parent
    if around is not None and around.type == "companion_object" and around.parent is not None:
        around = around.parent.parent
    return name_of(around) if around is not None else None
