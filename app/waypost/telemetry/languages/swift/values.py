"""What Swift's values say."""

from collections.abc import Iterator

from tree_sitter import Node

from waypost.frozen import replace
from waypost.patterns import late
from waypost.telemetry.expression import (
    Argument,
    Choice,
    Entry,
    Expression,
    Joined,
    Opaque,
    Record,
    Reference,
    Text,
    constructed,
)
from waypost.telemetry.languages import first_child
from waypost.telemetry.languages.records import Pair, merged, printf, record
from waypost.telemetry.languages.strings import decode, label, unescape

MAX_DEPTH = 12
"""Values nested deeper say nothing about an event's name or its properties."""
MAX_NODES = 5_000
"""Nodes of one function that are looked at for what it returns."""
_KINDS = {
    "integer_literal": "number",
    "real_literal": "number",
    "boolean_literal": "boolean",
    "nil_literal": "null",
    "nil": "null",
    "array_literal": "array",
    "lambda_literal": "function",
    "equality_expression": "boolean",
    "comparison_expression": "boolean",
    "conjunction_expression": "boolean",
    "disjunction_expression": "boolean",
}
_STRINGS = frozenset({"line_string_literal", "multi_line_string_literal", "raw_string_literal"})
_PASSED = {
    "try_expression": "expr",
    "await_expression": "expr",
    "as_expression": "expr",
    "postfix_expression": "target",
}
_REFERENCES = frozenset({"simple_identifier", "navigation_expression", "self_expression"})
OWN = frozenset({(), ("self",)})
"""What stands before a function of the same type, or of the same file."""
_NESTED = frozenset({"function_declaration", "lambda_literal", "class_declaration", "init_declaration"})
CONTAINER = "class_declaration"
_SOME = late(r"[\"'.]|\b(?:true|false|nil|\d+)\b")
"""What stands in a pattern that is not for all that a case may carry."""
DEFAULT = ""
"""The case of a `switch` that is for all others."""


def path_of(node: Node | None) -> tuple[str, ...]:
    """The dotted path of a callee; a call ends in `()`, what is under a key in `[]`.

    What has no name is `?`, a type that is left out is empty.
    """
    segments: list[str] = []
    for _ in range(MAX_DEPTH):
        if node is None:
            break
        match node.type:
            case "navigation_expression":
                suffix = node.child_by_field_name("suffix")
                named = suffix.child_by_field_name("suffix") if suffix is not None else None
                segments.append(decode(named.text) if named is not None else "?")
                node = first_child(node)
            case "call_expression":
                *before, last = path_of(first_child(node))
                return (*before, last + _suffix(node), *reversed(segments))
            case "prefix_expression" if decode(node.children[0].text) == ".":
                return ("", *path_of(node.child_by_field_name("target")), *reversed(segments))
            case "simple_identifier" | "self_expression" | "super_expression" | "type_identifier":
                return (decode(node.text), *reversed(segments))
            case "tuple_expression" if node.named_child_count == 1:
                node = first_child(node)
            case _ if node.type in _PASSED:
                node = node.child_by_field_name(_PASSED[node.type])
            case _:
                break
    return ("?", *reversed(segments))


def _suffix(call: Node) -> str:
    return "()" if brackets(call) is not None else "[]"


def brackets(call: Node) -> Node | None:
    """What a call has its arguments in; None where it has none, such as a subscript."""
    suffix = next((child for child in call.named_children if child.type == "call_suffix"), None)
    if suffix is None:
        return None
    listed = next((child for child in suffix.named_children if child.type == "value_arguments"), None)
    return listed if listed is not None and listed.child_count and listed.children[0].type == "(" else None


def given(call: Node, depth: int = MAX_DEPTH) -> tuple[Argument, ...] | None:
    """The arguments in the brackets of a call, if it has any."""
    listed = brackets(call)
    if listed is None:
        return None
    return tuple(
        Argument(_label_of(node), expression(value, depth - 1))
        for node in listed.named_children
        if node.type == "value_argument" and (value := node.child_by_field_name("value")) is not None
    )


