"""Dart's types as holders of constants, and of the entries of enums."""

from collections.abc import Callable, Iterator

from tree_sitter import Node

from waypost.telemetry.expression import Argument, Entry, Expression, Joined, Record, Text, constructed
from waypost.telemetry.languages.strings import decode

Read = Callable[[Node], Expression]
"""What a node says."""
Given = Callable[[Node], tuple[Argument, ...]]
"""What a node has in its brackets."""
MAX_BELOW = 12
"""Nodes between one and another that belongs to it."""
CONTAINERS = frozenset(
    {
        "class_definition",
        "mixin_declaration",
        "enum_declaration",
        "extension_declaration",
        "extension_type_declaration",
    }
)


def name_of(node: Node) -> str | None:
    """The name of a declared type."""
    name = node.child_by_field_name("name")
    if name is None:
        name = next((child for child in node.named_children if child.type == "identifier"), None)
    return decode(name.text) if name is not None else None


def body_of(node: Node) -> Node | None:
    """The members of a declared type."""
    return next((child for child in node.named_children if child.type.endswith("_body")), None)


def container(node: Node, read: Read, given: Given) -> Record:
    """The constants of a type, its static getters and functions, and the entries of an enum."""
    body = body_of(node)
    if body is None:
        return Record((), True, *node.byte_range)
    entries = tuple((name, read(value)) for name, value in members(body) if value is not None)
    cases = tuple((case.name, case) for case in _cases(node, body, read, given))
    return Record((*cases, *entries), True, *node.byte_range)


def members(body: Node) -> Iterator[tuple[str, Node | None]]:
    """The names that the members of a type bind, with the value of those that never change."""
    static = False
    pending: str | None = None
    for child in body.named_children:
        if child.type == "declaration":
            yield from declared(child)
        elif child.type == "method_signature":
            static = any(part.type == "static" for part in child.children)
            pending = _signed(child)
        elif child.type == "function_body" and pending is not None:
            yield pending, child if static else None
            pending = None


def _signed(signature: Node) -> str | None:
    """A getter's name, or a function's with brackets."""
    inner = signature.named_children[-1] if signature.named_children else signature
    name = inner.child_by_field_name("name")
    if name is None or inner.type not in ("getter_signature", "function_signature"):
        return None
    return decode(name.text) + ("()" if inner.type == "function_signature" else "")


def declared(node: Node) -> Iterator[tuple[str, Node | None]]:
    """What `static const a = …, b = …;` and `final a = …;` bind."""
    constant = any(child.type in ("const_builtin", "final_builtin") for child in node.named_children)
    for listed in node.named_children:
        if listed.type in ("static_final_declaration_list", "initialized_identifier_list"):
            yield from declarators(listed, constant)


def declarators(listed: Node, constant: bool) -> Iterator[tuple[str, Node | None]]:
    """The names of a list of declarations."""
    for one in listed.named_children:
        name = next((child for child in one.named_children if child.type == "identifier"), None)
        valued = any(child.type == "=" for child in one.children)
        if name is not None:
            yield decode(name.text), one if constant and valued else None


def _cases(node: Node, body: Node, read: Read, given: Given) -> Iterator[Entry]:
    """The entries of an enum: what each is made with, and the text that getters give for it."""
    fields = _fields(body)
    told = _told_by_case(node, read)
    for entry in body.named_children:
        name = entry.child_by_field_name("name") if entry.type == "enum_constant" else None
        if name is None:
            continue
        part = next((child for child in entry.named_children if child.type == "argument_part"), None)
        made = constructed(given(part), entry.byte_range, "") if part is not None else None
        held = [(fields.get(key, key), value) for key, value in (made.entries if made else ())]
        held.extend((getter, by_case[decode(name.text)]) for getter, by_case in told if decode(name.text) in by_case)
        texts = [value for _, value in held if isinstance(value, Text | Joined)]
        yield Entry(decode(name.text), texts[0] if len(texts) == 1 else None, tuple(held), *name.byte_range)


def _fields(body: Node) -> dict[str, str]:
    """The fields that an enum's constructor fills, by position."""
    found = (part for child in body.named_children for part in child.named_children)
    made = next((part for part in found if part.type == "constant_constructor_signature"), None)
    filled = at_and_below(made, "constructor_param") if made is not None else ()
    return {str(position): decode(one.named_children[-1].text) for position, one in enumerate(filled)}


def at_and_below(node: Node, kind: str, depth: int = MAX_BELOW) -> Iterator[Node]:
    """The nodes of a kind at and below a node, none within another, none in blocks."""
    if node.type == kind:
        yield node
    elif depth and node.type not in ("block", "function_body"):
        for child in node.named_children:
            yield from at_and_below(child, kind, depth - 1)


def _told_by_case(node: Node, read: Read) -> list[tuple[str, dict[str, Expression]]]:
    """`String get event => switch (this) { E.a => "x", … }`, in the enum or in an extension of it beside it."""
    around = node.parent.named_children if node.parent is not None else []
    name = name_of(node)
    bodies = [body_of(node)] + [
        body_of(other)
        for other in around
        if other.type == "extension_declaration" and decode((other.child_by_field_name("class") or other).text) == name
    ]
    found: list[tuple[str, dict[str, Expression]]] = []
    for body in bodies:
        pending: str | None = None
        for child in body.named_children if body is not None else ():
            if child.type == "method_signature":
                pending = _signed(child)
            elif child.type == "function_body" and pending is not None and not pending.endswith("()"):
                found.append((pending, dict(_by_case(child, read))))
    return [(getter, by_case) for getter, by_case in found if by_case]


def _by_case(body: Node, read: Read) -> Iterator[tuple[str, Expression]]:
    switch = next((child for child in body.named_children if child.type == "switch_expression"), None)
    block = next((child for child in body.named_children if child.type == "block"), None)
    if switch is None and block is not None and block.named_child_count:
        switch = next((child for child in block.named_children if child.type == "switch_statement"), None)
        switch = switch.child_by_field_name("body") if switch is not None else None
    for case in switch.named_children if switch is not None else ():
        patterns = [child for child in case.named_children if child.type == "constant_pattern"]
        result = case if case.type == "switch_expression_case" else case.named_children[-1]
        if len(patterns) == 1 and result.type in ("switch_expression_case", "return_statement"):
            yield decode(patterns[0].text).rpartition(".")[2], read(result)
