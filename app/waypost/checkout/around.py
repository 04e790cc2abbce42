"""What is around a change at its head, as far as the checks want to know it."""

from waypost import checks
from waypost.change import BINARY_PROBE, MAX_FILE_BYTES, MAX_LISTED, Around, Change
from waypost.checkout.git import Git, GitError
from waypost.frozen import replace
from waypost.handbook import Handbook


def surrounded(git: Git, change: Change, handbook: Handbook) -> Change:
    """The change with what is around it; `git` can read its head."""
    shas: dict[str, str] = {}
    for _ in range(checks.ROUNDS):
        need = checks.needed(change, handbook)
        if need is None:
            break
        around = change.around or Around()
        if need.listing:
            shas = _listed(git, change.head)
            change = replace(change, around=Around(frozenset(shas)))
        else:
            texts = git.blobs([shas[path] for path in need.paths], MAX_FILE_BYTES)
            more = tuple((path, _text(texts[shas[path]])) for path in need.paths)
            change = replace(change, around=replace(around, texts=around.texts + more))
    names = checks.leaving(change, handbook)
    gone = frozenset(name for name in names if not _mentioned(git, change.head, name))
    return replace(change, around=replace(change.around or Around(), unmentioned=gone)) if gone else change


def _mentioned(git: Git, head: str, name: str) -> bool:
    """Whether any file beyond the spec and prose has a name; also where that could not be looked up."""
    try:
        found = git.run("grep", "--files-with-matches", "--null", "--fixed-strings", "-e", name, head)
    except GitError as error:
        return bool(error.stderr)  # git says nothing where it finds nothing
    paths = (row.decode("utf-8", "replace").partition(":")[2] for row in found.split(b"\0") if row)
    return any(map(checks.may_send, paths))


def _listed(git: Git, head: str) -> dict[str, str]:
    """The blobs of all regular files by path; none of a repository with more than can be listed."""
    listing = git.run("ls-tree", "-r", "-z", "--full-tree", head).decode("utf-8", "replace")
    rows = (row.partition("\t") for row in listing.split("\0") if row.startswith("100"))
    found = {path: about.rpartition(" ")[2] for about, _, path in rows}
    return found if len(found) <= MAX_LISTED else {}


def _text(content: bytes | None) -> bytes | None:
    """What GitHub would hand out as text."""
    return None if content is None or b"\0" in content[:BINARY_PROBE] else content
