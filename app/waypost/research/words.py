"""Text of any script as the terms by which questions and notes are compared."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

WORD = re.compile(r"\w+(?:['’]\w+)?")
UNSPACED = re.compile(
    r"[\u2e80-\u2fff\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+"
)
"""Scripts written without spaces (and Hangul, whose endings stick to words): compared by pairs of characters."""
KANA_WORD = re.compile("[\u30a1-\u30fa\u30fc]{2,}")
KATAKANA = re.compile(f"{KANA_WORD.pattern}|[^\u30a1-\u30fa\u30fc]+|.")
"""What a run of Japanese falls into: words in katakana, which are whole as they stand, and all else."""
HALF = re.compile("[\uff61-\uff9f]+")
GRAMMAR = re.compile("[\u3041-\u3096\u3099-\u309f]{2}|.?[のをはがにでともへやの的了].?")
"""Pairs of characters that join words or bend them, in Japanese and Chinese: they say nothing of the matter."""
ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3]{3,}")
ARTICLE = re.compile("^(?:و?(?:ال|لل)|[بكف]ال)(?=..)|^و(?=...)")
"""What Arabic puts before a word: the article, and short words that stick to it."""
ENDING = re.compile("(?<=...)(?:ها|هم|نا|ان|ات|ون|ين|يه|ية|ه|ة|ي|ا)$")
VOICED = frozenset("\u3099\u309a")
"""Marks that make another letter of a kana; all others are accents and vowels that are left out as often as not."""
MAX_TERM = 40
MAX_FOLDS = 20_000

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
ARABIC_TEXT = """
ان او الى الا الذي الذين التي اي بعد بعض بل بين ثم حتي حيث دون ذلك عن عند عندما علي غير فقط في قبل قد كان كانت كل كما
لا لكن لم لن له لها ليس ما مع من منذ هذا هذه هم هنا هو هي وهو وهي يكون
"""
KOREAN_TEXT = "에서 으로 에게 까지 부터 하는 하고 했습 습니 니다 합니 입니 있습 없습 않습 하지 해서 되는 되어 은데 는데"
STOP = frozenset(f"{STOP_TEXT} {ARABIC_TEXT} {KOREAN_TEXT}".split())
"""Words that say nothing of the matter, those of trackers (`issue`, `fix`, `user`) among them."""
VOWEL = re.compile(r"[aeiouy]")


def terms(text: str) -> list[str]:
    """The terms of a text in order: folded, without stop words, cut to their stems."""
    return [term for term, _, _ in _terms(_folded(_composed(text)))]


def spelt(text: str) -> dict[str, str]:
    """Each term of a text, and how it is written there first, in lower case."""
    plain = _composed(text)
    folded = _folded(plain)
    at = _places(plain) if len(folded) != len(plain) else None
    found: dict[str, str] = {}
    for term, start, end in _terms(folded):
        if term not in found:
            first, last = (start, end) if at is None else (bisect_right(at, start), bisect_right(at, end - 1) + 1)
            found[term] = plain[first:last].lower()
    return found


def merged(asked: tuple[str, ...], shared: frozenset[str]) -> dict[str, str]:
    """Of the shared terms that are pairs of characters, the longest run each is in, as the question has it."""
    runs: dict[str, str] = {}
    pairs: list[str] = []
    for term in (*asked, ""):
        pair = len(term) == 2 and term in shared and UNSPACED.fullmatch(term)
        if pairs and not (pair and pairs[-1][1] == term[0]):
            run = pairs[0] + "".join(other[1] for other in pairs[1:])
            for other in pairs:
                runs.setdefault(other, run)
            pairs = []
        pairs += [term] if pair else []
    return runs


def overlapping(one: str, other: str) -> bool:
    """Whether two terms in a row are pairs of characters that share one, and so parts of one word."""
    return len(one) == len(other) == 2 and one[1] == other[0] and UNSPACED.fullmatch(one + other) is not None


def _terms(folded: str) -> Iterator[tuple[str, int, int]]:
    """Each term of a folded text, and where it begins and ends there."""
    for found in WORD.finditer(folded):
        word = found[0]
        if UNSPACED.search(word):
            yield from ((pair, found.start() + at, found.start() + at + len(pair)) for pair, at in _pairs(word))
            continue
        word = word.replace("_", "")
        if len(word) > 1 and word not in STOP and (term := _stem(word[:MAX_TERM])) not in STOP:
            yield term, found.start(), min(found.end(), found.start() + MAX_TERM)


def _composed(text: str) -> str:
    """The text with each character and its marks as one, and no kana of half width, whose marks stand apart."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", HALF.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text))


def _folded(text: str) -> str:
    """Lower case, one form for each character, without accents, bidirectional marks and joiners."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text.translate(_FOLDS))


class _Folds(dict[int, str]):
    """What becomes of each character, worked out when it is first seen."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code).casefold().replace("\u2011", "-").replace("\u0640", ""))
        kept = "".join(it for it in plain if it in VOICED or unicodedata.category(it) not in {"Mn", "Cf"})
        folded = unicodedata.normalize("NFC", kept).replace("ى", "ي")
        if len(self) < MAX_FOLDS:
            self[code] = folded
        return folded


_FOLDS = _Folds()


def _places(text: str) -> list[int]:
    """For each character of a text, where in the folded text it ends."""
    return list(accumulate(len(_FOLDS[ord(char)]) for char in text))


def _pairs(word: str) -> Iterator[tuple[str, int]]:
    """The pairs of characters that say something in a word of an unspaced script, what is between, and their places."""
    at = 0
    for run in UNSPACED.finditer(word):
        if run.start() > at:
            yield word[at : run.start()][:MAX_TERM], at
        at = run.end()
        for part in KATAKANA.finditer(run[0]):
            yield from ((term, run.start() + part.start() + index) for term, index in _split(part[0]))
    if at < len(word):
        yield word[at:][:MAX_TERM], at


def _split(chars: str) -> Iterator[tuple[str, int]]:
    """The terms in a run of characters, each with its place: a word in katakana, or pairs that say something."""
    if KANA_WORD.fullmatch(chars):
        yield chars[:MAX_TERM], 0
        return
    for index in range(max(1, len(chars) - 1)):
        pair = chars[index : index + 2]
        if not GRAMMAR.fullmatch(pair) and pair not in STOP:
            yield pair, index


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """English endings taken off, cautiously: `bookings`, `booked` and `booking` are one term."""
    word = re.sub(r"['’](s|t|re|ve|ll|d|m)$", "", word).replace("'", "").replace("’", "")
    if ARABIC.fullmatch(word):
        return ENDING.sub("", ENDING.sub("", ARTICLE.sub("", word)))
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
