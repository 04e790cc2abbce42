"""Which names JavaScript's and TypeScript's scopes bind."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.languages import Bound, parts
from waypost.telemetry.languages.assigned import all_values, local_values
from waypost.telemetry.languages.javascript.modules import assigned_export, required
from waypost.telemetry.languages.javascript.values import CLASSES, MAX_DEPTH
from waypost.telemetry.languages.strings import decode

_FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "arrow_function",
        "method_definition",
        "generator_function_declaration",
        "generator_function",
    }
)
SCOPES = _FUNCTIONS | {
    "program",
    "statement_block",
    "for_in_statement",
    "for_statement",
    "catch_clause",
    "switch_body",
    "class_static_block",
}
MAX_LOCAL = 100_000
"""Bytes of a block beyond which nothing is told of its variables."""
_PLAIN = frozenset({"object", "string"})
_MODULE = late(rb"\bmodule\.exports\b")
"""What only a module of Node's has, whose variables are its own: those of a component are its template's, too."""
_NAMES = frozenset({"identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"})
_AROUND_TARGET = frozenset(
    {
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "object_pattern",
        "array_pattern",
        "pair_pattern",
        "rest_pattern",
        "assignment_pattern",
        "object_assignment_pattern",
    }
)
"""What a name that is written to may stand in, as in `({plan: name = "x"} = order)` and `(name as any) = x`."""


def bindings(scope: Node) -> dict[str, Bound]:
    """The names that a scope binds, with the node of the value where it is a constant, or all values of a variable."""
    bound: dict[str, Bound] = {}
    for name, value in _bound(scope):
        bound[name] = None if name in bound else value
    return bound


def _bound(scope: Node) -> Iterator[tuple[str, Bound]]:
    for field in ("parameters", "parameter", "left", "initializer"):
        pattern = scope.child_by_field_name(field)
        if pattern is not None and (field != "left" or scope.type == "for_in_statement"):
            yield from ((name, None) for name in _pattern_names(pattern))
    if scope.type in _FUNCTIONS and b"var" in (scope.text or b""):
        yield from ((name, None) for name in _hoisted(scope))
    for child in scope.named_children:
        if child.type in ("switch_case", "switch_default"):
            for statement in child.named_children:
                yield from _declared(statement)
        else:
            yield from _declared(child)


def _hoisted(function: Node) -> Iterator[str]:
    """The names that a `var` in one of a function's inner blocks binds in all of it."""
    body = function.child_by_field_name("body")
    pending = parts(body)
    while pending:
        node = pending.pop()
        loop = node.type == "for_in_statement" and any(child.type == "var" for child in node.children)
        left = node.child_by_field_name("left") if loop else None
        yield from _pattern_names(left) if left is not None else ()
        if node.type == "variable_declaration" and node.parent != body:
            for declarator in node.named_children:
                name = declarator.child_by_field_name("name")
                yield from _pattern_names(name) if name is not None else ()
        elif node.type not in _FUNCTIONS and node.type not in CLASSES:
            pending += node.named_children


def _declared(node: Node) -> Iterator[tuple[str, Bound]]:
    if node.type == "export_statement":
        yield from _exported(node)
    elif node.type == "expression_statement":
        yield from _stated(node)
    elif node.type in ("lexical_declaration", "variable_declaration"):
        constant = any(part.type == "const" for part in node.children[:1])
        for declarator in node.named_children:
            yield from _declarator(declarator, constant)
    elif node.type == "ambient_declaration":
        for child in node.named_children:
            yield from _declared(child)
    elif node.type in ("enum_declaration", "internal_module") or node.type in CLASSES:
        name = node.child_by_field_name("name")
        if name is not None:
            yield decode(name.text), node
    elif node.type in _FUNCTIONS:
        name = node.child_by_field_name("name")
        if name is not None:
            yield decode(name.text), node if node.type == "function_declaration" else None


def _exported(node: Node) -> Iterator[tuple[str, Bound]]:
    """What an `export` declares; `default` is the name of the default one."""
    inner = node.child_by_field_name("declaration")
    if inner is not None:
        yield from _declared(inner)
    default = any(part.type == "default" for part in node.children)
    value = inner or node.child_by_field_name("value")
    if default and value is not None:
        yield "default", value


def _stated(node: Node) -> Iterator[tuple[str, Bound]]:
    """A `namespace`, and what `module.exports = …` and `exports.name = …` give to other files."""
    inner = node.named_children[0] if node.named_children else node
    assigned = assigned_export(node)
    if inner.type == "internal_module":
        yield from _declared(inner)
    elif assigned is not None:
        yield assigned


def _declarator(node: Node, constant: bool) -> Iterator[tuple[str, Bound]]:
    name = node.child_by_field_name("name")
    value = node.child_by_field_name("value")
    if name is None or required(value) is not None:  # what is required comes from elsewhere, like an import
        return
    if name.type == "identifier":
        yield decode(name.text), value if constant else _variable(node, name, value)
    elif name.type == "object_pattern" and constant:
        for child in name.named_children:
            renamed = child.child_by_field_name("value") if child.type == "pair_pattern" else None
            if child.type == "shorthand_property_identifier_pattern":
                yield decode(child.text), child
            elif renamed is not None and renamed.type == "identifier":
                yield decode(renamed.text), child
            else:
                yield from ((bound, None) for bound in _pattern_names(child))
    else:
        yield from ((bound, None) for bound in _pattern_names(name))


