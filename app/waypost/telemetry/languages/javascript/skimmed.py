"""What a file of JavaScript's or TypeScript's may have from others, told from its bytes.

That is never less than the tree of whole code says. To parse files only to learn that they have nothing from another
one is most of what following a function would take.
"""

from collections.abc import Iterator

from waypost.patterns import late
from waypost.telemetry.languages import Import
from waypost.telemetry.languages.strings import decode

_SOURCE = late(rb"\b(?:from\s*(?=[\"'/])|(require)\s*\(\s*(?=[\"'`/]))(?:[\"'`]([^\"'`\n\\]*)[\"'`])?")
"""Where a module is named; not its name where that has something odd, or a comment is in front of it."""
MAX_SOURCES, MAX_CLAUSE, MAX_INDENT = 2_000, 8_000, 200
"""Modules that one file names, bytes from `import` to `from`, and blanks in front of them; code that people write has
less of all.
"""
_WORDS = (b"import", b"export")
_BREAKS = (b"", *(bytes([byte]) for byte in b";\r\n}>"))
"""What a statement may begin behind."""
_NAMED = late(rb"[\w$]")
_WORD = late(rb"[\w$\x80-\xff]+|\*|[\\\"']")


def skimmed(source: bytes) -> tuple[Import, ...] | None:
    """The names that it may take or give on from other files, and more; None where it takes a parser to know."""
    found: dict[Import, None] = {}
    for count, match in enumerate(_SOURCE.finditer(source)):
        clause = None if match[1] else _clause(source, match.start())
        if match[2] is None or (clause is None and not match[1]) or count == MAX_SOURCES:
            return None
        module = decode(match[2])
        found |= {Import("*", module): None} if clause is None else dict.fromkeys(_taken(clause, module))
    return tuple(found)


def _clause(source: bytes, end: int) -> bytes | None:
    """What stands between `import` or `export` and a `from`; None where what does is not all of it."""
    at, first = end, max(0, end - MAX_CLAUSE)
    while (at := max(source.rfind(word, first, at) for word in _WORDS)) >= 0:
        before = source[max(0, at - MAX_INDENT) : at].rstrip(b" \t")
        if before[-1:] in _BREAKS and not _NAMED.match(source, at + len(_WORDS[0])):
            clause = source[at + len(_WORDS[0]) : end]
            return clause if clause.count(b"}") <= clause.count(b"{") else None
    return None


def _taken(clause: bytes, module: str) -> Iterator[Import]:
    """What may stand between `import` or `export` and `from`: each word may be a name, or the default's."""
    for word in {b"default", *_WORD.findall(clause)}:
        name = decode(word)
        yield Import(name, module, name if word[:1] not in b"*\\\"'" else None)
