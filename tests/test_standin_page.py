"""The stand-in's page shows conversations and checks as on GitHub, and lets nothing of theirs run."""

from collections.abc import Iterator

import pytest

from tests.standin.page import rendered
from tests.standin.shop import REPO, Shop, open_shop


@pytest.fixture
def shop() -> Iterator[Shop]:
    world = open_shop()
    yield world
    world.standin.close()


async def read(shop: Shop, path: str) -> str:
    async with shop.client() as client:
        answer = await client.get(f"/_page/{path}")
    assert answer.status_code == 200
    return answer.text


async def test_a_pull_request_with_its_check_and_comments(shop: Shop) -> None:
    note = {"path": "src/app.ts", "start_line": 2, "end_line": 2, "annotation_level": "warning", "message": "Name it"}
    output = {"title": "One event", "summary": "It is **close**.", "annotations": [note]}
    run = {"name": "Waypost", "head_sha": shop.pull.head_sha, "conclusion": "neutral", "output": output}
    async with shop.client() as client:
        await client.post(f"/repos/{REPO}/check-runs", json=run)
    shop.standin.comment(REPO, 1, "| a |\n|---|\n| b |", author="waypost[bot]")
    shop.standin.comment(REPO, 1, "Once").folded = "outdated"
    page = await read(shop, f"{REPO}/pull/1")
    for shown in ("Count in figures", "Neutral", "<strong>close</strong>", "src/app.ts:2", "Name it", "<td>b</td>"):
        assert shown in page
    assert '<pre class="line">2</pre>' in page
    assert "this comment was marked as outdated" in page


async def test_repositories_issues_and_files_have_pages(shop: Shop) -> None:
    assert REPO in await read(shop, "")
    assert f'href="/_page/{REPO}/pull/1"' in await read(shop, REPO)
    assert "Who reads figures?" in await read(shop, f"{REPO}/issues/2")
    assert 'id="L2">two<' in await read(shop, f"{REPO}/blob/main/src/app.ts")


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "handler": '<img src="x" onerror="alert(1)">',
    "link": "[a](javascript:alert(1))",
    "raw link": '<a href="javascript:alert(1)">a</a>',
    "frame": '<iframe src="https://example.com"></iframe>',
    "style": "<style>body { display: none }</style>",
    "form": '<form action="https://example.com"><input name="a"></form>',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_in_a_comment_runs(text: str) -> None:
    html = rendered(text)
    assert not [bad for bad in ("<script", "onerror", 'href="java', "<iframe", "<style", "<form") if bad in html]


async def test_a_title_is_text(shop: Shop) -> None:
    shop.standin.open_issue(REPO, "<b>bold</b>")
    assert "&lt;b&gt;bold&lt;/b&gt;" in await read(shop, f"{REPO}/issues/3")


def test_details_and_task_lists_are_shown() -> None:
    assert "<summary>More</summary>" in rendered("<details><summary>More</summary>\n\ntext\n</details>")
    assert rendered("- [x] done").count("checked") == 1
