"""What a file of JavaScript's or TypeScript's gives to others as the members of its default export."""

import re

from waypost.patterns import late

_DEFAULT = late(rb"\bexport\s+default\s+(?:Object\.freeze\(\s*)?(?:([\w$]+)|\{([^{}]{0,8000})\})")
_OBJECT = rb"\b(?:const|let|var)\s+%s\b[^={}\n]{0,200}=\s*(?:Object\.freeze\(\s*)?\{([^{}]{0,8000})\}"
_COMMENT = late(rb"//[^\n]*")


def by_default(source: bytes, name: str) -> bool:
    """Whether a function is a member of it under its own name: `export default {identify, capture}`."""
    found = _DEFAULT.search(source)
    if found is None:
        return False
    members = found[2] if found[1] is None else _members(source, found[1])
    return any(name.encode() == member for member in _listed(members))


def _members(source: bytes, variable: bytes) -> bytes:
    found = re.search(_OBJECT % re.escape(variable), source)
    return found[1] if found is not None else b""


def _listed(members: bytes) -> list[bytes]:
    """The members that are what they are called: `capture`, `capture: capture`."""
    pairs = [[it.strip() for it in part.split(b":")] for part in _COMMENT.sub(b"", members).split(b",")]
    return [pair[0] for pair in pairs if pair[0] == pair[-1] and len(pair) < 3]
