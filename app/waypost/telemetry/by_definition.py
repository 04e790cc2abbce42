"""Where a function with a telling name takes the event's name: as its own parameters have it, where it is seen."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any

import re2  # type: ignore[import-untyped]
from tree_sitter import Node

from waypost.frozen import replace
from waypost.patterns import late, late_re2
from waypost.telemetry.by_name import HELD, KEYS, KEYWORDS, TELLING, keyed
from waypost.telemetry.expression import Argument, Choice, Record, Reference, Text
from waypost.telemetry.languages import Parameter, Signature
from waypost.telemetry.pattern import Pattern, Place
from waypost.telemetry.read_field import functions
from waypost.telemetry.rewritten import rewritten
from waypost.telemetry.unit import Known, Unit, settled

OF_THIS_FILE = frozenset({(), ("this",), ("self",), ("cls",)})
"""What stands before a call of a function of the same file that is no method of something else."""
MAX_FUNCTIONS = 8
"""Functions that one call may mean."""

_NAMING = (
    late_re2(r"(?i)\w*event_?(?:name|type|key|id|identifier)?|track(?:ing)?_?(?:name|key|identifier)"),
    late_re2(r"(?i)name|action|action_?name"),
    late_re2(r"(?i)metric|key|message"),
)
"""What a parameter is called that takes the name, the best first."""
_SENDING = late_re2(rf"\b(?:{'|'.join(TELLING)})\s*\(".encode())
_HOLDING = late_re2(r"(?i)\w*(?:prop|param|data|attr|payload|extra|detail|context|field|arg)\w*")
_FOR_PEOPLE = late_re2(r"(?i)log|print|puts|warn|error|debug|raise|throw|assert|^\s*(?://|#|\*)")
MAX_LINES = 400
"""Lines of a function that are looked at."""
_SUBJECT = late_re2(
    r"(?i)(?:.*\.)?\W*\w*(?:user|member|person|customer|account|visitor|client|uuid|id|flash|flash\.now|context|ctx|request|req|session)"
    r"(?:\(\))?"
)
"""What is called so says whose event it is, or where it comes from."""
EVENT_KEYS = KEYS[:3]
"""Keys of an object that hold an event's name and nothing else."""
_NAMES = late_re2("(?i)event|name|action")
_CONSTANT = late(r"[A-Z]\w*")


def as_defined(unit: Unit, pattern: Pattern, path: tuple[str, ...], arguments: Sequence[Argument]) -> Pattern | None:
    """The pattern with the places that the function called has for the name and the properties.

    None where it takes no event's name: it makes one itself, or is called so for something else.
    """
    every = islice(chain(functions(unit, path), _given_on(unit, path[-1])), MAX_FUNCTIONS)
    found = [one for one in every if path[:-1] in OF_THIS_FILE or one[0] is not unit or one[2].owner is not None]
    told = [one for one in found if _says(one[2]) and not _selects(one[1], path[-1])]
    told = [one for one in told if _takes(one, arguments)] or told
    if pattern.callee is not None:  # it may be another function than the one that was found to send events
        return pattern if not told or any(home.path == pattern.callee.path for home, _, _ in found) else None
    if not told and _says_action(pattern, arguments):
        return replace(pattern, name=(Place("action"),), unknown=True)
    if not told:
        pattern = _behind_subject(unit, pattern, arguments)
        return replace(pattern, unknown=pattern.unknown or _is_ambiguous(unit, arguments))
    ways = [_taken(pattern, *function) for function in told]
    first = ways[0]
    if not any(ways) and any(it.keyword == place.argument for it in arguments for place in KEYWORDS):
        return replace(pattern, name=KEYWORDS)  # in what takes whatever keywords it is given
    alike = first is not None and all(it is not None and it.name == first.name for it in ways)
    if first is None or not alike:
        return pattern if _describes(unit, arguments) else None
    return replace(first, unknown=any(it is not None and it.unknown for it in ways))


