"""Reading string literals: the escapes that most languages share."""

import re
from collections.abc import Sequence

from waypost.patterns import late

COMMENT = r"//[^\n]*|/\*(?s:.*?)(?:\*/|\z)"
"""Comments as most languages write them; RE2, like the rest of these."""
LONG_TEXT = r'"""(?s:.*?)(?:"""|\z)'
SHORT_TEXT = r"""\"(?:\\.|[^\"\\\n])*\"?|'(?:\\[^\n]{1,8}|[^'\\\n])'"""
"""Strings of one line, whose end may be missing, and single characters."""
_ESCAPE = late(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|(\r?\n)|(.))", re.DOTALL)
_PLAIN = late(r"\\([\\'])")
_WORD = late(r"_*[^\W\d_]\w*")
_QUOTED = late(r"\"[^\"]*\"|'[^']*'")
_CHANGED = late(
    r"[?!]?\.(?:(?:to_?)?(?:lower|upper|snake|camel|kebab|title)_?(?:case)?d?|(?:down|up)case|to_?string|trim\w*|strip"
    r"|replac\w+|capitalized?|parameterize|underscore|g?sub|to_[as]|orEmpty|format|join)\(",
    re.IGNORECASE,
)
"""A method that only changes how a text is written."""
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "a": "\a"}


def decode(raw: bytes | None) -> str:
    """Source bytes as text; bytes that are no UTF-8 become U+FFFD, since a name is for reading."""
    return (raw or b"").decode("utf-8", "replace")


def unescape(raw: str) -> str:
    """The value of a string literal's inner text."""
    return _ESCAPE.sub(_value, raw) if "\\" in raw else raw


def _value(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        point = int(code, 16)
        return chr(point) if point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF else "\ufffd"
    if match[4]:
        return ""
    return _SIMPLE.get(match[5], match[5])


def label(raw: bytes | None) -> str:
    """A short name for a hole in a pattern: the last word of what stands there, before what only changes its text."""
    text = decode((raw or b"")[-80:])
    if "(" not in text:
        return _last_word(text) or "value"
    text = _QUOTED.sub("", text)
    return _last_word(_CHANGED.split(text, maxsplit=1)[0]) or _last_word(text) or "value"


def _last_word(text: str) -> str:
    words: list[str] = _WORD.findall(text)
    return words[-1] if words else ""


def unquote(raw: str) -> str:
    """The value of a single-quoted string in Ruby and PHP, where only the quote and the backslash are escaped."""
    return _PLAIN.sub(r"\1", raw) if "\\" in raw else raw


def is_name(step: str) -> bool:
    """Whether a step of a dotted path is a name that can be looked up: no call, nothing computed, no instance."""
    return step not in ("?", "this", "super", "base") and not step.endswith(("()", "[]"))


def is_of_type(path: Sequence[str]) -> bool:
    """Whether what is called by a dotted path is a function of a type: `Events.opened`."""
    return len(path) > 1 and path[-2][:1].isupper() and all(map(is_name, path))
