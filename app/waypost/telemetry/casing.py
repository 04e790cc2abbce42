"""How the words of a name are written together: snake_case, Title Case and their like."""

import re
from collections.abc import Sequence
from enum import StrEnum

from waypost.patterns import late

GROUPS = r"\s*[:/.|>]\s*|\s+-\s+"
"""What parts a name into groups with words of their own, as in `area:object_action` or `Settings: Menu opened`."""
BREAK = late(GROUPS)


class Case(StrEnum):
    """The known casings, each written in itself."""

    SNAKE = "snake_case"
    KEBAB = "kebab-case"
    CAMEL = "camelCase"
    PASCAL = "PascalCase"
    TITLE = "Title Case"
    SENTENCE = "Sentence case"
    LOWER = "lower case"
    SCREAMING = "SCREAMING_SNAKE_CASE"
    TITLE_SNAKE = "Title_Snake_Case"
    DOTTED = "dot.case"


_LOWER, _CAPITAL, _UPPER, _SENTENCE = range(4)
_SHAPES = {
    # casing: (between words, first word, other words)
    Case.SNAKE: ("_", _LOWER, _LOWER),
    Case.KEBAB: ("-", _LOWER, _LOWER),
    Case.CAMEL: ("", _LOWER, _CAPITAL),
    Case.PASCAL: ("", _CAPITAL, _CAPITAL),
    Case.TITLE: (" ", _CAPITAL, _CAPITAL),
    Case.SENTENCE: (" ", _CAPITAL, _SENTENCE),
    Case.LOWER: (" ", _LOWER, _LOWER),
    Case.SCREAMING: ("_", _UPPER, _UPPER),
    Case.TITLE_SNAKE: ("_", _CAPITAL, _CAPITAL),
    Case.DOTTED: (".", _LOWER, _LOWER),
}
_OTHER = r"\x{80}-\x{10FFFF}"  # letters beyond ASCII fit any casing: RE2's tables for them would take megabytes
_PATTERNS = (
    rf"[a-z0-9{_OTHER}]+",
    rf"[A-Z0-9{_OTHER}][A-Za-z0-9{_OTHER}]*",
    rf"[A-Z0-9{_OTHER}]+",
    rf"(?:[a-z0-9{_OTHER}]+|[A-Z][A-Z0-9]+)",  # acronyms stay what they are
)
_HUMP = rf"[A-Z][A-Za-z0-9{_OTHER}]*"
_BRANDS = (
    "BigQuery", "ChatGPT", "DevOps", "GitHub", "GitLab", "GraphQL", "HubSpot", "JavaScript", "LinkedIn", "MongoDB",
    "OAuth", "OpenAI", "PayPal", "PostgreSQL", "PostHog", "TikTok", "TypeScript", "WhatsApp", "WordPress", "YouTube",
    "iOS", "iPad", "iPhone", "macOS",
)  # fmt: skip
_WORD = late(
    rf"{'|'.join(_BRANDS)}"
    r"|[A-Z][A-Z0-9]*(?=[A-Z][a-z])|[A-Z]?[a-z][a-z0-9]*|[0-9]+[A-Z]+(?![a-z])|[A-Z][A-Z0-9]*|[0-9]+[a-z0-9]*"
)


def words(name: str) -> tuple[str, ...]:
    """The words of a name, as written: `checkoutStarted` and `checkout-started` have two."""
    if name.isascii():
        return tuple(_WORD.findall(name))
    return tuple(re.findall(r"[^\W_]+", name))


def separator(case: Case) -> str:
    """What stands between two words."""
    return _SHAPES[case][0]


def write(case: Case, parts: Sequence[str], first: bool = True) -> str:
    """Words put together in a casing; not `first` means that other words precede them."""
    between, opening, other = _SHAPES[case]
    styles = [opening if first else other, *[other] * (len(parts) - 1)]
    return between.join(_styled(word, style) for word, style in zip(parts, styles, strict=False))


def _styled(word: str, style: int) -> str:
    acronym = word.isupper() and 1 < len(word) <= 4
    if style == _LOWER or (style == _SENTENCE and not acronym):
        return word.lower()
    if style == _UPPER:
        return word.upper()
    known = word if word in _BRANDS or acronym else word.lower()
    return known[:1].upper() + known[1:]


def pattern(case: Case, first: bool = True, alone: bool = False) -> str:
    """RE2 pattern for one or more words in a casing; not `first` means that other words precede them.

    Among others a word may have humps, since names of products have them; `alone` forbids it where it is the only one.
    """
    between, opening, other = _SHAPES[case]
    head = _PATTERNS[opening if first else other]
    if not between:
        return rf"(?:{head}(?:{_HUMP})*)"
    if case is Case.DOTTED:  # `openedx.certificate.created_at`: dots between, snake_case within
        head = rf"{head}(?:_{head})*"
        return rf"(?:{head}(?:\.{head})*)"
    more = rf"(?:{re.escape(between)}{_PATTERNS[other]})"
    return rf"(?:{head}{more}+|{_plain(opening)})" if alone else rf"(?:{head}{more}*)"


def _plain(style: int) -> str:
    if style != _CAPITAL:
        return _PATTERNS[style]
    brands = "|".join(_BRANDS)
    return rf"[A-Z][a-z0-9{_OTHER}]*|[A-Z][A-Z0-9]*s?|[0-9{_OTHER}][A-Za-z0-9{_OTHER}]*|{brands}"
