"""PHP: how it calls functions, methods and static methods."""

from tree_sitter import Node

from waypost.telemetry.expression import Argument
from waypost.telemetry.languages import Import, Language
from waypost.telemetry.languages.grammars import grammar
from waypost.telemetry.languages.php.bindings import SCOPES, bindings, imports, inherited, signature
from waypost.telemetry.languages.php.values import argument, expression, path_of
from waypost.telemetry.languages.returns import returned
from waypost.telemetry.paths import Paths, nearest

_METHODS = frozenset({"member_call_expression", "nullsafe_member_call_expression", "scoped_call_expression"})


def language(_suffix: str) -> Language:
    """The language of PHP files, with the HTML around it."""
    return Language(
        family="php",
        grammar=grammar("tree_sitter_php", "php"),
        fragment=grammar("tree_sitter_php", "php_only"),
        names=frozenset({"name"}),
        not_code=frozenset({"comment", "string", "string_content", "encapsed_string", "nowdoc_string", "text"}),
        callee=callee,
        arguments=arguments,
        expression=expression,
        scopes=SCOPES,
        bindings=bindings,
        inherited=inherited,
        definition=frozenset({b"function", b"new", b"class", b"fn"}),
        imports=imports,
        files=files,
        everywhere=True,
        defines=r"(?:\b(?:class|interface|trait|enum|const)\s+|\bdefine\s*\(\s*['\"])",
        signature=signature,
        returns=returns,
    )


def callee(name: Node) -> tuple[tuple[str, ...], Node] | None:
    """`A::b(…)` or `$a->b(…)` from the node of `b`: (("A", "b"), the call); None if `b` is not what is called."""
    node, call = name, name.parent
    if call is not None and call.type == "qualified_name":
        node, call = call, call.parent
    if call is None or call.child_by_field_name("arguments") is None:
        return None
    field = "name" if call.type in _METHODS else "function"
    if call.child_by_field_name(field) != node:
        return None
    *receiver, called = path_of(call)
    return (*(segment.lstrip("$") for segment in receiver), called.removesuffix("()")), call


def arguments(call: Node) -> tuple[Argument, ...]:
    """The arguments of a call, in order; `f(...)` only names a function, and has none."""
    listed = call.child_by_field_name("arguments")
    nodes = listed.named_children if listed is not None else ()
    return tuple(argument(node) for node in nodes if node.type == "argument")


def returns(function: Node) -> tuple[Node, ...]:
    """The values that a function may return; nothing for one that another file may define instead."""
    around = function.parent
    holder = around.parent if around is not None and around.type == "compound_statement" else around
    always = holder is not None and holder.type in ("program", "namespace_definition")
    return returned(function) if always or function.type != "function_definition" else ()


def files(path: str, wanted: Import, paths: Paths) -> tuple[str, ...]:
    """The file of a class by how autoloaders name it: `App\\Events\\Cart` in `…/Events/Cart.php`."""
    if wanted.name is None:
        return ()
    folders = [part for part in wanted.module.split("\\") if part]
    for skipped in range(len(folders) + 1):
        found = paths.ending("/".join((*folders[skipped:], f"{wanted.name}.php")))
        if found:
            return nearest(path, found)
    return ()
