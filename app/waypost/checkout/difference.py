"""The changed files between two trees of git objects, as GitHub would list them."""

from collections.abc import Iterator, Sequence

from waypost.change import BINARY_PROBE, MAX_FILE_BYTES, ChangedFile, Delta, Status, delta, delta_between
from waypost.checkout.git import Git
from waypost.document import MAX_BYTES
from waypost.frozen import dataclass
from waypost.handbook import MAX_TOGETHER, belongs, limit

DIFF = (
    "diff-tree",
    "-r",
    "-z",
    "--raw",
    "--patch",
    "--unified=0",
    "--full-index",
    "--find-renames=50%",
    "-l1000",
    "--diff-algorithm=myers",
    "--indent-heuristic",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--ignore-submodules=none",
    "--submodule=short",
)
STATUS: dict[str, Status] = {"A": "added", "D": "removed", "M": "modified", "T": "modified", "R": "renamed"}
UNREADABLE = {"120000": "a symbolic link", "160000": "a submodule"}
LARGER = ("-c", f"core.bigFileThreshold={MAX_BYTES}")
"""For files that belong to a handbook, of which more is read than of others."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of git's raw diff format."""

    old_mode: str
    mode: str
    old: str
    new: str
    status: Status
    path: str
    previous_path: str | None


def difference(git: Git, base: str, head: str) -> tuple[ChangedFile, ...]:
    """The files that differ between two commits or trees, renames found, contents read where they can be."""
    entries, patch = _raw(git.run(*DIFF, base, head))
    told = dict(_patches(patch))
    told |= _told_of_large(git, base, head, [entry for entry in entries if (entry.old, entry.new) not in told])
    contents = _contents(git, entries, told)
    return tuple(_file(entry, told, contents) for entry in entries)


def _told_of_large(git: Git, base: str, head: str, entries: Sequence[_Entry]) -> dict[Pair, Delta]:
    """What is done to the lines of files of which more is read than of others, where git told nothing of them."""
    ours = [entry for entry in entries if entry.old != entry.new and limit(entry.path) > MAX_FILE_BYTES]
    paths = sorted({path for entry in ours for path in (entry.path, entry.previous_path) if path})
    return dict(_patches(_raw(git.run(*LARGER, *DIFF, base, head, "--", *paths))[1])) if paths else {}


def _contents(git: Git, entries: Sequence[_Entry], told: dict[Pair, Delta]) -> dict[str, bytes | None]:
    """The blobs that are needed, each as far as its path lets it be read."""
    read = [entry for entry in entries if entry.mode.startswith("100")]
    ours, others = ([entry for entry in read if belongs(entry.path) is kind] for kind in (True, False))
    blobs = {sha for entry in others for sha in _needed(entry, told)}
    larger = {sha for entry in ours for sha in _needed(entry, told)}
    return git.blobs(blobs, MAX_FILE_BYTES) | git.blobs(larger, MAX_BYTES, MAX_TOGETHER)


def _needed(entry: _Entry, told: dict[Pair, Delta]) -> Iterator[str]:
    yield entry.new
    if _base(entry) and (entry.old, entry.new) not in told:
        yield entry.old


def _base(entry: _Entry) -> str | None:
    """The blob that the entry's file was before, if it was a file."""
    return entry.old if entry.old_mode.startswith("100") else None


def _file(entry: _Entry, told: dict[Pair, Delta], contents: dict[str, bytes | None]) -> ChangedFile:
    if entry.status == "removed":
        gone = told.get((entry.old, entry.new), Delta())
        return ChangedFile(entry.path, entry.status, None, frozenset(), None, None, gone.removed, gone.removed_before)
    text = contents.get(entry.new)
    unread = _unread(entry, text)
    if unread or text is None:
        return ChangedFile(entry.path, entry.status, None, frozenset(), entry.previous_path, unread)
    done = _done(entry, text, told, contents)
    before = entry.previous_path
    return ChangedFile(entry.path, entry.status, text, done.added, before, None, done.removed, done.removed_before)


def _unread(entry: _Entry, text: bytes | None) -> str | None:
    if entry.mode in UNREADABLE:
        return UNREADABLE[entry.mode]
    if text is None or len(text) > limit(entry.path):
        return f"larger than {limit(entry.path):,} bytes"
    return "binary" if b"\0" in text[:BINARY_PROBE] else None


def _done(entry: _Entry, text: bytes, told: dict[Pair, Delta], contents: dict[str, bytes | None]) -> Delta:
    """What the change does to the lines of a file."""
    base = _base(entry)
    if base == entry.new:
        return Delta()
    known = told.get((base or "0" * len(entry.new), entry.new))
    if known is not None:
        return known
    # no patch: an attribute called the file binary, as GitHub would take its word for it, too
    return delta_between((contents.get(base) if base else b"") or b"", text)


def _raw(output: bytes) -> tuple[list[_Entry], bytes]:
    """The rows of the raw format, and the patch that comes after them."""
    entries = []
    at = 0
    while output[at : at + 1] == b":":
        about, at = _until_nul(output, at + 1)
        old_mode, mode, old, new, letter = about.split(" ")
        path, at = _until_nul(output, at)
        previous = None
        if letter.startswith("R"):
            previous = path
            path, at = _until_nul(output, at)
        entries.append(_Entry(old_mode, mode, old, new, STATUS[letter[0]], path, previous))
    return entries, output[at + 1 :]


def _until_nul(output: bytes, at: int) -> tuple[str, int]:
    end = output.index(b"\0", at)
    return output[at:end].decode("utf-8", "surrogateescape"), end + 1


def _patches(patch: bytes) -> Iterator[tuple[Pair, Delta]]:
    """What is done to lines, by the pair of blobs: in a patch only headers are not indented by a sign."""
    for section in patch.decode("utf-8", "surrogateescape").split("\ndiff --git "):
        header, separator, hunks = section.partition("\n@@")
        if separator:
            index = next(row for row in header.split("\n") if row.startswith("index "))
            old, new = index.split(" ")[1].split("..")
            yield (old, new), delta("@@" + hunks)
