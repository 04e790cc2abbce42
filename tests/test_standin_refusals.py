"""The stand-in refuses what GitHub refuses, so that a client which passes here has been told off before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest

from tests.standin import StandIn, key_pair
from tests.standin.rest.meta import LIMIT
from tests.standin.shop import REPO, Shop, open_shop

ZERO = "0" * 40
R = f"/repos/{REPO}"


@pytest.fixture
def shop() -> Iterator[Shop]:
    world = open_shop()
    yield world
    assert world.standin.violations == []
    world.standin.close()


def run(**fields: Any) -> dict[str, Any]:
    return {"name": "Waypost", "head_sha": "HEAD", **fields}


def output(**fields: Any) -> dict[str, Any]:
    return run(output={"title": "t", "summary": "s", **fields})


def note(**fields: Any) -> dict[str, Any]:
    return {
        "path": "src/app.ts",
        "start_line": 1,
        "end_line": 1,
        "annotation_level": "notice",
        "message": "m",
        **fields,
    }


LINES = {"start_line": 1, "end_line": 2, "start_column": 1}
REFUSED = {
    "completed without conclusion": ("POST", "/check-runs", run(status="completed"), 422, "conclusion"),
    "51 annotations": ("POST", "/check-runs", output(annotations=[note()] * 51), 422, "more than 50"),
    "columns over several lines": ("POST", "/check-runs", output(annotations=[note(**LINES)]), 422, "start_column"),
    "ends before it starts": ("POST", "/check-runs", output(annotations=[note(start_line=2)]), 422, "before it starts"),
    "summary too long": ("POST", "/check-runs", output(summary="x" * 65_536), 422, "65535"),
    "text too long": ("POST", "/check-runs", output(text="x" * 65_536), 422, "65535"),
    "four buttons": (
        "POST",
        "/check-runs",
        run(actions=[{"label": "l", "description": "d", "identifier": "i"}] * 4),
        422,
        "",
    ),
    "unknown commit": ("POST", "/check-runs", run(head_sha=ZERO), 422, "No commit found"),
    "unknown field": ("POST", "/check-runs", run(colour="red"), 422, "colour"),
    "missing field": ("POST", "/check-runs", {"name": "Waypost"}, 422, "head_sha"),
    "unknown check run": ("PATCH", "/check-runs/1", {"status": "queued"}, 404, "Not Found"),
    "empty comment": ("POST", "/issues/2/comments", {"body": " \n"}, 422, "Validation Failed"),
    "comment too long": ("POST", "/issues/2/comments", {"body": "x" * 65_537}, 422, "Validation Failed"),
    "unknown issue": ("POST", "/issues/99/comments", {"body": "x"}, 404, "Not Found"),
    "file without its sha": ("PUT", "/contents/README.md", {"message": "m", "content": "aGk="}, 422, "sha"),
    "file with an old sha": ("PUT", "/contents/README.md", {"message": "m", "content": "aGk=", "sha": ZERO}, 409, ""),
    "content not base64": ("PUT", "/contents/new.md", {"message": "m", "content": "%%"}, 422, "Base64"),
    "workflow without permission": (
        "PUT",
        "/contents/.github/workflows/ci.yml",
        {"message": "m", "content": "aGk="},
        403,
        "not accessible",
    ),
    "branch that exists": ("POST", "/git/refs", {"ref": "refs/heads/work", "sha": "HEAD"}, 422, "already exists"),
    "branch by its short name": ("POST", "/git/refs", {"ref": "work2", "sha": "HEAD"}, 422, "refs/"),
    "ref to nowhere": ("PATCH", "/git/refs/heads/work", {"sha": ZERO}, 422, "does not exist"),
    "no fast forward": ("PATCH", "/git/refs/heads/work", {"sha": "BASE"}, 422, "fast forward"),
    "remark outside the diff": (
        "POST",
        "/pulls/1/reviews",
        {"event": "COMMENT", "comments": [{"path": "src/app.ts", "line": 99, "body": "b"}]},
        422,
        "Unprocessable",
    ),
    "review without a word": ("POST", "/pulls/1/reviews", {"event": "COMMENT"}, 422, "Unprocessable"),
    "issue as pull request": ("GET", "/pulls/2", None, 404, "Not Found"),
    "file that is not there": ("GET", "/contents/nothing.md", None, 404, "Not Found"),
    "compare across forks": ("GET", "/compare/main...visitor:idea", None, 501, "forks"),
    "git expression as ref": ("GET", "/contents/README.md?ref=main~0", None, 404, "Not Found"),
    "label that is not on": ("DELETE", "/issues/2/labels/none", None, 404, "Label does not exist"),
}


@pytest.mark.parametrize(("method", "path", "body", "status", "message"), REFUSED.values(), ids=REFUSED)
async def test_writes_that_github_refuses(
    shop: Shop, method: str, path: str, body: dict[str, Any] | None, status: int, message: str
) -> None:
    base = shop.standin.repository(REPO).git.branch("main")
    stood = {"HEAD": shop.pull.head_sha, "BASE": base}
    sent = body and {key: stood.get(value, value) if isinstance(value, str) else value for key, value in body.items()}
    async with shop.client() as client:
        answer = await client.request(method, R + path, json=sent)
    assert (answer.status_code, message in answer.json()["message"]) == (status, True), answer.text
    assert shop.standin.check_runs(REPO) == []
    assert shop.standin.comments(REPO, 2) == []
    assert shop.standin.repository(REPO).git.branch("work") == shop.pull.head_sha


UNPERMITTED = {
    "check run": ("POST", "/check-runs", run(head_sha=ZERO)),
    "comment": ("POST", "/issues/2/comments", {"body": "b"}),
    "contents": ("PUT", "/contents/a.md", {"message": "m", "content": "aGk="}),
    "branch": ("POST", "/git/refs", {"ref": "refs/heads/a", "sha": ZERO}),
    "files of a pull request": ("GET", "/pulls/1/files", None),
    "status": ("POST", f"/statuses/{ZERO}", {"state": "success"}),
}


@pytest.mark.parametrize(("method", "path", "body"), UNPERMITTED.values(), ids=UNPERMITTED)
async def test_nothing_goes_without_its_permission(shop: Shop, method: str, path: str, body: Any) -> None:
    token = shop.standin.token(shop.installation, permissions={"metadata": "read"})
    async with shop.client(token) as client:
        answer = await client.request(method, R + path, json=body)
    assert (answer.status_code, answer.json()["message"]) == (403, "Resource not accessible by integration")


async def test_reading_is_not_writing(shop: Shop) -> None:
    token = shop.standin.token(shop.installation, permissions={"checks": "read", "issues": "read"})
    async with shop.client(token) as client:
        assert (await client.get(f"{R}/issues/2/comments")).status_code == 200
        assert (await client.post(f"{R}/issues/2/comments", json={"body": "b"})).status_code == 403


@pytest.mark.parametrize("name", ["acme/other", "elsewhere/shop", "acme/nothing"])
async def test_what_the_installation_does_not_cover_is_not_found(name: str) -> None:
    standin = StandIn()
    standin.add_app(7, key_pair().public)
    for each in ("acme/shop", "acme/other", "elsewhere/shop"):
        standin.add_repository(each, {"README.md": "Hello"})
    installation = standin.add_installation("acme", ["acme/shop"])
    shop = Shop(standin, key_pair(), installation, standin.open_issue("acme/shop", "a"), standin.open_issue(REPO, "b"))
    async with shop.client() as client:
        assert (await client.get(f"/repos/{name}")).status_code == 404
        assert (await client.get("/repos/acme/shop")).status_code == 200
    standin.close()


async def test_a_narrowed_token_sees_only_its_repository(shop: Shop) -> None:
    shop.standin.add_repository("acme/other", {"README.md": "Hello"})
    async with shop.client(shop.jwt) as client:
        address = f"/app/installations/{shop.installation.id}/access_tokens"
        made = await client.post(address, json={"repositories": ["shop"], "permissions": {"checks": "read"}})
        refused = await client.post(address, json={"repositories": ["nothing"]})
        greedy = await client.post(address, json={"permissions": {"administration": "write"}})
    assert (made.status_code, refused.status_code, greedy.status_code) == (201, 422, 422)
    assert made.json()["permissions"] == {"checks": "read", "metadata": "read"}
    async with shop.client(made.json()["token"]) as client:
        assert (await client.get("/repos/acme/other")).status_code == 404
        assert (await client.get(f"{R}/contents/README.md")).status_code == 403


def claims(**changed: Any) -> dict[str, Any]:
    return {"iss": "7", "iat": -5, "exp": 500, **changed}


BAD_CLAIMS = {
    "too far in the future": claims(exp=700),
    "expired": claims(exp=-1),
    "issued in the future": claims(iat=60),
    "never issued": {"iss": "7", "exp": 500},
    "without an end": {"iss": "7", "iat": -5},
    "another App": claims(iss="8"),
}


@pytest.mark.parametrize("wanted", BAD_CLAIMS.values(), ids=BAD_CLAIMS)
async def test_a_jwt_must_hold(shop: Shop, wanted: dict[str, Any]) -> None:
    now = int(shop.standin.state.now().timestamp())
    moved = {name: value if name == "iss" else now + value for name, value in wanted.items()}
    async with shop.client(jwt.encode(moved, shop.key.private, algorithm="RS256")) as client:
        assert (await client.get("/app")).status_code == 401


async def test_a_jwt_must_be_signed_with_the_apps_key(shop: Shop) -> None:
    forged = replace(shop, key=key_pair("another"))
    plain = jwt.encode(claims(iat=0, exp=2**31), "shared secret that is long enough, really", algorithm="HS256")
    for token, status in ((shop.jwt, 200), (forged.jwt, 401), (plain, 401)):
        async with shop.client(token) as client:
            assert (await client.get("/app")).status_code == status


async def test_token_and_jwt_are_not_interchangeable(shop: Shop) -> None:
    async with shop.client() as with_token, shop.client(shop.jwt) as with_jwt:
        assert (await with_token.get("/app")).status_code == 401
        assert (await with_jwt.get(R)).status_code == 401
        assert (await with_jwt.post("/graphql", json={"query": "{viewer{login}}"})).status_code == 401


async def test_tokens_end_after_an_hour_or_when_revoked() -> None:
    shop = open_shop()
    started = shop.standin.state.now()
    async with shop.client() as client:
        shop.standin.state.clock = lambda: started + timedelta(minutes=59)
        assert (await client.get(R)).status_code == 200
        shop.standin.state.clock = lambda: started + timedelta(minutes=61)
        assert (await client.get(R)).status_code == 401
    async with shop.client() as client:
        shop.standin.expire_tokens()
        assert (await client.get(R)).json()["message"] == "Bad credentials"
    shop.standin.close()


HEADERS = {
    "no User-Agent": ({"user-agent": ""}, 403),
    "no credentials": ({"authorization": ""}, 401),
    "unknown scheme": ({"authorization": "Basic eDp5"}, 401),
    "unknown token": ({"authorization": "Bearer ghs_nothing"}, 401),
    "unknown API version": ({"x-github-api-version": "2022-11-28"}, 400),
    "the API version in use": ({"x-github-api-version": "2026-03-10"}, 200),
}


@pytest.mark.parametrize(("headers", "status"), HEADERS.values(), ids=HEADERS)
async def test_headers_are_looked_at_first(shop: Shop, headers: dict[str, str], status: int) -> None:
    async with shop.client() as client:
        assert (await client.get(R, headers=headers)).status_code == status


async def test_bad_json_is_400(shop: Shop) -> None:
    async with shop.client() as client:
        answer = await client.post(f"{R}/check-runs", content=b'{"name": ')
    assert (answer.status_code, answer.json()["message"]) == (400, "Problems parsing JSON")


async def test_what_is_not_implemented_says_so(shop: Shop) -> None:
    async with shop.client() as client:
        assert (await client.get(f"{R}/actions/secrets")).status_code == 501


async def test_another_apps_check_run_cannot_be_touched(shop: Shop) -> None:
    shop.standin.add_app(8, shop.key.public, slug="other")
    other = shop.standin.add_installation("acme", app_id=8)
    async with shop.client() as client:
        made = await client.post(f"{R}/check-runs", json=run(head_sha=shop.pull.head_sha))
    async with shop.client(shop.standin.token(other)) as client:
        answer = await client.patch(f"{R}/check-runs/{made.json()['id']}", json={"status": "in_progress"})
    assert answer.status_code == 403


async def test_the_hourly_limit_is_real(shop: Shop) -> None:
    async with shop.client() as client:
        first = await client.get(R)
        shop.installation.used = LIMIT
        spent: httpx.Response = await client.get(R)
    assert int(first.headers["x-ratelimit-remaining"]) > 0
    assert (spent.status_code, spent.headers["x-ratelimit-remaining"]) == (403, "0")
