"""Where research notes are kept and looked up: a full-text index for each repository that has some.

An index is a cache. It is made out of the repository, and made again whenever it is lost or damaged.
"""

from waypost.library.index import Index, discard, opened
from waypost.library.minilm import AT_ONCE, Meaning, MeaningMissing, meaning
from waypost.library.questions import query
from waypost.library.rows import Found
from waypost.library.tables import IndexLost

__all__ = [
    "AT_ONCE",
    "Found",
    "Index",
    "IndexLost",
    "Meaning",
    "MeaningMissing",
    "discard",
    "meaning",
    "opened",
    "query",
]
