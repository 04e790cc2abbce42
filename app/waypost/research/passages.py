"""What a note says, sentence by sentence: what can be matched, and quoted, where nobody wrote findings down as such."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import re2  # type: ignore[import-untyped]

from waypost.document.markdown import heading, spoken
from waypost.research.note import Note
from waypost.research.words import UNSPACED

MAX_BODY = 200_000
"""Characters of a body that are looked at."""
MAX_PASSAGES = 80
MIN_LENGTH, MAX_LENGTH = 40, 400
MAX_GIST = 400
# RE2 for what a hostile body could make slow.
TEMPLATE = re2.compile(r"(?s)\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}")
"""Nunjucks and Liquid, which design histories are written with."""
IMAGE = re2.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?")
LINK = re2.compile(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
TAG = re2.compile(r"<[^>]{0,300}>")
LIST = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+")
SENTENCE = re.compile(r"(?<=[.!?。！？؟۔।])[\"”’)]*\s+(?=[\"“‘(]*[^\s\d.])|(?<=[。！？｡])(?=[^」』）”’\s。！？])")
MARKS = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")
TELLS = re.compile(
    r"find|found|learn|insight|feedback|result|research|said|told|heard|tested|testing|observ"
    r"|ergebnis|erkenntnis|gelernt|rückmeldung|résultat|appris|constats|retours|hallazgo|aprendi"
    r"|分かった|わかった|気づ|学び|結果|発見|发现|發現|结果|反馈|조사 결과|발견|배운|알게|نتائج|وجدنا|تعلمنا|ملاحظات",
    re.IGNORECASE,
)
"""Headings below which a note tells what came out."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a note; `finding` where it is written down as one, or stands where findings are told."""

    text: str
    evidence: str = ""
    finding: bool = False


def passages(note: Note) -> tuple[Passage, ...]:
    """The findings of a note, then the sentences of its body."""
    stated = [Passage(found.text, found.evidence, finding=True) for found in note.findings]
    told = [Passage(note.front.description)] if note.front.description else []
    return tuple([*stated, *told, *_sentences(note.body)][:MAX_PASSAGES])


def gist(note: Note) -> str:
    """What a note is about in a few sentences: its title, its description, and what it states as findings."""
    told = (note.title, note.front.description or "", *(found.text for found in note.findings))
    return " ".join(f"{text.rstrip('.')}." for text in map(readable, told) if text)[:MAX_GIST]


def _sentences(body: str) -> Iterator[Passage]:
    telling = False
    for paragraph in _paragraphs(body):
        if found := heading(paragraph):
            telling = bool(TELLS.search(found[1]))
            continue
        text = readable(paragraph)
        for sentence in SENTENCE.split(text):
            if MIN_LENGTH <= _length(sentence) <= MAX_LENGTH * 2:
                yield Passage(sentence[:MAX_LENGTH], finding=telling)


def _length(sentence: str) -> int:
    """How much a sentence says, in Latin letters: a character of Chinese, Japanese or Korean says as much as three."""
    return len(sentence) if sentence.isascii() else len(sentence) + 2 * sum(map(len, UNSPACED.findall(sentence)))


def _paragraphs(body: str) -> Iterator[str]:
    """Paragraphs and list items as one line each, headings by themselves."""
    lines: list[str] = []
    for line in spoken(TEMPLATE.sub("\n", body[:MAX_BODY])):
        item = LIST.match(line)
        if lines and (not line.strip() or item or heading(line)):
            yield " ".join(lines)
            lines = []
        if heading(line):
            yield line
        elif line.strip() and "|" not in line:
            lines.append(line[item.end() :] if item else line.strip())
    if lines:
        yield " ".join(lines)


def readable(text: str) -> str:
    """A line of Markdown without images, addresses, tags and emphasis."""
    text = LINK.sub(r"\1", IMAGE.sub(" ", text))
    return " ".join(MARKS.sub("", TAG.sub(" ", text)).split())
