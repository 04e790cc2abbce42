"""Swift: how it calls."""

from tree_sitter import Node

from waypost.telemetry.expression import Argument
from waypost.telemetry.languages import Language
from waypost.telemetry.languages.grammars import grammar
from waypost.telemetry.languages.swift.bindings import SCOPES, bindings, inherited, instance, signature
from waypost.telemetry.languages.swift.returns import returns
from waypost.telemetry.languages.swift.syntax import brackets, path_of
from waypost.telemetry.languages.swift.values import expression, given

_TEXT = frozenset({"line_str_text", "multi_line_str_text", "raw_str_part", "raw_str_end_part", "str_escaped_char"})


def language(_suffix: str) -> Language:
    """The language of Swift files."""
    return Language(
        family="swift",
        grammar=grammar("tree_sitter_swift"),
        names=frozenset({"simple_identifier"}),
        not_code=_TEXT | {"comment", "multiline_comment", "line_string_literal", "multi_line_string_literal"},
        bare_methods=True,
        callee=callee,
        arguments=arguments,
        expression=expression,
        scopes=SCOPES,
        bindings=bindings,
        inherited=inherited,
        definition=frozenset({b"func", b"class", b"struct", b"enum", b"case", b"let", b"var", b"extension"}),
        everywhere=True,
        defines=r"\b(?:class|enum|struct|extension|actor|protocol|typealias|func|let|var|case)\s+(?:\w+\.)*",
        functions=True,
        labels=True,
        overloads=True,
        signature=signature,
        instance=instance,
        returns=returns,
    )


def callee(name: Node) -> tuple[tuple[str, ...], Node] | None:
    """`a.b(…)` from the node of `b`: (("a", "b"), the call); None if `b` is not what is called."""
    node, call = name, name.parent
    if call is not None and call.type == "navigation_suffix" and call.parent is not None:
        node, call = call.parent, call.parent.parent
    while call is not None and call.type in ("postfix_expression", "optional_chaining_expression"):
        node, call = call, call.parent
    if call is None or call.type != "call_expression" or call.named_child(0) != node or brackets(call) is None:
        return None
    return path_of(node), call


def arguments(call: Node) -> tuple[Argument, ...]:
    """The arguments of a call, in order; closures behind it are left out."""
    return given(call) or ()
