"""What a person said in a Markdown text: its lines without code, quotes and comments, and its filled-in fields."""

import re
from collections.abc import Iterator

from waypost.frozen import dataclass
from waypost.patterns import late

FENCE = late(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)")
QUOTE = late(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*>")
RAW = late(r" {0,3}<(pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
HTML = late(r" {0,3}</?[A-Za-z][A-Za-z0-9-]*(?=[\s/>]|$)")
INDENTED = late(r" {4}| {0,3}\t")
FIELD = late(
    r" {0,3}(?:[-*+][ \t]+)?(?:\*\*|__)?([A-Za-z][A-Za-z ]{0,40}?)(?:\*\*|__)?[ \t]*"
    r"(?::(?:\*\*|__)?[ \t]+|：(?:\*\*|__)?[ \t]*)(\S.*)$"
)


@dataclass(frozen=True, slots=True)
class Field:
    """One answer: the field's name in lower case, and one line that was written there."""

    name: str
    value: str


def spoken(text: str) -> Iterator[str]:
    """The lines of `text` that its author says: no code blocks, quotes (with their lazy lines), HTML or comments.

    What is doubtful counts as not said; an unclosed fence or comment reaches to the end, as on GitHub.
    """
    fence = until = ""
    quoted = html = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if fence:
            fence = "" if _closes(line, fence) else fence
            continue
        said, until = _without_comments(line, until)
        if raw := RAW.search(said) if html else RAW.match(said):
            until = "" if f"</{raw[1].lower()}>" in said.lower() else f"</{raw[1].lower()}>"
            continue
        html = bool(HTML.match(said)) or (html and bool(said.strip()))
        quoted = bool(QUOTE.match(said)) or (quoted and bool(said.strip()))
        if (opened := FENCE.match(said)) and not (opened[1][0] == "`" and "`" in opened[2]):
            fence, quoted = opened[1], False
            continue
        if not html and not quoted and not INDENTED.match(said):
            yield said


def fields(text: str) -> Iterator[Field]:
    """The answers in `text`: `Name: value` lines, and issue-form headings (`### Name`), each line below as a value."""
    below = ""
    for line in spoken(text):
        if title := heading(line):
            below = title[1].rstrip(":").strip().lower()
        elif found := FIELD.match(line):
            yield Field(found[1].strip().lower(), found[2].strip())
        elif below and line.strip():
            yield Field(below, line.strip())


def heading(line: str) -> tuple[int, str] | None:
    """Level and text of a heading such as `## Research`; None for any other line, and for one without text."""
    marked = line.strip()
    text = marked.lstrip("#")
    level = len(marked) - len(text)
    if not 1 <= level <= 6 or text[:1] not in {" ", "\t"} or INDENTED.match(line):
        return None
    title = text.rstrip("# \t").lstrip()
    return (level, title) if title else None


def _closes(line: str, fence: str) -> bool:
    end = line.strip()
    return len(end) >= len(fence) and not end.strip(fence[0])


def _without_comments(line: str, until: str) -> tuple[str, str]:
    """The line without what is hidden, and the text that ends a hidden stretch which reaches beyond it."""
    said: list[str] = []
    at = 0
    while True:
        if until:
            end = re.compile(re.escape(until), re.IGNORECASE).search(line, at)
            if not end:
                return "".join(said), until
            at, until = end.end(), ""
        opened = line.find("<!--", at)
        if opened < 0:
            return "".join((*said, line[at:])), ""
        said.append(line[at:opened])
        at, until = opened + len("<!--"), "-->"