def _label_of(argument: Node) -> str | None:
    name = argument.child_by_field_name("name")
    return decode(name.text) if name is not None else None


def expression(node: Node, depth: int = MAX_DEPTH) -> Expression:
    """What a value's node says."""
    if depth == 0:
        return _opaque(node)
    if node.type in _STRINGS:
        return _string(node, depth)
    if node.type in _REFERENCES:
        return _reference(node)
    if node.type in _PASSED:
        inner = node.child_by_field_name(_PASSED[node.type])
        return expression(inner, depth - 1) if inner is not None else _opaque(node)
    match node.type:
        case "prefix_expression":
            return _reference(node) if decode(node.children[0].text) == "." else _negated(node)
        case "tuple_expression" if node.named_child_count == 1:
            return expression(node.named_children[0], depth - 1)
        case "ternary_expression" | "nil_coalescing_expression" | "if_statement" | "switch_statement":
            return _choice(node, depth)
        case "additive_expression":
            return _sum(node, depth)
        case "dictionary_literal":
            return record(_pairs(node, depth), False, *node.byte_range)
        case "call_expression":
            return _call(node, depth)
        case "property_declaration":
            return _declared(node, depth)
        case "assignment":
            return _assigned(node, depth)
        case "typealias_declaration":
            name = _type_name(node.child_by_field_name("value") or node.named_children[-1])
            return Reference(tuple(name.split(".")), *node.byte_range) if name is not None else _opaque(node)
        case "class_declaration":
            return _container(node, depth)
        case "function_declaration":
            return _opaque(node, "function")
    return _opaque(node)


def _opaque(node: Node, kind: str | None = None) -> Opaque:
    return Opaque(kind or _KINDS.get(node.type), label(node.text), *node.byte_range)


def _negated(node: Node) -> Opaque:
    return _opaque(node, {"!": "boolean", "-": "number"}.get(decode(node.children[0].text)))


def _string(node: Node, depth: int) -> Expression:
    text = decode(node.text)
    hashes = len(text) - len(text.lstrip("#"))
    quote = '"""' if text[hashes:].startswith('"""') else '"'
    size = hashes + len(quote)
    if len(text) < 2 * size or not text.endswith(quote + "#" * hashes):
        return _opaque(node, "string")
    if any("interpol" in child.type for child in node.named_children):
        return Joined(tuple(_parts(node, depth)), *node.byte_range) if not hashes else _opaque(node, "string")
    if len(quote) > 1:
        return _opaque(node, "string")
    value = text[size:-size]
    inner = (node.start_byte + size, node.end_byte - size)
    return Text(value if hashes else unescape(value), *node.byte_range, inner)


def _parts(node: Node, depth: int) -> Iterator[Expression]:
    """Text and interpolations; text is told by where it stands, since its escapes have several nodes."""
    at = node.start_byte + 1
    raw = node.text or b""
    for child in node.named_children:
        if child.type == "interpolated_expression":
            before = raw[at - node.start_byte : child.start_byte - node.start_byte].removesuffix(b"\\(")
            yield Text(unescape(decode(before)), at, at + len(before))
            value = child.child_by_field_name("value")
            yield expression(value, depth - 1) if value is not None else _opaque(child)
            at = child.end_byte + 1
    rest = raw[at - node.start_byte : -1]
    yield Text(unescape(decode(rest)), at, at + len(rest))


def _reference(node: Node) -> Expression:
    path = path_of(node)
    return Reference(path, *node.byte_range) if _plain(path) else _opaque(node)


def _plain(path: tuple[str, ...]) -> bool:
    return not any(segment == "?" or segment.endswith(("()", "[]")) for segment in path)


