"""Whether a call means the function that it is called like, as opposed to another one of the same name."""

from collections.abc import Collection, Iterable, Sequence

from tree_sitter import Node

from waypost.telemetry.callee import Callee
from waypost.telemetry.due import leaves_out
from waypost.telemetry.expression import Argument
from waypost.telemetry.languages import Signature
from waypost.telemetry.overloads import suiting
from waypost.telemetry.pattern import Pattern
from waypost.telemetry.read_field import defined
from waypost.telemetry.unit import Unit

MAX_UP = 2_000
"""Nodes above a call."""
MAX_BELOW = 2_000
"""Nodes of a list of parameters."""
_LISTED = frozenset({"function_value_parameters", "lambda_parameters"})
"""Parameters of functions in grammars that have no field for them."""
_CLASSES = frozenset({"class_declaration", "abstract_class_declaration", "class", "class_definition"})
_OWN = frozenset({"this", "self"})
_OF_ITSELF = frozenset({*_OWN, "cls", "base", "super", "instance", "shared", "default", "current", "companion"})
"""What an object calls its own methods of, or those of the one of its class."""
_BOUND_BY_CLASS = frozenset({"javascript", "python"})
"""Families in which a method is its class's or that of one above it, and nothing else brings it there."""


def meant(
    unit: Unit, patterns: Iterable[Pattern], path: tuple[str, ...], call: Node, arguments: Sequence[Argument]
) -> list[Pattern]:
    """Those of some patterns whose functions a call by a dotted path may mean.

    Where none of them takes the arguments, there may be one more of its name, which is known to send as little as any
    other; unless the event has a type of its own, told by the
    function or by leaving it out: then any at its place is as good.
    """
    known = (it for it in patterns if it.callee is None or _may_be(unit, it.callee, path, call))
    possible = [it for it in known if it.within is None or _is_within(it.within, call)]
    if any(leaves_out(argument.value) for argument in arguments):
        return _by_labels(possible, arguments)
    taking = [it for it in possible if it.callee is None or _takes(it.callee, arguments)]
    taking = suiting(unit, taking, arguments)
    places = {it.name[0].argument for it in taking if it.callee is not None}
    kept = {*map(id, taking)}
    told = {(it.callee.path, it.callee.owner) for it in taking if it.callee is not None}
    return [it for it in possible if id(it) in kept or _as_good(it, places, told)]


def _is_within(classes: Collection[str], call: Node) -> bool:
    """Whether one of the classes around a call is one of some: what is in a class calls the methods of that, too."""
    around = class_around(call)
    while around is not None and class_name(around) not in classes:
        around = class_around(around)
    return around is not None


def _by_labels(patterns: list[Pattern], arguments: Sequence[Argument]) -> list[Pattern]:
    """Those of some patterns whose functions have the labels that a call gives, if there are such."""
    kept = [it for it in patterns if it.callee is None or _has_labels(it.callee, arguments)]
    return kept if any(it.callee is not None for it in kept) else patterns


def _as_good(pattern: Pattern, known: Collection[int | str], told: Collection[tuple[str, str | None]]) -> bool:
    """Whether a function that does not take the arguments tells of one that does, of a class that is not known."""
    if pattern.type is None or (known and pattern.name[0].argument not in known):
        return False
    return pattern.callee is None or (pattern.callee.path, pattern.callee.owner) not in told


def outer(unit: Unit, patterns: list[Pattern], path: tuple[str, ...], offset: int) -> list[Pattern]:
    """Some patterns without a class's own, where its methods hand on what they are given: what they call is an SDK's.

    `@tracker.track(id, name)` in a class `EventTracker` that has a `track(name)` is no call of that.
    """
    inner = {(it.callee.path, it.callee.owner) for it in patterns if it.callee is not None and it.callee.owner}
    if not inner or len(path) < 2 or all(it.own for it in patterns):
        return patterns
    around = (unit.language.signature(scope) for scope in unit.scopes.around(offset)[1:])
    own = {(unit.path, it.owner) for it in around if it is not None and _calls_another(it, path)}
    return [it for it in patterns if it.callee is None or (it.callee.path, it.callee.owner) not in own]


