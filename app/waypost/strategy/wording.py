"""Whether a text was reworded, or only mended: typos, order and punctuation change nothing that matters."""

import re
from collections import Counter
from difflib import SequenceMatcher

MATTERS = 0.25
"""The share of meaningful words that must differ: one in four, so that `easier` becoming `faster` is told in a short
destination, and one synonym in a long reason is not."""
SAME = 0.8
"""Two words this similar are one word with a typo or another ending."""
MAX_WORDS = 400
"""Words that are looked at; comparing takes time for each pair of those that differ."""
MAX_UNMATCHED = 40
"""Differing words that are paired up; more of them are a new text anyway."""
MAX_PAIRS = 250_000
"""Pairs of characters that are compared: a word may be as long as a text, and comparing two takes its square."""

_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*%?")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        """a an and are as at be been but by for from had has have how in into is it its of on or our so than that
        the their them then there these they this those to us was we were what when where which who whom will with you
        your""",
    )
)
_TURNS = frozenset(
    re.findall(
        r"\w+", "no not never none nobody nothing without neither nor cannot only all every always more less fewer"
    )
)
"""Words that turn a sentence round: one of them more or less always matters."""


def reworded(before: str, after: str) -> bool:
    """Whether `after` says something else than `before`, as far as counting words can tell."""
    old, new = _words(before), _words(after)
    left, come = old - new, new - old
    if any(_decisive(word) for word in (*left, *come)):
        return True
    apart = _apart(sorted(left.elements()), sorted(come.elements()))
    return bool(apart) and apart >= MATTERS * max(_weight(old), _weight(new))


def _words(text: str) -> Counter[str]:
    """The words, and how often each is there; order and punctuation are left out."""
    return Counter([match[0] for match in _WORD.finditer(text.casefold().replace("n't", " not"))][:MAX_WORDS])


def _weight(words: Counter[str]) -> int:
    """How many of them carry meaning."""
    return sum(times for word, times in words.items() if word not in _SMALL)


def _decisive(word: str) -> bool:
    return word in _TURNS or any(character.isdigit() for character in word)


def _apart(left: list[str], come: list[str]) -> int:
    """How many words that carry meaning have no counterpart on the other side that could be the same word."""
    pairs = sum(map(len, left)) * sum(map(len, come))
    if len(left) > MAX_UNMATCHED or len(come) > MAX_UNMATCHED or pairs > MAX_PAIRS:
        return max(_weight(Counter(left)), _weight(Counter(come)))
    alone = list[str]()
    for word in left:
        twin = next((other for other in come if _alike(word, other)), None)
        if twin is None:
            alone.append(word)
        else:
            come.remove(twin)
    return max(_weight(Counter(alone)), _weight(Counter(come)))


def _alike(one: str, other: str) -> bool:
    """Whether two words are one, mistyped or inflected; `paid` and `unpaid` are as alike, and mean the opposite."""
    shorter, longer = sorted((one, other), key=len)
    if longer.endswith(shorter) and longer != shorter:
        return False
    alike = SequenceMatcher(None, one, other, autojunk=False).ratio() >= SAME
    return alike or sorted(one) == sorted(other)
