"""Java: how it calls."""

from tree_sitter import Node

from waypost.telemetry.expression import Argument
from waypost.telemetry.languages import TYPED_DEFINES, Language, parts
from waypost.telemetry.languages.grammars import grammar
from waypost.telemetry.languages.java.bindings import SCOPES, bindings
from waypost.telemetry.languages.java.containers import instance
from waypost.telemetry.languages.java.modules import imports, signature
from waypost.telemetry.languages.java.returns import returns
from waypost.telemetry.languages.java.values import expression, path_of
from waypost.telemetry.languages.jvm import beside, files
from waypost.telemetry.languages.strings import COMMENT, LONG_TEXT, SHORT_TEXT

TEXTS = f"{COMMENT}|{LONG_TEXT}|{SHORT_TEXT}"


def language(_suffix: str) -> Language:
    """The language of Java files."""
    return Language(
        family="java",
        grammar=grammar("tree_sitter_java"),
        names=frozenset({"identifier"}),
        not_code=frozenset(
            {
                "line_comment",
                "block_comment",
                "string_literal",
                "string_fragment",
                "multiline_string_fragment",
                "escape_sequence",
                "character_literal",
            }
        ),
        callee=callee,
        arguments=arguments,
        expression=expression,
        scopes=SCOPES,
        bindings=bindings,
        texts=TEXTS,
        holder=(b"class X{", b"}"),
        definition=frozenset({b"new", b"void"}),
        bare_methods=True,
        imports=imports,
        files=files,
        beside=beside,
        everywhere=True,
        defines=TYPED_DEFINES,
        overloads=True,
        signature=signature,
        instance=instance,
        returns=returns,
    )


def callee(name: Node) -> tuple[tuple[str, ...], Node] | None:
    """`a.b(…)` from the node of `b`: (("a", "b"), the call); None if `b` is not what is called."""
    call = name.parent
    if call is None or call.type != "method_invocation" or call.child_by_field_name("name") != name:
        return None
    path = path_of(call)
    return (*path[:-1], path[-1].removesuffix("()")), call


def arguments(call: Node) -> tuple[Argument, ...]:
    """The arguments of a call, in order."""
    return tuple(Argument(None, expression(node)) for node in parts(call.child_by_field_name("arguments")))
