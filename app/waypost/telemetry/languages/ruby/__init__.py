"""Ruby: how it calls, with and without parentheses."""

from tree_sitter import Node

from waypost.telemetry.expression import Argument
from waypost.telemetry.languages import Language
from waypost.telemetry.languages.grammars import grammar
from waypost.telemetry.languages.ruby import values
from waypost.telemetry.languages.ruby.bindings import SCOPES, bindings, shares, signature
from waypost.telemetry.languages.ruby.values import expression, path_of


def language(_suffix: str) -> Language:
    """The language of Ruby files."""
    return Language(
        family="ruby",
        grammar=grammar("tree_sitter_ruby"),
        names=frozenset({"identifier", "constant"}),
        not_code=frozenset({"comment", "string", "string_content", "heredoc_content", "regex", "uninterpreted"}),
        callee=callee,
        arguments=arguments,
        expression=expression,
        scopes=SCOPES,
        bindings=bindings,
        shares=shares,
        definition=frozenset({b"def", b"class", b"module", b"alias", b"undef"}),
        bare=True,
        labels=True,
        everywhere=True,
        defines=r"(?:\b(?:class|module)\s+(?:[A-Z]\w*::)*|^\s*)",
        signature=signature,
    )


def callee(name: Node) -> tuple[tuple[str, ...], Node] | None:
    """`a.b(…)` or `a.b …` from the node of `b`: (("a", "b"), the call); None if `b` is not what is called."""
    call = name.parent
    if call is None or call.type != "call" or call.child_by_field_name("method") != name:
        return None
    if call.child_by_field_name("arguments") is None:
        return None
    *receiver, method = path_of(call)
    return (*(segment.lstrip("@$") for segment in receiver), method.removesuffix("()")), call


def arguments(call: Node) -> tuple[Argument, ...]:
    """The arguments of a call, in order."""
    return values.arguments(call.child_by_field_name("arguments"))
