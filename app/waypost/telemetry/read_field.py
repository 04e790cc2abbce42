"""Which field of an enum's entry a function sends that is given the entry as an event: what its body reads of it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import re2  # type: ignore[import-untyped]
from tree_sitter import Node

from waypost.frozen import replace
from waypost.patterns import late
from waypost.telemetry.expression import Choice, Entry, Expression, Opaque
from waypost.telemetry.getter import computed, types_around
from waypost.telemetry.languages import Parameter, Signature
from waypost.telemetry.languages.strings import decode
from waypost.telemetry.resolve import MAX_OPTIONS, Resolution, names
from waypost.telemetry.unit import Known, Unit, settled

MAX_FUNCTIONS = 50
"""Functions of one name in one file."""
MAX_LEVELS = 4
"""From a function's name up to the function."""
MAX_HOMES = 20
"""Files that may define one function."""
MAX_HOPS = 3
"""Functions that hand an entry on from one to the other."""
RAW = "rawValue"
"""What is read of an entry that is a text by itself."""

_TELLING = late(r"name|event|key|text|label|title|tag|value|^id$", re.IGNORECASE)
"""What a field is called that may hold the name, where an entry does not show it: a getter of its own."""

Where = int | str
"""An argument of a call: its position among those without a label, or its label."""


def as_sent(unit: Unit, path: tuple[str, ...], where: Where, value: Known, declared: bool = False) -> Known:
    """A value as the function called by a dotted `path` sends it: of an enum's entry, the one text read of it.

    Of an entry nothing is known where the function is not seen, or reads several texts, or makes another text of the
    one it reads. Only a team that has `declared` the function says that an entry which is a text by itself is sent so.
    """
    entries = _entries(value)
    if not entries:
        return value
    raw = all(entry.value.raw for entry in entries if isinstance(entry.value, Entry))
    read = list(_all_read(unit, path, where, types_around(entries[0].home, entries[0].value.start)))
    if raw and ((declared and not read) or (read and all(fields == {RAW: True} for fields in read))):
        return value
    found = [_told(entry, read) for entry in entries]
    if None in found:
        return replace(value, value=_unseen(value.value)) if raw else value
    options = tuple(known.value for known in found if known is not None)
    whole = options[0] if len(options) == 1 else Choice(options, value.value.start, value.value.end)
    return Known(whole, entries[0].home)


def _unseen(value: Expression) -> Opaque:
    return Opaque(None, "event", value.start, value.end)


def _all_read(
    unit: Unit, path: tuple[str, ...], where: Where, kinds: tuple[str, ...], hops: int = MAX_HOPS
) -> Iterator[dict[str, bool]]:
    """What each function reads that a call may mean, of an argument; where none does, those that it is handed on to."""
    found = [it for it in functions(unit, path) if parameter_at(it[2], where) is not None]
    exact, wider = ([it for it in found if _wants(it[2], where, some)] for some in (kinds[:1], kinds))
    some = exact or wider or found
    read = [fields for function in some if (fields := _read(*function, where))]
    yield from read
    if not read and hops:
        for home, further, place in dict.fromkeys(it for function in some for it in _handed_on(*function, where)):
            if further != path:
                yield from _all_read(home, further, place, kinds, hops - 1)


def _wants(signature: Signature, where: Where, kinds: tuple[str, ...]) -> bool:
    """Whether a function wants an argument of one of some types; text is what any enum of Swift's may be made of."""
    parameter = parameter_at(signature, where)
    plain = ((parameter.type if parameter is not None else None) or "").strip("?!& ").rpartition(".")[2]
    return plain in kinds and plain != "String"


def _handed_on(
    home: Unit, scope: Node, signature: Signature, where: Where
) -> Iterator[tuple[Unit, tuple[str, ...], Where]]:
    """The calls that a function gives an argument to as it is, first or by a label."""
    parameter = parameter_at(signature, where)
    if parameter is not None:
        text = home.source[scope.start_byte : scope.end_byte]
        for match in islice(_handing(parameter.name).finditer(text), MAX_FUNCTIONS):
            called = tuple(decode(match["path"]).replace("?", "").replace("!", "").split("."))
            yield home, called, decode(match["label"]) if match["label"] else 0


@lru_cache(maxsize=1024)
def _handing(parameter: str) -> re.Pattern[bytes]:
    """`tracker.track(event` and `log(at: page, event: event`, where nothing is read of it."""
    path, before = rb"(?P<path>\b\w+(?:[?!]?\.\w+)*)\(", rb"(?:[^(){};]*,\s*(?=\w+\s*:))?"
    return re.compile(path + before + rb"\s*(?:(?P<label>\w+)\s*:\s*)?" + re.escape(parameter.encode()) + rb"\s*[,)]")


