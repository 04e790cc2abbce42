"""What a person said in a Markdown text: its lines without code, quotes and comments, and its filled-in fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

FENCE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)")
QUOTE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*>")
RAW = re.compile(r" {0,3}<(pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
INDENTED = re.compile(r" {4}| {0,3}\t")
HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.{1,100}?)[ \t]*#*[ \t]*$")
FIELD = re.compile(
    r" {0,3}(?:[-*+][ \t]+)?(?:\*\*|__)?([A-Za-z][A-Za-z ]{0,40}?)(?:\*\*|__)?[ \t]*:(?:\*\*|__)?[ \t]+(\S.*)$"
)


@dataclass(frozen=True, slots=True)
class Field:
    """One answer: the field's name in lower case, and one line that was written there."""

    name: str
    value: str


def spoken(text: str) -> Iterator[str]:
    """The lines of `text` that its author says: no code blocks, quotes (with their lazy lines) or HTML comments.

    What is doubtful counts as not said; an unclosed fence or comment reaches to the end, as on GitHub.
    """
    fence = until = ""
    quoted = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if fence:
            fence = "" if _closes(line, fence) else fence
            continue
        said, until = _without_comments(line, until)
        if raw := RAW.match(said):
            until = "" if f"</{raw[1].lower()}>" in said.lower() else f"</{raw[1].lower()}>"
            continue
        quoted = bool(QUOTE.match(said)) or (quoted and bool(said.strip()))
        if (opened := FENCE.match(said)) and not (opened[1][0] == "`" and "`" in opened[2]):
            fence = "" if quoted else opened[1]
            continue
        if not quoted and not INDENTED.match(said):
            yield said


def fields(text: str) -> Iterator[Field]:
    """The answers in `text`: `Name: value` lines, and issue-form headings (`### Name`), each line below as a value."""
    heading = ""
    for line in spoken(text):
        if found := HEADING.match(line):
            heading = found[1].rstrip(":").strip().lower()
        elif found := FIELD.match(line):
            yield Field(found[1].strip().lower(), found[2].strip())
        elif heading and line.strip():
            yield Field(heading, line.strip())


def _closes(line: str, fence: str) -> bool:
    end = line.strip()
    return len(end) >= len(fence) and not end.strip(fence[0])


def _without_comments(line: str, until: str) -> tuple[str, str]:
    """The line without what is hidden, and the text that ends a hidden stretch which reaches beyond it."""
    said = ""
    while True:
        if until:
            at = line.lower().find(until)
            if at < 0:
                return said, until
            line, until = line[at + len(until) :], ""
        before, opened, line = line.partition("<!--")
        said += before
        if not opened:
            return said, ""
        until = "-->"
