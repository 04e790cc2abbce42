"""A change and the handbook of its base, out of the git objects of a checkout."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from waypost import handbook as handbooks
from waypost.change import MAX_FILE_BYTES, Change, ChangedFile
from waypost.checkout.difference import difference
from waypost.checkout.git import CheckoutError, Git, open_repository
from waypost.checkout.snapshot import snapshot
from waypost.checkout.worktree import Worktree
from waypost.document import MAX_BYTES
from waypost.handbook import Handbook
from waypost.research.note import FOLDER, MAX_NOTE, is_note
from waypost.settings import PATH as SETTINGS
from waypost.settings import read_settings

LINK = "120000"
DEFAULT_BRANCHES = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


def root(repo: Path) -> Path:
    """The top of the working tree that `repo` is in. Raises CheckoutError."""
    return open_repository(repo).root


def change(repo: Path, base: str | None = None, head: str | None = None) -> Change:
    """What `head` does since it left `base`, as a pull request from head into base would show it.

    Without `head` it is the working tree, uncommitted and untracked work included, and `Change.head` is a tree's sha.
    Without `base` it is where head left the default branch, else the commit before it, else nothing at all.
    Raises CheckoutError where a revision is unknown or history too short.
    """
    with _compared(repo, base, head) as (_, found):
        return found


Gathered = tuple[Change, Handbook]


def gathered(repo: Path, base: str | None = None, head: str | None = None, before: Gathered | None = None) -> Gathered:
    """A change with what the checks want to know of what is around it, and the handbook of its base.

    `before` is what was gathered a moment ago: the handbook of the same base is not read again. Raises CheckoutError.
    """
    from waypost.checkout.around import surrounded  # all the checks: who only reads files should not wait for them

    with _compared(repo, base, head) as (git, found):
        same = before is not None and (before[0].base, touches_notes(before[0])) == (found.base, touches_notes(found))
        book = before[1] if before and same else _handbook(git, found.base, touches_notes(found))
        return surrounded(git, found, book), book


@contextmanager
def _compared(repo: Path, base: str | None, head: str | None) -> Iterator[tuple[Git, Change]]:
    """The change, and git that can read its head."""
    git = open_repository(repo)
    tip = _named(git, head or "HEAD") if head or git.commit("HEAD") else None
    start = _named(git, base) if base else _default_base(git, tip)
    fork = _merge_base(git, start, tip) if base and tip else start
    if head and tip:
        yield git, Change(start, tip, difference(git, fork, tip))
        return
    with snapshot(git) as (scratch, tree):
        files = difference(scratch, fork, tree)
        yield scratch, Change(start, tree, tuple(_special(Worktree(git.root), file) for file in files))


def _special(tree: Worktree, file: ChangedFile) -> ChangedFile:
    """A file that is gone, or a pipe or the like in its place, which no tree of git's can hold."""
    if file.status != "removed" or not tree.is_special(file.path):
        return file
    return ChangedFile(file.path, "modified", None, frozenset(), unread="no file")


def handbook(repo: Path, revision: str, notes: bool = True) -> Handbook:
    """What the repository says about itself at `revision`, read from git objects only. Raises CheckoutError.

    Without `notes` the research notes are left out: there can be thousands, and few changes touch one.
    """
    return _handbook(open_repository(repo), revision, notes)


def _handbook(git: Git, revision: str, notes: bool) -> Handbook:
    tree = _tree(git, revision)
    shas, links = _handbook_files(git, tree)
    contents = git.blobs(shas.values(), MAX_BYTES, handbooks.MAX_TOGETHER)
    too_large = bytes(MAX_BYTES + 1)  # the reader refuses it by its size and says so at the right file
    files = {path: too_large if (text := contents[sha]) is None else text for path, sha in shas.items()}
    if notes:
        files |= dict(_notes(git, tree, read_settings(files.get(SETTINGS))[0].notes))
    book = handbooks.build(files, today=datetime.now(UTC).date())
    return replace(book, problems=(*map(handbooks.linked, links), *book.problems))


def touches_notes(change: Change) -> bool:
    """Whether a change may touch research notes, which any Markdown file may be."""
    return any(path.endswith(".md") for file in change.files for path in (file.path, file.previous_path) if path)


def _notes(git: Git, tree: str, folders: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    shas = dict(_note_files(git, tree, folders))
    contents = git.blobs(shas.values(), MAX_FILE_BYTES)
    for path, sha in shas.items():
        text = contents[sha]
        yield path, bytes(MAX_NOTE + 1) if text is None else text


def _note_files(git: Git, tree: str, folders: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Path and blob of each note, in order of path."""
    inside = [] if "." in folders else [f"{folder}/" for folder in folders]
    listing = git.run("ls-tree", "-r", "-z", "--full-tree", tree, "--", *inside)
    for row in filter(None, listing.split(b"\0")):
        about, _, name = row.partition(b"\t")
        mode, _, sha = about.decode().split(" ")
        path = name.decode("utf-8", "replace")
        if mode.startswith("100") and is_note(path, folders):
            yield path, sha


def _tree(git: Git, revision: str) -> str:
    tree = git.line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}")
    if tree is None:
        raise CheckoutError(_unknown(git, revision))
    return tree


def _handbook_files(git: Git, tree: str) -> tuple[dict[str, str], list[str]]:
    """Blob shas by path of the regular files that make a handbook, and where there is a link in their place."""
    folders = [f"{folder}/" for folder in handbooks.FOLDERS if folder != FOLDER]
    places = (*handbooks.FILES, *folders, *handbooks.FOLDERS, *handbooks.ABOVE)
    found: dict[str, str] = {}
    links: list[str] = []
    for row in filter(None, git.run("ls-tree", "-z", "--full-tree", tree, "--", *places).split(b"\0")):
        about, _, name = row.partition(b"\t")
        mode, _, sha = about.decode().split(" ")
        path = name.decode("utf-8", "replace")
        if mode.startswith("100"):
            found[path] = sha
        elif mode == LINK:
            links.append(path)
    return found, links


def _named(git: Git, revision: str) -> str:
    if sha := git.commit(revision):
        return sha
    raise CheckoutError(_unknown(git, revision))


def _unknown(git: Git, revision: str) -> str:
    if git.shallow:
        return f"{revision} is not in this shallow clone. {_deepen()}"
    return f"This repository knows no commit `{revision}`. See `git log --oneline` for what it knows."


def _merge_base(git: Git, base: str, head: str) -> str:
    if found := git.line("merge-base", base, head):
        return found
    if git.shallow:
        raise CheckoutError(f"This shallow clone does not reach back to where {head} left {base}. {_deepen()}")
    raise CheckoutError(f"{base} and {head} have no history in common. Choose another `--base`.")


def _deepen() -> str:
    return "Fetch all of the history: `fetch-depth: 0` for actions/checkout, `git fetch --unshallow` elsewhere."


def _default_base(git: Git, head: str | None) -> str:
    """Where `head` left the default branch, else its parent, else the empty tree."""
    if head is None:
        return _empty_tree(git)
    for branch in DEFAULT_BRANCHES:
        if (tip := git.commit(branch)) and (fork := git.line("merge-base", tip, head)):
            return fork
    return git.commit(f"{head}~1") or _empty_tree(git)


def _empty_tree(git: Git) -> str:
    return git.run("hash-object", "-t", "tree", "--stdin").decode().strip()
