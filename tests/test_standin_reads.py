"""What the stand-in tells of real git repositories, and how it pages, caches and compares."""

import asyncio
import base64
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.standin import StandIn, serve
from tests.standin.contract.validation import description
from tests.standin.routing import ROUTES, find
from tests.standin.shop import FILES, REPO, Shop, open_shop

R = f"/repos/{REPO}"


@pytest.fixture
def shop() -> Iterator[Shop]:
    world = open_shop()
    yield world
    assert world.standin.violations == []
    world.standin.close()


@pytest.mark.parametrize("operation", sorted(description("rest")["operations"]))
def test_every_described_operation_is_implemented(operation: str) -> None:
    method, template = operation.split(" ")
    path = template.replace("{basehead}", "a...b")
    for name in ("_id}", "_number}"):
        path = "/".join("1" if part.endswith(name) else part for part in path.split("/"))
    assert find(method, path.replace("{", "").replace("}", "")) is not None


def test_nothing_is_implemented_that_is_not_described() -> None:
    assert len(ROUTES) <= len(description("rest")["operations"]) + 1  # Contents have two: the root and a path.


async def test_a_file_comes_with_its_content(shop: Shop) -> None:
    async with shop.client() as client:
        found = (await client.get(f"{R}/contents/src/app.ts")).json()
        raw = await client.get(
            f"{R}/contents/src/app.ts?ref=work", headers={"accept": "application/vnd.github.raw+json"}
        )
        folder = (await client.get(f"{R}/contents/")).json()
    assert base64.b64decode(found["content"]) == FILES["src/app.ts"]
    assert raw.content == b"one\n2\nthree\n"
    assert [(entry["name"], entry["type"]) for entry in folder] == [("README.md", "file"), ("src", "dir")]


async def test_a_pull_request_shows_its_patch(shop: Shop) -> None:
    async with shop.client() as client:
        files = (await client.get(f"{R}/pulls/1/files")).json()
    assert [(file["filename"], file["patch"]) for file in files] == [
        ("src/app.ts", "@@ -1,3 +1,3 @@\n one\n-two\n+2\n three")
    ]


async def test_large_and_binary_files_have_no_patch(shop: Shop) -> None:
    large = b"a line that is repeated\n" * 25_000
    shop.standin.push(REPO, "work", {"large.txt": large, "picture.png": b"\x89PNG\0\0", "small.txt": "x\n"})
    async with shop.client() as client:
        files = (await client.get(f"{R}/pulls/1/files")).json()
    assert {file["filename"] for file in files if "patch" not in file} == {"large.txt", "picture.png"}


async def test_files_are_paged_and_compare_is_capped(shop: Shop) -> None:
    shop.standin.push(REPO, "work", {f"many/{number}.txt": "x\n" for number in range(350)})
    async with shop.client() as client:
        first = await client.get(f"{R}/pulls/1/files?per_page=100")
        second = await client.get(first.links["next"]["url"])
        last = await client.get(first.links["last"]["url"])
        compared = (await client.get(f"{R}/compare/main...work")).json()
    assert [len(page.json()) for page in (first, second, last)] == [100, 100, 51]
    assert "next" not in last.links
    assert (len(compared["files"]), compared["ahead_by"]) == (300, 2)


ODD = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    ["..", "../x", "src//app.ts", "src/app.ts/x", "main:README.md", "HEAD", "@{-1}", "refs/heads/main^", "%2e%2e"]
)


@settings(max_examples=150, deadline=None)
@given(path=ODD, ref=ODD)
def test_no_path_or_ref_is_too_odd(path: str, ref: str) -> None:
    addresses = (
        f"contents/{quote(path)}?ref={quote(ref)}",
        f"commits/{quote(ref, safe='')}",
        f"git/trees/{quote(ref)}",
    )
    statuses = asyncio.run(probe([f"{R}/{address}" for address in addresses]))
    assert set(statuses) <= {200, 404, 422, 501}
    assert odd_shop().standin.violations == []


async def probe(addresses: list[str]) -> list[int]:
    async with odd_shop().client() as client:
        return [(await client.get(address)).status_code for address in addresses]


@cache
def odd_shop() -> Shop:
    return open_shop()


async def test_a_query_that_is_not_implemented_says_so(shop: Shop) -> None:
    async with shop.client() as client:
        assert (await client.get(f"{R}/issues?sort=updated")).status_code == 501


async def test_renames_are_found(shop: Shop) -> None:
    shop.standin.push(REPO, "work", {"README.md": None, "docs/README.md": FILES["README.md"]})
    async with shop.client() as client:
        files = (await client.get(f"{R}/pulls/1/files")).json()
    assert ("renamed", "README.md") in [(file["status"], file.get("previous_filename")) for file in files]


