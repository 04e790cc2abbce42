"""What is around a change at its head, as far as the checks want to know it."""

from dataclasses import replace

from waypost import checks
from waypost.change import MAX_FILE_BYTES, MAX_LISTED, Around, Change
from waypost.checkout.difference import BINARY_PROBE
from waypost.checkout.git import Git
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
    return change


def _listed(git: Git, head: str) -> dict[str, str]:
    """The blobs of all regular files by path; none of a repository with more than can be listed."""
    found: dict[str, str] = {}
    for row in filter(None, git.run("ls-tree", "-r", "-z", "--full-tree", head).split(b"\0")):
        about, _, path = row.partition(b"\t")
        mode, _, sha = about.decode().split(" ")
        if mode.startswith("100"):
            found[path.decode("utf-8", "replace")] = sha
    return found if len(found) <= MAX_LISTED else {}


def _text(content: bytes | None) -> bytes | None:
    """What GitHub would hand out as text."""
    return None if content is None or b"\0" in content[:BINARY_PROBE] else content
