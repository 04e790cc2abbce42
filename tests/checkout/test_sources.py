"""All files of a working tree, with git and without."""

from pathlib import Path

import pytest

from tests.checkout.repository import Repository
from waypost.checkout import git
from waypost.checkout.sources import sources_of


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "shop")
    repository.commit({"web/a.ts": "", ".gitignore": "dist"})
    repository.write({"web/new.ts": "", "dist/b.ts": ""})
    return repository


def listed(path: Path) -> tuple[Path, list[str], str]:
    sources, below = sources_of(path)
    return Path(sources.root), sources.paths(), below


def test_git_lists_what_it_does_not_ignore(shop: Repository) -> None:
    files = [".gitignore", "web/a.ts", "web/new.ts"]
    assert listed(shop.root) == (shop.root, files, "")
    assert listed(shop.root / "web" / "a.ts") == (shop.root, files, "web/a.ts")


def test_it_lists_them_again(shop: Repository) -> None:
    sources, _ = sources_of(shop.root)
    before = sources.paths()
    (shop.root / "web" / "c.ts").touch()
    assert {*sources.paths()} - {*before} == {"web/c.ts"}


@pytest.mark.parametrize("inner", [True, False], ids=["a folder called so", "a file called so"])
def test_what_only_looks_like_a_repository_is_none(shop: Repository, inner: bool) -> None:
    place = shop.root / "web" / ".git"
    if inner:
        place.mkdir()
        assert listed(shop.root / "web") == (shop.root, [".gitignore", "web/a.ts", "web/new.ts"], "web")
    else:
        place.write_text("gitdir: nowhere")
        assert listed(shop.root / "web") == (shop.root / "web", [".git", "a.ts", "new.ts"], "")


@pytest.mark.parametrize("repository", [True, False], ids=["git", "no git"])
def test_something_is_done_while_git_looks(repository: bool, shop: Repository, tmp_path: Path) -> None:
    done: list[str] = []
    (tmp_path / "plain").mkdir()
    sources_of(shop.root if repository else tmp_path / "plain", lambda: done.append("it"))
    assert done == ["it"]


def test_without_git_a_repository_is_a_folder(shop: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(shop.root))
    (shop.root / "git").mkdir()
    root, files, _ = listed(shop.root)
    assert root == shop.root
    assert {"web/a.ts", "dist/b.ts"} <= {*files}


def test_a_command_takes_only_so_long(shop: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git, "SECONDS", 0)
    running = git.Git(shop.root).begin("cat-file", "--batch")
    with pytest.raises(git.GitError, match="longer than 0 seconds"):
        running.output(b"HEAD\n" * 100_000)
