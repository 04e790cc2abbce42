"""Which variables are written once, in languages where most that never change are not marked as constant."""

import re
from collections import Counter

_STATEMENTS = re.compile(rb"[\n;{}]")
_ASSIGNMENT = re.compile(rb"(?<![=!<>])=(?![=>])")
_NAME = re.compile(rb"(?<![\w.$])[^\W\d]\w*\b(?![ \t]*[\[.(])")
"""A variable itself, and not what is in it."""


def written_once(code: bytes) -> frozenset[str]:
    """The names that stand left of one `=` only. Text in strings counts, too, which only makes us say less."""
    counted = Counter[bytes]()
    for statement in _STATEMENTS.split(code):
        if b"=" in statement:
            for left in _ASSIGNMENT.split(statement)[:-1]:
                counted.update(set(_NAME.findall(left)))
    return frozenset(name.decode("utf-8", "replace") for name, times in counted.items() if times == 1)