def _calls_another(around: Signature, path: tuple[str, ...]) -> bool:
    """Whether a call in a method is one of another object: of the same name, or by what is not that method's own."""
    steps = [step.removesuffix("()") for step in path[:-1]]
    own = steps[-1].lower() in _OF_ITSELF or around.owner in steps
    return around.name == path[-1] or not own


def unheard(unit: Unit, patterns: Iterable[Pattern], path: tuple[str, ...], call: Node, count: int) -> Pattern | None:
    """The wrapper that a call has the name of while it means another function of its class, of which nothing is known.

    Only where the name says that it is there to send events.
    """
    for it in patterns:
        if it.callee is not None and it.tells and it.callee.types and _may_be(unit, it.callee, path, call):
            homes = (home for home in unit.elsewhere.homes(unit, path) if home.path == it.callee.path)
            others = (signature for home in homes for _, signature in defined(home, path[-1]))
            if any(len(each.parameters) == count and each.owner == it.callee.owner for each in others):
                return it
    return None


def _may_be(unit: Unit, callee: Callee, path: tuple[str, ...], call: Node) -> bool:
    if len(path) == 1 and callee.top and _is_hidden(unit, path[0], call):
        return False
    if callee.is_around(unit.path, call.start_byte):
        return False
    return not _is_of_another_class(unit, callee, path, call)


def _is_hidden(unit: Unit, name: str, call: Node) -> bool:
    """Whether a parameter, or a variable of a function around the call, has the name."""
    for scope in reversed(unit.scopes.around(call.start_byte)[1:]):
        if unit.scopes.has(scope, name):
            return _is_parameter(scope, name) or _is_variable(unit, scope, name)
    return False


def _is_parameter(scope: Node, name: str) -> bool:
    fields = (scope.child_by_field_name(field) for field in ("parameters", "parameter"))
    pending = [it for it in (*fields, *(child for child in scope.named_children if child.type in _LISTED)) if it]
    for _ in range(MAX_BELOW):
        if not pending:
            return False
        node = pending.pop()
        if not node.named_child_count and node.text == name.encode() and "type" not in node.type:
            return True
        pending += node.named_children
    return True


def _is_variable(unit: Unit, scope: Node, name: str) -> bool:
    """Whether JavaScript's variable is one by itself: those taken out of an object are what a module or hook gives."""
    return unit.language.family == "javascript" and not unit.scopes.takes_out(scope, name)


def _takes(callee: Callee, arguments: Sequence[Argument]) -> bool:
    """Whether the function can be called with these arguments."""
    if any(argument.spread for argument in arguments):
        return True
    count = len(arguments)
    fits = callee.least <= count and (callee.most is None or count <= callee.most)
    return fits and _has_labels(callee, arguments)


def _has_labels(callee: Callee, arguments: Sequence[Argument]) -> bool:
    return callee.labels is None or all(it.keyword is None or it.keyword in callee.labels for it in arguments)


def _is_of_another_class(unit: Unit, callee: Callee, path: tuple[str, ...], call: Node) -> bool:
    """Whether `this` or `super` says that the method of another class is meant."""
    if len(path) != 2 or not callee.owner or path[0] not in (*_OWN, "super", "super()"):
        return False
    around = class_around(call)
    if around is None:
        return False
    own = class_name(around) == callee.owner
    if path[0] not in _OWN:
        return own
    return not own and unit.language.family in _BOUND_BY_CLASS and not _may_inherit(around, path[1])


def class_around(node: Node) -> Node | None:
    """The class that a node stands in."""
    around = node.parent
    for _ in range(MAX_UP):
        if around is None or around.type in _CLASSES:
            return around
        around = around.parent
    return None


def class_name(node: Node) -> str | None:
    """What a class is called; an expression, as the variable that keeps it."""
    name = node.child_by_field_name("name")
    if name is None and node.parent is not None and node.parent.type == "variable_declarator":
        name = node.parent.child_by_field_name("name")
    return (name.text or b"").decode("utf-8", "replace") if name is not None else None


def _may_inherit(around: Node, method: str) -> bool:
    """Whether a class has a method from one above it, and none of its own."""
    heritage = next((it for it in around.named_children if it.type == "class_heritage"), None)
    above = heritage or around.child_by_field_name("superclasses")
    body = around.child_by_field_name("body")
    names = (child.child_by_field_name("name") for child in (body.named_children if body is not None else ()))
    return above is not None and all(name is None or name.text != method.encode() for name in names)
