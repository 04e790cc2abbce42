"""Full-text search over very many notes, by tantivy (extra `search`): a folder beside the index, made out of it.

It answers like SQLite's own search, many times faster. The index stays the only truth: the folder carries the stamp of
the state it was made from and the checksums of its files, and is made anew wherever either is not as it should be.
"""

import importlib.util
import json
import shutil
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass

FROM = 100_000
"""Notes above which it is used."""
HEAP = 30_000_000
"""Bytes that a writer may take."""
STAND = "waypost.json"

Text = tuple[int, str, str]
"""A note's number, the terms it is found by, and those of its findings."""


class LargeLost(Exception):
    """The folder cannot be used; it has to be made anew."""


def installed() -> bool:
    """Whether the extra is there."""
    return importlib.util.find_spec("tantivy") is not None


class Large:
    """The search in one folder. Raises LargeLost wherever it turns out damaged."""

    def __init__(self, folder: Path, stamp: str) -> None:
        """Open the search that was made from the state `stamp` of the index."""
        if not folder.is_dir():
            raise LargeLost("it was not there")
        stand = _stand(folder)
        if stand.get("stamp") != stamp:
            raise LargeLost("it was of another state of the notes")
        self._sums: dict[str, int] = {}
        if stand.get("files") != self._summed(folder):
            raise LargeLost("it was damaged")
        self._open(folder)
        self.stamp = stamp

    @classmethod
    def made(cls, folder: Path, stamp: str, texts: Iterable[Text]) -> "Large":
        """A new search over these texts, in place of what is in the folder."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        made = cls.__new__(cls)
        made._sums = {}
        made._open(folder)
        made.update((), texts, stamp)
        return made

    def _open(self, folder: Path) -> None:
        import tantivy

        self._folder = folder
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("number", indexed=True, fast=True)
        for field in ("text", "findings"):
            schema.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
        self._schema = schema.build()
        try:
            self._index = tantivy.Index(self._schema, str(folder))
            self._writer = self._index.writer(heap_size=HEAP, num_threads=1)
        except (ValueError, OSError) as error:
            raise LargeLost(str(error)) from error

    def update(self, gone: Iterable[int], texts: Iterable[Text], stamp: str) -> None:
        """Let go of notes and take in others; it then stands for the state `stamp` of the index."""
        import tantivy

        try:
            Path(self._folder, STAND).unlink(missing_ok=True)
            for number in gone:
                self._writer.delete_documents_by_term("number", number)
            for number, text, findings in texts:
                note = tantivy.Document()
                note.add_integer("number", number)
                note.add_text("text", text)
                note.add_text("findings", findings)
                self._writer.add_document(note)
            self._writer.commit()
            self._index.reload()
            self._stands(stamp)
        except (ValueError, OSError) as error:
            raise LargeLost(str(error)) from error

    def best(self, field: str, terms: Sequence[str], most: int) -> list[tuple[int, float]]:
        """The notes that have most of these terms in `text` or `findings`, each with its score, best first."""
        import tantivy

        any_of = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, term, "freq")) for term in terms]
        try:
            searcher = self._index.searcher()
            found = searcher.search(tantivy.Query.boolean_query(any_of), limit=most, count=False).hits
            numbers = searcher.fast_field_values("number", [place for _, place in found])
        except (ValueError, OSError) as error:
            raise LargeLost(str(error)) from error
        scored = zip(numbers, found, strict=True)
        return [(int(number), float(score)) for number, (score, _) in scored if number is not None]

    def close(self, stamp: str) -> None:
        """Let go of the folder, once what is being merged is."""
        self._writer.wait_merging_threads()
        self._stands(stamp)

    def _stands(self, stamp: str) -> None:
        """Say so; not where files are just being merged: after a crash it is then made anew."""
        self.stamp = stamp
        if files := self._summed(self._folder):
            Path(self._folder, STAND).write_text(json.dumps({"stamp": stamp, "files": files}), "utf-8")

    def _summed(self, folder: Path) -> dict[str, int]:
        """The checksum of each file that the search is made of; none where those cannot be told."""
        try:
            meta = Path(folder, "meta.json").read_bytes()
            used = {str(segment["segment_id"]).replace("-", "") for segment in json.loads(meta)["segments"]}
            files = [file for file in sorted(folder.iterdir()) if file.name.partition(".")[0] in used]
            # A file is written once and never changed.
            self._sums = {file.name: self._sums.get(file.name) or _sum(file) for file in files}
        except (OSError, ValueError, LookupError, TypeError):
            return {}
        return {"meta.json": zlib.crc32(meta)} | self._sums


def _stand(folder: Path) -> dict[str, object]:
    try:
        told = json.loads(Path(folder, STAND).read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _sum(file: Path) -> int:
    found = 0
    with file.open("rb") as content:
        while part := content.read(1 << 20):
            found = zlib.crc32(part, found)
    return found
