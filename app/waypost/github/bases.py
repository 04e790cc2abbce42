"""Handbooks of the bases seen last: what a commit holds never changes, so it is read and parsed once."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from waypost import handbook
from waypost.github.content import LINK, Content, texts
from waypost.handbook import Handbook

BUDGET = 4_000_000
"""Bytes of files kept, over all bases."""
MOST = 32
"""Bases kept; most of them hold little."""
BOOKS = 2
"""Handbooks kept for one base: they differ only while the organisation's settings are being changed."""


@dataclass(frozen=True, slots=True)
class Base:
    """Waypost's own files at one commit, and the handbooks built from them under the organisation's files."""

    contents: Mapping[str, Content]
    books: OrderedDict[tuple[tuple[str, bytes], ...], Handbook] = field(default_factory=OrderedDict)

    @property
    def size(self) -> int:
        """Bytes held."""
        return sum(map(len, texts(self.contents).values()))

    @property
    def unread(self) -> tuple[str, ...]:
        """In words, which of the files could not be read; a link is a fault of the handbook."""
        some = ((path, it.unread) for path, it in self.contents.items() if it.unread and it.unread != LINK)
        return tuple(f"{path} at the base is unread: {reason}" for path, reason in some)

    def handbook(self, organisation: Mapping[str, bytes]) -> Handbook:
        """The handbook under the organisation's files, as it is to be read today."""
        key = tuple(sorted(organisation.items()))
        book = self.books.get(key) or self._built(organisation)
        self.books[key] = book
        while len(self.books) > BOOKS:
            self.books.popitem(last=False)
        return replace(book, today=datetime.now(UTC).date(), notes_known=False)

    def _built(self, organisation: Mapping[str, bytes]) -> Handbook:
        book = handbook.build(texts(self.contents), organisation)
        links = (handbook.linked(path) for path, it in self.contents.items() if it.unread == LINK)
        return replace(book, problems=(*links, *book.problems))

    async def read(self, organisation: Mapping[str, bytes]) -> Handbook:
        """The same, built in a thread: files of megabytes take seconds, and other deliveries must not wait for them."""
        if tuple(sorted(organisation.items())) in self.books:
            return self.handbook(organisation)
        return await asyncio.to_thread(self.handbook, organisation)


class Bases:
    """The bases used last, by repository and commit sha, within a budget of bytes."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._kept: OrderedDict[tuple[str, str], Base] = OrderedDict()

    def newest(self, repository: str) -> str | None:
        """The commit of the base that was used last."""
        return next((sha for name, sha in reversed(self._kept) if name == repository), None)

    def get(self, repository: str, sha: str) -> Base | None:
        """The base if it is kept; it then counts as just used."""
        base = self._kept.get((repository, sha))
        if base is not None:
            self._kept.move_to_end((repository, sha))
        return base

    def keep(self, repository: str, sha: str, base: Base) -> Base:
        """Keep a base, and let go of those not used for longest."""
        self._kept[repository, sha] = base
        while len(self._kept) > 1 and self._full:
            self._kept.popitem(last=False)
        return base

    @property
    def _full(self) -> bool:
        return len(self._kept) > MOST or sum(kept.size for kept in self._kept.values()) > self._budget