async def test_a_known_answer_is_free(shop: Shop) -> None:
    async with shop.client() as client:
        first = await client.get(f"{R}/contents/README.md")
        again = await client.get(f"{R}/contents/README.md", headers={"if-none-match": first.headers["etag"]})
        limits = (await client.get("/rate_limit")).json()
    assert (again.status_code, again.content) == (304, b"")
    assert limits["rate"]["used"] == 1


async def test_a_commit_can_be_made_from_its_parts(shop: Shop) -> None:
    main = shop.standin.repository(REPO).git.branch("main")
    async with shop.client() as client:
        blob = (await client.post(f"{R}/git/blobs", json={"content": "new\n"})).json()["sha"]
        entry = {"path": "new.txt", "mode": "100644", "type": "blob", "sha": blob}
        tree = (await client.post(f"{R}/git/trees", json={"base_tree": main, "tree": [entry]})).json()["sha"]
        made = await client.post(f"{R}/git/commits", json={"message": "m", "tree": tree, "parents": [main]})
        moved = await client.patch(f"{R}/git/refs/heads/main", json={"sha": made.json()["sha"]})
        listed = (await client.get(f"{R}/git/trees/main?recursive=1")).json()["tree"]
    assert moved.status_code == 200
    assert [entry["path"] for entry in listed] == ["README.md", "new.txt", "src", "src/app.ts"]


async def test_annotations_add_up_and_the_latest_run_of_a_name_counts(shop: Shop) -> None:
    note = {"path": "a", "start_line": 1, "end_line": 1, "annotation_level": "notice", "message": "m"}
    output = {"title": "t", "summary": "s", "annotations": [note] * 50}
    start = {"name": "Waypost", "head_sha": shop.pull.head_sha}
    async with shop.client() as client:
        await client.post(f"{R}/check-runs", json=start)
        made = (await client.post(f"{R}/check-runs", json={**start, "output": output})).json()
        await client.patch(f"{R}/check-runs/{made['id']}", json={"conclusion": "neutral", "output": output})
        listed = (await client.get(f"{R}/commits/work/check-runs?check_name=Waypost&app_id=7")).json()
        every = (await client.get(f"{R}/commits/work/check-runs?filter=all")).json()
    assert [run["id"] for run in listed["check_runs"]] == [made["id"]]
    assert (listed["check_runs"][0]["status"], every["total_count"]) == ("completed", 2)
    assert listed["check_runs"][0]["output"]["annotations_count"] == 100
    assert [pull["number"] for pull in listed["check_runs"][0]["pull_requests"]] == [1]


async def test_a_forks_head_is_readable_but_names_no_pull_request(shop: Shop) -> None:
    shop.standin.fork(REPO, into="visitor")
    head = shop.standin.push("visitor/shop", "idea", {"idea.txt": "x\n"}, author="visitor")
    pull = shop.standin.open_pull_request(REPO, "idea", from_fork="visitor/shop", author="visitor")
    async with shop.client() as client:
        read = await client.get(f"{R}/contents/idea.txt?ref={head}")
        run = await client.post(f"{R}/check-runs", json={"name": "Waypost", "head_sha": head})
        shown = (await client.get(f"{R}/pulls/{pull.number}")).json()
    assert (read.status_code, run.json()["pull_requests"]) == (200, [])
    assert shown["head"]["repo"]["full_name"] == "visitor/shop"


ROLES = {"ada": ("admin", "admin"), "mia": ("write", "maintain"), "guest": ("read", "read")}


@pytest.mark.parametrize("login", ROLES)
async def test_what_a_person_may_do(shop: Shop, login: str) -> None:
    shop.standin.set_role(REPO, "ada", "admin")
    shop.standin.set_role(REPO, "mia", "maintain")
    shop.standin.user("guest")
    async with shop.client() as client:
        found = (await client.get(f"{R}/collaborators/{login}/permission")).json()
        stranger = await client.get(f"{R}/collaborators/stranger/permission")
    assert (found["permission"], found["role_name"]) == ROLES[login]
    assert stranger.status_code == 404


async def test_who_is_in_a_team(shop: Shop) -> None:
    shop.standin.add_team("acme/research", ["ada"])
    asked = "/orgs/acme/teams/research/memberships"
    token = shop.standin.token(shop.installation, permissions={"members": "read"})
    async with shop.client(token) as client, shop.client() as unpermitted:
        statuses = [(await client.get(f"{asked}/{login}")).status_code for login in ("ada", "bob")]
        assert (await unpermitted.get(f"{asked}/ada")).status_code == 403
    assert statuses == [200, 404]


