"""Files at a commit: the GraphQL that asks for them, and what its answer says of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from waypost.change import BINARY_PROBE
from waypost.github.client import JSON
from waypost.handbook import limit

SYMLINK = 0o120000
LINK = "a symbolic link"

ENTRY = """fragment Entry on TreeEntry {
  type
  mode
  object { ... on Blob { oid byteSize isBinary isTruncated text } }
}"""
"""The fragment that `Wanted.selection` refers to."""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, or in words why they are not known."""

    text: bytes | None
    unread: str | None = None
    cut: str | None = None
    """The blob's sha where GraphQL hands out a part of it only; `waypost.github.blobs` reads it whole."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Files and whole folders of one commit; `side` (such as `head`) tells its aliases and variables from others'."""

    side: str
    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    @property
    def types(self) -> dict[str, str]:
        """The variables its selection needs, with their GraphQL types."""
        return dict.fromkeys(self.variables, "String!")

    @property
    def variables(self) -> dict[str, str]:
        """Paths by variable; the same names are the aliases in the answer."""
        files = {f"{self.side}_file_{index}": path for index, path in enumerate(self.files)}
        return files | {f"{self.side}_folder_{index}": path for index, path in enumerate(self.folders)}

    @property
    def selection(self) -> str:
        """What to ask of a commit."""
        files = (f"{self.side}_file_{index}" for index in range(len(self.files)))
        folders = (f"{self.side}_folder_{index}" for index in range(len(self.folders)))
        return "\n".join(
            [
                "oid",
                *(f"{alias}: file(path: ${alias}) {{ ...Entry }}" for alias in files),
                *(
                    f"{alias}: file(path: ${alias})"
                    " { type mode object { ... on Tree { entries { name ...Entry } } } }"
                    for alias in folders
                ),
            ]
        )

    def asked(self, commit: JSON) -> bool:
        """Whether this was asked of the commit in an answer."""
        return all(alias in commit for alias in self.variables)

    def contents(self, commit: JSON | None) -> dict[str, Content]:
        """What the answer says, by path; files that are not there are left out."""
        return dict(self._read(commit)) if commit else {}

    def _read(self, commit: JSON) -> Iterator[tuple[str, Content]]:
        for index, path in enumerate(self.files):
            if entry := commit[f"{self.side}_file_{index}"]:
                yield path, content(entry, path)
        for index, folder in enumerate(self.folders):
            found = commit[f"{self.side}_folder_{index}"] or {}
            if found.get("mode") == SYMLINK:
                yield folder, content(found, folder)
            for entry in (found.get("object") or {}).get("entries") or ():
                if entry["type"] != "tree":
                    path = f"{folder}/{entry['name']}"
                    yield path, content(entry, path)


def content(entry: JSON, path: str) -> Content:
    """What the tree entry of a file holds; what is no readable text is unread, with the reason."""
    if entry["type"] == "commit":
        return Content(None, "a submodule")
    if entry["mode"] == SYMLINK:
        return Content(None, LINK)
    blob = entry["object"] or {}
    if entry["type"] != "blob" or "byteSize" not in blob:
        return Content(None, "not a file")
    if blob["byteSize"] > (most := limit(path)):
        return Content(None, f"larger than {most:,} bytes")
    if blob["isTruncated"] and not blob["isBinary"]:
        return Content(None, "too long for GitHub to hand out whole", blob["oid"])
    if blob["isBinary"] or blob["text"] is None:
        return Content(None, "binary")
    return Content(blob["text"].encode("utf-8", "replace"))


def probed(text: bytes) -> Content:
    """What a whole blob holds, told from a binary one as git does it."""
    return Content(None, "binary") if b"\0" in text[:BINARY_PROBE] else Content(text)


def texts(contents: Mapping[str, Content]) -> dict[str, bytes]:
    """The files that could be read."""
    return {path: found.text for path, found in contents.items() if found.text is not None}
