"""What people allow in a comment beside the code: `waypost: allow <check> because …`."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tree_sitter import Node

from waypost.change import MAX_FILE_BYTES, Change
from waypost.finding import Span
from waypost.frozen import dataclass
from waypost.handbook import belongs
from waypost.patterns import late
from waypost.telemetry import languages
from waypost.telemetry.languages import Language
from waypost.telemetry.parsing import Unparsed, Work
from waypost.telemetry.positions import text_of

MAX_IN_FILE = 200
MAX_CLIMB = 4
"""Syntax nodes above a word of a comment that are asked whether they are the comment."""

_MARKUP = (".md", ".vue", ".svelte")
_MARK = late(rb"waypost:[ \t]*allow\b")
_REST = late(r"[ \t]+(?P<check>[\w-]+)(?:[ \t]+because\b(?P<reason>.*))?")
_CLOSING = late(r"\s*(?:\*+/\}?|-->|#\}|%>)\s*$")
_COMMENT_ROW = late(r"\s*(?:\{?/\*|//|\*|#|<!--|--)")


@dataclass(frozen=True, slots=True)
class Allowed:
    """One such comment: `span` is from `waypost:` on, `named` the check's name, `covers` the line it is about."""

    path: str
    check: str
    reason: str
    span: Span
    named: Span
    covers: int


@lru_cache(maxsize=8)
def allowed(change: Change) -> tuple[Allowed, ...]:
    """Every such comment in the files of a change that are code or Waypost's own, at the head."""
    work = Work()
    files = (file for file in change.files if languages.reads(file.path) or belongs(file.path))
    texts = sorted((file.path, file.text) for file in files if file.text is not None)
    return tuple(one for path, text in texts for one in _in_file(path, text, work))


def _in_file(path: str, source: bytes, work: Work) -> tuple[Allowed, ...]:
    marks = [match.start() for match, _ in zip(_MARK.finditer(source), range(MAX_IN_FILE), strict=False)]
    if not marks or len(source) > MAX_FILE_BYTES:
        return ()
    rows = text_of(source).split("\n")
    return tuple(_read(path, source, mark, rows) for mark in _in_comments(path, source, marks, work))


def _in_comments(path: str, source: bytes, marks: Sequence[int], work: Work) -> Iterator[int]:
    """The marks that stand in a comment, as opposed to a string."""
    language = languages.for_path(path)
    root = _root(source, language, work) if language is not None else None
    for mark in marks:
        if _behind_opener(path, source, mark) or (root is not None and _is_comment(root, mark)):
            yield mark


def _root(source: bytes, language: Language, work: Work) -> Node | None:
    try:
        return work.parse(language.code(source), language).root_node
    except Unparsed:
        return None


def _is_comment(root: Node, mark: int) -> bool:
    node = root.descendant_for_byte_range(mark, mark + 1)
    for _ in range(MAX_CLIMB):
        if node is None:
            return False
        if "comment" in node.type:
            return True
        node = node.parent
    return False


def _behind_opener(path: str, source: bytes, mark: int) -> bool:
    """Whether a comment of YAML, Markdown or a template opens before a mark, on its line and not in a string."""
    before = text_of(source[source.rfind(b"\n", 0, mark) + 1 : mark])
    if path.endswith(_MARKUP):
        return "<!--" in before and "-->" not in before.rpartition("<!--")[2]
    bare = re.sub(r"\"(?:\\.|[^\"\\])*\"|'[^']*'", "", before)
    return path.endswith((".yml", ".yaml")) and re.search(r"(?:^|\s)#[^\"']*$", bare) is not None


def _read(path: str, source: bytes, mark: int, rows: Sequence[str]) -> Allowed:
    line = source.count(b"\n", 0, mark) + 1
    row = rows[line - 1].rstrip("\r")
    column = len(text_of(source[source.rfind(b"\n", 0, mark) + 1 : mark]))
    text = _CLOSING.sub("", row[column:])
    head = re.match(r"waypost:[ \t]*allow", text)
    start = head.end() if head else 0
    rest = _REST.match(text, start)
    check, reason = (rest["check"], (rest["reason"] or "").strip(" \t.…:")) if rest else ("", "")
    named = rest.span("check") if rest else (start, start)
    return Allowed(
        path=path,
        check=check,
        reason=reason,
        span=Span(line, column + 1, line, column + 1 + len(text)),
        named=Span(line, column + 1 + named[0], line, column + 1 + named[1]),
        covers=_covered(rows, line),
    )


def _covered(rows: Sequence[str], line: int) -> int:
    """Its own line, if there is code on it; else the first line below that is no comment."""
    while line < len(rows) and _COMMENT_ROW.match(rows[line - 1]):
        line += 1
    return line