def _variable(declared: Node, name: Node, value: Node | None) -> Bound:
    """What a variable of a block is: its one value, or all that the block writes to it and does not use in between.

    One of a whole file stays unknown, where that is no module of Node's: other scripts may write to it.
    """
    block = declared.parent.parent if declared.parent is not None else None
    if block is not None and block.type == "program":
        return value if value is not None and _is_of_module(declared, name, value, block) else None
    code = block.text if block is not None and block.type == "statement_block" else None
    if block is None or code is None or name.text is None or len(code) > MAX_LOCAL:
        return None
    start, end = declared.start_byte - block.start_byte, declared.end_byte - block.start_byte
    writes = _writes(name.text, code[:start] + b";" + code[end:])
    if writes is None:
        return value
    found = local_values(declared, name.text, block, _plain_target, _NAMES)
    targets = [node.child_by_field_name("right") for node, used in found or () if node is not None and not used]
    uses = [node for node, used in found or () if node is not None and used]
    if found is None or len(targets) != writes or any(map(_is_written, uses)):
        return None
    values = [*([value] if value is not None else []), *targets]
    return all_values(values, [use.start_byte for use in uses]) if targets else value


def _is_of_module(declared: Node, name: Node, value: Node, program: Node) -> bool:
    """Whether a module's own variable has a text or an object, and gets nothing else."""
    code = program.text or b"" if value.type in _PLAIN else b""
    if not 0 < len(code) <= MAX_LOCAL or _MODULE.search(code) is None or name.text is None:
        return False
    start, end = declared.start_byte - program.start_byte, declared.end_byte - program.start_byte
    return _writes(name.text, code[:start] + b";" + code[end:]) is None


def _is_written(name: Node) -> bool:
    """Whether a name stands where something is written to it in another way than `name = value`."""
    node, holder = name, name.parent
    while holder is not None and holder.type in _AROUND_TARGET:
        node, holder = holder, holder.parent
    return (
        node is not name
        and holder is not None
        and holder.type in ("assignment_expression", "augmented_assignment_expression", "for_in_statement")
        and holder.child_by_field_name("left") == node
    )


def _writes(name: bytes, code: bytes) -> int | None:
    """How often some code may write to a name; text in strings counts, too, which only makes us say less.

    None where nothing looks like it.
    """
    if name.isascii() and not any(name in groups for groups in _written_to().findall(code)):
        return None
    return len(_WRITES.findall(_marked(name, code)))


_WRITES = late(
    rb"\x00\s*(?:(?:[-+*/%&|^]|\*\*|<<|>>>?|&&|\|\||\?\?)?=(?![=>])|\+\+|--)"
    rb"|(?:\+\+|--)\s*\x00|[\[{,:]\s*(?:\.\.\.\s*)?\x00\s*(?=[,\]}])[^;=]*[\]}]\s*=(?![=>])"
    rb"|\bfor\s*(?:await\s*)?\(\s*\x00\s+(?:of|in)\b"
)
"""What writes to the name that is marked: a pattern of each name's own takes longer to be made than to be matched."""
_IN_NAMES = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$")


def _marked(name: bytes, code: bytes) -> bytes:
    """Some code with a NUL in place of a name, wherever that stands for itself."""
    first, *rest = (b" " + code + b" ").split(name)
    made = [first]
    for before, behind in pairwise((first, *rest)):
        left, right = (before or name)[-1], (behind or name)[0]
        alone = left not in _IN_NAMES and left != ord(".") and right not in _IN_NAMES
        made += [b"\x00" if alone else name, behind]
    return b"".join(made)


@cache
def _written_to() -> re.Pattern[bytes]:
    """What any name has around it that may be written to, or that only looks like it."""
    return re.compile(
        rb"(?<![\w$.])([\w$]++)(?=[\s)!]*(?:\+\+|--|/[/*]|as\b|satisfies\b|[-+*/%&|^<>?]{0,3}=(?![=>])))"
        rb"|(?:\+\+|--)\s*([\w$]+)|[\[{,:]\s*(?:\.\.\.\s*)?([\w$]++)(?=\s*(?:[,\]}]|/[/*]))|\(\s*([\w$]++)(?=\s+(?:of|in)\b)"
    )


def _plain_target(node: Node) -> Node | None:
    """What `name = value` writes to."""
    return node.child_by_field_name("left") if node.type == "assignment_expression" else None


def _pattern_names(node: Node, depth: int = MAX_DEPTH) -> Iterator[str]:
    """All identifiers of a pattern; those of default values too, which only makes us say less."""
    if node.type in ("identifier", "shorthand_property_identifier_pattern"):
        yield decode(node.text)
    elif depth:
        for child in node.named_children:
            yield from _pattern_names(child, depth - 1)


_AROUND_OBJECT = frozenset({"as_expression", "satisfies_expression", "parenthesized_expression"})
_GIVEN = late(rb"\bexport\s*(?:default\b|\{)|\bmodule\.exports\b|\bexports\.")


def shares(value: Node) -> bool:
    """Whether other files may write to the members of what a file has at its top: of an object that it gives them."""
    if value.type not in CLASSES and value.type != "object":
        return False
    node = value
    while node.parent is not None and node.parent.type in _AROUND_OBJECT:
        node = node.parent
        if node.type == "as_expression" and (node.text or b"").endswith(b"const"):
            return False
    root = node
    while root.parent is not None:
        if root.type == "export_statement":
            return True
        root = root.parent
    return _GIVEN.search(root.text or b"") is not None
