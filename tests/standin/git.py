"""Real git repositories, bare, read and written with pygit2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pygit2
from pygit2.enums import DeltaStatus, DiffFind, SortMode

Files = Mapping[str, bytes | str | None]
"""Path to content; None removes the file."""

PATCH_BYTES = 500_000
PATCH_LINES = 20_000
"""Above these GitHub shows no diff for a file, and the API leaves `patch` out."""

_SHA = re.compile(r"[0-9a-f]{40}")
_STATUS = {DeltaStatus.ADDED: "added", DeltaStatus.DELETED: "removed", DeltaStatus.RENAMED: "renamed"}


class NotFastForwardError(Exception):
    """The new commit does not descend from the one the branch is at."""


@dataclass(frozen=True)
class FileDiff:
    """One changed file as the API tells it; `patch` is None where GitHub leaves it out."""

    path: str
    previous: str | None
    status: str
    sha: str
    additions: int
    deletions: int
    patch: str | None


@dataclass(frozen=True)
class Entry:
    """One tree entry with its path from the root of the listing."""

    path: str
    mode: int
    sha: str
    kind: str
    size: int | None


class GitRepository:
    """One bare repository on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.raw = pygit2.Repository(str(path))
        self._diffs: dict[tuple[str | None, str], list[FileDiff]] = {}

    @classmethod
    def create(cls, path: Path, default_branch: str) -> GitRepository:
        """Make an empty bare repository."""
        pygit2.init_repository(str(path), bare=True, initial_head=default_branch)
        return cls(path)

    @classmethod
    def clone(cls, source: str | Path, path: Path) -> GitRepository:
        """A new bare repository with the branches, tags and HEAD of an existing one, whose objects it borrows."""
        pygit2.init_repository(str(path), bare=True)
        origin = pygit2.Repository(str(source))
        alternates = path / "objects" / "info" / "alternates"
        alternates.write_text(f"{Path(origin.path).resolve() / 'objects'}\n")
        git = cls(path)
        for name in origin.references:
            if name.startswith(("refs/heads/", "refs/tags/")):
                git.move(name, str(origin.references[name].resolve().target), force=True)
        return git

    def fetch(self, source: str | Path, *refspecs: str) -> None:
        """Bring objects and refs from another local repository."""
        self.raw.remotes.create_anonymous(str(source)).fetch(list(refspecs))

    def set_head(self, branch: str) -> None:
        """Make a branch the one that HEAD stands for."""
        self.raw.set_head(f"refs/heads/{branch}")

    def branches(self) -> list[str]:
        """Names of all branches, sorted."""
        return sorted(self.raw.branches.local)

    def branch(self, name: str) -> str | None:
        """The commit a branch is at."""
        return self.ref(f"refs/heads/{name}")

    def ref(self, name: str) -> str | None:
        """What a full ref name points to."""
        try:
            return str(self.raw.references[name].peel().id)
        except (KeyError, ValueError, pygit2.InvalidSpecError):
            return None

    def resolve(self, ref: str) -> str | None:
        """The commit behind a sha, branch or tag, as REST takes them (no git expressions)."""
        if _SHA.fullmatch(ref):
            return self._commit_sha(ref)
        names = [f"refs/heads/{ref}", f"refs/tags/{ref}", f"refs/{ref}"]
        names += [ref] if ref == "HEAD" or ref.startswith("refs/") else []
        found = next((sha for name in names if (sha := self.ref(name))), None)
        return self._commit_sha(found) if found else None

    def _commit_sha(self, sha: str) -> str | None:
        found = self.raw.get(sha)
        peeled = found.peel(None) if isinstance(found, pygit2.Tag) else found
        return str(peeled.id) if isinstance(peeled, pygit2.Commit) else None

    def expression(self, text: str) -> pygit2.Object | None:
        """The object of a git expression such as `main:docs/a.md`, as GraphQL takes them."""
        try:
            return self.raw.revparse_single(text)
        except (KeyError, ValueError):
            return None

    def commit(self, sha: str) -> pygit2.Commit:
        """The commit object; KeyError where there is none."""
        found = self.raw.get(sha)
        if not isinstance(found, pygit2.Commit):
            raise KeyError(sha)
        return found

    def at(self, commit: str, path: str) -> pygit2.Object | None:
        """The blob or tree at a path of a commit; the root for an empty path."""
        tree = self.commit(commit).tree
        if not path:
            return tree
        try:
            return tree[path]
        except KeyError:
            return None

    def blob(self, sha: str) -> pygit2.Blob | None:
        """The blob of this sha."""
        found = self.raw.get(sha) if _SHA.fullmatch(sha) else None
        return found if isinstance(found, pygit2.Blob) else None

    def tree(self, ref: str) -> pygit2.Tree | None:
        """The tree behind a tree sha, commit sha, branch or tag."""
        found = self.raw.get(ref) if _SHA.fullmatch(ref) else None
        if isinstance(found, pygit2.Tree):
            return found
        commit = self.resolve(ref)
        return self.commit(commit).tree if commit else None

    def entries(self, tree: pygit2.Tree, recursive: bool, prefix: str = "") -> Iterator[Entry]:
        """What a tree holds, folders before their content."""
        for item in tree:
            path = prefix + (item.raw_name or b"").decode("utf-8", "replace")
            kind = item.type_str
            size = item.size if isinstance(item, pygit2.Blob) else None
            yield Entry(path, int(item.filemode), str(item.id), kind, size)
            if recursive and isinstance(item, pygit2.Tree):
                yield from self.entries(item, True, path + "/")

    def write(self, parent: str | None, files: Files, message: str, author: str, when: datetime) -> str:
        """Commit files on top of `parent` without moving a branch; gives the new sha."""
        index = pygit2.Index()
        if parent:
            index.read_tree(self.commit(parent).tree)
        for path, content in files.items():
            self._stage(index, path, content)
        tree = index.write_tree(self.raw)
        return self.commit_tree(str(tree), [parent] if parent else [], message, author, when)

    def _stage(self, index: pygit2.Index, path: str, content: bytes | str | None) -> None:
        if content is None:
            index.remove(path)
            return
        data = content.encode() if isinstance(content, str) else content
        index.add(pygit2.IndexEntry(path, self.raw.create_blob(data), pygit2.enums.FileMode.BLOB))

    def commit_tree(self, tree: str, parents: list[str], message: str, author: str, when: datetime) -> str:
        """Commit a tree that exists; gives the new sha."""
        email = f"{author.replace('[', '').replace(']', '')}@users.noreply.github.com"
        signature = pygit2.Signature(author, email, int(when.timestamp()), 0)
        oids = [pygit2.Oid(hex=parent) for parent in parents]
        return str(self.raw.create_commit(None, signature, signature, message, pygit2.Oid(hex=tree), oids))

    def move(self, ref: str, sha: str, force: bool = False) -> None:
        """Point a full ref name at a commit; raises NotFastForwardError unless forced."""
        old = self.ref(ref)
        if old and old != sha and not force and not self.descends(sha, old):
            raise NotFastForwardError(ref)
        self.raw.references.create(ref, pygit2.Oid(hex=sha), force=True)

    def descends(self, sha: str, ancestor: str) -> bool:
        """Whether `sha` has `ancestor` in its history."""
        return sha == ancestor or self.raw.descendant_of(pygit2.Oid(hex=sha), pygit2.Oid(hex=ancestor))

    def merge_base(self, one: str, other: str) -> str | None:
        """The best common ancestor."""
        found = self.raw.merge_base(pygit2.Oid(hex=one), pygit2.Oid(hex=other))
        return str(found) if found else None

    def ahead_behind(self, head: str, base: str) -> tuple[int, int]:
        """How many commits head has that base has not, and the other way round."""
        return self.raw.ahead_behind(pygit2.Oid(hex=head), pygit2.Oid(hex=base))

    def log(self, sha: str, until: str | None = None, path: str | None = None) -> Iterator[pygit2.Commit]:
        """Commits from `sha` back, newest first, leaving out what `until` has; only those that touch `path`."""
        walker = self.raw.walk(pygit2.Oid(hex=sha), SortMode.TOPOLOGICAL | SortMode.TIME)
        if until:
            walker.hide(pygit2.Oid(hex=until))
        for commit in walker:
            if path is None or self._touches(commit, path):
                yield commit

    def _touches(self, commit: pygit2.Commit, path: str) -> bool:
        here = self.at(str(commit.id), path)
        parents = [self.at(str(parent.id), path) for parent in commit.parents]
        if not parents:
            return here is not None
        return all((here and here.id) != (there and there.id) for there in parents)

    def merge(self, into: str, head: str, message: str, author: str, when: datetime) -> str:
        """Commit the merge of `head` into a commit; ValueError on conflicts."""
        index = self.raw.merge_commits(pygit2.Oid(hex=into), pygit2.Oid(hex=head))
        if index.conflicts is not None:
            raise ValueError(f"{head} conflicts with {into}")
        return self.commit_tree(str(index.write_tree(self.raw)), [into, head], message, author, when)

    def diff(self, base: str | None, head: str) -> list[FileDiff]:
        """Changed files from one commit to another, renames found, in path order."""
        if (base, head) not in self._diffs:
            self._diffs.clear()  # The last one is enough: it is asked for page after page.
            self._diffs[base, head] = self._diff(base, head)
        return self._diffs[base, head]

    def _diff(self, base: str | None, head: str) -> list[FileDiff]:
        tree = self.commit(head).tree
        diff = self.commit(base).tree.diff_to_tree(tree) if base else tree.diff_to_tree(swap=True)
        diff.find_similar(flags=DiffFind.FIND_RENAMES)
        return [_file_diff(patch) for patch in diff if patch is not None]


def _file_diff(patch: pygit2.Patch) -> FileDiff:
    delta = patch.delta
    status = _STATUS.get(delta.status, "modified")
    path = delta.new_file.raw_path.decode("utf-8", "replace")
    previous = delta.old_file.raw_path.decode("utf-8", "replace") if status == "renamed" else None
    sha = str(delta.old_file.id if status == "removed" else delta.new_file.id)
    _, additions, deletions = patch.line_stats
    return FileDiff(path, previous, status, sha, additions, deletions, _patch_text(patch))


def _patch_text(patch: pygit2.Patch) -> str | None:
    data = patch.data
    start = data.find(b"\n@@")
    if patch.delta.is_binary or start < 0 or len(data) > PATCH_BYTES or data.count(b"\n") > PATCH_LINES:
        return None
    return data[start + 1 :].decode("utf-8", "replace").removesuffix("\n")


def is_binary(data: bytes) -> bool:
    """Whether git takes these bytes for binary: a NUL among the first 8,000."""
    return b"\0" in data[:8000]
