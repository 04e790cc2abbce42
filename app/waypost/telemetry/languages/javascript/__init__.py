"""JavaScript and TypeScript, with and without JSX: how they call."""

from tree_sitter import Language as Grammar
from tree_sitter import Node

from waypost.telemetry.expression import Argument
from waypost.telemetry.languages import Language
from waypost.telemetry.languages.grammars import grammar
from waypost.telemetry.languages.javascript.bindings import SCOPES, bindings, shares
from waypost.telemetry.languages.javascript.each import each, listed
from waypost.telemetry.languages.javascript.given import by_default
from waypost.telemetry.languages.javascript.instances import instance
from waypost.telemetry.languages.javascript.modules import exports, files, imports
from waypost.telemetry.languages.javascript.returns import returns
from waypost.telemetry.languages.javascript.signatures import signature
from waypost.telemetry.languages.javascript.skimmed import skimmed
from waypost.telemetry.languages.javascript.values import ELEMENTS, attributes, expression, path_of

_AROUND = frozenset({"non_null_expression", "instantiation_expression", "await_expression"})
"""What stands around what is called; the grammar reads `await f<T>(x)` as `(await f)<T>(x)`."""


def language(suffix: str) -> Language:
    """The language of files ending in `suffix`: each dialect has its own grammar."""
    return Language(
        family="javascript",
        grammar=_grammar(suffix),
        names=frozenset({"identifier", "property_identifier", "private_property_identifier", "super"}),
        not_code=frozenset({"comment", "string", "string_fragment", "template_string", "regex", "jsx_text"}),
        callee=callee,
        arguments=arguments,
        expression=expression,
        scopes=SCOPES,
        bindings=bindings,
        shares=shares,
        definition=frozenset({b"function", b"new", b"get", b"set", b"async", b"static", b"class"}),
        imports=imports,
        exports=exports,
        skimmed=skimmed,
        by_default=by_default,
        files=files,
        signature=signature,
        instance=instance,
        returns=returns,
        each=each,
        listed=listed,
    )


def _grammar(suffix: str) -> Grammar:
    if suffix == ".tsx":
        return grammar("tree_sitter_typescript", "tsx")
    if suffix in (".ts", ".mts", ".cts"):
        return grammar("tree_sitter_typescript", "typescript")
    return grammar("tree_sitter_javascript")


def callee(name: Node) -> tuple[tuple[str, ...], Node] | None:
    """`a.b(…)` from the node of `b`: (("a", "b"), the call); None if `b` is not what is called.

    An element `<B event="a" />` calls its component with one object, and `new A("b")` is `new.A("b")`.
    """
    node, parent = name, name.parent
    if parent is not None and parent.type in ELEMENTS and _is(parent, "name", node):
        return path_of(node), parent
    if parent is not None and parent.type == "new_expression" and _is(parent, "constructor", node):
        return ("new", *path_of(node)), parent
    if parent is not None and parent.type == "member_expression" and _is(parent, "property", node):
        node, parent = parent, parent.parent
    while parent is not None and parent.type in _AROUND:
        node, parent = parent, parent.parent
    if parent is None or parent.type != "call_expression" or not _is(parent, "function", node):
        return None
    return path_of(node), parent


def _is(parent: Node, field: str, node: Node) -> bool:
    return parent.child_by_field_name(field) == node


def arguments(call: Node) -> tuple[Argument, ...]:
    """The arguments of a call, in order."""
    if call.type in ELEMENTS:
        return (Argument(None, attributes(call)),)
    listed = call.child_by_field_name("arguments")
    if listed is None or listed.type != "arguments":
        return ()
    return tuple(
        Argument(None, expression(node), spread=node.type == "spread_element")
        for node in listed.named_children
        if node.type != "comment"
    )
