"""What a getter gives that an enum has beside its entries: their own text, or that in another case."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from tree_sitter import Node

from waypost.patterns import late
from waypost.telemetry.expression import Entry, Joined, Text
from waypost.telemetry.languages.strings import decode
from waypost.telemetry.unit import Known, Unit, settled

MAX_HOMES = 20
"""Files that may have a getter of one name."""
MAX_DEFINED = 50
"""Getters of one name in one file."""
MAX_LEVELS = 12
"""From a getter up to the type that it belongs to."""

_TYPES = frozenset({"class_declaration", "enum_declaration"})
_BODIES = frozenset({"class_body", "enum_class_body", "enum_body"})
_WORD = late(r"[A-Z]\w*")
_SNAKE = late(
    r"(?:(?:to|as|in)_?)?snake_?case[d]?(?:_?from_?camel_?case)?|snaked?|camel(?:case)?_?to_?snake(?:_?case)?",
    re.IGNORECASE,
)
"""How functions are called that write `cartOpened` as `cart_opened`."""
_PLAIN = late(r"[a-z]+(?:(?:[A-Z][a-z]+)+|(?:_[a-z]+)*)")
"""What all of those write alike: where acronyms and digits are parted is up to each."""


def computed(entry: Known, key: str) -> Known | None:
    """What the one getter `key` of an entry's enum gives for it, in whichever file; None where that is not certain."""
    own = dict(entry.value.fields).get("rawValue") if isinstance(entry.value, Entry) else None
    carried = settled(Known(own, entry.home)).value if own is not None else None
    if not isinstance(carried, Text):
        return None
    owner = type_around(entry.home, entry.value.start)
    homes = dict.fromkeys(islice(entry.home.elsewhere.homes(entry.home, (key,)), MAX_HOMES))
    said = [match for home in homes for match in _getters(home, key) if match[0] == owner]
    text = _changed(carried.value, said[0][1]) if len(said) == 1 else None
    place = entry.value.start, entry.value.end
    return Known(Joined((Text(text, *place),), *place), entry.home) if text is not None else None


def _getters(home: Unit, key: str) -> Iterator[tuple[str | None, str | None]]:
    """The type of each getter of that name, and the function that it puts its entry's own text through.

    The function is empty where it gives the text as it is, None where it does anything else.
    """
    for match in islice(_getter(key).finditer(home.source), MAX_DEFINED):
        known = match["known"] is not None
        yield type_around(home, match.start()), decode(match["function"] or b"") if known else None


@lru_cache(maxsize=256)
def _getter(key: str) -> re.Pattern[bytes]:
    name = re.escape(key.encode())
    body = rb"\{\s*(?:return\s+)?(?:self\.)?rawValue(?:\.(?P<function>\w+)\(\))?\s*\}"
    return re.compile(rb"\bvar\s+" + name + rb"\b\s*:\s*(?:(?P<known>String\s*" + body + rb")|)")


def type_around(home: Unit, offset: int) -> str | None:
    """The name of the type that a place is in, or of the one that is extended there."""
    return next(iter(types_around(home, offset)), None)


def types_around(home: Unit, offset: int) -> tuple[str, ...]:
    """The same, followed by what else is named in its head: what it extends or implements, among others."""
    node: Node | None = home.tree.root_node.descendant_for_byte_range(offset, offset + 1)
    for _ in range(MAX_LEVELS):
        if node is None:
            break
        if node.type in _TYPES:
            body = next((child for child in node.children if child.type in _BODIES), None)
            head = home.source[node.start_byte : body.start_byte] if body is not None else b""
            named = _named(node)
            return (named, *(it for it in _WORD.findall(decode(head)) if it != named)) if named else ()
        node = node.parent
    return ()


def _named(node: Node) -> str:
    name = node.child_by_field_name("name")
    kinds = ("type_identifier", "simple_identifier", "identifier")
    name = name if name is not None else next((child for child in node.named_children if child.type in kinds), None)
    return decode(name.text).rpartition(".")[2] if name is not None else ""


def _changed(text: str, function: str | None) -> str | None:
    if function == "":
        return text
    if function == "lowercased":
        return text.lower() if text.isascii() else None
    if function is not None and _SNAKE.fullmatch(function) and _PLAIN.fullmatch(text):
        return re.sub(r"[A-Z]", lambda match: f"_{match[0].lower()}", text)
    return None
