"""A repository that tries to make us run its code or read what is not its own."""

import os
from pathlib import Path

import pytest

from tests.checkout.repository import Repository
from waypost import checkout
from waypost.checkout.worktree import Link, Worktree
from waypost.document import MAX_BYTES

HOOKS = ("post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout", "pre-commit")


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    return tmp_path / "canary"


@pytest.fixture
def hostile(tmp_path: Path, canary: Path) -> Repository:
    """Every place in a repository from which git can be made to run a command."""
    repository = Repository(tmp_path / "hostile")
    run = f"touch {canary}; cat"
    repository.commit({"a.py": "x\n", "b.txt": "x\n"})
    repository.branch("feature")
    repository.commit({".gitattributes": "* diff=evil filter=evil merge=evil ident\n", "a.py": "y\n"})
    for key in ("diff.evil.textconv", "diff.evil.command", "diff.external", "filter.evil.clean", "filter.evil.smudge"):
        repository.git("config", key, run)
    repository.git("config", "filter.evil.process", run)
    repository.git("config", "filter.evil.required", "true")
    for key in ("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.alternateRefsCommand"):
        repository.git("config", key, run)
    repository.git("config", "core.hooksPath", "hooks")
    repository.git("config", "uploadpack.packObjectsHook", run)
    repository.git("config", "alias.diff-tree", f"!{run}")
    for hook in HOOKS:
        place = repository.root / "hooks" / hook
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"#!/bin/sh\n{run}\n")
        place.chmod(0o755)
    # a git that would fetch what is missing, from a command
    repository.git("config", "extensions.partialClone", "origin")
    repository.git("config", "remote.origin.url", f"ext::sh -c touch% {canary}")
    repository.git("config", "remote.origin.promisor", "true")
    repository.git("config", "protocol.ext.allow", "always")
    return repository


def test_nothing_of_a_hostile_repository_runs(hostile: Repository, canary: Path) -> None:
    hostile.write({"a.py": "z\n", "new.py": "1\n"})
    os.utime(hostile.root / ".git" / "index", (1, 1))  # older than its files: git compares them, through the filter
    committed = checkout.change(hostile.root, "main", "feature")
    working = checkout.change(hostile.root)
    checkout.handbook(hostile.root, "main")
    assert {file.path for file in committed.files} == {".gitattributes", "a.py"}
    assert {"a.py", "new.py"} <= {file.path for file in working.files}
    assert "b.txt" not in {file.path for file in working.files}
    assert not canary.exists()


