"""Which type a value is due to have where it leaves its type out, as in `track(.opened)`."""

from collections.abc import Iterable, Iterator
from itertools import islice

import re2  # type: ignore[import-untyped]
from tree_sitter import Node

from waypost.telemetry.expression import Choice, Expression, Record, Reference
from waypost.telemetry.languages import Signature
from waypost.telemetry.unit import Unit

MAX_FUNCTIONS = 50
"""Functions of one name in one file."""
MAX_LEVELS = 4
"""From a function's name up to the function."""

Where = int | str
"""An argument of a call: its position among those without a label, or its label."""


def leaves_out(value: Expression) -> bool:
    """Whether a value has to be told its type."""
    match value:
        case Reference(path=path):
            return path[0] == ""
        case Record(constructor=constructor):
            return constructor == ""
        case Choice(options=options):
            return any(leaves_out(option) for option in options)
    return False


def types_in(unit: Unit, method: str, where: Where) -> Iterator[str]:
    """The types that the functions of a file called `method` want for an argument."""
    for signature in _signatures(unit, method):
        positional = [it for it in signature.parameters if it.keyword is None]
        if isinstance(where, int):
            kind = positional[where].type if where < len(positional) else None
        else:
            kind = next((it.type for it in signature.parameters if it.keyword == where), None)
        plain = (kind or "").strip("?! ")
        if plain[:1].isupper() and plain.replace(".", "").isidentifier():
            yield plain
            if signature.owner is not None:  # a type within the one that has the function
                yield f"{signature.owner}.{plain}"


def _signatures(unit: Unit, method: str) -> Iterator[Signature]:
    pattern = re2.compile(rf"\bfunc\s+({re2.escape(method)})\s*[(<]".encode())
    for match in islice(pattern.finditer(unit.source), MAX_FUNCTIONS):
        node: Node | None = unit.tree.root_node.descendant_for_byte_range(*match.span(1))
        for _ in range(MAX_LEVELS):
            signature = unit.language.signature(node) if node is not None else None
            if node is None or signature is not None:
                break
            node = node.parent
        if signature is not None and signature.name == method:
            yield signature


def field_type(texts: Iterable[bytes], field: str) -> str | None:
    """The type that a field is declared with, where all that declare it agree."""
    pattern = re2.compile(rf"\b(?:let|var)\s+{re2.escape(field)}\s*:\s*([A-Z]\w*)".encode())
    found = {match.group(1).decode() for text in texts for match in pattern.finditer(text)}
    return found.pop() if len(found) == 1 else None