def _choice(node: Node, depth: int) -> Expression:
    fields = {"ternary_expression": ("if_true", "if_false"), "nil_coalescing_expression": ("value", "if_nil")}
    if node.type in fields:
        kept = [node.child_by_field_name(field) for field in fields[node.type]]
    else:
        kept = list(_last_values(node, depth))
    options = tuple(expression(option, depth - 1) for option in kept if option is not None)
    return Choice(options, *node.byte_range) if options else _opaque(node)


def _last_values(node: Node, depth: int) -> Iterator[Node]:
    """The last value of each branch of an `if` or `switch` that is used as a value."""
    for child in node.named_children:
        if child.type == "statements":
            last = child.named_children[-1:]
            yield from last if not last or last[0].type != "control_transfer_statement" else ()
        elif child.type in ("switch_entry", "if_statement", "else") and depth:
            yield from _last_values(child, depth - 1)


def _sum(node: Node, depth: int) -> Expression:
    left, right = node.child_by_field_name("lhs"), node.child_by_field_name("rhs")
    if left is None or right is None:
        return _opaque(node)
    parts = (expression(left, depth - 1), expression(right, depth - 1))
    joined = any(isinstance(part, Text | Joined) for part in parts)
    return Joined(parts, *node.byte_range) if joined else _opaque(node)


def _pairs(node: Node, depth: int) -> Iterator[Pair]:
    keys = node.children_by_field_name("key")
    values = node.children_by_field_name("value")
    for key, value in zip(keys, values, strict=False):
        yield expression(key), expression(value, depth - 1)


def _call(node: Node, depth: int) -> Expression:
    """Constructors and what fills a format; a member of a type may be a function that makes an event."""
    arguments = given(node, depth)
    path = path_of(first_child(node))
    if path[-1] in ("compactMapValues", "mapValues"):  # the same keys at most
        receiver = first_child(first_child(node) or node)
        return expression(receiver, depth - 1) if receiver is not None else _opaque(node)
    if arguments is None or path[-1] == "?":
        return _opaque(node)
    values = [argument.value for argument in arguments]
    match path:
        case ("String",) if arguments and arguments[0].keyword == "format" and isinstance(values[0], Text):
            return printf(values[0], values[1:])
        case ("String",) | ("String", "localizedStringWithFormat"):
            return _opaque(node, "string")
        case (*_, "merging") if values:
            receiver = first_child(first_child(node) or node)
            base = expression(receiver, depth - 1) if receiver is not None else _opaque(node)
            return merged((base, values[0]), *node.byte_range)
        case (*_, "init"):
            return constructed(arguments, node.byte_range, path[-2] if len(path) > 1 else "")
        case (*_, name) if name[:1].isupper():
            return constructed(arguments, node.byte_range, name)
    if not _plain(path):
        return _opaque(node)
    made = path[0] == "" or path[0] == "Self" or path[0][:1].isupper()
    if made or (len(path) == 2 and not arguments and path[:-1] not in OWN):
        return Reference((*path[:-1], f"{path[-1]}()"), *node.byte_range)
    if path[:-1] in OWN:
        return replace(_opaque(node), called=(f"{path[-1]}()",))
    label = arguments[0].keyword if len(path) == 2 and len(arguments) == 1 else None
    return Reference((path[0], f"{path[1]}({label}:)"), *node.byte_range) if label else _opaque(node)


def _declared(node: Node, depth: int) -> Expression:
    """The value of `let event: Stat = .opened` and `var event: Stat { .opened }`, with the type that it leaves out."""
    value = node.child_by_field_name("value")
    computed = node.child_by_field_name("computed_value")
    if value is not None:
        said = expression(value, depth)
    else:
        said = returned(computed, depth) if computed is not None else _opaque(node)
    return typed(said, type_of(node))


def written_by(node: Node) -> Node | None:
    """What an assignment writes to."""
    target = node.child_by_field_name("target") if node.type == "assignment" else None
    return target.named_children[0] if target is not None and target.named_children else None


def is_plain_write(node: Node) -> bool:
    """Whether an assignment writes its value and nothing else, or a declaration."""
    operator = node.child_by_field_name("operator")
    return operator is None or decode(operator.text) == "="


