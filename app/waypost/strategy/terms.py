"""Words of the map's glossary that a text uses."""

from collections.abc import Mapping
from functools import lru_cache

from waypost.document.markdown import spoken
from waypost.frozen import dataclass
from waypost.patterns import late

MOST = 5
MAX_TEXT = 20_000
MAX_WORDS = 4
"""Words of a term; a longer one is a sentence."""
_WORD = late(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the organisation, and what it means there."""

    name: str
    meaning: str


def terms(text: str, glossary: Mapping[str, str]) -> tuple[Term, ...]:
    """The terms that a text uses outside of code and quotes, in order; one in capitals must be written in capitals."""
    if not glossary:
        return ()
    known = _index(tuple(glossary.items()))
    words = _WORD.findall("\n".join(spoken(text))[:MAX_TEXT])
    found: dict[str, Term] = {}
    for start in range(len(words)):
        for length in range(MAX_WORDS, 0, -1):
            said = " ".join(words[start : start + length])
            term = known.get(said) or known.get(_singular(said.casefold()))
            if term is not None:
                found.setdefault(term.name, term)
    return tuple(found.values())[:MOST]


@lru_cache(maxsize=16)
def _index(glossary: tuple[tuple[str, str], ...]) -> dict[str, Term]:
    return {_key(name): Term(name, meaning) for name, meaning in reversed(glossary)}


def _key(name: str) -> str:
    """How a term is looked up: as it is where it is an abbreviation, else whatever its case and number."""
    words = " ".join(_WORD.findall(name))
    return words if words.isupper() else _singular(words.casefold())


def _singular(words: str) -> str:
    return words[:-1] if len(words) > 3 and words.endswith("s") and not words.endswith("ss") else words
