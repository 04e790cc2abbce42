"""The specs that people name on the command line: a file, a folder, a revision, or a file at a revision."""

import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from waypost.checkout.gathering import LINK
from waypost.checkout.git import CheckoutError, Git, open_repository
from waypost.checkout.worktree import Worktree
from waypost.cli.problem import UsageProblem
from waypost.document import MAX_BYTES, Problem
from waypost.handbook import A_LINK, linked, unfit
from waypost.output.text import plain
from waypost.telemetry.spec import FOLDER, MISNAMED, PATH, Spec, is_spec, read_spec, read_specs

Read = tuple[Spec | None, tuple[Problem, ...]]


def spec_at(repo: Path, where: str | None) -> Read:
    """The spec that `where` names, with its problems; without it that of the working tree. Raises UsageProblem."""
    if where is None:
        return read_specs(spec_files(root_of(repo)))
    if (path := Path(where)).is_file():
        return read_spec(_content(path), where)
    if path.is_dir():
        return _in_folder(path)
    return _at_revision(repo, where)


def root_of(repo: Path) -> Path:
    """The top of the working tree that a folder is in, the folder itself outside of any."""
    try:
        return open_repository(repo).root
    except CheckoutError:
        return repo


def tell(read: Read) -> Spec | None:
    """The spec, its problems told. Raises UsageProblem where nothing of it can be read."""
    spec, problems = read
    for problem in problems:
        print(plain(str(problem)), file=sys.stderr)
    if spec is None and problems:
        raise UsageProblem(f"{problems[0].path} cannot be read. Mend what is told above.")
    return spec


def spec_files(root: Path) -> dict[str, bytes]:
    """The spec's files in a working tree, by path. Raises UsageProblem where a link, or no file, is in their place."""
    names = [PATH, MISNAMED, *(f"{FOLDER}/{path.name}" for path in sorted((root / FOLDER).glob("*")))]
    for place in (str(PurePosixPath(PATH).parent), FOLDER, *names):
        _refuse_link(root, place)
    tree = Worktree(root)
    found = {name: tree.read(name, MAX_BYTES) for name in names if is_spec(name) or name == MISNAMED}
    too_large = bytes(MAX_BYTES + 1)  # the reader refuses it by its size and says so at the right file
    return {
        name: text if isinstance(text, bytes) else too_large
        for name, text in found.items()
        if isinstance(text, bytes | int)
    }


def _refuse_link(root: Path, place: str) -> None:
    """A spec that is left out in silence would be taken for missing."""
    if (root / place).is_symlink():
        raise UsageProblem(str(linked(place)))
    if is_spec(place) and (root / place).exists() and not (root / place).is_file():
        raise UsageProblem(str(Problem.at_line(place, 1, "Put a file here: this is none.")))


def write_spec(root: Path, path: str, text: bytes) -> None:
    """Put a file of the spec into its place in a working tree. Raises UsageProblem where it cannot be."""
    try:
        Worktree(root).write(path, text)
    except ValueError as reason:
        raise UsageProblem(str(reason)) from None
    except OSError as error:
        raise UsageProblem(f"{path} cannot be written: {error.strerror}.") from None


def _in_folder(folder: Path) -> Read:
    """The spec of a working tree, or what the files of a folder make together."""
    if (folder / ".git").exists() or spec_files(folder):
        return read_specs(spec_files(folder))
    names = {f"{FOLDER}/{path.name}": path for path in sorted(folder.glob("*.y*ml")) if path.is_file()}
    spec, problems = read_specs({name: _content(path) for name, path in names.items()})
    return spec, tuple(Problem(str(names[it.path]), it.span, it.message) for it in problems)


def _content(path: Path) -> bytes:
    """What is in a file, as far as it is read at all: one byte more than may be is told as too much."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _at_revision(repo: Path, where: str) -> Read:
    revision, colon, path = where.partition(":")
    try:
        git = open_repository(repo)
        commit = git.commit(revision or "HEAD")
        if commit is None:
            raise UsageProblem(f"There is no file, folder or revision `{where}` here.")
        if not colon:
            spec, problems = read_specs(_files_of(git, commit, revision))
            return spec, tuple(Problem(f"{revision}:{it.path}", it.span, it.message) for it in problems)
        text = git.line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}")
        if text is None:
            raise UsageProblem(f"There is no `{path}` at `{revision}`.")
        return read_spec(_blobs(git, {path: text})[path], where)
    except CheckoutError as error:
        raise UsageProblem(str(error)) from error


def _files_of(git: Git, commit: str, revision: str) -> dict[str, bytes]:
    above = str(PurePosixPath(PATH).parent)
    listing = git.run("ls-tree", "-z", "--full-tree", commit, "--", above, FOLDER, PATH, f"{FOLDER}/")
    shas: dict[str, str] = {}
    for row in filter(None, listing.split(b"\0")):
        about, _, path = row.partition(b"\t")
        mode, _, sha = about.decode().split(" ")
        if mode.startswith("100") and is_spec(name := path.decode("utf-8", "replace")):
            shas[name] = sha
        elif mode == LINK and (problem := unfit(path.decode("utf-8", "replace"), A_LINK)):
            raise UsageProblem(f"{revision}:{problem}")
    return _blobs(git, shas)


def _blobs(git: Git, shas: Mapping[str, str]) -> dict[str, bytes]:
    contents = git.blobs(shas.values(), MAX_BYTES)
    return {path: contents[sha] or bytes(MAX_BYTES + 1) for path, sha in shas.items()}