def _assigned(node: Node, depth: int) -> Expression:
    """What is written to a variable, with the type that its declaration gives."""
    result, target = node.child_by_field_name("result"), written_by(node)
    if result is None or target is None:
        return _opaque(node)
    name, around = decode(target.text), node.parent
    for _ in range(MAX_DEPTH):
        for child in around.named_children if around is not None and around.type == "statements" else ():
            if child.type == "property_declaration" and name in dict(declared_names(child)):
                return typed(expression(result, depth - 1), type_of(child))
        around = around.parent if around is not None else None
    return expression(result, depth - 1)


def type_of(node: Node) -> str | None:
    """The type that is written behind a declaration's name, if it is one name with dots."""
    annotation = next((child for child in node.named_children if child.type == "type_annotation"), None)
    return _type_name(annotation.child_by_field_name("name")) if annotation is not None else None


def _type_name(node: Node | None) -> str | None:
    if node is not None and node.type == "optional_type":
        node = first_child(node)
    return decode(node.text) if node is not None and node.type == "user_type" else None


def typed(value: Expression, name: str | None) -> Expression:
    """A value with the type that is left out in it: `.opened` where a `Stat` is due is `Stat.opened`."""
    if name is None:
        return value
    match value:
        case Reference(path=("", *rest)):
            return replace(value, path=(*name.split("."), *rest))
        case Record(constructor=""):
            return replace(value, constructor=name.rpartition(".")[2])
        case Choice(options=options):
            return replace(value, options=tuple(typed(option, name) for option in options))
    return value


def returned(body: Node, depth: int) -> Expression:
    """What a function or computed property gives back: its only value, or those of its `return`s."""
    statements = next((child for child in body.named_children if child.type == "statements"), None)
    if statements is None or depth == 0:
        return _opaque(body)
    if statements.named_child_count == 1 and statements.named_children[0].type != "control_transfer_statement":
        only = statements.named_children[0]
        if only.type not in ("switch_statement", "if_statement"):
            return expression(only, depth - 1)
        if not any(True for _ in _results(statements)):
            return _choice(only, depth)
    options = tuple(expression(result, depth - 1) for result in _results(statements))
    return options[0] if len(options) == 1 else Choice(options, *body.byte_range) if options else _opaque(body)


def _results(statements: Node) -> Iterator[Node]:
    pending = [statements]
    for _ in range(MAX_NODES):
        if not pending:
            return
        node = pending.pop()
        result = node.child_by_field_name("result") if node.type == "control_transfer_statement" else None
        if result is not None:
            yield result
        elif node.type not in _NESTED:
            pending.extend(reversed(node.named_children))


def name_of(node: Node) -> tuple[str, ...]:
    """The name of a declared or extended type: `extension Event.Cart` is two."""
    name = node.child_by_field_name("name")
    return tuple(decode(name.text).split(".")) if name is not None else ()


def is_static(node: Node) -> bool:
    """Whether a member belongs to the type itself."""
    modifiers = next((child for child in node.named_children if child.type == "modifiers"), None)
    return modifiers is not None and bool({"static", "class"} & set(decode(modifiers.text).split()))


def _container(node: Node, depth: int) -> Record:
    """The members of a type, with those of its extensions beside it."""
    name = name_of(node)[:1]
    around = node.parent.named_children if node.parent is not None else [node]
    parts = [part for part in around if part.type == CONTAINER and name_of(part)[:1] == name]
    entries: list[tuple[str, Expression]] = []
    for part in parts:
        found = tuple(_members(part, depth))
        for outer in reversed(name_of(part)[1:]):
            found = ((outer, Record(found, True, *part.byte_range)),)
        entries.extend(found)
    return Record(_together(entries), True, *node.byte_range)


