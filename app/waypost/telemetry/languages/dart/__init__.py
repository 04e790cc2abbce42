"""Dart: how it calls. Its grammar has no node for `a.b(c)`: name, selectors and arguments stand side by side."""

from tree_sitter import Node

from waypost.telemetry.expression import Argument
from waypost.telemetry.languages import Language
from waypost.telemetry.languages.dart.bindings import SCOPES, bindings, inherited, instance, signature
from waypost.telemetry.languages.dart.modules import exports, files, imports
from waypost.telemetry.languages.dart.values import (
    SELECTORS,
    brackets,
    expression,
    given,
    path_of_parts,
    segments_before,
)
from waypost.telemetry.languages.grammars import grammar


def language(_suffix: str) -> Language:
    """The language of Dart files."""
    return Language(
        family="dart",
        grammar=grammar("tree_sitter_dart"),
        names=frozenset({"identifier"}),
        not_code=frozenset({"comment", "documentation_comment", "string_literal", "escape_sequence"}),
        bare_methods=True,
        callee=callee,
        arguments=arguments,
        expression=expression,
        scopes=SCOPES,
        bindings=bindings,
        inherited=inherited,
        definition=frozenset({b"void", b"class", b"new", b"const", b"get", b"set", b"enum", b"String", b"Future"}),
        around=(b"f()=>", b";"),
        imports=imports,
        keeps_imports=True,
        exports=exports,
        files=files,
        defines=r"\b(?:(?:class|enum|mixin|extension|typedef|get)\s+|(?:const|final|var|static)\s+(?:[\w<>?, ]+\s+)?)",
        labels=True,
        signature=signature,
        instance=instance,
    )


def callee(name: Node) -> tuple[tuple[str, ...], Node] | None:
    """`a.b(…)` from the node of `b`: (("a", "b"), its arguments); None if `b` is not what is called."""
    if name.parent is None:
        return None
    if name.parent.type == "cascade_selector":
        return _cascaded(name.parent)
    at = name
    if name.parent.type in SELECTORS:
        at = name.parent
        if at.parent is not None and at.parent.type == "selector":
            at = at.parent
    following = at.next_named_sibling
    if at.parent is not None and at.parent.type == "cascade_section":
        return _cascaded(at)
    if following is None or following.type != "selector" or brackets(following) is None:
        return None
    return path_of_parts([*segments_before(at), at]), following


def _cascaded(at: Node) -> tuple[tuple[str, ...], Node] | None:
    """`a..b(…)` and `a..b.c(…)`."""
    following, section = at.next_named_sibling, at.parent
    if section is None or following is None or following.type != "argument_part":
        return None
    within = [child for child in section.named_children if child.start_byte <= at.start_byte]
    before = section.prev_named_sibling
    while before is not None and before.type == "cascade_section":
        before = before.prev_named_sibling
    receiver = [*segments_before(before), before] if before is not None else []
    return path_of_parts([*receiver, *within]), following


def arguments(call: Node) -> tuple[Argument, ...]:
    """The arguments of a call, in order."""
    return given(call) or ()
