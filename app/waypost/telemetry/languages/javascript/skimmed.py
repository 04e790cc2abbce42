"""What a file of JavaScript's or TypeScript's may have from others, told from its bytes.

That is never less than the tree of whole code says. To parse files only to learn that they have nothing from another
one is most of what following a function would take.
"""

from bisect import bisect_right
from collections.abc import Iterator

from waypost.patterns import late
from waypost.telemetry.languages import Import
from waypost.telemetry.languages.strings import decode

_SOURCE = late(rb"\b(?:from\s*(?=[\"'/])|(require)\s*\(\s*(?=[\"'`/]))(?:[\"'`]([^\"'`\n\\]*)[\"'`])?")
"""Where a module is named; not its name where that has something odd, or a comment is in front of it."""
_BEGINS = late(rb"(?:^|[;\r\n}>])[ \t]*(?:import|export)\b")
_WORD = late(rb"[\w$\x80-\xff]+|\*|[\\\"']")


def skimmed(source: bytes) -> tuple[Import, ...] | None:
    """The names that it may take or give on from other files, and more; None where it takes a parser to know."""
    found: dict[Import, None] = {}
    begins = [match.end() for match in _BEGINS.finditer(source)]
    for match in _SOURCE.finditer(source):
        at = bisect_right(begins, match.start()) - 1
        clause = source[begins[at] : match.start()] if at >= 0 else b""
        if match[2] is None or (not match[1] and (at < 0 or clause.count(b"}") > clause.count(b"{"))):
            return None
        module = decode(match[2])
        found |= {Import("*", module): None} if match[1] else dict.fromkeys(_taken(clause, module))
    return tuple(found)


def _taken(clause: bytes, module: str) -> Iterator[Import]:
    """What may stand between `import` or `export` and `from`: each word may be a name, or the default's."""
    for word in {b"default", *_WORD.findall(clause)}:
        name = decode(word)
        yield Import(name, module, name if word[:1] not in b"*\\\"'" else None)
