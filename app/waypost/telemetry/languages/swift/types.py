"""Types that Swift's code says, and those that it leaves out."""

from tree_sitter import Node

from waypost.frozen import replace
from waypost.telemetry.expression import Choice, Expression, Record, Reference
from waypost.telemetry.languages import first_child
from waypost.telemetry.languages.strings import decode


def type_of(node: Node) -> str | None:
    """The type that is written behind a declaration's name, if it is one name with dots."""
    annotation = next((child for child in node.named_children if child.type == "type_annotation"), None)
    return type_name(annotation.child_by_field_name("name")) if annotation is not None else None


def type_name(node: Node | None) -> str | None:
    """The name of a type, which may be optional; None for one that is more than a name."""
    if node is not None and node.type == "optional_type":
        node = first_child(node)
    return decode(node.text) if node is not None and node.type == "user_type" else None


def typed(value: Expression, name: str | None) -> Expression:
    """A value with the type that is left out in it: `.opened` where a `Stat` is due is `Stat.opened`."""
    if name is None:
        return value
    match value:
        case Reference(path=("", *rest)):
            return replace(value, path=(*name.split("."), *rest))
        case Record(constructor=""):
            return replace(value, constructor=name.rpartition(".")[2])
        case Choice(options=options):
            return replace(value, options=tuple(typed(option, name) for option in options))
    return value
