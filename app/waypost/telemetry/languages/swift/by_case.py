"""What properties and methods of Swift's enums say for each case: `var name: String { switch self { … } }`."""

from collections.abc import Callable, Iterator

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.expression import Choice, Expression, Opaque
from waypost.telemetry.languages import first_child
from waypost.telemetry.languages.strings import decode, label
from waypost.telemetry.languages.swift.syntax import declared_names, is_static, results
from waypost.telemetry.languages.swift.types import type_name, type_of

Read = Callable[[Node], Expression]
"""What a node says."""
_SOME = late(r"[\"'.]|\b(?:true|false|nil|\d+)\b")
"""What stands in a pattern that is not for all that a case may carry."""
DEFAULT = ""
"""The case of a `switch` that is for all others."""


def told_by_case(bodies: list[Node], read: Read) -> dict[str, dict[str, Expression]]:
    """`var name: String { switch self { case .a: return "x" … } }`: property to case to text.

    What a method tells so is under `name()` or `name(for:)`, as it may be called, unless several may be called so.
    """
    found: dict[str, dict[str, Expression]] = {}
    twice = set[str]()
    for child in (child for body in bodies for child in body.named_children):
        for name, body in _texts_of(child) if not is_static(child) else ():
            twice.update({name} & found.keys())
            found[name] = dict(_by_case(body, read))
    return {name: told for name, told in found.items() if name not in twice}


def _texts_of(member: Node) -> Iterator[tuple[str, Node]]:
    """The properties and methods that a member declares which give a text, with what they do for it."""
    computed = member.child_by_field_name("computed_value")
    if member.type == "property_declaration" and computed is not None and type_of(member) == "String":
        yield from ((name, computed) for name, _ in declared_names(member))
    elif member.type == "function_declaration" and (body := member.child_by_field_name("body")) is not None:
        names = member.children_by_field_name("name")
        if len(names) > 1 and type_name(names[-1]) == "String":
            yield from ((f"{decode(names[0].text)}({told})", body) for told in _ways_to_call(member, body))


def _ways_to_call(function: Node, body: Node) -> Iterator[str]:
    """What the name of a method goes on with where it is called: nothing, or the first of its labels."""
    parameters = [child for child in function.named_children if child.type == "parameter"]
    head = (function.text or b"")[: body.start_byte - function.start_byte]
    if not parameters or head.count(b"=") >= len(parameters):  # all of them may be left out
        yield ""
    for first in parameters[:1]:
        label = first.child_by_field_name("external_name") or first.child_by_field_name("name")
        yield from (f"{decode(label.text)}:",) if label is not None and label.text != b"_" else ()


def _by_case(computed: Node, read: Read) -> Iterator[tuple[str, Expression]]:
    statements = next((child for child in computed.named_children if child.type == "statements"), None)
    switch = first_child(statements) if statements is not None else None
    result = switch.child_by_field_name("result") if switch is not None else None
    switch = result if result is not None else switch  # `return switch self { … }`
    if switch is None or switch.type != "switch_statement" or decode(switch.children[1].text) != "self":
        return
    told, partly = dict[str, list[Expression]](), set[str]()
    for entry in switch.named_children:
        body = next((child for child in entry.named_children if child.type == "statements"), None)
        if entry.type == "switch_entry" and body is not None:
            said = _said_in(body, read)
            for name, whole in _patterns(entry):
                told.setdefault(name, []).append(said)
                partly.update(() if whole else (name,))
    for name, values in told.items():
        yield name, _either([*values, *(told.get(DEFAULT, []) if name in partly else [])])


def _either(values: list[Expression]) -> Expression:
    return Choice(tuple(values), values[0].start, values[-1].end) if len(values) > 1 else values[0]


def _said_in(body: Node, read: Read) -> Expression:
    """What one case gives: its only value, or those of its `return`s."""
    if body.named_child_count == 1 and body.named_children[0].type != "control_transfer_statement":
        return read(body.named_children[0])
    options = tuple(read(result) for result in results(body))
    if not options:
        return Opaque(None, label(body.text), *body.byte_range)
    return options[0] if len(options) == 1 else Choice(options, *body.byte_range)


def _patterns(entry: Node) -> Iterator[tuple[str, bool]]:
    """The cases that an entry of a `switch` is for, and whether it is for all that a case may have."""
    if any(child.type == "default_keyword" for child in entry.named_children):
        yield DEFAULT, True
    whole = all(child.type != "where_keyword" for child in entry.children)
    for child in entry.named_children:
        if child.type == "switch_pattern":
            case, _, carried = decode(child.text).strip().removeprefix("let ").partition("(")
            name = case.strip().rpartition(".")[2]
            yield (DEFAULT if name == "_" else name), whole and not _SOME.search(carried)
