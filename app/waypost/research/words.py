"""Text of any script as the terms by which questions and notes are compared."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

WORD = re.compile(r"\w+(?:['’]\w+)?")
UNSPACED = re.compile(
    r"[\u2e80-\u2fff\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+"
)
"""Scripts written without spaces (and Hangul, whose endings stick to words): compared by pairs of characters."""
MAX_TERM = 40

STOP_TEXT = """
a about above after again all also although always am an and any are as at be because been before being below between
both but by can cannot could did do does doing done down during each either else etc even ever every few for from
further get gets getting give given go goes going got had has have having he her here hers him his how however i if in
into is it its itself just keep kept know let like likely lot made make makes making many may maybe me might more most
much must my need needs neither never no nor not now of off often on once one only onto or other others our ours out
over own per perhaps please possible put quite rather really same say says see seem seems seen she should since so
some something still such take than that the their theirs them then there these they thing things think this those
though through to too try under until up upon us use used uses using very via want wants was way we well were what
when where whether which while who whom whose why will with within without would yes yet you your yours add added
change changed changes currently example expect expected feature fix following found help helps idea improve instead
issue new next problem provide question show shows showing thanks today user users work working works
"""
STOP = frozenset(STOP_TEXT.split())
"""Words that say nothing of the matter, those of trackers (`issue`, `fix`, `user`) among them."""
VOWEL = re.compile(r"[aeiouy]")


def terms(text: str) -> list[str]:
    """The terms of a text in order: folded, without stop words, cut to their stems."""
    return [term for term, _ in _terms(text)]


def spelt(text: str) -> dict[str, str]:
    """Each term of a text, and how it is written there first, in lower case."""
    found: dict[str, str] = {}
    for term, word in _terms(text):
        found.setdefault(term, word)
    return found


def _terms(text: str) -> Iterator[tuple[str, str]]:
    for found in WORD.finditer(_folded(text)):
        word = found[0].replace("_", "")
        if UNSPACED.search(word):
            yield from ((pair, pair) for pair in _pairs(word))
        elif len(word) > 1 and word not in STOP and (term := _stem(word[:MAX_TERM])) not in STOP:
            yield term, word[:MAX_TERM]


def _folded(text: str) -> str:
    """Lower case, one form for each character, without accents, bidirectional marks and joiners."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().replace("\u2011", "-"))
    kept = "".join(char for char in plain if unicodedata.category(char) not in {"Mn", "Cf"})
    return unicodedata.normalize("NFC", kept)


def _pairs(word: str) -> Iterator[str]:
    at = 0
    for run in UNSPACED.finditer(word):
        if run.start() > at:
            yield word[at : run.start()][:MAX_TERM]
        chars = run[0]
        yield from (chars[index : index + 2] for index in range(max(1, len(chars) - 1)))
        at = run.end()
    if at < len(word):
        yield word[at:][:MAX_TERM]


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """English endings taken off, cautiously: `bookings`, `booked` and `booking` are one term."""
    word = re.sub(r"['’](s|t|re|ve|ll|d|m)$", "", word).replace("'", "").replace("’", "")
    if not word.isascii() or len(word) < 4 or word.isdigit():
        return word
    word = _singular(word)
    for ending in ("ingly", "edly", "ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3 and VOWEL.search(stem):
            return _last(_undoubled(stem))
    return _last(word)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _undoubled(stem: str) -> str:
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsz" else stem


def _last(word: str) -> str:
    """Endings that make another kind of word of the same stem."""
    for ending, instead in (
        ("ization", "ize"),
        ("isation", "ise"),
        ("ibility", "ibl"),
        ("ability", "abl"),
        ("ation", ""),
        ("ment", ""),
        ("ness", ""),
        ("ly", ""),
        ("er", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= (5 if ending == "er" else 4):
            word = word[: -len(ending)] + instead
            break
    word = word[:-1] + "i" if word.endswith("y") and len(word) > 3 and not VOWEL.match(word[-2]) else word
    return word[:-1] if word.endswith("e") and len(word) > 4 else word
