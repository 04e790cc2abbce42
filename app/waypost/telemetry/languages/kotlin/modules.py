"""What Kotlin's files have from elsewhere, and what the callers of a function see."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.telemetry.languages import PRIVATE, Import, Parameter, Signature, parts, words_before
from waypost.telemetry.languages.jvm import imported
from waypost.telemetry.languages.kotlin.containers import CONTAINERS, name_of
from waypost.telemetry.languages.strings import decode


def imports(root: Node) -> tuple[Import, ...]:
    """The names that a file imports."""
    found = (_import(child) for child in root.named_children if child.type == "import")
    return tuple(each for each in found if each is not None)


def _import(node: Node) -> Import | None:
    written = decode(node.text).split("//")[0].replace(";", " ").split()
    if len(written) < 2:
        return None
    # What is in a companion goes by the class, too.
    words = [word for word in written[1].replace("`", "").split(".") if word != "Companion"]
    alias = written[3].strip("`;") if written[2:3] == ["as"] and len(written) > 3 else None
    return imported(words[:-1] if words[-1] == "*" else words, alias, whole=words[-1] == "*")


def _plain(node: Node) -> str:
    return decode(node.text).strip("`")


def signature(scope: Node) -> Signature | None:
    """A function as its callers see it."""
    name = scope.child_by_field_name("name")
    if scope.type != "function_declaration" or name is None:
        return None
    listed = next((child for child in scope.named_children if child.type == "function_value_parameters"), None)
    owner = _before(name) or _owner(scope)
    return Signature(_plain(name), tuple(_parameters(listed)), owner, PRIVATE in words_before(scope))


def extended(call: Node) -> str | None:
    """The type whose method the function around a call is made, where it stands elsewhere."""
    around = call.parent
    while around is not None and around.type not in ("function_declaration", *CONTAINERS):
        around = around.parent
    name = around.child_by_field_name("name") if around is not None and around.type == "function_declaration" else None
    return _before(name) if name is not None else None


def _before(name: Node) -> str | None:
    """The type whose method a function is made that stands elsewhere: `fun Analytics.report(…)`."""
    before = name.prev_named_sibling
    if before is not None and before.type == "nullable_type":
        before = parts(before)[0] if parts(before) else None
    named = parts(before)[-1] if before is not None and before.type == "user_type" and parts(before) else None
    return _plain(named) if named is not None and named.type == "identifier" else None


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