def test_a_missing_object_is_not_fetched(hostile: Repository, canary: Path) -> None:
    blob = hostile.git("rev-parse", "feature:a.py")
    (hostile.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(checkout.CheckoutError):
        checkout.change(hostile.root, "main", "feature")
    assert not canary.exists()


def test_the_environment_cannot_redirect_git(tmp_path: Path, canary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Repository(tmp_path / "repo")
    repository.commit({"a.py": "x\n"})
    repository.write({"a.py": "y\n"})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", f"touch {canary}")
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'core.fsmonitor'='touch {canary}'")
    assert [file.path for file in checkout.change(repository.root).files] == ["a.py"]
    assert not canary.exists()


def test_a_bare_repository_hidden_in_a_folder_is_not_used(tmp_path: Path, canary: Path) -> None:
    repository = Repository(tmp_path / "outer")
    bare = repository.root / "vendored"
    repository.git("init", "--quiet", "--bare", str(bare))
    (bare / "config").write_text(f"[core]\n\tbare = false\n\tworktree = /\n\tfsmonitor = touch {canary}\n")
    with pytest.raises(checkout.CheckoutError):
        checkout.change(bare)
    assert not canary.exists()


def test_replaced_objects_are_seen_as_they_were(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repo")
    base = repository.commit({"a.py": "x\n"})
    head = repository.commit({"a.py": "honest\n"})
    harmless = repository.commit({"a.py": "other\n"})
    repository.git(
        "replace", repository.git("rev-parse", f"{head}:a.py"), repository.git("rev-parse", f"{harmless}:a.py")
    )
    (file,) = checkout.change(repository.root, base, head).files
    assert file.text == b"honest\n"


@pytest.mark.parametrize("committed", [True, False], ids=["committed", "working tree"])
def test_links_are_not_followed(tmp_path: Path, committed: bool) -> None:
    secret = tmp_path / "secret"
    (secret / "inner").mkdir(parents=True)
    (secret / "inner" / "b.py").write_text("secret")
    repository = Repository(tmp_path / "repo")
    base = repository.commit({"folder/b.py": "x\n", "a.py": "x\n"})
    repository.write({"a.py": None, "folder/b.py": None})
    (repository.root / "folder").rmdir()
    (repository.root / "a.py").symlink_to("/etc/passwd")
    (repository.root / "folder").symlink_to(secret / "inner")
    head = repository.commit() if committed else None
    change = checkout.change(repository.root, base, head)
    told = {file.path: (file.text, file.unread) for file in change.files}
    assert told == {
        "a.py": (None, "a symbolic link"),
        "folder": (None, "a symbolic link"),
        "folder/b.py": (None, None),
    }


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repo")
    repository.commit({"a.py": "x\n"})
    (repository.root / "a.py").unlink()
    os.mkfifo(repository.root / "a.py")
    (file,) = checkout.change(repository.root).files
    assert (file.path, file.status, file.unread) == ("a.py", "modified", "no file")


def test_a_repository_in_the_place_of_files_is_told_as_the_submodule_that_git_would_make_of_it(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repo")
    repository.commit({"a/b.py": "x\n"})
    repository.git("rm", "-r", "--quiet", "a")
    Repository(tmp_path / "repo" / "a").commit({"c.py": "x\n"})
    told = [(file.path, file.status, file.unread) for file in checkout.change(repository.root).files]
    assert told == [("a", "added", "a submodule"), ("a/b.py", "removed", None)]


def test_a_handbook_comes_from_the_base_and_never_through_a_link(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repo")
    (repository.root / ".github").mkdir()
    (repository.root / ".github" / "waypost.yml").symlink_to("/etc/passwd")
    linked = repository.commit()
    (repository.root / ".github" / "waypost.yml").unlink()
    base = repository.commit({".github/waypost.yml": "checks:\n  event-not-in-spec: require\n"})
    repository.commit({".github/waypost.yml": "checks:\n  event-not-in-spec: off\n"})
    assert checkout.handbook(repository.root, base).settings.stage("event-not-in-spec") == "require"
    handbook = checkout.handbook(repository.root, linked)
    assert [problem.path for problem in handbook.problems] == [".github/waypost.yml"]
    assert handbook.settings.stage("event-not-in-spec") == "advise"


def test_a_handbook_of_an_unknown_commit_is_told(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repo")
    repository.commit()
    for revision in ("nope", "--output=x"):
        with pytest.raises(checkout.CheckoutError, match="knows no commit"):
            checkout.handbook(repository.root, revision)


def test_a_handbook_file_that_is_too_large_is_told(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repo")
    base = repository.commit({"telemetry/spec.yml": "# " + "x" * MAX_BYTES})
    (problem,) = checkout.handbook(repository.root, base).problems
    assert str(problem).startswith("telemetry/spec.yml:1:1: The file is larger than")


OUTSIDE = ["../a", "/etc/passwd", "linked/a", ".git/config", ".GIT/config", "", "."]


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_is_written_or_read(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    (root / ".git").mkdir(parents=True)
    (root / "linked").symlink_to(tmp_path)
    tree = Worktree(root)
    with pytest.raises(ValueError, match="outside of the repository or a link"):
        tree.write(path, b"x")
    assert tree.read(path, 100) is None
    assert not (tmp_path / "a").exists()


def test_a_link_is_read_as_a_link_and_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("kept")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "a").symlink_to(tmp_path / "target")
    tree = Worktree(tmp_path / "root")
    assert tree.read("a", 100) == Link(os.fsencode(tmp_path / "target"))
    with pytest.raises(ValueError, match="a link"):
        tree.write("a", b"x")
    assert (tmp_path / "target").read_text() == "kept"


def test_writing_keeps_permissions(tmp_path: Path) -> None:
    script = tmp_path / "run.sh"
    script.write_text("old")
    script.chmod(0o750)
    Worktree(tmp_path).write("run.sh", b"new")
    assert (script.read_bytes(), script.stat().st_mode & 0o777) == (b"new", 0o750)
    assert [path.name for path in tmp_path.iterdir()] == ["run.sh"]


@pytest.mark.parametrize(
    "place", [".github/waypost.yml", "telemetry/spec.yml", "telemetry/spec", "telemetry", "strategy"]
)
def test_a_link_in_the_place_of_our_own_files_is_told(tmp_path: Path, place: str) -> None:
    repository = Repository(tmp_path / "repo")
    link = repository.root / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to("elsewhere")
    repository.commit({"a.py": "x\n"})
    told = f"{place}:1:1: Put here what it leads to: this is a symbolic link, and none is followed."
    assert [str(problem) for problem in checkout.handbook(repository.root, "main").problems] == [told]
