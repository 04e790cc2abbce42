"""Whether a file writes to a variable that another file of its package has at its top."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import re2  # type: ignore[import-untyped]

from waypost.telemetry.languages.strings import decode
from waypost.telemetry.unit import Unit

MAX_WRITES = 50
"""Writes to one name in one file that are looked at."""


def may_write(source: bytes, name: str) -> bool:
    """Whether the text of a file has what may write to something called `name`: to know costs next to nothing."""
    return name.encode() in source and _writing(name).search(source) is not None


def writes(unit: Unit, path: Sequence[str]) -> bool:
    """Whether a file writes to a dotted name that it does not bind itself, or hands out where it is."""
    for match in islice(_writing(path[0]).finditer(unit.source), MAX_WRITES):
        fields = decode(match.group(2) or match.group(4) or b"").split(".")[1:]
        if fields == list(path[1 : len(fields) + 1]) and _is_meant(unit, max(match.start(1), match.start(3)), path[0]):
            return True
    return False


def _is_meant(unit: Unit, at: int, name: str) -> bool:
    """Whether a name is code at an offset, and nothing in the file has it."""
    node = unit.tree.root_node.descendant_for_byte_range(at, at + 1)
    text = node is not None and node.type in unit.language.not_code
    return not text and not any(unit.scopes.has(scope, name) for scope in unit.scopes.around(at))


@lru_cache(maxsize=1024)
def _writing(name: str) -> Any:
    """`Name = …`, `Name.Field += …`, `Name, err = …` and `&Name`."""
    escaped, fields = re2.escape(name), r"((?:\.\w+)*)"
    behind = r"(?:,[^=:;{}\n]*)?[ \t]*(?:[-+*/|&^%]|<<|>>)?=(?:[^=]|$)"
    return re2.compile(rf"(?m)(?:^|[^\w.&])({escaped}){fields}[ \t]*{behind}|&({escaped})\b{fields}".encode())