def _describes(unit: Unit, arguments: Sequence[Argument]) -> bool:
    """Whether a call is given an object that says itself which of its keys is the event: `{name: "a", data: {}}`."""
    given = next((it.value for it in arguments if it.keyword is None), None)
    record = settled(Known(given, unit)).value if given is not None else None
    if not isinstance(record, Record) or record.constructor is not None:
        return False
    keys = {key for key, _ in record.entries}
    return not keys.isdisjoint(EVENT_KEYS) or ("name" in keys and not keys.isdisjoint(HELD))


def _taken(pattern: Pattern, home: Unit, scope: Node, signature: Signature) -> Pattern | None:
    """The pattern as one function has it; None where it takes no name."""
    named, held = _wanted(signature, _NAMING), _wanted(signature, (_HOLDING,))
    if named is None or (_NAMING[0].fullmatch(named[1]) is None and _sends_another(scope.text or b"", named[1])):
        return None  # what it is given is no name, where it has an event of its own sent
    name = _places(signature, *named)
    return replace(
        pattern,
        name=(*name, *(keyed(name[-1].argument, KEYS) if name[-1].key is None else ())),
        properties=_places(signature, *held) if held is not None else (),
        unknown=rewritten(home, scope, (named[1],)) or _changes(home, scope, named[1].lstrip("$@")),
    )


def _sends_another(text: bytes, name: str) -> bool:
    """Whether a function has an event sent without handing on what it is given under a name, first of all."""
    given = re2.compile(rf"\s*\.*{re2.escape(name)}\b".encode())
    return any(given.match(text, it.end()) is None for it in _SENDING.finditer(text))


def _takes(function: tuple[Unit, Node, Signature], arguments: Sequence[Argument]) -> bool:
    """Whether a function takes as many arguments as a call has: where one does, it is meant and no other."""
    home, scope, signature = function
    if home.language.family != "javascript" or len(arguments) <= len(signature.parameters):
        return True
    parameters = scope.child_by_field_name("parameters")
    return any(it.spread for it in arguments) or parameters is None or b"..." in (parameters.text or b"")


def takes_elsewhere(unit: Unit, path: tuple[str, ...], where: int | str) -> bool:
    """Whether a call is of a method of a class that it is called of by its name, and that takes the event elsewhere."""
    holder = _plain(path[-2]) if len(path) > 1 else ""
    name = next((it.local for it in unit.imports if _plain(it.local) == holder), None)
    some = islice(functions(unit, (name, path[-1])), MAX_FUNCTIONS) if name is not None else ()
    found = [it for _, _, it in some if _plain(it.owner or "") == holder]
    wanted = [(it, named) for it in found if (named := _wanted(it, _NAMING[:1])) is not None]
    return bool(wanted) and all(where not in {place.argument for place in _places(it, *named)} for it, named in wanted)


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _changes(home: Unit, scope: Node, name: str) -> bool:
    """Whether a function makes another text of a parameter, or looks it up, other than to tell people of it."""
    key = scope.id, ("=", name)
    if key not in home.rewritten:  # as with what is written to it, it is asked for every call
        body = scope.child_by_field_name("body") or scope
        lines = (body.text or b"").decode("utf-8", "replace").split("\n")[:MAX_LINES]
        home.rewritten[key] = any(_changing(name).search(it) and not _FOR_PEOPLE.search(it) for it in lines)
    return home.rewritten[key]


@lru_cache(maxsize=256)
def _changing(name: str) -> Any:
    """`"x_" + name`, `${name}`, `EVENTS[name]`, `name.lower()`."""
    it = rf"\$?{re2.escape(name)}"
    ways = (
        rf"[+.]\s+{it}\b|\b{it}\s*\+|[$#]\{{\s*{it}\s*\}}|\{{{it}\}}.*[\"'`]",
        rf"\[\s*{it}\s*\]|const_get\W+{it}\b",
        rf"\b{it}\.(?:to\w*Case|replace\w*|lower|upper|title|camel\w*|underscore|snake\w*|downcase|upcase|split|trim\w*)\b",
    )
    return re2.compile("|".join(ways))


