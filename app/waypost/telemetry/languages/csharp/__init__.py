"""C#: how it calls."""

from tree_sitter import Node

from waypost.telemetry.languages import TYPED_DEFINES, Language
from waypost.telemetry.languages.csharp.bindings import SCOPES, bindings
from waypost.telemetry.languages.csharp.containers import instance
from waypost.telemetry.languages.csharp.modules import beside, files, imports, signature
from waypost.telemetry.languages.csharp.returns import returns
from waypost.telemetry.languages.csharp.texts import STRINGS
from waypost.telemetry.languages.csharp.values import arguments, expression, path_of
from waypost.telemetry.languages.grammars import grammar
from waypost.telemetry.languages.strings import COMMENT, LONG_TEXT, SHORT_TEXT

TEXTS = rf'{COMMENT}|{LONG_TEXT}|(?:@\$?|\$@)"(?:[^"]|"")*(?:"|\z)|{SHORT_TEXT}'


def language(_suffix: str) -> Language:
    """The language of C# files."""
    return Language(
        family="csharp",
        grammar=grammar("tree_sitter_c_sharp"),
        names=frozenset({"identifier"}),
        not_code=STRINGS
        | {
            "comment",
            "string_literal_content",
            "raw_string_content",
            "string_content",
            "escape_sequence",
            "character_literal",
            "character_literal_content",
        },
        callee=callee,
        arguments=arguments,
        expression=expression,
        scopes=SCOPES,
        bindings=bindings,
        texts=TEXTS,
        holder=(b"class X{", b"}"),
        definition=frozenset({b"new", b"void", b"Task"}),
        names_positions=True,
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
    """`A.B(…)` from the node of `B`: (("A", "B"), the call); None if `B` is not what is called."""
    node, parent = name, name.parent
    if parent is not None and parent.type == "generic_name" and parent.named_children[0] == node:
        node, parent = parent, parent.parent
    members = ("member_access_expression", "member_binding_expression")
    if parent is not None and parent.type in members and parent.child_by_field_name("name") == node:
        node, parent = parent, parent.parent
    while parent is not None and parent.type == "conditional_access_expression" and parent.named_children[-1] == node:
        node, parent = parent, parent.parent
    if parent is None or parent.type != "invocation_expression" or parent.child_by_field_name("function") != node:
        return None
    return path_of(node), parent