def _together(entries: list[tuple[str, Expression]]) -> tuple[tuple[str, Expression], ...]:
    """Members, with those of one type that stand in several extensions put together."""
    kept: list[tuple[str, Expression]] = []
    types: dict[str, Record] = {}
    for name, value in entries:
        if isinstance(value, Record) and value.constructor is None:
            before = types[name].entries if name in types else ()
            types[name] = replace(value, entries=_together([*before, *value.entries]))
        else:
            kept.append((name, value))
    return (*kept, *types.items())


def _members(node: Node, depth: int) -> Iterator[tuple[str, Expression]]:
    body = node.child_by_field_name("body")
    nested = set[str]()
    cases = list(_cases(node, body, depth)) if body is not None else []
    yield from ((case.name, case) for case in cases)
    yield from ((f"{case.name}()", case) for case in cases)  # `.opened(count: 2)`, with values of its own
    for child in body.named_children if body is not None else ():
        if child.type == "property_declaration":
            yield from _constant(child, depth)
        elif child.type == "function_declaration" and is_static(child):
            yield from _function(child, depth)
        elif child.type == "typealias_declaration" and name_of(child):
            yield name_of(child)[0], expression(child, depth - 1)
        elif child.type == CONTAINER and name_of(child) and name_of(child)[0] not in nested:
            nested.add(name_of(child)[0])
            yield name_of(child)[0], expression(child, depth - 1)


def _constant(node: Node, depth: int) -> Iterator[tuple[str, Expression]]:
    """What can never change: `let a = …`, and a static `var a: T { … }`."""
    names = list(declared_names(node))
    if node.child_by_field_name("computed_value") is not None and is_static(node) and names:
        yield names[0][0], expression(node, depth - 1)
    elif not is_variable(node):
        yield from ((name, typed(expression(value, depth - 1), type_of(node))) for name, value in names if value)


def is_variable(node: Node) -> bool:
    """Whether a declaration is a `var`."""
    pattern = next((child for child in node.named_children if child.type == "value_binding_pattern"), None)
    return pattern is None or decode(pattern.text) != "let"


def declared_names(node: Node) -> Iterator[tuple[str, Node | None]]:
    """The names that `let a = 1, b = 2` declares, each with its value."""
    name: str | None = None
    for index, child in enumerate(node.children):
        field = node.field_name_for_child(index)
        if field == "name" and child.type == "pattern":
            if name is not None:
                yield name, None
            name = decode(child.text)
        elif field == "value" and name is not None:
            yield name, child
            name = None
    if name is not None:
        yield name, None


def _function(node: Node, depth: int) -> Iterator[tuple[str, Expression]]:
    """A static function that makes an event, under `name()`."""
    names = node.children_by_field_name("name")
    body = node.child_by_field_name("body")
    if names and body is not None:
        result = _type_name(names[-1]) if len(names) > 1 else None
        made = _by_its_own(returned(body, depth - 1), body, _types_around(node))
        yield f"{decode(names[0].text)}()", typed(made, result)


def _types_around(node: Node) -> tuple[str, ...]:
    """The type that a member is one of, behind those around it."""
    names: tuple[str, ...] = ()
    around = node.parent
    for _ in range(MAX_DEPTH):
        if around is None:
            break
        names = (*name_of(around), *names) if around.type == CONTAINER else names
        around = around.parent
    return names


def _by_its_own(made: Expression, body: Node, kind: tuple[str, ...]) -> Expression:
    """What a type's function makes by another one of that type, which is called with nothing before it."""
    if isinstance(made, Choice):
        return replace(made, options=tuple(_by_its_own(it, body, kind) for it in made.options))
    call = body.descendant_for_byte_range(made.start, made.end) if isinstance(made, Opaque) else None
    path = path_of(first_child(call)) if call is not None and call.type == "call_expression" else ()
    bare = len(path) == 1 and path[0].isidentifier() and path[0][:1].islower()
    return Reference((*kind, f"{path[0]}()"), made.start, made.end) if bare and kind else made