def _entries(value: Known) -> list[Known]:
    """The entries that a value can be, in one file; none where it can be anything else."""
    behind = settled(value)
    options = behind.value.options if isinstance(behind.value, Choice) else (behind.value,)
    found = [settled(Known(option, behind.home)) for option in options[:MAX_OPTIONS]]
    fitting = all(isinstance(it.value, Entry) for it in found) and len(found) == len(options)
    return found if fitting and len({id(it.home) for it in found}) == 1 else []


def _told(entry: Known, read: list[dict[str, bool]]) -> Known | None:
    """The one text that functions read of an entry; what is put into another text is not known."""
    held = {key: entry.home.entry(entry.value, key) for fields in read for key in fields}
    texts = [key for key, known in held.items() if _is_text(known) or (known is None and _TELLING.search(key))]
    only = texts[0] if len(texts) == 1 else None
    if only is None or not all(fields.get(only, True) for fields in read):
        return None
    return held[only] or computed(entry, only)


def _is_text(known: Known | None) -> bool:
    found = list(islice(names(known), MAX_OPTIONS)) if known is not None else []
    return bool(found) and all(name.resolution < Resolution.UNRESOLVED for name in found)


def functions(unit: Unit, path: tuple[str, ...]) -> Iterator[tuple[Unit, Node, Signature]]:
    """The functions that a call by a dotted path may mean, each with its file and its scope."""
    homes = islice(unit.elsewhere.homes(unit, path), MAX_HOMES)
    for home in dict.fromkeys(homes):
        yield from ((home, scope, signature) for scope, signature in defined(home, path[-1]))


def defined(unit: Unit, method: str) -> tuple[tuple[Node, Signature], ...]:
    """The functions of a file by one name, with their scopes."""
    if method not in unit.functions:  # a file that defines `track` is asked for every call of it
        unit.functions[method] = tuple(_defined(unit, method))
    return unit.functions[method]


def _defined(unit: Unit, method: str) -> Iterator[tuple[Node, Signature]]:
    seen = set[int]()
    for match in islice(_word(method).finditer(unit.source), MAX_FUNCTIONS):
        node: Node | None = unit.tree.root_node.descendant_for_byte_range(*match.span())
        for _ in range(MAX_LEVELS):
            for scope in (node, node.next_named_sibling) if node is not None else ():
                signature = unit.language.signature(scope) if scope is not None else None
                if scope is not None and signature is not None and signature.name == method and scope.id not in seen:
                    seen.add(scope.id)
                    yield scope, signature
            node = node.parent if node is not None else None


@lru_cache(maxsize=1024)
def _word(name: str) -> Any:
    return re2.compile(rf"\b{re2.escape(name)}\b".encode())


def parameter_at(signature: Signature, where: Where) -> Parameter | None:
    """The parameter that an argument is for."""
    if isinstance(where, str):
        return next((it for it in signature.parameters if it.keyword == where), None)
    bare = [it for it in signature.parameters if it.keyword is None]
    given = bare if bare else signature.parameters
    return given[where] if where < len(given) else None


def _read(home: Unit, scope: Node, signature: Signature, where: Where) -> dict[str, bool]:
    """The fields that a function reads of an argument, and whether each is only handed on as it is."""
    parameter = parameter_at(signature, where)
    fields: dict[str, bool] = {}
    if parameter is None:
        return fields
    text = home.source[scope.start_byte : scope.end_byte]
    for match in _reading(parameter.name).finditer(text):
        key = _field(decode(match["field"]), bool(match["call"]), match["told"], home.language.labels)
        fields[key] = fields.get(key, True) and match["before"] is not None and match["after"] is not None
    return fields


@lru_cache(maxsize=1024)
def _reading(parameter: str) -> re.Pattern[bytes]:
    """`event.name` and `event.getName()`, and whether it is an argument or a value by itself.

    A method may be told something more with labels; what is only compared is not handed on.
    """
    before, after = rb"(?P<before>[(,:]\s*)?", rb"(?P<after>(?=\s*[,)\]};]))?(?!\s*[!=]=)"
    field = rb"[!?]*\.(?P<field>\w+\b)(?P<call>\((?P<told>\s*\w+\s*:[^()]*)?\)|(?!\(\s*(?:\)|\w+\s*:)))"
    return re.compile(before + rb"(?<![\w.$])" + re.escape(parameter.encode()) + field + after)


def _field(name: str, called: bool, told: bytes | None, labels: bool) -> str:
    """What a getter gives: `getKey()` and `key` say `key`; Java's `name()` and C#'s `ToString()` are its own name.

    What is `told` something more is another method; where `labels` are a part of its name, it goes by the first.
    """
    bare = name.removeprefix("get")
    if told is not None:
        return f"{name}({decode(told).partition(':')[0].strip()}:)" if labels else f"{name}(…)"
    if called and bare != name and bare[:1].isupper():
        return bare[:1].lower() + bare[1:]
    return f"{name}()" if called else name
