"""Reads what a change does: the contents of its files, and Waypost's own files at its base."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from waypost import handbook
from waypost.change import Change
from waypost.github.bases import Base, Bases
from waypost.github.blobs import whole
from waypost.github.changes import Choice, batches, changed_files, places, replaced
from waypost.github.client import JSON, Client
from waypost.github.content import Content, Wanted
from waypost.github.faults import Unavailable
from waypost.github.queries import BOOK, CHECKED, COMMITS, GENERAL, NOTES, REPOSITORY, Beside, commit, named, query
from waypost.github.shown import CHECK_RUNS
from waypost.research import note

BLOBS = 100
"""Files asked for in one GraphQL query; more of them time out at GitHub."""


@dataclass(frozen=True)
class Reading:
    """One round of reading a change: its files are listed, their contents are to be had."""

    client: Client
    repository: str
    head_sha: str
    base_sha: str
    rows: Sequence[JSON]
    choice: Choice
    bases: Bases
    beside: Beside

    def wanted(self, path: str) -> bool:
        """Whether a changed file is worth reading, or may be a link or a submodule in the place of such files."""
        ours = handbook.belongs(path) or path in handbook.PLACES or note.is_note(path)
        return ours or self.choice(path) or path in self._replaced

    @cached_property
    def _replaced(self) -> frozenset[str]:
        return replaced(self.rows, self.choice)

    @cached_property
    def batches(self) -> list[tuple[Wanted, Wanted]]:
        """What is wanted of the files at the head and at the base, query by query."""
        return batches(places(self.rows, self.wanted), BLOBS)

    async def first(self, subject: str, types: Mapping[str, str], variables: JSON) -> JSON:
        """The query that says most: `subject`, what we show, the base's handbook, and the first files' contents."""
        head, base = self.batches[0]
        book = Wanted("book") if self.bases.get(self.repository, self.base_sha) else BOOK
        commits = [
            commit("head", "message", CHECK_RUNS, head.selection),
            commit("base", base.selection, book.selection, NOTES),
        ]
        selection = f"isPrivate visibility defaultBranchRef {{ name }} {subject} {' '.join(commits)}"
        asked = {**REPOSITORY, **types, **COMMITS, **CHECKED, **self.beside.types}
        files = {**head.variables, **base.variables, **book.variables}
        return await self.client.graphql(
            query({**asked, **head.types, **base.types, **book.types}, selection, self.beside.selection),
            {**self._named, **variables, "app": await self.client.app_id(), **self.beside.variables, **files},
            # GitHub may tell of a file that is not there by an error or by a plain null.
            optional=["organisation", "home", "notes", *GENERAL.variables, *files],
        )

    async def base(self, answer: JSON) -> Base:
        """Waypost's own files at the base, from the answer unless they are known."""
        if known := self.bases.get(self.repository, self.base_sha):
            return known
        at_base = answer["repository"]["base"]
        if at_base is None:
            raise Unavailable(f"{self.repository}: GitHub has no commit {self.base_sha} yet")
        contents = await whole(self.client, self.repository, BOOK.contents(at_base))
        return self.bases.keep(self.repository, self.base_sha, Base(contents))

    async def change(self, answer: JSON, base: Base, cut: str | None) -> Change:
        """The change, with the contents that did not fit into the first query."""
        if answer["repository"]["head"] is None:
            raise Unavailable(f"{self.repository}: GitHub has no commit {self.head_sha} yet")
        at_head: dict[str, Content] = {}
        at_base: dict[str, Content] = {}
        for number, (head, before) in enumerate(self.batches):
            found = answer["repository"] if number == 0 else await self._further(head, before)
            at_head |= head.contents(found["head"])
            at_base |= before.contents(found["base"])
        at_head = await whole(self.client, self.repository, at_head)
        at_base = await whole(self.client, self.repository, at_base)
        files = changed_files(self.rows, self.wanted, at_head, at_base)
        truncated = "; ".join([*([cut] if cut else []), *base.unread])
        return Change(self.base_sha, self.head_sha, files, truncated or None)

    async def _further(self, head: Wanted, base: Wanted) -> JSON:
        asked = query(
            {**REPOSITORY, **COMMITS, **head.types, **base.types},
            f"{commit('head', head.selection)} {commit('base', base.selection)}",
        )
        files = {**head.variables, **base.variables}
        answer = await self.client.graphql(asked, {**self._named, **files}, list(files))
        found: JSON = answer["repository"]
        return found

    @property
    def _named(self) -> JSON:
        return {**named(self.repository), "head": self.head_sha, "base": self.base_sha}
