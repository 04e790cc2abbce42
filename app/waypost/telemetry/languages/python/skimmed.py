"""What a file of Python's may have from others, told from its bytes: never less than the tree of whole code says."""

from collections.abc import Iterator

from waypost.patterns import late
from waypost.telemetry.languages import Import
from waypost.telemetry.languages.strings import decode

_STATEMENT = late(rb"(?:^|[:;\r\n])(?:[ \t\f]|\xef\xbb\xbf)*((?:from|import)\b[^\n;#(]*)(\()?")
_LISTED = late(rb"(?:[^()#]|#[^\n]*\n)*\)")
"""Names in brackets, with comments between them."""
_COMMENT = late(rb"#[^\n]*\n")
_FROM = late(rb"from\b(.*?)\bimport\b(.*)")
_ODD = late(rb"[\\\r\f]|\s\.\s|\w\s+\.|\w\.\s")
"""A statement that goes on in another line, or blanks within a dotted name."""


def skimmed(source: bytes) -> tuple[Import, ...] | None:
    """The names that it may take from other files, and more; None where it takes a parser to know."""
    found: dict[Import, None] = {}
    for match in _STATEMENT.finditer(source):
        statement = match[1].strip()
        listed = _LISTED.match(source, match.end()) if match[2] else None
        if _ODD.search(statement) or (match[2] and listed is None and _FROM.match(statement)):
            return None
        more = _COMMENT.sub(b"\n", listed[0][:-1]).replace(b"\r", b"") if listed is not None else b""
        if b"\\" in more:
            return None
        found |= dict.fromkeys(_taken(statement, more))
    return tuple(found)


def _taken(statement: bytes, listed: bytes) -> Iterator[Import]:
    taken = _FROM.match(statement)
    if taken is None:
        yield from (Import(local, name) for name, local in _names(statement.removeprefix(b"import")))
        return
    module = decode(taken[1]).replace(" ", "").replace("\t", "")
    for name, local in _names(taken[2] + listed):
        yield Import(local, module, None if name == "*" else name)
        yield Import(local, f"{module}{'' if module.endswith('.') else '.'}{name}")


def _names(listed: bytes) -> Iterator[tuple[str, str]]:
    """Name and local name of each, in `a, b as c`; prose looks like it sometimes."""
    for each in listed.split(b","):
        words = [decode(word) for word in each.split()]
        if words:
            yield words[0], words[0]
            yield words[0], words[-1]
