"""What an issue or pull request asks, without what its template, its tools and its logs wrote."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import re2  # type: ignore[import-untyped]

from waypost.document.markdown import heading, spoken
from waypost.research.passages import readable
from waypost.research.words import UNSPACED, spelt, terms

MAX_TITLE = 300
MAX_BODY = 12_000
"""Characters of a body that are looked at: what an issue is about, it says at its beginning."""
MAX_TERMS = 400
MAX_TEXT = 600
"""Characters by which meanings are compared."""
MIN_TERMS = 3
"""Fewer different terms are no ground for a suggestion."""

SETTING = re.compile(
    r"environment|browser|device|operating|\bos\b|version|log|stack|trace|checklist|before submitting|steps to"
    r"|how to test|type of change|screenshot|contact|code of conduct|acceptance|definition of done|estimate|priority"
    r"|severity|labels?$|assignee|reproduc|deploy|^related|dependenc|blocked|test plan|reviewer|timebox|research$"
    r"|notes?$|objective",
    re.IGNORECASE,
)
"""Headings of templates below which nobody says what the matter is."""
BOX = re.compile(r"[ \t]*[-*+][ \t]+\[[ xX]?\]")
EMPTY = re.compile(r"[ \t]*(?:_No response_|n/?a|none|tbc|tbd)\.?[ \t]*$", re.IGNORECASE)
# What follows is RE2, which takes linear time on whatever an issue holds.
LOG = re2.compile(
    r"^\s*(?:at \S+[ (]|File \"|Traceback|Caused by|\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?(?:ERROR|WARN|INFO|DEBUG)\b"
    r"|\$ |>>> |[{}\[\]();]+\s*$)|[;{}]\s*$|\b[0-9a-f]{12,}\b|=>|\w+\(.*\)\s*[;:{]?\s*$"
)
TEMPLATE_WORDS = re2.compile(
    r"(?i)^\W*(?:as an? [^,.]{1,60},?\s*i (?:want|need|would like)(?: to)?|"
    r"describe the (?:bug|solution|problem)[^.?]{0,40}|is your feature request related to a problem\??"
    r"|a clear and concise description[^.]{0,80}|so that)\W*"
)
URL = re2.compile(r"https?://\S+|\bwww\.\S+|[\w.+-]+@[\w-]+\.[\w.]+|\B[@#][\w/-]+")
PATHLIKE = re2.compile(
    r"\S*[\\/]\S*[\\/.]\S*|\b\w+(?:[._:]\w+){2,}\b|\b\w+\.(?:js|ts|tsx|py|rb|html?|css|json|ya?ml|md|png|jpe?g)\b"
)
PREFIX = re.compile(r"^\s*(?:\[[^\]]{1,30}\]|\w{2,12}(?:\([^)]{0,30}\))?!?:)\s*")
"""`[Bug]` and `feat(cart):` before a title."""


@dataclass(frozen=True, slots=True)
class Question:
    """The terms of a title and of what is said below it, in order; `spelt` has each as it is written.

    `heading` is the title, and `text` title and body, as prose: by that, meanings are compared.
    """

    title: tuple[str, ...]
    body: tuple[str, ...]
    spelt: Mapping[str, str] = field(default_factory=dict)
    heading: str = ""
    text: str = ""

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms, each once, in order."""
        return tuple(dict.fromkeys((*self.title, *self.body)))

    @property
    def askable(self) -> bool:
        """Whether it says enough to be compared with anything; Chinese and Japanese say the same in fewer terms."""
        return len(self.terms) >= MIN_TERMS - any(map(UNSPACED.match, self.terms))


def question(title: str, body: str) -> Question:
    """What a title and a body ask; never raises, whatever stands in them."""
    heard = PREFIX.sub("", title[:MAX_TITLE])
    said = " \n".join(_said(body[:MAX_BODY]))
    asked = _prose(heard)
    text = f"{asked.rstrip('.')}. {said}"[:MAX_TEXT]
    spelling = spelt(f"{asked} \n {said}")
    return Question(tuple(terms(asked))[:60], tuple(terms(said))[:MAX_TERMS], spelling, asked, text)


def _said(body: str) -> Iterator[str]:
    setting = False
    for line in spoken(body):
        if found := heading(line):
            setting = bool(SETTING.search(found[1]))
        elif not setting and not BOX.match(line) and not EMPTY.match(line) and not LOG.search(line):
            yield _prose(line)


def _prose(line: str) -> str:
    for pattern in (TEMPLATE_WORDS, URL, PATHLIKE):
        line = pattern.sub(" ", line)
    return readable(line)
