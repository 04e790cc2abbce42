"""What Java's files have from elsewhere, and what the callers of a method see."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.telemetry.languages import PRIVATE, Import, Parameter, Signature, parts, words_before
from waypost.telemetry.languages.java.containers import CONTAINERS, name_of
from waypost.telemetry.languages.jvm import imported
from waypost.telemetry.languages.strings import decode


def imports(root: Node) -> tuple[Import, ...]:
    """The names that a file imports."""
    found = (_import(child) for child in root.named_children if child.type == "import_declaration")
    return tuple(each for each in found if each is not None)


def _import(node: Node) -> Import | None:
    held = parts(node)
    words = decode(held[0].text).split(".") if held else []
    return imported(words, whole=any(child.type == "asterisk" for child in held)) if words else None


def signature(scope: Node) -> Signature | None:
    """A method as its callers see it."""
    name = name_of(scope)
    if scope.type != "method_declaration" or name is None:
        return None
    parameters = tuple(_parameters(scope.child_by_field_name("parameters")))
    return Signature(name, parameters, _owner(scope), PRIVATE in words_before(scope))


def _parameters(listed: Node | None) -> Iterator[Parameter]:
    for node in parts(listed):
        kind = node.child_by_field_name("type")
        if name := name_of(node):
            yield Parameter(name, None, decode(kind.text) if kind is not None else None)


def _owner(scope: Node) -> str | None:
    around = scope.parent
    while around is not None and around.type not in CONTAINERS:
        around = around.parent
    return name_of(around) if around is not None else None
