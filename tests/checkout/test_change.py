"""A change out of git: what a pull request shows, from commits or from a working tree."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checkout.repository import Content, Repository
from waypost import checkout
from waypost.change import MAX_FILE_BYTES, ChangedFile

Files = dict[str, Content]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repo")


def lines(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


TEN = "".join(f"line {number}\n" for number in range(10))

CHANGES: dict[str, tuple[Files, Files, ChangedFile]] = {
    "added": ({}, {"a.py": "x\ny\n"}, ChangedFile("a.py", "added", b"x\ny\n", lines(1, 2))),
    "removed": (
        {"a.py": "x\n"},
        {"a.py": None},
        ChangedFile("a.py", "removed", None, lines(), removed="x", removed_before=(1,)),
    ),
    "modified": ({"a.py": "x\ny\n"}, {"a.py": "x\nz\ny\n"}, ChangedFile("a.py", "modified", b"x\nz\ny\n", lines(2))),
    "only lines taken out": (
        {"a.py": "w\nx\ny\n"},
        {"a.py": "y\n"},
        ChangedFile("a.py", "modified", b"y\n", lines(), removed="w\nx", removed_before=(1, 1)),
    ),
    "last line without end": (
        {"a.py": "x"},
        {"a.py": "x\ny"},
        ChangedFile("a.py", "modified", b"x\ny", lines(1, 2), removed="x", removed_before=(1,)),
    ),
    "crlf": ({"a.py": "x\r\n"}, {"a.py": "x\r\ny\r\n"}, ChangedFile("a.py", "modified", b"x\r\ny\r\n", lines(2))),
    "line that looks like a header": (
        {"a.py": "x\n"},
        {"a.py": "x\n++ b/a.py\n-- a\n@@ -1 +90 @@\ndiff --git a b\n"},
        ChangedFile("a.py", "modified", b"x\n++ b/a.py\n-- a\n@@ -1 +90 @@\ndiff --git a b\n", lines(2, 3, 4, 5)),
    ),
    "renamed and edited": (
        {"a.py": TEN},
        {"a.py": None, "b.py": TEN + "new\n"},
        ChangedFile("b.py", "renamed", (TEN + "new\n").encode(), lines(11), "a.py"),
    ),
    "renamed only": (
        {"a.py": TEN},
        {"a.py": None, "b.py": TEN},
        ChangedFile("b.py", "renamed", TEN.encode(), lines(), "a.py"),
    ),
    "empty": ({}, {"a.py": ""}, ChangedFile("a.py", "added", b"", lines())),
    "name with newline, quote and space": (
        {},
        {'a\n "b".py': "x\n"},
        ChangedFile('a\n "b".py', "added", b"x\n", lines(1)),
    ),
    "binary": ({}, {"a.py": b"x\0y"}, ChangedFile("a.py", "added", None, lines(), unread="binary")),
    "too large": (
        {},
        {"a.py": b"x" * (MAX_FILE_BYTES + 1)},
        ChangedFile("a.py", "added", None, lines(), unread="larger than 1,000,000 bytes"),
    ),
    "large but not too large": (
        {"a.py": b"x" * MAX_FILE_BYTES},
        {"a.py": b"x" * (MAX_FILE_BYTES - 2) + b"\ny"},
        ChangedFile(
            "a.py",
            "modified",
            b"x" * (MAX_FILE_BYTES - 2) + b"\ny",
            lines(1, 2),
            removed="x" * MAX_FILE_BYTES,
            removed_before=(1,),
        ),
    ),
    "attribute that calls it binary": (
        {".gitattributes": "*.py -diff\n", "a.py": "x\n"},
        {"a.py": "x\ny\n"},
        ChangedFile("a.py", "modified", b"x\ny\n", lines(2)),
    ),
}


@pytest.mark.parametrize("work", ["committed", "uncommitted"])
@pytest.mark.parametrize(("before", "after", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_file_is_told_as_a_pull_request_shows_it(
    repository: Repository, before: Files, after: Files, expected: ChangedFile, work: str
) -> None:
    base = repository.commit(before)
    if work == "committed":
        head = repository.commit(after)
        change = checkout.change(repository.root, base, head)
        assert (change.base, change.head) == (base, head)
    else:
        repository.write(after)
        change = checkout.change(repository.root, base)
    assert [file for file in change.files if file.path == expected.path] == [expected]
    assert len(change.files) == 1


def test_what_the_base_did_meanwhile_is_not_part_of_the_change(repository: Repository) -> None:
    repository.commit({"a.py": "x\n"})
    repository.branch("feature")
    head = repository.commit({"b.py": "y\n"})
    repository.git("checkout", "--quiet", "main")
    base = repository.commit({"a.py": "changed\n"})
    change = checkout.change(repository.root, "main", "feature")
    assert [file.path for file in change.files] == ["b.py"]
    assert (change.base, change.head) == (base, head)


def test_the_default_base_is_where_the_branch_left(repository: Repository) -> None:
    fork = repository.commit({"a.py": "x\n"})
    repository.branch("feature")
    repository.commit({"b.py": "y\n"})
    repository.write({"c.py": "z\n"})
    change = checkout.change(repository.root)
    assert change.base == fork
    assert [file.path for file in change.files] == ["b.py", "c.py"]


def test_without_a_default_branch_the_base_is_the_commit_before(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--orphan", "trunk")
    first = repository.commit({"a.py": "x\n"})
    repository.commit({"b.py": "y\n"})
    assert checkout.change(repository.root).base == first


@pytest.mark.parametrize("committed", [False, True], ids=["before the first commit", "at the first commit"])
def test_without_history_everything_is_new(repository: Repository, committed: bool) -> None:
    repository.git("checkout", "--quiet", "--orphan", "trunk")
    repository.write({"a.py": "x\n"})
    if committed:
        repository.commit()
    assert [(file.path, file.status) for file in checkout.change(repository.root).files] == [("a.py", "added")]


def test_a_working_tree_is_left_as_it_is(repository: Repository) -> None:
    repository.commit({"a.py": "x\n", ".gitignore": "ignored\n"})
    repository.write({"a.py": "y\n", "b.py": "z\n", "ignored": "secret\n"})
    repository.git("add", "b.py")
    before = (repository.git("status", "--porcelain"), repository.git("count-objects", "-v"), tree(repository.root))
    change = checkout.change(repository.root)
    assert [file.path for file in change.files] == ["a.py", "b.py"]
    assert (
        repository.git("status", "--porcelain"),
        repository.git("count-objects", "-v"),
        tree(repository.root),
    ) == before


def tree(root: Path) -> list[tuple[Path, bytes]]:
    return sorted((path, path.read_bytes()) for path in root.rglob("*") if path.is_file() and path.name != "index")


def test_an_edit_that_keeps_size_and_time_is_seen(repository: Repository) -> None:
    repository.commit({"a.py": "x\n"})
    about = (repository.root / "a.py").stat()
    repository.write({"a.py": "y\n"})
    for path in ("a.py", ".git/index"):  # written in the same moment as the index, as scripts do
        os.utime(repository.root / path, ns=(about.st_mtime_ns, about.st_mtime_ns))
    assert [file.text for file in checkout.change(repository.root).files] == [b"y\n"]


def test_from_a_folder_below_the_whole_change_is_seen(repository: Repository) -> None:
    repository.commit({"a.py": "x\n", "sub/b.py": "x\n"})
    repository.write({"a.py": "y\n"})
    repository.write({"sub/new.py": "y\n"})
    assert [file.path for file in checkout.change(repository.root / "sub").files] == ["a.py", "sub/new.py"]


def test_a_linked_working_tree_is_looked_at_by_itself(repository: Repository, tmp_path: Path) -> None:
    repository.commit({"a.py": "x\n"})
    repository.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"))
    (tmp_path / "linked" / "b.py").write_text("y\n")
    assert [file.path for file in checkout.change(tmp_path / "linked").files] == ["b.py"]


@pytest.mark.parametrize("folder", ["a:b", 'say "hi"', "back\\slash", "new\nline", "; and , and ü"])
def test_any_folder_will_do(folder: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path / folder)
    repository.commit({"a.ts": "one\n"})
    repository.write({"a.ts": "one\ntwo\n"})
    (file,) = checkout.change(repository.root).files
    assert (file.path, file.added) == ("a.ts", lines(2))


def test_a_submodule_is_not_looked_into(repository: Repository) -> None:
    commit = repository.commit({"a.py": "x\n"})
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},vendored")
    repository.git("commit", "--quiet", "--message", "Vendor")
    (file,) = checkout.change(repository.root, commit, "HEAD").files
    assert (file.path, file.text, file.unread) == ("vendored", None, "a submodule")


def test_files_left_out_of_a_sparse_checkout_are_not_gone(repository: Repository) -> None:
    repository.commit({"a.py": "x\n", "sub/b.py": "x\n"})
    repository.git("update-index", "--skip-worktree", "sub/b.py")
    (repository.root / "sub/b.py").unlink()
    assert checkout.change(repository.root).files == ()


def test_a_conflict_is_looked_at_as_it_stands(repository: Repository) -> None:
    repository.commit({"a.py": "x\n"})
    repository.branch("other")
    repository.commit({"a.py": "other\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit({"a.py": "main\n"})
    with pytest.raises(AssertionError):
        repository.git("merge", "other")
    (file,) = checkout.change(repository.root, "main").files
    assert file.text is not None
    assert b"<<<<<<<" in file.text


def test_crlf_that_git_makes_in_the_working_tree_is_no_change(repository: Repository) -> None:
    repository.commit({"a.py": "x\ny\n"})
    repository.git("config", "core.autocrlf", "true")
    repository.write({"a.py": "x\r\nnew\r\ny\r\n"})
    assert checkout.change(repository.root).files == (ChangedFile("a.py", "modified", b"x\nnew\ny\n", lines(2)),)


def test_sha256_repositories_work(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "plain")
    (tmp_path / "modern").mkdir()
    repository.git("init", "--quiet", "--object-format=sha256", "--initial-branch=main", str(tmp_path / "modern"))
    modern = Repository(tmp_path / "modern")
    modern.commit({"a.py": "x\n"})
    modern.write({"a.py": "y\n", "b.py": "z\n"})
    assert [file.path for file in checkout.change(modern.root).files] == ["a.py", "b.py"]


TEXTS = st.lists(
    st.sampled_from(["a\n", "b\n", "++\n", "-- x\n", "@@ -1 +1 @@\n", "\r\n", "diff --git a/x b/x\n"])
).map("".join)


@given(before=TEXTS, after=TEXTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_taking_the_added_lines_out_leaves_what_was_there(repository: Repository, before: str, after: str) -> None:
    base = repository.commit({"a.txt": before, "keep": "1"})
    head = repository.commit({"a.txt": after})
    for file in checkout.change(repository.root, base, head).files:
        rows = after.split("\n")
        kept = [row for number, row in enumerate(rows, 1) if number not in file.added]
        remaining = iter(before.split("\n"))
        assert all(row in remaining for row in kept if row)


UNUSABLE = {
    "unknown revision": (("nope", None), "knows no commit `nope`"),
    "revision that is an option": (("--output=/x", None), "knows no commit `--output=/x`"),
    "revision that names no commit": (("HEAD:a.py", None), "knows no commit `HEAD:a.py`"),
    "unknown head": (("HEAD", "nope"), "knows no commit `nope`"),
    "nothing in common": (("main", "orphan"), "no history in common"),
}


@pytest.mark.parametrize(("revisions", "message"), UNUSABLE.values(), ids=UNUSABLE)
def test_unusable_revisions_are_told(repository: Repository, revisions: tuple[str, str | None], message: str) -> None:
    repository.commit({"a.py": "x\n"})
    repository.git("checkout", "--quiet", "--orphan", "orphan")
    repository.commit({"b.py": "x\n"})
    with pytest.raises(checkout.CheckoutError, match=message.replace("(", r"\(")):
        checkout.change(repository.root, *revisions)


def test_a_folder_without_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(checkout.CheckoutError, match="is not in a git repository"):
        checkout.change(tmp_path)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(checkout.CheckoutError, match="There is no folder"):
        checkout.change(tmp_path / "nowhere")


@pytest.mark.parametrize("depth", [1, 2])
def test_a_shallow_clone_says_how_to_get_the_rest(repository: Repository, tmp_path: Path, depth: int) -> None:
    base = repository.commit({"a.py": "x\n"})
    repository.branch("feature")
    for number in range(3):
        head = repository.commit({"a.py": f"{number}\n"})
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", f"--depth={depth}", "--branch=feature", f"file://{repository.root}", str(clone))
    with pytest.raises(checkout.CheckoutError, match="fetch-depth: 0"):
        checkout.change(clone, base, head)


def test_a_shallow_clone_that_ends_before_the_fork_says_so(repository: Repository, tmp_path: Path) -> None:
    repository.commit({"a.py": "x\n"})
    repository.branch("feature")
    repository.commit({"b.py": "x\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit({"a.py": "y\n"})
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{repository.root}", str(clone))
    with pytest.raises(checkout.CheckoutError, match="does not reach back"):
        checkout.change(clone, "origin/main", "origin/feature")


def test_a_partial_clone_is_told(repository: Repository, tmp_path: Path) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit({"a.py": "x\n"})
    repository.commit({"a.py": "y\n"})
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", f"file://{repository.root}", str(clone))
    with pytest.raises(checkout.CheckoutError):
        checkout.change(clone, "HEAD~1", "HEAD")


def test_a_folder_of_somebody_else_says_how_to_trust_it(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit({"a.py": "x\n"})
    monkeypatch.setattr("waypost.checkout.git.ENVIRONMENT", {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "LC_ALL": "C"})
    with pytest.raises(checkout.CheckoutError, match=r"git config --global --add safe\.directory"):
        checkout.change(repository.root)