def _cases(node: Node, body: Node, depth: int) -> Iterator[Entry]:
    """The cases of an enum: what `rawValue` says, or the one text that a `switch self` gives for it."""
    inherited = {decode(child.text) for child in node.named_children if child.type == "inheritance_specifier"}
    told = _told_by_case([body, *_extended(node)], depth)
    for entry in body.named_children:
        for name, value in _case_names(entry) if entry.type == "enum_entry" else ():
            case = decode(name.text)
            texts = ((field, by_case.get(case, by_case.get(DEFAULT))) for field, by_case in told.items())
            fields = tuple((field, text) for field, text in texts if text is not None)
            own: Expression | None = expression(value, depth - 1) if value is not None else None
            if own is None and "String" in inherited:
                own = Text(case, *name.byte_range)
            if own is not None and "rawValue" not in told:
                yield Entry(case, own, (*fields, ("rawValue", own)), *name.byte_range, raw=not told, own=None)
            else:
                yield Entry(case, None, fields, *name.byte_range, own=None)


def _case_names(entry: Node) -> Iterator[tuple[Node, Node | None]]:
    name: Node | None = None
    for index, child in enumerate(entry.children):
        field = entry.field_name_for_child(index)
        if field == "name":
            if name is not None:
                yield name, None
            name = child
        elif field == "raw_value" and name is not None:
            yield name, child
            name = None
    if name is not None:
        yield name, None


def _extended(node: Node) -> Iterator[Node]:
    """The bodies of what extends a type in its file: `extension Pixel.Event` for an enum in `extension Pixel`."""
    qualified: tuple[str, ...] = ()
    root = node
    while True:
        qualified = (*name_of(root), *qualified) if root.type == CONTAINER else qualified
        if root.parent is None:
            break
        root = root.parent
    for child in root.named_children:
        if child.type == CONTAINER and child != node and name_of(child) == qualified:
            body = child.child_by_field_name("body")
            yield from (body,) if body is not None else ()


def _told_by_case(bodies: list[Node], depth: int) -> dict[str, dict[str, Expression]]:
    """`var name: String { switch self { case .a: return "x" … } }`: property to case to text.

    What a method tells so is under `name()` or `name(for:)`, as it may be called, unless several may be called so.
    """
    found: dict[str, dict[str, Expression]] = {}
    twice = set[str]()
    for child in (child for body in bodies for child in body.named_children):
        for name, body in _texts_of(child) if not is_static(child) else ():
            twice.update({name} & found.keys())
            found[name] = dict(_by_case(body, depth))
    return {name: told for name, told in found.items() if name not in twice}


def _texts_of(member: Node) -> Iterator[tuple[str, Node]]:
    """The properties and methods that a member declares which give a text, with what they do for it."""
    computed = member.child_by_field_name("computed_value")
    if member.type == "property_declaration" and computed is not None and type_of(member) == "String":
        yield from ((name, computed) for name, _ in declared_names(member))
    elif member.type == "function_declaration" and (body := member.child_by_field_name("body")) is not None:
        names = member.children_by_field_name("name")
        if len(names) > 1 and _type_name(names[-1]) == "String":
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


def _by_case(computed: Node, depth: int) -> Iterator[tuple[str, Expression]]:
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
            said = _said_in(body, depth)
            for name, whole in _patterns(entry):
                told.setdefault(name, []).append(said)
                partly.update(() if whole else (name,))
    for name, values in told.items():
        yield name, _either([*values, *(told.get(DEFAULT, []) if name in partly else [])])


def _either(values: list[Expression]) -> Expression:
    return Choice(tuple(values), values[0].start, values[-1].end) if len(values) > 1 else values[0]


def _said_in(body: Node, depth: int) -> Expression:
    """What one case gives: its only value, or those of its `return`s."""
    if body.named_child_count == 1 and body.named_children[0].type != "control_transfer_statement":
        return expression(body.named_children[0], depth - 1)
    options = tuple(expression(result, depth - 1) for result in _results(body))
    return options[0] if len(options) == 1 else Choice(options, *body.byte_range) if options else _opaque(body)


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