async def test_search_reads_titles_and_qualifiers(shop: Shop) -> None:
    async with shop.client() as client:
        words = (await client.get("/search/issues", params={"q": f"repo:{REPO} is:issue count"})).json()
        hidden = await client.get("/search/issues", params={"q": "repo:else/where count"})
        unknown = await client.get("/search/issues", params={"q": "author:octocat"})
    assert [item["number"] for item in words["items"]] == [2]
    assert (hidden.status_code, unknown.status_code) == (422, 501)


async def test_statuses_come_together(shop: Shop) -> None:
    async with shop.client() as client:
        for state, context in (("failure", "a"), ("success", "a"), ("pending", "b")):
            await client.post(f"{R}/statuses/{shop.pull.head_sha}", json={"state": state, "context": context})
        together = (await client.get(f"{R}/commits/work/status")).json()
    assert (together["state"], together["total_count"]) == ("pending", 2)


async def test_a_suggestion_stands_on_its_line(shop: Shop) -> None:
    remark = {"path": "src/app.ts", "line": 2, "body": "```suggestion\ntwo\n```"}
    async with shop.client() as client:
        made = await client.post(f"{R}/pulls/1/reviews", json={"event": "COMMENT", "comments": [remark]})
        listed = (await client.get(f"{R}/pulls/1/reviews")).json()
    assert (made.json()["state"], [review["id"] for review in listed]) == ("COMMENTED", [made.json()["id"]])
    assert [comment.line for review in shop.standin.reviews(REPO, 1) for comment in review.comments] == [2]


async def test_reactions_count_once(shop: Shop) -> None:
    comment = shop.standin.comment(REPO, 2, "Hello")
    address = f"{R}/issues/comments/{comment.id}/reactions"
    async with shop.client() as client:
        statuses = [(await client.post(address, json={"content": "eyes"})).status_code for _ in range(2)]
        listed = (await client.get(address)).json()
    assert (statuses, [reaction["content"] for reaction in listed]) == ([201, 200], ["eyes"])


async def test_an_empty_repository_has_nothing(shop: Shop) -> None:
    shop.standin.add_repository("acme/.github", [])
    async with shop.client() as client:
        assert (await client.get("/repos/acme/.github/contents/waypost.yml")).status_code == 404
    asked = 'defaultBranchRef { name } object(expression: "HEAD:a") { id }'
    query = f'{{ repository(owner: "acme", name: ".github") {{ {asked} }} }}'
    assert await shop.graphql(query) == {"data": {"repository": {"defaultBranchRef": None, "object": None}}}


def test_an_existing_repository_is_served_under_both_roots(tmp_path: Path) -> None:
    source = tmp_path / "source"
    subprocess.run(["git", "init", "-qb", "trunk", source], check=True)
    (source / "a.txt").write_text("hello\n")
    subprocess.run(["git", "-C", source, "add", "a.txt"], check=True)
    author = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", "-C", source, *author, "commit", "-qm", "first"], check=True)
    standin = StandIn()
    standin.add_app(7, "")
    standin.add_repository("acme/real", source, default_branch="trunk")
    headers = {"authorization": f"token {standin.token(standin.add_installation('acme'))}"}
    with serve(standin) as base:
        for root in (base, f"{base}/api/v3"):
            answer = httpx.get(f"{root}/repos/acme/real/contents/a.txt", headers=headers)
            assert base64.b64decode(answer.json()["content"]) == b"hello\n"
        assert httpx.get(f"{base}/repos/acme/real/contents/a.txt?ref=HEAD", headers=headers).status_code == 200
        query = '{repository(owner: "acme", name: "real") { object(expression: "HEAD:a.txt") { __typename } } }'
        asked = httpx.post(f"{base}/api/graphql", json={"query": query}, headers=headers).json()
        assert asked == {"data": {"repository": {"object": {"__typename": "Blob"}}}}
    assert standin.violations == []
    standin.close()


async def test_an_answer_that_breaks_the_description_is_noted(shop: Shop) -> None:
    shop.issue.title = 5  # type: ignore[assignment]
    async with shop.client() as client:
        answer = await client.get(f"{R}/issues/2")
    (violation,) = shop.standin.violations
    assert (answer.status_code, "body.title" in str(violation)) == (500, True)
    shop.standin.violations.clear()


async def test_a_crash_of_the_stand_in_is_noted(shop: Shop) -> None:
    del shop.issue.title
    async with shop.client() as client:
        rest = await client.get(f"{R}/issues/2")
    await shop.graphql('{ repository(owner: "acme", name: "shop") { issue(number: 2) { id } } }')
    assert (rest.status_code, len(shop.standin.violations)) == (500, 2)
    shop.standin.violations.clear()
