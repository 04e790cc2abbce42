"""Names that say the same in other words: `order_canceled` beside `order_cancelled`, `cart_open` beside `cart_opened`.

Names are compared word by word: `login_failed` and `login_fetched` have much in common and mean different things.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from waypost.document.quoting import code
from waypost.frozen import dataclass
from waypost.telemetry.casing import words
from waypost.telemetry.tense import acts, base

MAX_WORDS = 20
MAX_ALIKE = 50
MIN_TYPO = 6
"""Letters of a word that can be a slip of another's; shorter words are one letter apart and mean something else."""

_BRITISH = (
    (re.compile(r"(?<=[a-z]{2})our(?=$|ed$|ing$|ite)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=e$|ed$|es$|ing$|ation$)"), "iz"),
    (re.compile(r"(?<=[aeiou])ll(?=ed$|ing$|er$)"), "l"),
    (re.compile(r"(?<=[a-z]{2})tre$"), "ter"),
    (re.compile(r"(?<=[a-z]{3})ogue$"), "og"),
)
_SAME = {
    "failure": "fail", "success": "succeed", "successful": "succeed", "successfully": "succeed",
    "completion": "complete",
    "cancellation": "cancel", "cancelation": "cancel", "deletion": "delete", "creation": "create", "removal": "remove",
    "selection": "select", "grey": "gray", "licence": "license", "cheque": "check", "programme": "program",
}  # fmt: skip
_KEEPS_S = ("ss", "us", "is", "os", "news", "alias", "always", "canvas", "ios")


@dataclass(frozen=True, slots=True)
class Match:
    """A declared name that says the same as another, and half a sentence on how they differ."""

    name: str
    reason: str


class Declared:
    """Declared names, ready to be asked for what says the same as another name."""

    def __init__(self, names: Iterable[str]) -> None:
        """Takes time in proportion to the names; a question then takes a moment."""
        self.names = dict.fromkeys(names)
        self._by_key: dict[tuple[str, str], list[str]] = {}
        self._vocabulary: dict[str, int] = {}
        self._by_gap: dict[tuple[str, ...], list[str]] = {}
        for name in self.names:
            stems = stemmed(name)
            for kind, key in _keys(name, stems):
                self._by_key.setdefault((kind, key), []).append(name)
            for stem in set(stems):
                self._vocabulary[stem] = self._vocabulary.get(stem, 0) + 1
            for _, gap in _gaps(stems):
                self._by_gap.setdefault(gap, []).append(name)

    def near(self, name: str) -> Match | None:
        """The declared name that says the same as `name`; None if there is none, or if `name` is declared itself."""
        if name in self.names:
            return None
        stems = stemmed(name)
        for kind, key in _keys(name, stems):
            alike = [it for it in self._by_key.get((kind, key), ())[:MAX_ALIKE] if _alike(kind, name, it)]
            if alike:
                found = min(alike, key=lambda it: (_changed(name, it), it))
                return Match(found, _reason(kind, name, found))
        return self._slip(name, stems)

    def _slip(self, name: str, stems: tuple[str, ...]) -> Match | None:
        """A name that differs in one word by one letter, where that word is found nowhere else."""
        for index, gap in _gaps(stems):
            odd = words(name)[index].lower()
            for other in self._by_gap.get(gap, ())[:MAX_ALIKE]:
                known = words(other)[index].lower()
                if _is_slip(odd, known) and stems[index] not in self._vocabulary:
                    return Match(other, f"{code(odd)} looks like a slip of {code(known)}")
        return None


def near(name: str, declared: Iterable[str]) -> Match | None:
    """The declared name that says the same as `name`, and how they differ; None if there is none."""
    return Declared(declared).near(name)


def stemmed(name: str) -> tuple[str, ...]:
    """The words of a name, each in the one form that stands for all of its forms."""
    return tuple(_stem(word.lower()) for word in words(name)[:MAX_WORDS])


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    for pattern, american in _BRITISH:
        word = pattern.sub(american, word)
    word = _SAME.get(word, word)
    plain = base(word)
    if plain is None and word.endswith("s") and len(word) > 3 and not word.endswith(_KEEPS_S):
        word = f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
        plain = base(word)
    return plain or word


def _keys(name: str, stems: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What two names share that say the same, with the kind of likeness, the closest first."""
    given = [word.lower() for word in words(name)]
    if len(given) < 2:
        return
    yield "written", " ".join(given)
    yield "forms", " ".join(stems)
    if len(given) > 2:
        yield "order", " ".join(sorted(stems))
    yield "joined", "".join(stems)


def _alike(kind: str, name: str, other: str) -> bool:
    """Whether the likeness is a slip: one word in another form, or one word, mostly the verb, at another place."""
    if kind in ("written", "joined"):
        return kind == "written" or len(words(name)) != len(words(other))
    if _changed(name, other) > 1:
        return False
    return kind == "forms" or _moved(stemmed(name), stemmed(other), exact=not _changed(name, other))


def _changed(name: str, other: str) -> int:
    """How many words of a name are not in the other as they are written."""
    mine, theirs = ([word.lower() for word in words(text)] for text in (name, other))
    return len([word for word in mine if word not in theirs])


def _moved(mine: tuple[str, ...], theirs: tuple[str, ...], exact: bool) -> bool:
    """Whether taking one verb elsewhere, or swapping two neighbours, makes one name of the other."""
    differing = [index for index, pair in enumerate(zip(mine, theirs, strict=True)) if pair[0] != pair[1]]
    first, last = differing[0], differing[-1]
    left, right = mine[first : last + 1], theirs[first : last + 1]
    taken = [left[0]] * (left[1:] == right[:-1]) + [left[-1]] * (left[:-1] == right[1:])
    far = last > first + 1
    return any(acts(word) or (far and base(word)) for word in taken) or (exact and not far)


def _reason(kind: str, name: str, found: str) -> str:
    mine, theirs = ([word.lower() for word in words(text)] for text in (name, found))
    odd = [pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]]
    match kind:
        case "written":
            return "the words are the same"
        case "forms" if len(odd) == 1:
            return f"only {code(odd[0][0])} is {code(odd[0][1])} there"
        case "order":
            return "the words are the same in another order"
        case "joined":
            return "the letters are the same"
    return "the words are forms of the same"


def _gaps(stems: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The words with each of those left out that may hold a slip, and which it is."""
    if len(stems) > 1:
        for index, stem in enumerate(stems):
            if len(stem) >= MIN_TYPO - 2:
                yield index, (*stems[:index], "", *stems[index + 1 :])


def _is_slip(odd: str, known: str) -> bool:
    """One letter too many, too few, another, or two swapped; verbs of their own and numbers are no slips."""
    if min(len(odd), len(known)) < MIN_TYPO - 1 or max(len(odd), len(known)) < MIN_TYPO or base(odd) is not None:
        return False
    if re.search(r"[0-9]", odd + known):
        return False
    start = 0
    while start < min(len(odd), len(known)) and odd[start] == known[start]:
        start += 1
    left, right = odd[start:], known[start:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )
