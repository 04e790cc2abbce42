"""The edit that writes what was meant for a word in one of Waypost's own files that is a slip of it."""

import re
from difflib import SequenceMatcher

from waypost.checks.sent import rows_of
from waypost.finding import Edit, Fix, Span
from waypost.patterns import late

SLIP = 0.8
"""How much alike two words must be; a hint may be a guess, an edit that people apply unseen may not."""

_SAFE = late(r"[\w.-]+", re.ASCII)


def corrected(path: str, text: bytes, line: int, given: str, meant: str) -> Fix | None:
    """The edit, where the word is in its line just once."""
    rows = rows_of(text)
    if not (_SAFE.fullmatch(given) and _SAFE.fullmatch(meant) and 1 <= line <= len(rows)):
        return None
    if SequenceMatcher(None, given, meant).ratio() < SLIP:
        return None
    found = list(re.finditer(rf"(?<![\w.-]){re.escape(given)}(?![\w.-])", rows[line - 1]))
    if len(found) != 1:
        return None
    at = Span(line, found[0].start() + 1, line, found[0].end() + 1)
    return Fix(f"Write {meant}", (Edit(path, at, meant),))
