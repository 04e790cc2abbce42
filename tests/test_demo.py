"""The demo says what will not do about a repository, and shows what can be read."""

import subprocess
from argparse import Namespace
from pathlib import Path

import pytest

from tests.checkout.repository import Repository
from tests.demo import own, shop
from tests.demo.__main__ import folder
from tests.demo.stage import staged


def given(repo: Path, base: str | None = None, head: str | None = None) -> Namespace:
    return Namespace(repo=repo, base=base, head=head, organisation=None)


def test_the_story_of_the_shop_is_seen_as_told(capsys: pytest.CaptureFixture[str]) -> None:
    with staged() as stage:
        assert shop.tell(stage) == []
        assert stage.github.violations == []
    assert "Rename `Gift Card Applied` to `gift_card_applied`" in capsys.readouterr().out


def test_the_last_change_of_a_repository_is_looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository = Repository(tmp_path / "shop")
    repository.commit({"a.ts": "old()\n"})
    repository.commit({"a.ts": 'posthog.capture("cart_opened");\n'})
    subprocess.run(["git", "-C", repository.root, "commit", "-q", "--allow-empty", "-m", "nothing"], check=True)
    with staged() as stage:
        assert own.tell(stage, given(repository.root)) == []
    assert "success: Nothing to say" in capsys.readouterr().out


def test_a_recent_merge_goes_before_later_commits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository = Repository(tmp_path / "shop")
    repository.commit({"a.ts": "old()\n"})

    def git(*words: str) -> None:
        subprocess.run(["git", "-C", repository.root, *words], check=True, capture_output=True)

    git("switch", "-q", "-c", "topic")
    repository.commit({"b.ts": "topic()\n"})
    git("switch", "-q", "-")
    git("merge", "-q", "--no-ff", "-m", "Merge the topic", "topic")
    repository.commit({"a.ts": "new()\n"})
    with staged() as stage:
        assert own.tell(stage, given(repository.root)) == []
    assert "The pull request: Merge the topic" in capsys.readouterr().out


def test_what_will_not_do_is_told_with_what_to_give_instead(tmp_path: Path) -> None:
    empty, young, folder = tmp_path / "empty", Repository(tmp_path / "young"), tmp_path / "folder"
    folder.mkdir()
    subprocess.run(["git", "init", "-q", empty], check=True)
    young.commit({"a.ts": "x\n"})
    with staged() as stage:
        for repo, base, said in (
            (folder, None, "is not a git repository"),
            (empty, None, "has no commits yet"),
            (young.root, None, "has no parent here"),
            (young.root, "nowhere", "has no commit nowhere"),
            (young.root, "HEAD", "nothing changed between"),
        ):
            with pytest.raises(own.UnusableError, match=said):
                own.tell(stage, given(repo, base))


def test_a_home_is_put_in_where_the_shell_did_not() -> None:
    assert folder("~/shop") == Path.home() / "shop"