def _given_on(unit: Unit, name: str) -> Iterator[tuple[Unit, Node, Signature]]:
    """A function of the file that it keeps by way of another: `const send = useCallback((name) => …)`."""
    at = unit.source.find(f"const {name} =".encode())
    node = unit.tree.root_node.descendant_for_byte_range(at + 6, at + 6 + len(name)) if at >= 0 else None
    value = node.parent.child_by_field_name("value") if node is not None and node.parent is not None else None
    given = value.child_by_field_name("arguments") if value is not None and value.type == "call_expression" else None
    for scope in given.named_children[:1] if given is not None else ():
        signature = unit.language.signature(scope)
        if signature is not None and signature.name == name:
            yield unit, scope, signature


def _says(signature: Signature) -> bool:
    """Whether a function says what it takes: not so one that takes whatever it is given."""
    return any(it.name or it.keys for it in signature.parameters)


def _selects(scope: Node, name: str) -> bool:
    """Whether a function only takes what is called so out of what it is given: `useStore((store) => store.track)`."""
    body = scope.child_by_field_name("body")
    return body is not None and (body.text or b"").endswith(f".{name}".encode())


def _wanted(signature: Signature, patterns: Sequence[object]) -> tuple[Parameter, str] | None:
    """The parameter that is called like one of some patterns, and its name inside."""
    inside = [(it, name) for it in signature.parameters for name in _names(it)]
    for pattern in patterns:
        for it, name in inside:
            if pattern.fullmatch(name.lstrip("$@")):  # type: ignore[attr-defined]
                return it, name
    return None


def _names(parameter: Parameter) -> tuple[str, ...]:
    return tuple(key for _, key in parameter.keys) or (parameter.name,)


def _places(signature: Signature, parameter: Parameter, name: str) -> tuple[Place, ...]:
    index = signature.parameters.index(parameter)
    key = name if parameter.keys else None
    position = index if parameter.keyword else sum(it.keyword is None for it in signature.parameters[:index])
    by_keyword = (Place(parameter.keyword, None, key),) if parameter.keyword else ()
    return (*by_keyword, Place(position, None, key))


def _behind_subject(unit: Unit, pattern: Pattern, arguments: Sequence[Argument]) -> Pattern:
    """The pattern for a call that says first whose event it is: `track_event(current_user, "opened")`."""
    first, second, *_ = *(it.value for it in arguments if it.keyword is None), None, None
    said = ".".join(first.path) if isinstance(first, Reference) else ""
    subject = _SUBJECT.fullmatch(said) and not _NAMES.search(said)
    known = settled(Known(second, unit)) if second is not None else None
    if not subject or known is None or not (isinstance(known.value, Text | Choice) or is_constant(known)):
        return pattern
    return replace(pattern, name=(Place(1),), properties=(Place(2),))


def _is_ambiguous(unit: Unit, arguments: Sequence[Argument]) -> bool:
    """Whether either of two texts may be the name: a category and an action, say."""
    given = [it.value for it in arguments if it.keyword is None][:2]
    return len(given) == 2 and all(isinstance(settled(Known(value, unit)).value, Text) for value in given)


def _says_action(pattern: Pattern, arguments: Sequence[Argument]) -> bool:
    """Whether a call says an action of a category, which may be only a part of the name."""
    given = {it.keyword for it in arguments if it.keyword is not None}
    return "action" in given and not any(place.argument in given for place in pattern.name)


def is_constant(known: Known) -> bool:
    """Whether a value is called like a constant of an enum or class, as in `Events.OPENED`, or of a package of Go's."""
    path = known.value.path if isinstance(known.value, Reference) else ()
    if len(path) < 2:
        return False
    of_package = known.home.language.family == "go" and any(it.local == path[0] for it in known.home.imports)
    return _CONSTANT.fullmatch(path[-1] if of_package else path[-2]) is not None
